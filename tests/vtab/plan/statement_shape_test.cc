#include "vtab/ahead/statement_shape.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

#include "tests/vtab/scan/scan_fixture.h"
#include "vtab/connection/connection.h"
#include "vtab/register/register_tables.h"
#include "vtab/sqlite_handles.h"
#include "vtab/table/api_table.h"

namespace apisql {
namespace {

class StatementShapeTest : public ScanFixture {
 protected:
  StatementShapeTest() {
    connection_ = std::make_shared<Connection>(MakeCatalog(), Config(), transport_, clock_,
                                               std::function<bool()>());
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(":memory:", &db), SQLITE_OK);
    db_.reset(db);
    EXPECT_TRUE(RegisterTables(db, connection_).ok());
    connection_->api.options().learn_sizes = LearnSizes::kOff;
    Execute("CREATE TABLE local(x TEXT, y INTEGER)");
    Execute(
        "CREATE VIEW everyone AS SELECT 'user' AS kind, id FROM \"shop.core.users\" "
        "UNION ALL SELECT 'key', id FROM \"shop.core.keys\"");
  }

  void Execute(const std::string& sql) {
    char* error = nullptr;
    sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, &error);
    EXPECT_EQ(error, nullptr) << error;
  }

  // The arguments of all scans that are constants.
  std::string Constants(const std::string& sql) {
    const Program program = Compile(sql);
    std::string text;
    for (const ScanSite& site : program.sites()) {
      text += NameOf(site.table) + "(";
      for (const ArgumentSource& argument : site.arguments) {
        if (const auto* number = std::get_if<int64_t>(&argument.constant)) {
          text += std::to_string(*number);
        } else {
          text += "'" + std::get<std::string>(argument.constant) + "'";
        }
      }
      text += ") ";
    }
    return text;
  }

  // One line per scan, in the order of the program:
  //   users once, all pages, unsure, starts keys
  // The tables of `sql` are written without "shop.core.".
  std::string Of(const std::string& sql) {
    bool reads = false;
    const Program program = Compile(sql, &reads);
    const auto resource_of = [this](const std::string& name) -> const Resource* {
      const ApiTable* table = connection_->tables.Find(name);
      return table == nullptr ? nullptr : &table->resource();
    };
    const StatementShape shape(program, resource_of, reads);
    std::string text;
    for (const ScanSite& site : program.sites()) {
      text += Line(shape, site) + "\n";
    }
    return text;
  }

 private:
  Program Compile(const std::string& sql, bool* reads = nullptr) {
    const std::string explain = "EXPLAIN " + Quoted(sql);
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db_.get(), explain.c_str(), -1, &statement, nullptr);
    const SqliteStatement owned(statement);
    EXPECT_NE(statement, nullptr) << sqlite3_errmsg(db_.get());
    if (statement == nullptr) return {};
    // EXPLAIN itself writes nothing.
    if (reads != nullptr) *reads = ReadsOnly(Quoted(sql));
    return Program::Read(statement);
  }

  bool ReadsOnly(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &statement, nullptr);
    const SqliteStatement owned(statement);
    return statement != nullptr && sqlite3_stmt_readonly(statement) != 0;
  }

  static std::string Quoted(std::string sql) {
    for (const std::string table : {"users", "keys", "things", "parts"}) {
      for (size_t at = 0; (at = sql.find(table, at)) != std::string::npos;) {
        const std::string name = "\"shop.core." + table + "\"";
        sql.replace(at, table.size(), name);
        at += name.size();
      }
    }
    return sql;
  }

  std::string NameOf(const std::string& table) const {
    const ApiTable* known = connection_->tables.Find(table);
    if (known == nullptr) return "other";
    return known->resource().name.substr(known->resource().name.rfind('.') + 1);
  }

  std::string Line(const StatementShape& shape, const ScanSite& site) const {
    static const std::map<PrefetchDepth, std::string> kAhead = {
        {PrefetchDepth::kNothing, "may stop"},
        {PrefetchDepth::kOnePage, "one page"},
        {PrefetchDepth::kEverything, "all pages"}};
    static const std::map<OuterRows, std::string> kArrivals = {
        {OuterRows::kUnsure, "unsure"},
        {OuterRows::kJoined, "joined"},
        {OuterRows::kMayStop, "until enough"},
        {OuterRows::kAll, "all arrive"}};
    const AccessHints hints = shape.HintsOf(site.table, site.plan);
    std::string text = NameOf(site.table) + (hints.read_once ? " once, " : " again, ") +
                       kAhead.at(hints.depth) + ", " + kArrivals.at(hints.outer_rows);
    std::string starts;
    for (const ScanSite* next : shape.StartableFrom(site.table, site.plan)) {
      starts += (starts.empty() ? ", starts " : " ") + NameOf(next->table);
    }
    if (hints.can_run_ahead) text += ", runs ahead";
    return text + starts;
  }

  std::shared_ptr<Connection> connection_;
  SqliteDatabase db_;
};

