// Which parents a plain connection asks about, where the text of the statement is not known before
// it runs, and where the host may have put functions of its own in the place of SQLite's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/vtab/plain/plain_connection_fixture.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PlainFanOutTest : public PlainConnectionFixture {
 public:
  PlainFanOutTest() {
    Write("shop.parcels.yaml", R"(table: demo.shop.parcels
description: What a seller has sent.
key: [owner_id, number]
columns:
  owner_id: {type: text, source: parameter}
  number: {type: integer, path: /number}
methods:
  list_parcels:
    verb: select
    get: "/owners/{owner_id}/parcels"
    path_parameters: {owner_id: {from: {table: demo.shop.owners, column: id}}}
)");
    Reply("GET /owners", 200, R"({"data": [{"id": "ann"}, {"id": "Bob"}, {"id": "bea"}]})");
    for (const std::string owner : {"ann", "Bob", "bea"}) {
      Reply("GET /owners/" + owner + "/parcels", 200, R"({"data": [{"number": 1}]})");
    }
    Connect();
  }

  // The owners that were asked about.
  std::string Asked() {
    std::string owners;
    for (const std::string& sent : Sent()) {
      if (sent.ends_with("/parcels")) owners += sent.substr(12, 3) + " ";
    }
    return owners;
  }

  std::string AskedFor(const std::string& condition) {
    Query(kOwners + (" WHERE " + condition));
    return Asked();
  }

  static constexpr char kOwners[] = "SELECT owner_id FROM \"demo.shop.parcels\"";
};

TEST_F(PlainFanOutTest, ComparisonsRuleOutOwners) {
  EXPECT_EQ(AskedFor("1"), "ann Bob bea ");
  EXPECT_EQ(AskedFor("owner_id LIKE 'B%'"), "Bob bea ");
  EXPECT_EQ(AskedFor("owner_id GLOB 'B*'"), "Bob ");
  EXPECT_EQ(AskedFor("owner_id <> 'ann' AND owner_id IS NOT 'bea'"), "Bob ");
  EXPECT_EQ(AskedFor("owner_id BETWEEN 'a' AND 'b'"), "ann ");
  EXPECT_EQ(AskedFor("owner_id > 5.5"), "ann Bob bea ");
  EXPECT_EQ(AskedFor("owner_id LIKE '_!%' ESCAPE '!'"), "ann Bob bea ");
  EXPECT_EQ(AskedFor("owner_id <> 'ANN' COLLATE NOCASE"), "ann Bob bea ");
  EXPECT_EQ(AskedFor("owner_id LIKE 'B%' OR number > 5"), "ann Bob bea ");
}

TEST_F(PlainFanOutTest, SoDoParametersOfTheStatement) {
  const SqliteStatement select = Prepare(std::string(kOwners) + " WHERE owner_id LIKE ?");
  for (const std::string pattern : {"b%", "a%"}) {
    sqlite3_bind_text(select.get(), 1, pattern.c_str(), -1, SQLITE_TRANSIENT);
    EXPECT_EQ(Rest(select.get()).size(), pattern == "b%" ? 2 : 1);
    EXPECT_EQ(Asked(), pattern == "b%" ? "Bob bea " : "ann ");
    sqlite3_reset(select.get());
  }
  const SqliteStatement range = Prepare(std::string(kOwners) + " WHERE owner_id < ?");
  EXPECT_THAT(Rest(range.get()), IsEmpty());
  EXPECT_EQ(Asked(), "");
  sqlite3_reset(range.get());
  sqlite3_bind_text(range.get(), 1, "b", -1, SQLITE_STATIC);
  EXPECT_THAT(Rest(range.get()), ElementsAre("ann", "Bob"));
  EXPECT_EQ(Asked(), "ann Bob ");
}

TEST_F(PlainFanOutTest, ValuesOfOtherTablesDoNot) {
  Query("CREATE TABLE w(word TEXT)");
  Query("INSERT INTO w VALUES ('a'), ('b')");
  EXPECT_THAT(Query("SELECT owner_id FROM w CROSS JOIN \"demo.shop.parcels\" "
                    "WHERE owner_id LIKE word || '%' AND owner_id > word"),
              ElementsAre("ann", "bea"));
  EXPECT_EQ(Asked(), "ann Bob bea ");
}

// SQLite offers the condition to the table of owners, though it is not about which owners there
// are. Where the right table is unique and unused, it even leaves the join out.
TEST_F(PlainFanOutTest, AConditionOfAnOuterJoinRulesOutNothing) {
  Query("CREATE TABLE u(id TEXT PRIMARY KEY)");
  Query(
      "CREATE VIEW v AS SELECT p.owner_id FROM \"demo.shop.parcels\" p "
      "LEFT JOIN u ON u.id = p.number AND p.owner_id <> 'ann'");
  for (const std::string sql :
       {"SELECT p.owner_id FROM \"demo.shop.parcels\" p LEFT JOIN u ON p.owner_id LIKE 'a%'",
        "SELECT p.owner_id FROM \"demo.shop.parcels\" p LEFT JOIN u ON u.id = p.number AND "
        "p.owner_id <> 'ann'",
        "SELECT owner_id FROM v"}) {
    EXPECT_THAT(Query(sql), ElementsAre("ann", "Bob", "bea")) << sql;
    EXPECT_EQ(Asked(), "ann Bob bea ");
  }
}

TEST_F(PlainFanOutTest, AnotherLikeIsLeftToItself) {
  EXPECT_EQ(AskedFor("owner_id LIKE '%B%'"), "Bob bea ");
  Query("PRAGMA case_sensitive_like = on");
  EXPECT_EQ(AskedFor("owner_id LIKE '%B%'"), "ann Bob bea ");
  EXPECT_EQ(AskedFor("owner_id <> 'ann'"), "Bob bea ");
  const auto always = [](sqlite3_context* context, int, sqlite3_value**) {
    sqlite3_result_int(context, 1);
  };
  sqlite3_create_function(db_.get(), "glob", 2, SQLITE_UTF8, nullptr, always, nullptr, nullptr);
  EXPECT_THAT(Query(kOwners + std::string(" WHERE owner_id GLOB 'x'")),
              ElementsAre("ann", "Bob", "bea"));
}

}  // namespace
}  // namespace apisql
