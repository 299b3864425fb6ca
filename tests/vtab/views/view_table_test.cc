#include "vtab/views/view_table.h"

#include <gmock/gmock.h>

#include "tests/vtab/views/view_fixture.h"
#include "vtab/views/view_query.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class ViewTableTest : public ViewFixture {
 protected:
  // The requests of the one statement.
  std::vector<std::string> SentBy(const std::string& sql) {
    Run("SELECT 1");
    transport_.sent.clear();
    result_ = Run(sql);
    return transport_.sent;
  }

  std::string ErrorOf(const std::string& view_sql) {
    session_.reset();
    WriteView("faulty", view_sql);
    return Run("SELECT * FROM demo.hr.faulty");
  }

  std::string result_;
};

TEST_F(ViewTableTest, AnEqualityReachesTheApi) {
  WriteView("staff", "SELECT id, code AS short, dept_id FROM demo.hr.people");
  EXPECT_THAT(SentBy("SELECT id FROM demo.hr.staff WHERE short = '05'"),
              ElementsAre("GET /people?code=05"));
  EXPECT_THAT(SentBy("SELECT id FROM demo.hr.staff WHERE dept_id = 3"),
              ElementsAre("GET /people?dept=3"));
  EXPECT_THAT(SentBy("SELECT id FROM demo.hr.staff WHERE dept_id = '3'"),
              ElementsAre("GET /people?dept=3"));
  EXPECT_THAT(SentBy("SELECT id FROM demo.hr.staff WHERE dept_id IS 3.0"),
              ElementsAre("GET /people?dept=3"));
  EXPECT_THAT(SentBy("SELECT id FROM demo.hr.staff WHERE short = NULL"), IsEmpty());
}

// A text '05' equals 5 where the other side is a number's column.
TEST_F(ViewTableTest, ANumberIsNoFilterOfATextColumn) {
  WriteView("staff", "SELECT id, code FROM demo.hr.people");
  EXPECT_THAT(SentBy("SELECT count(*) FROM demo.hr.staff WHERE code = 5"),
              ElementsAre("GET /people"));
  EXPECT_EQ(result_, "3");
}

TEST_F(ViewTableTest, AnotherCollationStaysOutside) {
  WriteView("staff", "SELECT id, code FROM demo.hr.people");
  EXPECT_THAT(SentBy("SELECT count(*) FROM demo.hr.staff WHERE code = '05' COLLATE NOCASE"),
              ElementsAre("GET /people"));
}

TEST_F(ViewTableTest, AConstantOfABranchPrunesTheOthers) {
  WriteView("all",
            "SELECT 'person' AS kind, id, code FROM demo.hr.people\n"
            "UNION ALL SELECT 'item', id, name FROM demo.shop.items");
  EXPECT_THAT(SentBy("SELECT count(*) FROM demo.hr.all WHERE kind = 'item'"),
              ElementsAre("GET /items"));
  EXPECT_EQ(result_, "2");
  EXPECT_THAT(SentBy("SELECT count(*) FROM demo.hr.all WHERE kind = 'person' AND code = '05'"),
              ElementsAre("GET /people?code=05"));
}

// What the view's own table answers, the view answers, with the same requests.
TEST_F(ViewTableTest, ARequiredValueIsPassedOn) {
  WriteView("files", "SELECT parent_id, id AS file, title FROM demo.hr.folders");
  ASSERT_TRUE(Open().ok());
  Run("CREATE TABLE z(n INTEGER, t TEXT); INSERT INTO z VALUES (1, '2'), (3, '01'), (NULL, NULL)");
  for (const std::string question :
       {"SELECT {F} FROM {T} v WHERE parent_id = 1", "SELECT {F} FROM {T} v WHERE parent_id = '01'",
        "SELECT {F} FROM {T} v WHERE parent_id IN (1)",
        "SELECT {F} FROM {T} v WHERE parent_id IN (1, 2)",
        "SELECT {F} FROM {T} v WHERE parent_id IN ('1', '01')",
        "SELECT {F} FROM {T} v WHERE parent_id IN (SELECT n FROM z)",
        "SELECT {F} FROM {T} v WHERE parent_id IN (SELECT t FROM z)",
        "SELECT {F} FROM {T} v WHERE parent_id IS 1",
        "SELECT {F} FROM {T} v WHERE parent_id = 1 OR parent_id = '2'",
        "SELECT {F} FROM {T} v WHERE parent_id = NULL",
        "SELECT {F} FROM z JOIN {T} v ON v.parent_id = z.n",
        "SELECT {F} FROM {T} v JOIN z ON z.n = v.parent_id",
        "SELECT {F} FROM {T} v JOIN z ON z.t = v.parent_id",
        "SELECT {F}, z.t FROM z LEFT JOIN {T} v ON v.parent_id = z.n",
        "SELECT {F} FROM demo.hr.people p JOIN {T} v ON v.parent_id = p.dept_id AND p.age = 30",
        "SELECT {F} FROM demo.hr.people p JOIN {T} v ON v.parent_id = p.code AND p.dept_id = 3",
        "SELECT n FROM z WHERE EXISTS (SELECT 1 FROM {T} v WHERE v.parent_id = z.n)"}) {
    const auto ask = [&](const std::string& table, const std::string& id) {
      std::string sql = question;
      for (const auto& [mark, text] : {std::pair("{F}", id), std::pair("{T}", table)}) {
        const size_t at = sql.find(mark);
        if (at != std::string::npos) sql.replace(at, 3, text);
      }
      std::vector<std::string> sent = SentBy(sql);
      std::ranges::sort(sent);
      return Sorted(result_) + "\n" + Join(sent, "\n");
    };
    const std::string expected = ask("demo.hr.folders", "v.id");
    EXPECT_THAT(expected, testing::Not(StartsWith("error"))) << question;
    EXPECT_EQ(ask("demo.hr.files", "v.file"), expected) << question;
  }
}