TEST_F(StatementShapeTest, WhetherAllOfATableIsRead) {
  EXPECT_EQ(Of("SELECT * FROM users"), "users once, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT * FROM users LIMIT 3"), "users once, may stop, unsure\n");
  EXPECT_EQ(Of("SELECT * FROM users ORDER BY email LIMIT 3"), "users once, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT count(*) FROM users WHERE email > 'a'"), "users once, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT DISTINCT level FROM users LIMIT 2"), "users once, may stop, unsure\n");
  EXPECT_EQ(Of("SELECT level, count(*) FROM keys GROUP BY level LIMIT 1"),
            "keys once, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT * FROM parts"), "parts once, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT level, sum(level) OVER (ORDER BY id) FROM keys"),
            "keys again, all pages, unsure\n");
}

TEST_F(StatementShapeTest, BranchesOfACompoundStartTogetherUnlessTheyMayBeLeftOut) {
  EXPECT_EQ(Of("SELECT * FROM users UNION ALL SELECT id, owner_id, level FROM keys"),
            "users once, all pages, unsure, starts keys\n"
            "keys once, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT id FROM users UNION ALL SELECT id FROM keys LIMIT 3"),
            "users once, may stop, unsure\n"
            "keys once, may stop, unsure\n");
  EXPECT_EQ(Of("SELECT id FROM users UNION SELECT id FROM keys"),
            "users once, all pages, unsure, starts keys\n"
            "keys once, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT id FROM users EXCEPT SELECT id FROM keys"),
            "users once, all pages, unsure, starts keys\n"
            "keys once, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT id FROM users UNION ALL SELECT id FROM keys ORDER BY 1 LIMIT 3"),
            "users once, all pages, unsure, starts keys\n"
            "keys once, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT id FROM everyone"),
            "users once, all pages, unsure, starts keys\n"
            "keys once, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT id FROM everyone WHERE kind = 'key'"),
            "users once, all pages, unsure\n"
            "keys once, all pages, unsure\n");
}

TEST_F(StatementShapeTest, OfAJoinTheRowsOfTheFirstTableAllArriveUnlessSqliteAloneKnows) {
  EXPECT_EQ(Of("SELECT * FROM users a CROSS JOIN users b"),
            "users again, all pages, unsure, starts users\n"
            "users again, all pages, unsure, starts users\n");
  EXPECT_EQ(Of("SELECT * FROM things t CROSS JOIN users u"),
            "things once, all pages, unsure, starts users\n"
            "users again, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT * FROM things t CROSS JOIN users u WHERE t.label = u.email"),
            "things once, all pages, unsure, starts users\n"
            "users again, all pages, all arrive\n");
  EXPECT_EQ(Of("SELECT * FROM things t CROSS JOIN users u ON u.id = t.owner_id"),
            "things once, all pages, unsure, starts users\n"
            "users again, all pages, all arrive\n");
  EXPECT_EQ(Of("SELECT * FROM things t CROSS JOIN users u ON u.id = t.owner_id WHERE t.level = 1"),
            "things once, all pages, unsure\n"
            "users again, all pages, all arrive\n");
  EXPECT_EQ(Of("SELECT * FROM things t CROSS JOIN users u ON u.id = t.owner_id WHERE t.level < 1"),
            "things once, all pages, unsure\n"
            "users again, all pages, all arrive\n");
  EXPECT_EQ(
      Of("SELECT * FROM things t CROSS JOIN users u ON u.id = t.owner_id WHERE t.label LIKE 'a%'"),
      "things again, all pages, unsure\n"
      "users again, all pages, unsure, runs ahead\n");
  EXPECT_EQ(Of("SELECT * FROM things t CROSS JOIN users u ON u.id = t.owner_id WHERE "
               "lower(t.label) = 'a'"),
            "things again, all pages, unsure\n"
            "users again, all pages, unsure, runs ahead\n");
  EXPECT_EQ(Of("SELECT * FROM things t CROSS JOIN users u ON u.id = t.owner_id WHERE t.owner_id IN "
               "('u01','u02')"),
            "things again, all pages, unsure\n"
            "users again, all pages, unsure, runs ahead\n");
  EXPECT_EQ(Of("SELECT * FROM things t CROSS JOIN users u ON u.id = t.owner_id LIMIT 3"),
            "things once, may stop, unsure\n"
            "users again, may stop, until enough\n");
  EXPECT_EQ(
      Of("SELECT * FROM things t CROSS JOIN users u ON u.id = t.owner_id ORDER BY u.email LIMIT 3"),
      "things once, all pages, unsure, starts users\n"
      "users again, all pages, all arrive\n");
  EXPECT_EQ(Of("SELECT * FROM things t CROSS JOIN users u ON u.id = t.owner_id CROSS JOIN keys k "
               "ON k.owner_id = u.id"),
            "things again, all pages, unsure, starts users keys\n"
            "users again, all pages, all arrive, starts keys\n"
            "keys again, all pages, all arrive, runs ahead\n");
  EXPECT_EQ(Of("SELECT * FROM things t CROSS JOIN users u ON u.id = t.owner_id CROSS JOIN keys k "
               "ON k.owner_id = t.owner_id"),
            "things again, all pages, unsure, starts users keys\n"
            "users again, all pages, all arrive, starts keys\n"
            "keys again, all pages, joined, runs ahead\n");
  EXPECT_EQ(Of("SELECT * FROM local l CROSS JOIN users u ON u.id = l.x"),
            "users again, all pages, unsure, runs ahead\n");
  EXPECT_EQ(Of("SELECT * FROM users u CROSS JOIN local l ON l.x = u.id CROSS JOIN keys k ON "
               "k.owner_id = u.id"),
            "users again, all pages, unsure\n"
            "keys again, all pages, unsure, runs ahead\n");
}

