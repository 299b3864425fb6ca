// A document's view against an ordinary view of the workspace with the same text: whatever is asked
// of them, the rows are the same. The ordinary view is SQLite's own work. The document's view is
// asked where the statement names it, and as the virtual table that it is elsewhere.
#include <gmock/gmock.h>

#include "tests/vtab/views/view_fixture.h"

namespace apisql {
namespace {

struct View {
  std::string name;
  std::string sql;
};

const View kViews[] = {
    {"casts", R"(SELECT id, code, dept_id, age, pay, CAST(dept_id AS TEXT) AS dept_text,
CAST(code AS INTEGER) AS code_int, CAST(age AS REAL) AS age_real, CAST(pay AS NUMERIC) AS pay_num,
email COLLATE NOCASE AS email, email AS plain_email, lower(email) AS loud, dept_id + 0 AS plus,
email COLLATE RTRIM AS trimmed, CAST(code AS BLOB) AS bytes
FROM demo.hr.people)"},
    {"counts", R"(SELECT dept_id, code, count(*) AS n, max(age) AS oldest, sum(pay) AS total
FROM demo.hr.people GROUP BY dept_id, code)"},
    {"kinds",
     R"(SELECT 'staff' AS kind, id, code AS c, dept_id AS d FROM demo.hr.people WHERE age > 30
UNION ALL SELECT 'other', id, CAST(dept_id AS TEXT), age FROM demo.hr.people WHERE age <= 30)"},
    {"nth", R"(SELECT id, dept_id, row_number() OVER (PARTITION BY dept_id ORDER BY id) AS nth
FROM demo.hr.people)"},
    {"top", "SELECT id, dept_id, age, code FROM demo.hr.people ORDER BY age DESC, id LIMIT 10"},
    {"pairs", R"(SELECT a.id AS id, b.id AS other, a.code AS code, b.dept_id AS dept_id
FROM demo.hr.people a JOIN demo.hr.people b ON a.dept_id = b.dept_id AND a.id < b.id)"},
};

// {V} stands for the view. z: code TEXT, n INTEGER, r REAL, b BLOB, nc TEXT COLLATE NOCASE.
const char* const kQuestions[][2] = {
    {"casts", "SELECT id FROM {V} WHERE dept_text = 5"},
    {"casts", "SELECT id FROM {V} WHERE dept_text = '5'"},
    {"casts", "SELECT id FROM {V} WHERE dept_text IN (1, 2)"},
    {"casts", "SELECT id FROM {V} WHERE dept_text IN ('1', 2, NULL)"},
    {"casts", "SELECT id FROM {V} WHERE dept_text BETWEEN 2 AND 4"},
    {"casts", "SELECT id FROM {V} WHERE dept_text <> 3"},
    {"casts", "SELECT id FROM {V} WHERE dept_text < 4 ORDER BY dept_text, id"},
    {"casts", "SELECT id FROM {V} WHERE code_int = '5'"},
    {"casts", "SELECT id FROM {V} WHERE code_int <> '5'"},
    {"casts", "SELECT id FROM {V} WHERE code_int = '05'"},
    {"casts", "SELECT id FROM {V} WHERE code_int IN ('1', '02', 3.0, x'31')"},
    {"casts", "SELECT id FROM {V} WHERE code_int BETWEEN '2' AND '04'"},
    {"casts", "SELECT id FROM {V} WHERE age_real = '30'"},
    {"casts", "SELECT id FROM {V} WHERE age_real IN ('20', 30)"},
    {"casts", "SELECT id FROM {V} WHERE age_real > '25' AND age_real < 45"},
    {"casts", "SELECT id FROM {V} WHERE pay_num = '1.0' OR pay_num = '2.5'"},
    {"casts", "SELECT id FROM {V} WHERE pay = '1' OR pay IN ('2.5', 3)"},
    {"casts", "SELECT id FROM {V} WHERE pay IS NULL OR pay IS 1"},
    {"casts", "SELECT id FROM {V} WHERE dept_id IS NULL"},
    {"casts", "SELECT id FROM {V} WHERE dept_id IS '3'"},
    {"casts", "SELECT id FROM {V} WHERE dept_id IS NOT 3"},
    {"casts", "SELECT id FROM {V} WHERE dept_id = NULL"},
    {"casts", "SELECT id FROM {V} WHERE code = 5"},
    {"casts", "SELECT id FROM {V} WHERE code = '05' AND dept_id = 4"},
    {"casts", "SELECT id FROM {V} WHERE code = 5.0"},
    {"casts", "SELECT id FROM {V} WHERE code = x'3035'"},
    {"casts", "SELECT id FROM {V} WHERE bytes = x'3035'"},
    {"casts", "SELECT id FROM {V} WHERE bytes = '05'"},
    {"casts", "SELECT id FROM {V} WHERE email = 'ADA@corp.com'"},
    {"casts", "SELECT id FROM {V} WHERE email = 'ADA@corp.com' COLLATE BINARY"},
    {"casts", "SELECT id FROM {V} WHERE email = 'ada' COLLATE RTRIM"},
    {"casts", "SELECT id FROM {V} WHERE email IN ('ADA', 'bob@CORP.com', 'cy')"},
    {"casts", "SELECT id FROM {V} WHERE email LIKE 'b%'"},
    {"casts", "SELECT id FROM {V} WHERE plain_email = 'ADA@corp.com'"},
    {"casts", "SELECT id FROM {V} WHERE plain_email = 'ADA@corp.com' COLLATE NOCASE"},
    {"casts", "SELECT id FROM {V} WHERE trimmed = 'bob   '"},
    {"casts", "SELECT id FROM {V} WHERE trimmed = 'BOB' COLLATE NOCASE"},
    {"casts", "SELECT DISTINCT email FROM {V} ORDER BY email"},
    {"casts", "SELECT min(email), max(email), min(dept_text), max(code_int) FROM {V}"},
    {"casts", "SELECT email, count(*) FROM {V} GROUP BY email ORDER BY email"},
    {"casts", "SELECT id FROM {V} WHERE loud = 'ada@corp.com' OR plus = 3"},
    {"casts", "SELECT id FROM {V} WHERE plus = '3'"},
    {"casts", "SELECT v.id, z.code FROM z JOIN {V} v ON v.dept_text = z.code"},
    {"casts", "SELECT v.id, z.n FROM z JOIN {V} v ON v.dept_text = z.n"},
    {"casts", "SELECT v.id, z.n FROM {V} v JOIN z ON z.n = v.code"},
    {"casts", "SELECT v.id, z.n FROM z LEFT JOIN {V} v ON v.code = z.n"},
    {"casts", "SELECT v.id, z.n FROM z CROSS JOIN {V} v WHERE v.code = z.n"},
    {"casts", "SELECT v.id, z.n FROM {V} v CROSS JOIN z WHERE v.code = z.n"},
    {"casts", "SELECT v.id, z.code FROM z JOIN {V} v ON v.code_int = z.code"},
    {"casts", "SELECT v.id, z.r FROM z JOIN {V} v ON v.code = z.r"},
    {"casts", "SELECT v.id, z.r FROM z JOIN {V} v ON v.dept_id = z.r"},
    {"casts", "SELECT v.id FROM z JOIN {V} v ON v.code = z.b"},
    {"casts", "SELECT v.id FROM z JOIN {V} v ON v.bytes = z.b"},
    {"casts", "SELECT v.id, z.nc FROM z JOIN {V} v ON v.email = z.nc"},
    {"casts", "SELECT v.id, z.nc FROM z JOIN {V} v ON z.nc = v.plain_email"},
    {"casts", "SELECT v.id, z.nc FROM z JOIN {V} v ON v.plain_email = z.nc"},
    {"casts", "SELECT id FROM {V} WHERE code IN (SELECT n FROM z)"},
    {"casts", "SELECT id FROM {V} WHERE code_int IN (SELECT code FROM z)"},
    {"casts", "SELECT id FROM {V} WHERE dept_text IN (SELECT code FROM z)"},
    {"casts", "SELECT id FROM {V} WHERE dept_id NOT IN (SELECT n FROM z WHERE n IS NOT NULL)"},
    {"casts", "SELECT id FROM {V} v WHERE EXISTS (SELECT 1 FROM z WHERE z.n = v.dept_text)"},
    {"casts", "SELECT n FROM z WHERE EXISTS (SELECT 1 FROM {V} v WHERE v.code = z.n)"},
    {"casts", "SELECT id FROM {V} WHERE (dept_id, code) IN (SELECT n, code FROM z)"},
    {"casts",
     "SELECT a.id, b.id FROM {V} a JOIN {V} b ON a.dept_text = b.code_int AND a.id <> b.id"},
    {"casts", "SELECT count(*) FROM {V} WHERE dept_text = 5 OR email = 'BOB' OR code_int = '7'"},
    {"casts", "SELECT id FROM {V} WHERE dept_id = 3 ORDER BY id LIMIT 2 OFFSET 1"},
    {"counts", "SELECT * FROM {V} WHERE n = 1"},
    {"counts", "SELECT * FROM {V} WHERE n = '1'"},
    {"counts", "SELECT * FROM {V} WHERE n IN (1, '2', 3.0)"},
    {"counts", "SELECT * FROM {V} WHERE n BETWEEN 2 AND 9"},
    {"counts", "SELECT * FROM {V} WHERE oldest = 40 AND code = '05'"},
    {"counts", "SELECT * FROM {V} WHERE dept_id = '4'"},
    {"counts", "SELECT v.dept_id, z.n FROM z JOIN {V} v ON v.n = z.n"},
    {"counts", "SELECT v.dept_id, z.r FROM z JOIN {V} v ON v.total = z.r"},
    {"counts", "SELECT v.dept_id FROM z JOIN {V} v ON v.n = z.b"},
    {"counts", "SELECT * FROM {V} WHERE total > 1 ORDER BY total, code"},
    {"kinds", "SELECT id FROM {V} WHERE kind = 'staff'"},
    {"kinds", "SELECT kind, id FROM {V} WHERE c = '05'"},
    {"kinds", "SELECT kind, id FROM {V} WHERE c = 5"},
    {"kinds", "SELECT kind, id FROM {V} WHERE d = '3' AND kind IN ('staff', 'x')"},
    {"kinds", "SELECT v.kind, v.id FROM z JOIN {V} v ON v.c = z.n"},
    {"nth", "SELECT * FROM {V} WHERE nth = 1"},
    {"nth", "SELECT * FROM {V} WHERE dept_id = 3 AND nth = 2"},
    {"nth", "SELECT * FROM {V} WHERE id = 'p5'"},
    {"top", "SELECT * FROM {V} WHERE dept_id = 3"},
    {"top", "SELECT * FROM {V} WHERE code = '05' OR age = '60'"},
    {"top", "SELECT v.id FROM z JOIN {V} v ON v.dept_id = z.n"},
    {"pairs", "SELECT * FROM {V} WHERE dept_id = 3"},
    {"pairs", "SELECT * FROM {V} WHERE code = 5"},
    {"pairs",
     "SELECT p.id, v.other FROM z JOIN {V} v ON v.code = z.code JOIN {V} p ON p.id = v.other"},
};

// A virtual table has no column without an affinity, as count(*) is one in a view.
const char* const kQuestionsOfNamedViews[][2] = {
    {"counts", "SELECT v.dept_id, v.code, z.code FROM z JOIN {V} v ON v.n = z.code"},
    {"counts", "SELECT v.dept_id, v.code, z.code FROM {V} v JOIN z ON z.code = v.n"},
    {"counts", "SELECT * FROM {V} WHERE n IN (SELECT code FROM z)"},
    {"counts", "SELECT * FROM {V} WHERE n = CAST(1 AS TEXT)"},
    {"counts", "SELECT * FROM {V} WHERE n > CAST(1 AS TEXT)"},
    {"counts", "SELECT v.dept_id, p.id FROM {V} v JOIN demo.hr.people p ON p.code = v.n + 3"},
    {"casts", "SELECT v.id FROM z JOIN {V} v ON v.plus = z.code"},
    {"nth", "SELECT v.id FROM z JOIN {V} v ON v.nth = z.code"},
    {"kinds", "SELECT a.id FROM {V} a JOIN {V} b ON a.c = b.d AND a.kind <> b.kind"},
};

class ViewComparisonTest : public ViewFixture {
 protected:
  ViewComparisonTest() {
    for (const View& view : kViews) WriteView(view.name, view.sql);
    EXPECT_TRUE(Open().ok());
    for (const View& view : kViews) {
      EXPECT_EQ(Run("CREATE VIEW plain_" + view.name + " AS " + view.sql), "");
      EXPECT_EQ(Run("CREATE VIEW stored_" + view.name + " AS SELECT * FROM demo.hr." + view.name),
                "");
    }
    Run("CREATE TABLE z(code TEXT, n INTEGER, r REAL, b BLOB, nc TEXT COLLATE NOCASE);"
        "INSERT INTO z VALUES ('5', 5, 5.0, x'3035', 'ADA'), ('05', 1, 1.5, '05', 'bob@CORP.com'),"
        "('2', NULL, 2.5, 2, 'cy'), ('1', 7, 0.1 + 0.2, 1, '5')");
  }

