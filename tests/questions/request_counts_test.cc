// The requests that each question costs, against the fewest that can answer it. The fewest are
// counted with SQL over the sandbox's state: pages of a hundred rows, and one call per value where
// that is less than a scan.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "sandbox/sandbox.h"
#include "tests/support/sides/api_side.h"
#include "tests/support/sides/copy_side.h"

namespace apisql {
namespace {

constexpr char kKeys[] = "confluent.iam.api_keys";
constexpr char kUsers[] = "confluent.iam.users";
constexpr char kAccounts[] = "confluent.iam.service_accounts";
constexpr char kRoleBindings[] = "confluent.iam.role_bindings";
constexpr char kEnvironments[] = "confluent.org.environments";
constexpr char kClusters[] = "confluent.cmk.clusters";
constexpr char kByokKeys[] = "confluent.byok.keys";
constexpr char kRocksetUsers[] = "rockset.iam.users";

// SQL for a number of requests. Each function takes and gives such expressions.
std::string RowsOf(const std::string& table, const std::string& where = "1") {
  return "(SELECT count(*) FROM " + table + " WHERE " + where + ")";
}
std::string PagesFor(const std::string& rows) { return "max(1, (" + rows + " + 99) / 100)"; }
std::string PagesOf(const std::string& table, const std::string& where = "1") {
  return PagesFor(RowsOf(table, where));
}
std::string Fewer(const std::string& a, const std::string& b) {
  return "min(" + a + ", " + b + ")";
}
// Calls for each row of `rows`, which may name its value `v`.
std::string Each(const std::string& rows, const std::string& calls) {
  return "(SELECT coalesce(sum(" + calls + "), 0) FROM (" + rows + "))";
}

std::string ClustersOf(const std::string& environments) {
  return Each("SELECT id AS v FROM " + std::string(kEnvironments) + " WHERE " + environments,
              PagesOf(kClusters, "environment_id = v"));
}

struct Question {
  std::string name;
  std::string minimum;  // SQL.
};

void PrintTo(const Question& question, std::ostream* out) { *out << question.name; }

std::vector<Question> Questions() {
  const std::string accounts_named =
      std::string("SELECT id AS v FROM ") + kAccounts + " WHERE display_name = 'tf_runner_sa'";
  const std::string prod_clusters = std::string("SELECT c.id AS v, c.byok_id FROM ") +
                                    kEnvironments + " e JOIN " + kClusters +
                                    " c ON c.environment_id = e.id WHERE e.display_name ";
  const std::string jane =
      std::string("(SELECT id FROM ") + kUsers + " WHERE email = 'jane@corp.com')";
  const std::string cloud_keys = "resource_id = 'cloud'";
  return {
      {"01", PagesOf(kKeys) + " + " + PagesOf(kAccounts) + " + " + PagesOf(kUsers)},
      {"02", PagesOf(kAccounts, "display_name = 'tf_runner_sa'") + " + " +
                 Fewer(PagesOf(kKeys), Each(accounts_named, PagesOf(kKeys, "owner_id = v")))},
      {"03", PagesOf(kKeys) + " + " + PagesOf(kAccounts) + " + " + PagesOf(kUsers)},
      {"04", PagesOf(kByokKeys) + " + " + PagesOf(kEnvironments) + " + " + ClustersOf("1")},
      {"05", PagesOf(kEnvironments) + " + " + ClustersOf("display_name LIKE 'prod%'") + " + " +
                 Fewer(PagesOf(kByokKeys), "(SELECT count(DISTINCT byok_id) FROM (" +
                                               prod_clusters + "LIKE 'prod%'))")},
      // Rockset users who are Confluent users with keys.
      {"06", PagesOf(kUsers) + " + " + PagesOf(kKeys) + " + 1 + " +
                 RowsOf(kRocksetUsers, std::string("email IN (SELECT lower(email) FROM ") + kUsers +
                                           " WHERE id IN (SELECT owner_id FROM " + kKeys + "))")},
      {"07", PagesOf(kUsers) + " + " + PagesOf(kKeys, "owner_id = " + jane) + " + 1 + " +
                 PagesOf(kRoleBindings, "principal = 'User:' || " + jane) + " + 1"},
      {"08", "1"},
      {"09", "1 + " + RowsOf(kRocksetUsers)},
      {"10", PagesOf(kEnvironments) + " + " + ClustersOf("display_name = 'prod'") + " + " +
                 Fewer(PagesOf(kKeys),
                       Each(prod_clusters + "= 'prod'", PagesOf(kKeys, "resource_id = v"))) +
                 " + " +
                 Fewer(PagesOf(kUsers),
                       std::string("(SELECT count(DISTINCT owner_id) FROM ") + kKeys +
                           " WHERE owner_kind = 'User' AND resource_id IN (SELECT v FROM (" +
                           prod_clusters + "= 'prod')))")},
      {"11", "1 + " + PagesOf(kRoleBindings, "role_name = 'OrganizationAdmin'") + " + " +
                 PagesOf(kRoleBindings, "role_name = 'EnvironmentAdmin'") + " + " +
                 PagesOf(kKeys, cloud_keys) + " + " +
                 Fewer(PagesOf(kAccounts), std::string("(SELECT count(DISTINCT owner_id) FROM ") +
                                               kKeys + " WHERE " + cloud_keys + ")")},
      {"12", PagesOf(kKeys) + " + " + PagesOf(kByokKeys) + " + 1 + " + RowsOf(kRocksetUsers)},
  };
}

std::string ReadQuestion(const std::string& name) {
  std::ifstream file(std::string(APISQL_SOURCE_DIR) + "/tests/questions/" + name + ".sql");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class RequestCountTest : public testing::TestWithParam<std::tuple<Question, int>> {
 protected:
  void SetUp() override {
    SandboxOptions options;
    options.keys = std::get<1>(GetParam());
    auto sandbox = Sandbox::Start(options);
    ASSERT_TRUE(sandbox.ok()) << sandbox.status().message();
    sandbox_ = *std::move(sandbox);
    tables_ = sandbox_->Dump();
    auto api = ApiSide::Open(*sandbox_);
    auto copy = CopySide::Open(tables_);
    ASSERT_TRUE(api.ok() && copy.ok());
    api_ = *std::move(api);
    copy_ = *std::move(copy);
  }

  int64_t Minimum() {
    const auto rows = copy_->Run("SELECT " + std::get<0>(GetParam()).minimum);
    EXPECT_TRUE(rows.ok()) << rows.status().message();
    return rows.ok() ? std::stoll((*rows)[0][0]) : -1;
  }

  void Run(const std::string& sql) {
    const auto rows = api_->Run(sql);
    EXPECT_TRUE(rows.ok()) << rows.status().message();
  }

  // Requests of the question in this session, none of them made twice.
  int64_t Count() {
    sandbox_->ForgetRequests();
    Run(ReadQuestion(std::get<0>(GetParam()).name));
    std::set<std::string> targets;
    for (const SandboxRequest& request : sandbox_->Requests()) {
      EXPECT_TRUE(targets.insert(request.method + " " + request.target).second)
          << "sent twice: " << request.method << " " << request.target;
    }
    return static_cast<int64_t>(sandbox_->Requests().size());
  }

  std::string Requests() const {
    std::string text;
    for (const SandboxRequest& request : sandbox_->Requests()) {
      text += request.method + " " + request.target + "\n";
    }
    return text;
  }

  std::unique_ptr<Sandbox> sandbox_;
  std::vector<SandboxTable> tables_;
  std::unique_ptr<ApiSide> api_;
  std::unique_ptr<CopySide> copy_;
};

// What a session has seen of the tables says where a scan costs less than calls of single values.
TEST_P(RequestCountTest, ASessionThatKnowsTheTablesAsksForNoMoreThanItMust) {
  const std::string question = ReadQuestion(std::get<0>(GetParam()).name);
  for (const SandboxTable& table : tables_) {
    if (question.find(table.name) == std::string::npos) continue;
    Run("SELECT count(*) FROM " + table.name);
  }
  EXPECT_EQ(Count(), Minimum()) << Requests();
}

TEST_P(RequestCountTest, ANewSessionAsksForAtMostTwiceAsMuchAsItMust) {
  EXPECT_LE(Count(), 2 * Minimum()) << Requests();
}

INSTANTIATE_TEST_SUITE_P(Questions, RequestCountTest,
                         testing::Combine(testing::ValuesIn(Questions()),
                                          testing::Values(60, 200, 400, 1200)),
                         [](const auto& info) {
                           return "question" + std::get<0>(info.param).name + "_" +
                                  std::to_string(std::get<1>(info.param)) + "keys";
                         });

}  // namespace
}  // namespace apisql
