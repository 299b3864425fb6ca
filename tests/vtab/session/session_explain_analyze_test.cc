#include <gmock/gmock.h>

#include <map>
#include <string>
#include <vector>

#include "src/base/text.h"
#include "tests/vtab/session/session_fixture.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class SessionExplainAnalyzeTest : public SessionFixture {
 protected:
  // Runs the statement, and keeps the cells of each row by "table method".
  void Analyze(const std::string& select) {
    rows_.clear();
    const std::string text = Run("EXPLAIN ANALYZE REQUESTS " + select);
    const std::vector<std::string> names = Split(header_, '|');
    for (const std::string& line : Split(text, '\n')) {
      const std::vector<std::string> cells = Split(line, '|');
      ASSERT_EQ(cells.size(), names.size()) << text;
      std::map<std::string, std::string>& row = rows_[cells[0] + " " + cells[1]];
      for (size_t i = 0; i < cells.size(); ++i)
        row[names[i].substr(0, names[i].find(' '))] = cells[i];
    }
  }

  std::string Cells(const std::string& row, const std::vector<std::string>& columns) {
    std::vector<std::string> cells;
    for (const std::string& column : columns) cells.push_back(rows_[row][column]);
    return Join(cells, "|");
  }

  std::map<std::string, std::map<std::string, std::string>> rows_;
};

TEST_F(SessionExplainAnalyzeTest, GivesARowPerTableAndMethodAndATotal) {
  Analyze("SELECT * FROM demo.shop.owners o CROSS JOIN demo.shop.items i ON i.name = o.email");
  EXPECT_EQ(header_,
            "table TEXT|method TEXT|estimated_requests INTEGER|requests INTEGER|retries INTEGER|"
            "waited_ms REAL|rows_fetched INTEGER|rows_kept INTEGER|bytes INTEGER|first_ms REAL|"
            "last_ms REAL|max_in_flight INTEGER|decoding_ms REAL|rest_ms REAL");
  const std::vector<std::string> counts = {"estimated_requests", "requests",  "retries",
                                           "rows_fetched",       "rows_kept", "max_in_flight"};
  EXPECT_EQ(rows_.size(), 3);
  EXPECT_EQ(Cells("demo.shop.owners list_owners", counts), "1|1|0|2|2|1");
  // The first comparison reads the list, and leaves out what cannot be equal.
  EXPECT_EQ(Cells("demo.shop.items list_items", counts), "1|1|0|2|0|1");
  EXPECT_EQ(Cells("total NULL", counts), "2|2|0|4|2|2");
  EXPECT_THAT(transport_.sent, ElementsAre("GET /owners", "GET /items"));
}

TEST_F(SessionExplainAnalyzeTest, RowsThatTheScanLeavesOutAreFetchedAndNotKept) {
  Analyze("SELECT name FROM demo.shop.items WHERE price > 5");
  EXPECT_EQ(Cells("demo.shop.items list_items", {"rows_fetched", "rows_kept"}), "2|1");
  EXPECT_EQ(rows_["demo.shop.items list_items"]["bytes"],
            std::to_string(transport_.replies["/items"].size()));
}

TEST_F(SessionExplainAnalyzeTest, TheTotalTellsWhereTheTimeWent) {
  Analyze("SELECT * FROM demo.shop.items");
  EXPECT_NE(rows_["total NULL"]["rest_ms"], "NULL");
  EXPECT_EQ(rows_["demo.shop.items list_items"]["rest_ms"], "NULL");
  EXPECT_THAT(summary_.notes,
              ElementsAre(AllOf(HasSubstr("waiting for the network"), HasSubstr("decoding"),
                                HasSubstr("in SQLite and output"))));
  EXPECT_EQ(summary_.rows, 2);
  EXPECT_EQ(summary_.requests, 1);
}

