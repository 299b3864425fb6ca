// docs/tables.md is what the documents say.
#include "registry/reference/tables_page.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace apisql {
namespace {

constexpr char kPage[] = APISQL_SOURCE_DIR "/docs/tables.md";

TEST(TablesPageTest, DocsTablesMdIsWhatTheDocumentsSay) {
  const auto catalog = Catalog::Builtin();
  const StatusOr<std::string> page = TablesPage(*catalog);
  ASSERT_TRUE(page.ok()) << page.status().message();
  if (std::getenv("APISQL_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(kPage) << *page;
    return;
  }
  std::ifstream file(kPage);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_TRUE(text.str() == *page) << "docs/tables.md is not up to date: ./dev docs writes it";
}

}  // namespace
}  // namespace apisql
