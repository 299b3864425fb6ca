// Session::Prepare(): statements that are read by pull, with parameters, again, and in turns.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/vtab/writes/session_write_fixture.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class PreparedTest : public SessionWriteFixture {
 protected:
  PreparedTest() {
    SessionOptions options;
    options.interrupted = [this] { return interrupted_.load(); };
    EXPECT_TRUE(Open(std::move(options)).ok());
  }

  std::unique_ptr<Prepared> Prepare(std::string_view sql) {
    auto prepared = session_->Prepare(sql);
    EXPECT_TRUE(prepared.ok()) << prepared.status().message();
    return prepared.ok() ? *std::move(prepared) : nullptr;
  }

  // The next row, "end", or "error: ...".
  static std::string Next(Prepared& prepared) {
    const StatusOr<bool> more = prepared.Next();
    if (!more.ok()) return "error: " + more.status().message();
    if (!*more) return "end";
    TextSink sink;
    EXPECT_TRUE(sink.Row(prepared.values()).ok());
    return sink.text;
  }

  // All rows from here on, as Next() gives them.
  static std::vector<std::string> Rest(Prepared& prepared) {
    std::vector<std::string> rows;
    do rows.push_back(Next(prepared));
    while (rows.back() != "end" && !rows.back().starts_with("error"));
    return rows;
  }

  std::atomic<bool> interrupted_ = false;
};