TEST_F(ViewTableTest, ARequiredValueThatIsNotGivenIsNamed) {
  WriteView("files", "SELECT parent_id, id AS file FROM demo.hr.folders");
  WriteView("fewer", "SELECT * FROM demo.hr.files WHERE file <> ''");
  for (const std::string view : {"files", "fewer"}) {
    EXPECT_THAT(Run("SELECT * FROM demo.hr." + view),
                HasSubstr("demo.hr.folders: needs a value for parent_id"));
    EXPECT_EQ(Run("SELECT file FROM demo.hr." + view + " WHERE parent_id = 1"), "f1");
    EXPECT_EQ(Run("SELECT file FROM demo.shop.items i JOIN demo.hr." + view +
                  " v ON v.parent_id = i.price WHERE i.id = 'i1'"),
              "f3");
  }
}

// SQLite would not pass a value on into a view of its own here.
TEST_F(ViewTableTest, ARequiredValueGoesThroughGroupByAndLeftJoin) {
  WriteView("filled", "SELECT parent_id, count(*) AS n FROM demo.hr.folders GROUP BY parent_id");
  Run("CREATE TABLE z(x INTEGER); INSERT INTO z VALUES (1), (NULL), (3)");
  EXPECT_EQ(Run("SELECT x, n FROM z JOIN demo.hr.filled ON parent_id = x"), "1|1\n3|1");
  EXPECT_EQ(Run("SELECT x, n FROM z LEFT JOIN demo.hr.filled ON parent_id = x"),
            "1|1\nNULL|NULL\n3|1");
  EXPECT_EQ(Run("SELECT n FROM demo.hr.filled WHERE parent_id = '01'"), "2");
}

TEST_F(ViewTableTest, ExplainTellsTheRequestsOfANarrowedView) {
  WriteView("files", "SELECT parent_id, id FROM demo.hr.folders");
  EXPECT_THAT(Run("EXPLAIN REQUESTS SELECT * FROM demo.hr.files WHERE parent_id = '1'"),
              AllOf(StartsWith("1|demo.hr.folders|"), HasSubstr("in the view demo.hr.files")));
  EXPECT_THAT(transport_.sent, IsEmpty());
}

TEST_F(ViewTableTest, NamesNeedNoQuotesAndASemicolonOrACommentMayEndIt) {
  WriteView("a",
            "SELECT demo.hr.people.id, p.code FROM demo.hr.people JOIN Demo.HR.People p\n"
            "USING (id);");
  WriteView("b", "SELECT * FROM \"demo.hr.a\" -- all of them");
  EXPECT_EQ(Run("SELECT count(*) FROM demo.hr.a"), "24");
  EXPECT_EQ(Run("SELECT count(*) FROM demo.hr.b"), "24");
}

TEST_F(ViewTableTest, AViewMayReadOurOwnTables) {
  WriteView("mine", "SELECT name, position FROM apisql.columns WHERE resource = 'demo.hr.people'");
  EXPECT_EQ(Run("SELECT name FROM demo.hr.mine WHERE position = 2"), "code");
}

TEST_F(ViewTableTest, AStoredViewAndATriggerMayNameIt) {
  WriteView("staff", "SELECT id, CAST(dept_id AS TEXT) AS dept FROM demo.hr.people");
  Run("CREATE TABLE t(x); CREATE TABLE found(id);"
      "CREATE VIEW stored AS SELECT id FROM demo.hr.staff WHERE dept = 3;"
      "CREATE TRIGGER r AFTER INSERT ON t BEGIN\n"
      "INSERT INTO found SELECT id FROM demo.hr.staff WHERE dept = new.x; END");
  EXPECT_EQ(Run("SELECT count(*) FROM stored"), "3");
  EXPECT_EQ(Run("BEGIN; INSERT INTO t VALUES (3); SELECT count(*) FROM found"), "3");
  EXPECT_EQ(Run("ROLLBACK; SELECT count(*) FROM stored"), "3");
}