TEST_F(SessionExplainAnalyzeTest, WhatWasPlannedAndNotSentIsShownWithoutRequests) {
  Analyze("SELECT * FROM demo.shop.items WHERE id = 'i1' AND 1 = abs(2)");
  EXPECT_EQ(Cells("demo.shop.items get_item", {"estimated_requests", "requests", "first_ms"}),
            "1|0|NULL");
  EXPECT_THAT(transport_.sent, IsEmpty());
}

TEST_F(SessionExplainAnalyzeTest, StatementsWithoutRequestsHaveOnlyATotal) {
  Analyze("SELECT 1 UNION SELECT 2");
  EXPECT_EQ(rows_.size(), 1);
  EXPECT_EQ(Cells("total NULL", {"estimated_requests", "requests", "first_ms"}), "0|0|NULL");
}

TEST_F(SessionExplainAnalyzeTest, AnErrorOfTheStatementIsItsError) {
  transport_.replies.erase("/items");
  const std::string failed = Run("SELECT * FROM demo.shop.items");
  EXPECT_THAT(failed, HasSubstr("no such page"));
  EXPECT_EQ(Run("EXPLAIN ANALYZE REQUESTS SELECT * FROM demo.shop.items"), failed);
}

TEST_F(SessionExplainAnalyzeTest, ErrorsPointIntoWhatWasTyped) {
  const std::string sql = "EXPLAIN ANALYZE\n REQUESTS SELECT nme FROM demo.shop.items";
  EXPECT_THAT(Run(sql), HasSubstr("no such column: nme. Did you mean name?"));
  EXPECT_EQ(error_.place(), sql.find("nme"));
  const std::string plain = "EXPLAIN ANALYZE SELECT 1";
  EXPECT_THAT(Run(plain), HasSubstr("EXPLAIN ANALYZE REQUESTS SELECT"));
  EXPECT_EQ(error_.place(), plain.find("SELECT"));
}

TEST_F(SessionExplainAnalyzeTest, WhatDoesNotOnlyReadIsRefused) {
  for (const char* statement : {"DELETE FROM demo.shop.items WHERE id = 'i1'",
                                "INSERT INTO demo.shop.items(owner_id) VALUES ('o1') RETURNING id",
                                "CREATE TABLE t AS SELECT * FROM demo.shop.items", "COMMIT",
                                "SET dry_run = on", "SHOW TABLES", "EXPLAIN REQUESTS SELECT 1",
                                "EXEC demo.shop.items.update_item @id = 'i1'"}) {
    const std::string sql = std::string("EXPLAIN ANALYZE REQUESTS ") + statement;
    EXPECT_THAT(Run(sql), AllOf(StartsWith("error: "), HasSubstr("EXPLAIN REQUESTS shows")))
        << statement;
    EXPECT_EQ(error_.place(), sql.find(statement)) << statement;
  }
  EXPECT_THAT(transport_.sent, IsEmpty());
  EXPECT_EQ(Run("SELECT count(*) FROM sqlite_schema"), "0");
}

TEST_F(SessionExplainAnalyzeTest, AnInterruptEndsIt) {
  bool interrupted = true;
  SessionOptions options;
  options.interrupted = [&] { return interrupted; };
  ASSERT_TRUE(Open(std::move(options)).ok());
  EXPECT_THAT(Run("EXPLAIN ANALYZE REQUESTS SELECT * FROM demo.shop.items"),
              HasSubstr("interrupt"));
  EXPECT_EQ(error_.code(), StatusCode::kCancelled);
  interrupted = false;
  EXPECT_EQ(Run("SELECT count(*) FROM demo.shop.items"), "2");
}

TEST_F(SessionExplainAnalyzeTest, TheTraceStillSeesEachRequest) {
  std::vector<std::string> traced;
  SessionOptions options;
  options.trace = [&](const RequestRecord& record) { traced.push_back(record.url); };
  ASSERT_TRUE(Open(std::move(options)).ok());
  Run("EXPLAIN ANALYZE REQUESTS SELECT * FROM demo.shop.items; SELECT * FROM demo.shop.owners");
  EXPECT_THAT(traced, ElementsAre("https://demo.test/items", "https://demo.test/owners"));
}

}  // namespace
}  // namespace apisql