TEST_F(StatementShapeTest, OuterJoinsLeaveOutNoRowOfTheFirstTable) {
  EXPECT_EQ(Of("SELECT * FROM things t LEFT JOIN users u ON u.id = t.owner_id LEFT JOIN keys k ON "
               "k.owner_id = t.owner_id"),
            "things again, all pages, unsure, starts users keys\n"
            "users again, all pages, all arrive, starts keys\n"
            "keys again, all pages, joined, runs ahead\n");
  EXPECT_EQ(Of("SELECT * FROM things t LEFT JOIN users u ON u.id = t.owner_id LEFT JOIN keys k ON "
               "k.owner_id = u.id"),
            "things again, all pages, unsure, starts users keys\n"
            "users again, all pages, all arrive, starts keys\n"
            "keys again, all pages, all arrive, runs ahead\n");
  EXPECT_EQ(Of("SELECT * FROM things t LEFT JOIN users u ON u.email = t.label"),
            "things once, all pages, unsure, starts users\n"
            "users again, all pages, all arrive\n");
  EXPECT_EQ(Of("SELECT * FROM things t LEFT JOIN (SELECT DISTINCT owner_id FROM keys) k ON "
               "k.owner_id = t.owner_id"),
            "keys again, all pages, unsure, starts things keys\n"
            "things again, all pages, unsure, starts keys\n");
  EXPECT_EQ(Of("SELECT * FROM things t LEFT JOIN (SELECT id FROM keys WHERE level = 1 LIMIT 5) k "
               "ON k.id = t.label"),
            "keys again, may stop, unsure, starts things\n"
            "things again, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT * FROM things t LEFT JOIN everyone e ON e.id = t.owner_id"),
            "users again, all pages, unsure, starts keys things users keys\n"
            "keys again, all pages, unsure, starts things users keys\n"
            "things again, all pages, unsure, starts users keys\n");
  EXPECT_EQ(Of("SELECT * FROM things t RIGHT JOIN users u ON u.id = t.owner_id"),
            "things once, all pages, unsure, starts users users\n"
            "users again, all pages, all arrive, starts users\n"
            "users again, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT * FROM things t FULL JOIN users u ON u.id = t.owner_id"),
            "things once, all pages, unsure, starts users users\n"
            "users again, all pages, all arrive, starts users\n"
            "users again, all pages, unsure\n");
}

