#include <gmock/gmock.h>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "tests/vtab/session/session_fixture.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class MetaTablesTest : public SessionFixture {};

TEST_F(MetaTablesTest, EveryTableOfTheCatalogIsAResource) {
  ASSERT_TRUE(Open().ok());
  EXPECT_EQ(Run("SELECT count(*) FROM apisql.resources"),
            std::to_string(session_->catalog().TableNames().size()));
  EXPECT_EQ(Run("SELECT * FROM apisql.resources WHERE name = 'demo.shop.items'"),
            "demo.shop.items|demo|shop|Things for sale.|id|table|50|NULL|NULL");
}

TEST_F(MetaTablesTest, ProvidersTellServersAndCountTables) {
  EXPECT_EQ(Run("SELECT * FROM apisql.providers WHERE name = 'demo'"),
            R"(demo|A provider for tests.|{"main":"https://demo.test"}|8|2|NULL|NULL)");
}

TEST_F(MetaTablesTest, ColumnsTellWhatTheDocumentSays) {
  EXPECT_EQ(Run("SELECT name, position, type, hidden, key, \"write\" FROM apisql.columns "
                "WHERE resource = 'demo.shop.items' ORDER BY position"),
            "id|1|text|0|1|NULL\nname|2|text|0|0|create, update\n"
            "owner_id|3|text|0|0|create (required)\nprice|4|integer|0|0|NULL\nraw|5|json|1|0|NULL\n"
            "_row|6|json|1|0|update (members)");
}

TEST_F(MetaTablesTest, OpeningASessionReadsNoDocumentAndOneResourceReadsOne) {
  auto session =
      Session::Open(Catalog::Builtin(), Config(), transport_, Clock::Real(), SessionOptions());
  ASSERT_TRUE(session.ok());
  session_ = *std::move(session);
  EXPECT_EQ(session_->catalog().documents_parsed(), 0);
  EXPECT_EQ(Run("SELECT name FROM apisql.columns WHERE resource = 'confluent.iam.users' "
                "AND key = 1"),
            "id");
  EXPECT_EQ(Run("SELECT key FROM apisql.resources WHERE name = 'confluent.iam.users'"), "id");
  // The table's own document, and that of its provider.
  EXPECT_LE(session_->catalog().documents_parsed(), 2);
}

TEST_F(MetaTablesTest, ComparisonsFollowSqlite) {
  EXPECT_EQ(Run("SELECT count(*) FROM apisql.resources WHERE name = 'nothing'"), "0");
  EXPECT_EQ(Run("SELECT count(*) FROM apisql.resources WHERE name = NULL"), "0");
  EXPECT_EQ(Run("SELECT count(*) FROM apisql.resources WHERE name = 5"), "0");
  EXPECT_EQ(Run("SELECT count(*) FROM apisql.resources WHERE name = 'DEMO.shop.items'"), "0");
  EXPECT_EQ(Run("SELECT count(*) FROM apisql.resources "
                "WHERE name = 'DEMO.shop.items' COLLATE NOCASE"),
            "1");
  EXPECT_EQ(Run("SELECT count(*) FROM apisql.resources WHERE name IN "
                "('demo.shop.items', 'demo.shop.owners', 'x', NULL)"),
            "2");
  EXPECT_EQ(Run("SELECT count(*) FROM apisql.resources WHERE provider = 'demo' "
                "AND service = 'shop' AND name = 'demo.shop.items'"),
            "1");
}

TEST_F(MetaTablesTest, TermsOfAnOrNeitherLoseNorRepeatRows) {
  EXPECT_EQ(Run("SELECT name FROM apisql.columns WHERE resource = 'demo.shop.owners' "
                "OR (resource = 'demo.shop.items' AND name = 'price') "
                "OR (resource LIKE 'demo%' AND name = 'email') ORDER BY name"),
            "_row\nemail\nid\nprice");
}

TEST_F(MetaTablesTest, JoinsOfMetaTablesWork) {
  EXPECT_EQ(Run("SELECT r.name, count(c.name) FROM apisql.resources r "
                "JOIN apisql.columns c ON c.resource = r.name WHERE r.provider = 'demo' "
                "GROUP BY 1 ORDER BY 1"),
            "demo.shop.items|6\ndemo.shop.owners|3");
}

TEST_F(MetaTablesTest, RequestsAreTheSessionsHttpLog) {
  Run("SELECT 1; SELECT * FROM demo.shop.owners");
  EXPECT_EQ(Run("SELECT number, statement, \"table\", operation, method, url, status, rows, "
                "attempt, error FROM apisql.requests"),
            "1|2|demo.shop.owners|list_owners|GET|https://demo.test/owners|200|2|1|NULL");
}

TEST_F(MetaTablesTest, MetaTablesCannotBeWritten) {
  EXPECT_THAT(Run("DELETE FROM apisql.requests"), HasSubstr("cannot be written"));
  EXPECT_THAT(Run("DROP TABLE apisql.columns"), StartsWith("error: "));
}

}  // namespace
}  // namespace apisql