TEST_F(ViewTableTest, AScanOfAJoinTakesEachValueAnew) {
  WriteView("files", "SELECT parent_id, id FROM demo.hr.folders");
  Run("CREATE TABLE z(x); INSERT INTO z VALUES (1), ('2'), ('x'), (NULL), (x'31'), (3.0), (4)");
  transport_.replies["/parents/x/folders"] = R"({"data": [{"id": "fx"}]})";
  transport_.replies["/parents/3.0/folders"] = R"({"data": []})";
  EXPECT_EQ(Run("SELECT z.x, v.id FROM z CROSS JOIN demo.hr.files v WHERE v.parent_id = z.x"),
            Run("SELECT z.x, v.id FROM z CROSS JOIN demo.hr.folders v WHERE v.parent_id = z.x"));
}

TEST_F(ViewTableTest, AFaultyViewTellsItsFault) {
  const std::string place = "hr.faulty.yaml:3: the view demo.hr.faulty: ";
  EXPECT_THAT(ErrorOf("SELECT id FORM demo.hr.people"), HasSubstr(place + "near"));
  EXPECT_THAT(ErrorOf("SELECT idd FROM demo.hr.people"), EndsWith(place + "no such column: idd"));
  EXPECT_THAT(ErrorOf("SELECT \"idd\" FROM demo.hr.people"), HasSubstr("no such column"));
  EXPECT_THAT(ErrorOf("SELECT id FROM demo.hr.peeple"),
              HasSubstr(place + "no such table: demo.hr.peeple. Did you mean demo.hr.people?"));
  EXPECT_THAT(ErrorOf("SELECT 1 AS a FROM nowhere"), EndsWith(place + "no such table: nowhere"));
  EXPECT_THAT(ErrorOf("SELECT a.id, b.ID FROM demo.hr.people a, demo.hr.people b"),
              EndsWith(place + "two columns are named id; AS gives one of them another name"));
  EXPECT_THAT(ErrorOf("SELECT id FROM demo.hr.faulty"), EndsWith(place + "it reads itself"));
  for (const std::string sql :
       {"DELETE FROM demo.hr.people", "SELECT 1 AS a; SELECT 2 AS b", "PRAGMA user_version",
        "WITH x AS (SELECT 1) DELETE FROM demo.hr.people", "EXPLAIN SELECT 1"}) {
    EXPECT_THAT(ErrorOf(sql), HasSubstr(place + "a view is one SELECT, and nothing else")) << sql;
  }
  EXPECT_THAT(ErrorOf("SELECT id FROM demo.hr.people WHERE id = ?"),
              EndsWith(place + "a view has no parameters"));
  EXPECT_THAT(ErrorOf("WITH x AS MATERIALIZED (WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL\n"
                      "SELECT i + 1 FROM c) SELECT count(*) AS n FROM c)\n"
                      "SELECT a.n, b.n AS m FROM x a, x b"),
              EndsWith(place + "it does not come to an end"));
}

TEST_F(ViewTableTest, AViewThatReadsItselfByWayOfOthersSaysSo) {
  WriteView("a", "SELECT id FROM demo.hr.b");
  WriteView("b", "SELECT id FROM demo.hr.c");
  WriteView("c", "SELECT id FROM demo.hr.a");
  EXPECT_THAT(Run("SELECT id FROM demo.hr.a"),
              EndsWith("hr.a.yaml:3: the view demo.hr.a: it reads itself, by way of demo.hr.b, "
                       "demo.hr.c"));
}

TEST_F(ViewTableTest, TheFaultOfAViewThatIsReadHasItsOwnPlace) {
  WriteView("inner", "SELECT nowhat FROM demo.hr.people");
  WriteView("outer", "SELECT * FROM demo.hr.inner");
  EXPECT_THAT(Run("SELECT 1 FROM demo.hr.outer"),
              EndsWith("hr.inner.yaml:3: the view demo.hr.inner: no such column: nowhat"));
}

TEST_F(ViewTableTest, NoStatementWritesIt) {
  WriteView("staff", "SELECT id, code FROM demo.hr.people");
  EXPECT_THAT(Run("DELETE FROM demo.hr.staff WHERE id = 'p1'"),
              HasSubstr("demo.hr.staff is a view and cannot be written"));
  EXPECT_THAT(transport_.sent, IsEmpty());
}

