// The examples of documents whose APIs the sandbox does not have: each is a statement that can be
// planned. Those of the others run in the tests of the documentation.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "registry/source/catalog.h"
#include "tests/providers/imitated_apis.h"
#include "tests/support/golden/sql_runner.h"

namespace apisql {
namespace {

constexpr std::string_view kInSandbox[] = {"confluent", "rockset"};

TEST(ExamplesTest, EachCanBePlanned) {
  SqlRunner runner("", StartImitatedApi);
  std::set<std::string> started;
  const auto catalog = Catalog::Builtin();
  int planned = 0;
  for (const std::string& name : catalog->TableNames()) {
    const std::string provider = name.substr(0, name.find('.'));
    if (std::ranges::find(kInSandbox, provider) != std::end(kInSandbox)) continue;
    const auto table = catalog->Find(name);
    ASSERT_TRUE(table.ok()) << table.status().message();
    if (started.insert(provider).second) {
      SqlRecord api;
      api.kind = SqlRecord::Kind::kApi;
      api.argument = provider == "kafka" ? "kafka clusters=lkc-73hzjm" : provider;
      const Status status = runner.SetUp(api);
      ASSERT_TRUE(status.ok()) << status.message();
    }
    for (const Method& method : (*table)->methods) {
      EXPECT_NE(method.example, "") << name << "." << method.name;
      const auto outcome = runner.Run("EXPLAIN REQUESTS " + method.example);
      ASSERT_TRUE(outcome.ok()) << outcome.status().message();
      EXPECT_TRUE(outcome->status.ok()) << method.example << "\n" << outcome->status.message();
      ++planned;
    }
  }
  EXPECT_GE(planned, 10);
}

}  // namespace
}  // namespace apisql