  std::string Ask(std::string sql, const std::string& view) {
    for (size_t at = 0; (at = sql.find("{V}", at)) != std::string::npos;) sql.replace(at, 3, view);
    return Sorted(Run(sql));
  }
};

TEST_F(ViewComparisonTest, GivesTheRowsOfAnOrdinaryView) {
  int with_rows = 0;
  for (const auto& [view, question] : kQuestions) {
    const std::string expected = Ask(question, std::string("plain_") + view);
    EXPECT_THAT(expected, testing::Not(testing::StartsWith("error"))) << question;
    for (const std::string& name :
         {std::string("demo.hr.") + view, "main.\"demo.hr." + std::string(view) + '"',
          std::string("stored_") + view}) {
      EXPECT_EQ(Ask(question, name), expected) << name << ": " << question;
    }
    with_rows += expected.empty() ? 0 : 1;
  }
  EXPECT_GT(with_rows, 75);  // Questions without an answer would prove little.
}

TEST_F(ViewComparisonTest, AnExpressionWithoutAnAffinityHasNoneWhereTheViewIsNamed) {
  for (const auto& [view, question] : kQuestionsOfNamedViews) {
    const std::string expected = Ask(question, std::string("plain_") + view);
    EXPECT_THAT(expected, testing::Not(testing::AnyOf("", testing::StartsWith("error"))))
        << question;
    EXPECT_EQ(Ask(question, std::string("demo.hr.") + view), expected) << question;
  }
}

TEST_F(ViewComparisonTest, ColumnsHaveTheTypesThatCreateTableAsGives) {
  for (const View& view : kViews) {
    Run("CREATE TABLE made AS SELECT * FROM plain_" + view.name);
    const std::string made =
        Run("SELECT name, replace(type, 'INT', 'INTEGER') FROM pragma_table_info('made')");
    EXPECT_EQ(Run("SELECT name, type FROM pragma_table_info('demo.hr." + view.name + "')"), made);
    Run("DROP TABLE made");
  }
}

}  // namespace
}  // namespace apisql