TEST_F(StatementShapeTest, SubqueriesThatRunOnceStartWithTheTableAroundThem) {
  EXPECT_EQ(Of("SELECT * FROM things t WHERE EXISTS (SELECT 1 FROM keys k WHERE k.owner_id = "
               "t.owner_id)"),
            "things once, all pages, unsure\n"
            "keys again, may stop, all arrive\n");
  EXPECT_EQ(Of("SELECT * FROM things t WHERE EXISTS (SELECT 1 FROM keys)"),
            "things once, all pages, unsure\n"
            "keys again, may stop, unsure\n");
  EXPECT_EQ(Of("SELECT * FROM things t WHERE t.owner_id IN (SELECT id FROM users)"),
            "things once, all pages, unsure, starts users\n"
            "users again, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT * FROM things t WHERE t.owner_id NOT IN (SELECT id FROM users)"),
            "things once, all pages, unsure, starts users\n"
            "users again, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT id, (SELECT email FROM users u WHERE u.id = t.owner_id) FROM things t"),
            "things once, all pages, unsure\n"
            "users again, may stop, all arrive\n");
  EXPECT_EQ(Of("SELECT id, (SELECT max(email) FROM users) FROM things t"),
            "things once, all pages, unsure, starts users\n"
            "users again, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM keys)"),
            "users once, all pages, unsure, starts keys\n"
            "keys once, all pages, unsure\n");
}

TEST_F(StatementShapeTest, WhatIsReadTwiceIsKept) {
  EXPECT_EQ(Of("WITH k AS (SELECT * FROM keys) SELECT * FROM k a, k b WHERE a.id = b.owner_id"),
            "keys again, all pages, unsure, starts keys keys\n");
  EXPECT_EQ(Of("WITH k AS MATERIALIZED (SELECT * FROM keys) SELECT * FROM k, users"),
            "keys again, all pages, unsure, starts users keys\n"
            "users again, all pages, unsure\n");
  EXPECT_EQ(Of("WITH RECURSIVE r(id) AS (SELECT id FROM things UNION SELECT k.id FROM r JOIN keys "
               "k ON k.owner_id = r.id) SELECT * FROM r"),
            "things again, all pages, unsure, starts keys\n"
            "keys again, all pages, unsure, runs ahead\n");
  EXPECT_EQ(Of("SELECT * FROM keys WHERE id = 'k001' OR owner_id = 'u01'"),
            "keys again, all pages, unsure, starts keys\n"
            "keys again, all pages, unsure\n");
  EXPECT_EQ(Of("SELECT * FROM things t JOIN keys k ON k.id = t.label OR k.owner_id = t.owner_id"),
            "things once, all pages, unsure, starts keys keys\n"
            "keys again, all pages, all arrive, starts keys\n"
            "keys again, all pages, all arrive\n");
  EXPECT_EQ(Of("SELECT * FROM parts p CROSS JOIN things t ON t.id = p.thing_id"),
            "parts once, all pages, unsure, starts things\n"
            "things again, all pages, all arrive\n");
  EXPECT_EQ(Of("SELECT * FROM things t CROSS JOIN parts p ON p.thing_id = t.id"),
            "things again, all pages, unsure, starts parts\n"
            "parts again, all pages, all arrive\n");
}

TEST_F(StatementShapeTest, AStatementThatWritesReadsNothingOnceOnly) {
  EXPECT_EQ(Of("CREATE TABLE copy AS SELECT * FROM users, keys"),
            "users again, all pages, unsure, starts keys\n"
            "keys again, all pages, unsure\n");
  EXPECT_EQ(Of("INSERT INTO local SELECT id, level FROM users"),
            "users again, all pages, unsure\n");
  EXPECT_EQ(Of("UPDATE local SET y = (SELECT count(*) FROM keys k WHERE k.owner_id = x)"),
            "keys again, all pages, unsure\n");
  EXPECT_EQ(Of("DELETE FROM local WHERE x IN (SELECT id FROM users)"),
            "users again, all pages, unsure\n");
}

// It may never run, and has registers and cursors of its own.
TEST_F(StatementShapeTest, OfATriggerNothingIsForeseen) {
  Execute(
      "CREATE TRIGGER t AFTER INSERT ON local BEGIN UPDATE local SET x = (SELECT email FROM "
      "\"shop.core.users\" WHERE level = 2) WHERE y IN (SELECT level FROM \"shop.core.keys\" "
      "WHERE owner_id = 'u07'); END");
  EXPECT_EQ(Of("INSERT INTO local SELECT id, level FROM things WHERE level = 1"),
            "things again, may stop, unsure\nkeys again, one page, unsure\n"
            "users again, one page, unsure\n");
  EXPECT_EQ(Constants("INSERT INTO local SELECT id, level FROM things WHERE level = 1"),
            "things(1) keys('u07') users(2) ");
}

}  // namespace
}  // namespace apisql