// What the SELECTs of a view give for one column decides what may be compared inside of it.
TEST_F(ViewTableTest, AColumnIsMixedWhereSelectsDifferInAffinity) {
  WriteView("union",
            "SELECT id, code AS x, dept_id AS d FROM demo.hr.people\n"
            "UNION ALL SELECT id, dept_id, age FROM demo.hr.people");
  WriteView("inside",
            "SELECT x FROM (SELECT code AS x FROM demo.hr.people\n"
            "UNION SELECT dept_id FROM demo.hr.people)");
  WriteView("with",
            "WITH p AS (SELECT id, code FROM demo.hr.people)\n"
            "SELECT code AS x FROM p EXCEPT SELECT id FROM p");
  auto catalog = Catalog::Builtin();
  ASSERT_TRUE(catalog->AddDirectory(directory_ + "/demo").ok());
  const auto mixed = [&](const std::string& view) {
    const auto shape = ReadViewShape(**catalog->Find("demo.hr." + view), *catalog);
    std::string text;
    for (const ViewColumn& column : shape->columns) text += column.mixed ? 'm' : '-';
    return text;
  };
  EXPECT_EQ(mixed("union"), "-m-");
  EXPECT_EQ(mixed("inside"), "m");
  EXPECT_EQ(mixed("with"), "-");
}

TEST(ViewQueryTest, ANumberIsComparedAsANumber) {
  const ViewShape shape{"SELECT 1", {{"a", "TEXT"}, {"b", ""}, {"c", "INTEGER"}}};
  ViewQuery query(shape, 100);
  query.Add({0, ViewTerm::Kind::kEqual}, {int64_t{5}});
  query.Add({1, ViewTerm::Kind::kIs}, {2.5});
  query.Add({2, ViewTerm::Kind::kIn}, {int64_t{1}, 2.0, std::monostate()});
  query.Add({0, ViewTerm::Kind::kIn}, {int64_t{1}, 2.0});
  EXPECT_EQ(query.Text(),
            "SELECT * FROM (SELECT 1\n) WHERE \"a\" = CAST(? AS NUMERIC) AND "
            "\"b\" = CAST(? AS NUMERIC) AND "
            "\"c\" IN (?, ?) AND "
            "\"a\" IN (VALUES (CAST(? AS NUMERIC)), (CAST(? AS NUMERIC)))");
  EXPECT_EQ(query.values().size(), 6U);
}

TEST(ViewQueryTest, WhatMightLoseARowStaysOutside) {
  const ViewShape shape{"SELECT 1", {{"a", "TEXT"}, {"m", "TEXT", "BINARY", true}}};
  ViewQuery query(shape, 3);
  query.Add({0, ViewTerm::Kind::kEqual}, {0.1 + 0.2});  // Its text '0.3' is another number.
  query.Add({1, ViewTerm::Kind::kEqual}, {std::string(" 05")});
  query.Add({0, ViewTerm::Kind::kIn}, {int64_t{1}, std::string("x")});
  query.Add({0, ViewTerm::Kind::kIn},
            {std::string("w"), std::string("x"), std::string("y"), std::string("z")});
  EXPECT_EQ(query.Text(), "SELECT * FROM (SELECT 1\n)");
  query.Add({1, ViewTerm::Kind::kEqual}, {std::string("x5")});
  EXPECT_EQ(query.Text(), "SELECT * FROM (SELECT 1\n) WHERE \"m\" = ?");
}

TEST(ViewQueryTest, NothingEqualsNullButIsFindsIt) {
  const ViewShape shape{"SELECT 1", {{"a", "TEXT"}}};
  ViewQuery is(shape, 9);
  is.Add({0, ViewTerm::Kind::kIs}, {std::monostate()});
  EXPECT_FALSE(is.nothing());
  EXPECT_EQ(is.Text(), "SELECT * FROM (SELECT 1\n) WHERE \"a\" IS NULL");
  ViewQuery equal(shape, 9);
  equal.Add({0, ViewTerm::Kind::kEqual}, {std::monostate()});
  EXPECT_TRUE(equal.nothing());
  ViewQuery in(shape, 9);
  in.Add({0, ViewTerm::Kind::kIn}, {});
  EXPECT_TRUE(in.nothing());
}

TEST(ViewPlanTest, ATextIsReadBackAsItWasWritten) {
  const ViewPlan plan{
      {{0, ViewTerm::Kind::kEqual}, {12, ViewTerm::Kind::kIn}, {3, ViewTerm::Kind::kIs}}, true};
  EXPECT_EQ(plan.Serialize(), "view unanswered 0= 12IN 3IS");
  EXPECT_EQ(*ViewPlan::Parse(plan.Serialize()), plan);
  EXPECT_EQ(ViewPlan().Serialize(), "view");
  EXPECT_EQ(*ViewPlan::Parse("view"), ViewPlan());
  for (const std::string text : {"", "list_items", "view 1", "view =", "view 1= unanswered"}) {
    EXPECT_FALSE(ViewPlan::Parse(text).ok()) << text;
  }
}

}  // namespace
}  // namespace apisql