TEST_F(PreparedTest, PreparingSendsNothingAndTellsTheColumns) {
  const auto prepared = Prepare(
      "SELECT i.id, price + 1 AS next, o.email mail "
      "FROM demo.shop.items i, demo.shop.owners o");
  const auto columns = prepared->columns();
  ASSERT_EQ(columns.size(), 3U);
  EXPECT_EQ(columns[0].name, "id");
  EXPECT_EQ(columns[0].declared_type, "TEXT");
  EXPECT_EQ(columns[0].table, "demo.shop.items");
  EXPECT_EQ(columns[0].column, "id");
  EXPECT_EQ(columns[1].name, "next");
  EXPECT_EQ(columns[1].table, "");
  EXPECT_EQ(columns[1].column, "");
  EXPECT_EQ(columns[2].name, "mail");
  EXPECT_EQ(columns[2].table, "demo.shop.owners");
  EXPECT_EQ(columns[2].column, "email");
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(PreparedTest, RowsComeOneByOneAndTheSummaryBehindThem) {
  const auto prepared = Prepare("SELECT id FROM demo.shop.items ORDER BY id");
  EXPECT_EQ(Next(*prepared), "i1");
  EXPECT_EQ(Next(*prepared), "i2");
  EXPECT_EQ(Next(*prepared), "end");
  EXPECT_EQ(Next(*prepared), "end");
  EXPECT_EQ(prepared->summary().rows, 2);
  EXPECT_EQ(prepared->summary().requests, 1);
  EXPECT_TRUE(prepared->summary().returned_rows);
}

TEST_F(PreparedTest, ParametersHaveNumbersAndNamesInTheOrderOfSqlite) {
  const auto prepared =
      Prepare("SELECT ?, :a, ?, ?7, @b, :a, ?, '?', \":c\" -- ?\n FROM (SELECT 1 AS ':c')");
  std::vector<std::pair<std::string, int>> found;
  for (const SqlParameter& parameter : prepared->parameters()) {
    found.emplace_back(parameter.name, parameter.number);
  }
  const std::vector<std::pair<std::string, int>> expected = {{"?1", 1}, {":a", 2}, {"?3", 3},
                                                             {"?7", 7}, {"@b", 8}, {"?9", 9}};
  EXPECT_EQ(found, expected);
}

TEST_F(PreparedTest, ValuesAreBoundByNumberAndByName) {
  const auto prepared = Prepare("SELECT ?1, :b, $c, @d, ?");
  EXPECT_TRUE(prepared->Bind(1, int64_t{7}).ok());
  EXPECT_TRUE(prepared->Bind(":b", 1.5).ok());
  EXPECT_TRUE(prepared->Bind("c", std::string("x\0y", 3)).ok());
  EXPECT_TRUE(prepared->Bind("@d", BlobValue{"b"}).ok());
  EXPECT_TRUE(prepared->Bind(5, SqlValue()).ok());
  EXPECT_EQ(Next(*prepared), std::string("7|1.500000|x\0y|blob:b|NULL", 26));
  prepared->Reset();
  EXPECT_EQ(prepared->Bind(6, SqlValue()).message(), "the statement has no parameter 6");
  EXPECT_EQ(prepared->Bind("e", SqlValue()).code(), StatusCode::kNotFound);
}

TEST_F(PreparedTest, AParameterWithoutAValueIsAnErrorThatNamesIt) {
  const std::string sql = "SELECT name FROM demo.shop.items WHERE id = :id AND name = :id";
  EXPECT_EQ(Run(sql), "error: the parameter :id has no value");
  EXPECT_EQ(error_.place(), sql.find(":id"));
  EXPECT_EQ(Run("SELECT ?, ?"), "error: the parameter ?1 has no value");
  EXPECT_EQ(Run("DELETE FROM demo.shop.items WHERE id = $id"),
            "error: the parameter $id has no value");
  EXPECT_EQ(Run("INSERT INTO demo.shop.items(name, owner_id) VALUES ('a', @o)"),
            "error: the parameter @o has no value");
  EXPECT_THAT(Sent(), IsEmpty());
  EXPECT_THAT(Run("EXPLAIN REQUESTS SELECT name FROM demo.shop.items WHERE id = :id"),
              HasSubstr("GET https://demo.test/items"));
  EXPECT_THAT(Run("EXPLAIN QUERY PLAN SELECT :id"), HasSubstr("SCAN CONSTANT ROW"));
}

TEST_F(PreparedTest, ARunWithOtherValuesIsAStatementOfItsOwn) {
  const auto prepared = Prepare("SELECT name FROM demo.shop.items WHERE id = ?");
  for (const auto& [id, name] :
       {std::pair("i1", "cup"), std::pair("i2", "pot"), std::pair("i1", "cup")}) {
    EXPECT_TRUE(prepared->Bind(1, id).ok());
    EXPECT_THAT(Rest(*prepared), ElementsAre(name, "end"));
    EXPECT_EQ(prepared->summary().requests, 1);
    prepared->Reset();
  }
  EXPECT_THAT(Sent(), ElementsAre("GET /items", "GET /items", "GET /items"));
  EXPECT_EQ(Run("SELECT count(DISTINCT statement) FROM apisql.requests"), "3");
}

TEST_F(PreparedTest, ASecondRunReadsWhatIsThereNow) {
  const auto prepared = Prepare("SELECT id, name FROM demo.shop.items");
  EXPECT_THAT(Rest(*prepared), ElementsAre("i1|cup", "i2|pot", "end"));
  Reply("GET /items", 200, R"({"data": [{"id": "i7", "spec": {"name": "new"}}]})");
  prepared->Reset();
  EXPECT_THAT(Rest(*prepared), ElementsAre("i7|new", "end"));
}

TEST_F(PreparedTest, ResetInTheMiddleBeginsAnew) {
  const auto prepared = Prepare("SELECT id FROM demo.shop.items");
  EXPECT_EQ(Next(*prepared), "i1");
  prepared->Reset();
  EXPECT_THAT(Rest(*prepared), ElementsAre("i1", "i2", "end"));
  EXPECT_EQ(prepared->summary().requests, 1);
}

TEST_F(PreparedTest, ValuesCannotChangeWhileARunIsUnderWay) {
  const auto prepared = Prepare("SELECT ?1 UNION ALL SELECT ?1");
  EXPECT_TRUE(prepared->Bind(1, "a").ok());
  EXPECT_EQ(Next(*prepared), "a");
  EXPECT_EQ(prepared->Bind(1, "b").code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(Next(*prepared), "a");
}

TEST_F(PreparedTest, StatementsTakeTurns) {
  const auto items = Prepare("SELECT id FROM demo.shop.items");
  const auto again = Prepare("SELECT name FROM demo.shop.items");
  EXPECT_EQ(Next(*items), "i1");
  EXPECT_EQ(Next(*again), "cup");
  EXPECT_EQ(Run("SELECT email FROM demo.shop.owners"), "a@x");
  EXPECT_EQ(Next(*items), "i2");
  EXPECT_EQ(Next(*again), "pot");
  EXPECT_EQ(Next(*items), "end");
  EXPECT_EQ(Next(*again), "end");
  EXPECT_EQ(items->summary().requests, 1);
  EXPECT_EQ(again->summary().requests, 1);
  EXPECT_THAT(Sent(), ElementsAre("GET /items", "GET /items", "GET /owners"));
}

TEST_F(PreparedTest, AWriteBetweenTheRowsOfASelectIsAWriteOfItsOwn) {
  const auto items = Prepare("SELECT id FROM demo.shop.items");
  const auto update = Prepare("UPDATE demo.shop.items SET name = ? WHERE id = ? RETURNING name");
  EXPECT_EQ(Next(*items), "i1");
  EXPECT_TRUE(update->Bind(1, "mug").ok());
  EXPECT_TRUE(update->Bind(2, "i1").ok());
  EXPECT_EQ(Next(*update), "mug");
  EXPECT_EQ(Next(*items), "i2");
  EXPECT_EQ(Next(*update), "end");
  EXPECT_EQ(Next(*items), "end");
  EXPECT_EQ(update->summary().outcomes.applied, 1);
  EXPECT_EQ(items->summary().outcomes.applied, 0);
}

TEST_F(PreparedTest, ParametersOfReturningAreThoseOfTheWholeStatement) {
  const auto insert = Prepare(
      "INSERT INTO demo.shop.items(name, owner_id) VALUES (?, :owner) RETURNING id, ?, :owner, ?1");
  EXPECT_TRUE(insert->Bind(1, "jar").ok());
  EXPECT_TRUE(insert->Bind("owner", "o1").ok());
  EXPECT_TRUE(insert->Bind(3, "third").ok());
  EXPECT_THAT(Rest(*insert), ElementsAre("i9|third|o1|jar", "end"));
  EXPECT_THAT(Sent(), ElementsAre(R"(POST /items {"spec":{"name":"jar","owner":"o1"}})"));
}

TEST_F(PreparedTest, ColumnsOfAWriteAreThoseOfReturning) {
  EXPECT_THAT(Prepare("DELETE FROM demo.shop.items WHERE id = 'i1'")->columns(), IsEmpty());
  const auto insert =
      Prepare("INSERT INTO demo.shop.items(name, owner_id) VALUES ('a', 'b') RETURNING id, secret");
  ASSERT_EQ(insert->columns().size(), 2U);
  EXPECT_EQ(insert->columns()[1].name, "secret");
  EXPECT_EQ(insert->columns()[1].table, "demo.shop.items");
  Run("SET dry_run = on");
  const auto dry = Prepare("DELETE FROM demo.shop.items WHERE id = 'i1'");
  ASSERT_EQ(dry->columns().size(), 4U);
  EXPECT_EQ(dry->columns()[2].name, "url");
}

TEST_F(PreparedTest, EveryKindOfStatementIsReadByPull) {
  EXPECT_THAT(Rest(*Prepare("SHOW SERVICES IN demo")), ElementsAre("demo|shop", "end"));
  EXPECT_EQ(Rest(*Prepare("DESCRIBE demo.shop.owners")).size(), 3U);
  EXPECT_THAT(Rest(*Prepare("SET max_requests = 9")), ElementsAre("end"));
  EXPECT_EQ(Rest(*Prepare("SHOW INSERT INTO demo.shop.items")).back(), "end");
  EXPECT_EQ(Rest(*Prepare("EXPLAIN REQUESTS SELECT id FROM demo.shop.items")).size(), 2U);
  EXPECT_EQ(Rest(*Prepare("EXPLAIN ANALYZE REQUESTS SELECT id FROM demo.shop.items")).size(), 3U);
  Reply("POST /items/i1/rotate", 200, R"({"id": "i1", "secret": "new"})");
  EXPECT_THAT(Rest(*Prepare("EXEC demo.shop.items.rotate_item @id = 'i1' RETURNING secret")),
              ElementsAre("new", "end"));
  EXPECT_THAT(Rest(*Prepare("CREATE TABLE t(a)")), ElementsAre("end"));
  EXPECT_THAT(Rest(*Prepare("INSERT INTO t VALUES (1), (2) RETURNING a")),
              ElementsAre("1", "2", "end"));
}

TEST_F(PreparedTest, ParametersOfExecStandInReturning) {
  Reply("POST /items/i1/rotate", 200, R"({"id": "i1", "secret": "new"})");
  const auto exec = Prepare("EXEC demo.shop.items.rotate_item @id = 'i1' RETURNING secret, ?, :a");
  ASSERT_EQ(exec->parameters().size(), 2U);
  EXPECT_EQ(Next(*exec), "error: the parameter ?1 has no value");
  EXPECT_THAT(Sent(), IsEmpty());
  exec->Reset();
  EXPECT_TRUE(exec->Bind(1, "one").ok());
  EXPECT_TRUE(exec->Bind("a", "two").ok());
  EXPECT_THAT(Rest(*exec), ElementsAre("new|one|two", "end"));
}

TEST_F(PreparedTest, ArgumentsOfExecMayBeParameters) {
  Reply("POST /items/a%2Fb/price", 204, "");
  const auto exec =
      Prepare("EXEC demo.shop.items.price_item @id = @id, @price = :price RETURNING ?, :price");
  ASSERT_EQ(exec->parameters().size(), 3U);
  EXPECT_EQ(Next(*exec), "error: the parameter @id has no value");
  exec->Reset();
  EXPECT_TRUE(exec->Bind(1, "one").ok());
  EXPECT_TRUE(exec->Bind("id", "a/b").ok());
  EXPECT_TRUE(exec->Bind("price", int64_t{12}).ok());
  EXPECT_THAT(Rest(*exec), ElementsAre("one|12", "end"));
  EXPECT_THAT(Sent(), ElementsAre(R"(POST /items/a%2Fb/price {"amount":12})"));
  exec->Reset();
  EXPECT_TRUE(exec->Bind("price", SqlValue()).ok());
  EXPECT_THAT(Next(*exec), HasSubstr("needs price"));
  exec->Reset();
  EXPECT_TRUE(exec->Bind("price", BlobValue{"x"}).ok());
  EXPECT_THAT(Next(*exec), HasSubstr("price cannot be a blob"));
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(PreparedTest, AReadingExecTakesParametersAsItsSelectWould) {
  const auto exec = Prepare("EXEC demo.shop.items.get_item @id = :which");
  EXPECT_EQ(exec->columns().size(), 4U);
  EXPECT_EQ(Next(*exec), "error: the parameter :which has no value");
  exec->Reset();
  EXPECT_TRUE(exec->Bind("which", "i1").ok());
  EXPECT_THAT(Rest(*exec), ElementsAre(StartsWith("i1|cup|"), "end"));
  exec->Reset();
  EXPECT_TRUE(exec->Bind("which", "x' OR 1").ok());
  EXPECT_THAT(Rest(*exec), ElementsAre("end"));
  EXPECT_EQ(Sent().size(), 2U) << "each run asks anew";
}

TEST_F(PreparedTest, APlanOfExecTakesTheValuesOfItsParameters) {
  const auto plan =
      Prepare("EXPLAIN REQUESTS EXEC demo.shop.items.price_item @id = :id, @price = 7");
  EXPECT_EQ(Next(*plan), "error: the parameter :id has no value");
  plan->Reset();
  EXPECT_TRUE(plan->Bind("id", "i9").ok());
  EXPECT_THAT(Next(*plan), HasSubstr("POST https://demo.test/items/i9/price"));
  EXPECT_THAT(Sent(), IsEmpty());
}

TEST_F(PreparedTest, EachRunOfASettingSetsItAnew) {
  const auto set = Prepare("SET max_requests = 5");
  EXPECT_EQ(Run("SELECT value FROM apisql.settings WHERE name = 'max_requests'"), "0");
  EXPECT_EQ(Next(*set), "end");
  EXPECT_EQ(Run("SELECT value FROM apisql.settings WHERE name = 'max_requests'"), "5");
}

TEST_F(PreparedTest, RowsAreFetchedInPortions) {
  const auto prepared = Prepare(
      "WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n");
  const auto fetch = [&](bool more) {
    TextSink sink;
    const StatusOr<bool> fetched = prepared->Fetch(sink, 2);
    EXPECT_TRUE(fetched.ok());
    EXPECT_EQ(fetched.ok() && *fetched, more);
    EXPECT_TRUE(sink.ended);
    EXPECT_EQ(sink.header, "i");
    return sink.text;
  };
  EXPECT_EQ(fetch(true), "1\n2");
  EXPECT_EQ(Run("SELECT 'between'"), "between");
  EXPECT_EQ(fetch(true), "3\n4");
  EXPECT_EQ(fetch(false), "5");
  EXPECT_EQ(fetch(false), "");
}

TEST_F(PreparedTest, DroppingItCancelsItsRequests) {
  transport_.Hold("https://demo.test/owners");
  auto prepared =
      Prepare("SELECT id FROM demo.shop.items UNION ALL SELECT id FROM demo.shop.owners");
  EXPECT_EQ(Next(*prepared), "i1");
  prepared.reset();
  EXPECT_THAT(transport_.cancelled, ElementsAre("https://demo.test/owners"));
}

TEST_F(PreparedTest, AnInterruptEndsItsOwnRunAlone) {
  const auto one = Prepare("SELECT id FROM demo.shop.items");
  const auto other = Prepare("SELECT id FROM demo.shop.items");
  EXPECT_EQ(Next(*one), "i1");
  EXPECT_EQ(Next(*other), "i1");
  one->Interrupt();
  const StatusOr<bool> stopped = one->Next();
  EXPECT_EQ(stopped.status().code(), StatusCode::kCancelled);
  EXPECT_EQ(Next(*other), "i2");
  one->Reset();
  EXPECT_EQ(Next(*one), "i1");
}

TEST_F(PreparedTest, AnInterruptOfTheSessionEndsAllThatHaveBegun) {
  const auto one = Prepare("SELECT id FROM demo.shop.items");
  const auto other = Prepare("SELECT id FROM demo.shop.items");
  EXPECT_EQ(Next(*one), "i1");
  session_->Interrupt();
  EXPECT_EQ(one->Next().status().code(), StatusCode::kCancelled);
  EXPECT_EQ(Next(*other), "i1");
}

// The thread asks again and again: before the run has begun, nothing is there to be stopped.
TEST_F(PreparedTest, AnotherThreadMayInterrupt) {
  const auto endless = Prepare(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n");
  std::atomic<bool> over = false;
  std::thread other([&] {
    for (; !over; std::this_thread::sleep_for(std::chrono::milliseconds(1))) endless->Interrupt();
  });
  EXPECT_EQ(endless->Next().status().code(), StatusCode::kCancelled);
  over = true;
  other.join();
  EXPECT_EQ(Run("SELECT 1"), "1");
}

TEST_F(PreparedTest, ATransactionMayEndBetweenTheRowsOfASelect) {
  Run("CREATE TABLE t(a); INSERT INTO t VALUES (1), (2); BEGIN");
  const auto items = Prepare("SELECT id FROM demo.shop.items");
  const auto local = Prepare("SELECT a FROM t");
  EXPECT_EQ(Next(*items), "i1");
  EXPECT_EQ(Next(*local), "1");
  Run("UPDATE demo.shop.items SET name = 'mug' WHERE id = 'i1'; INSERT INTO t VALUES (3); COMMIT");
  EXPECT_EQ(summary_.outcomes.applied, 1);
  EXPECT_EQ(Next(*items), "i2");
  EXPECT_EQ(Next(*items), "end");
  EXPECT_EQ(Next(*local), "2");
}

TEST_F(PreparedTest, WhatAWriteReturnsIsGivenAlsoWhenAnInterruptComesBehindIt) {
  const auto insert = Prepare(
      "INSERT INTO demo.shop.items(name, owner_id) VALUES ('a', 'o1'), ('b', 'o1') RETURNING "
      "secret");
  EXPECT_EQ(Next(*insert), "s3cret");
  insert->Interrupt();
  EXPECT_THAT(Rest(*insert), ElementsAre("s3cret", "end"));
}

TEST_F(PreparedTest, OneTextIsOneStatement) {
  EXPECT_EQ(session_->Prepare(" -- nothing").status().message(),
            "there is no statement in the text");
  const Status two = session_->Prepare("SELECT 1; SELECT 2").status();
  EXPECT_EQ(two.message(), "the text holds more than one statement");
  EXPECT_EQ(two.place(), 9U);
  EXPECT_TRUE(session_->Prepare("SELECT 1; -- done\n;").ok());
}

TEST_F(PreparedTest, ATableThatChangedHasItsNewColumns) {
  Run("CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  const auto prepared = Prepare("SELECT * FROM t");
  Run("ALTER TABLE t ADD COLUMN b DEFAULT 2");
  EXPECT_EQ(Next(*prepared), "1|2");
  EXPECT_EQ(prepared->columns().size(), 2U);
}

TEST_F(PreparedTest, ACommitShowsWhatDryRunKeptBack) {
  Run("SET dry_run = on; BEGIN; DELETE FROM demo.shop.items WHERE id = 'i1'");
  const auto commit = Prepare("COMMIT");
  EXPECT_THAT(commit->columns(), IsEmpty());
  EXPECT_EQ(Next(*commit), "demo.shop.items|DELETE|https://demo.test/items/i1|NULL");
  EXPECT_EQ(commit->columns().size(), 4U);
  EXPECT_EQ(Next(*commit), "end");
}

}  // namespace
}  // namespace apisql
