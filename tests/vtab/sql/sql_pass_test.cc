#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "src/base/text.h"
#include "vtab/rewrite/rewrite.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const RegisteredNames& Names() {
  static const auto* const kNames = new RegisteredNames(
      {"apisql.requests", "confluent.iam.api_keys", "confluent.iam.users", "rockset.keys.all"});
  return *kNames;
}

std::string Rewrite(std::string_view sql) {
  StatusOr<SqlText> result = RewriteSql(sql, Names());
  return result.ok() ? result->text : "error: " + result.status().message();
}

TEST(SqlPassTest, TableNameBecomesOneQuotedName) {
  EXPECT_EQ(Rewrite("SELECT * FROM confluent.iam.api_keys k WHERE k.owner_id = 'u'"),
            "SELECT * FROM \"confluent.iam.api_keys\" k WHERE k.owner_id = 'u'");
}

TEST(SqlPassTest, QualifiedColumnsKeepTheirLastPart) {
  EXPECT_EQ(Rewrite("SELECT confluent.iam.api_keys.id, rockset.keys.all.*"),
            "SELECT \"confluent.iam.api_keys\".id, \"rockset.keys.all\".*");
}

TEST(SqlPassTest, TwoPartTablesOfOurOwn) {
  EXPECT_EQ(Rewrite("SELECT apisql.requests.url FROM apisql.requests"),
            "SELECT \"apisql.requests\".url FROM \"apisql.requests\"");
}

TEST(SqlPassTest, PartsMayBeQuotedSpacedAndInAnyCase) {
  EXPECT_EQ(Rewrite("FROM \"Confluent\" . /* c */ [IAM] -- d\n . `api_keys` x"),
            "FROM \"confluent.iam.api_keys\" x");
}

TEST(SqlPassTest, StringsCommentsAndQuotedDottedNamesStay) {
  for (const std::string sql :
       {"SELECT 'confluent.iam.api_keys'", "-- confluent.iam.api_keys\n",
        "/* confluent.iam.api_keys", "SELECT * FROM \"confluent.iam.api_keys\"",
        "SELECT * FROM [Confluent.Iam.Api_Keys]", "SELECT \"confluent.iam\".api_keys",
        "SELECT 'a'.confluent.iam.api_keys", "SELECT x.confluent.iam.api_keys",
        "SELECT confluent.iam", "SELECT k.id, k.\"confluent.iam.users\".b"}) {
    EXPECT_EQ(Rewrite(sql), sql);
  }
}

TEST(SqlPassTest, NamesBesideQuotesAreKeptApart) {
  EXPECT_EQ(Rewrite("SELECT \"k\".id FROM confluent.iam.users\"k\""),
            "SELECT \"k\".id FROM \"confluent.iam.users\" \"k\"");
  EXPECT_EQ(Rewrite("\"a\"confluent.iam.users[b]"), "\"a\" \"confluent.iam.users\"[b]");
  EXPECT_EQ(Rewrite("apisql.requests[confluent].iam.users"),
            "\"apisql.requests\" \"confluent.iam.users\"");
}

TEST(SqlPassTest, NamedTablesAreCollectedOnce) {
  StatusOr<SqlText> result = RewriteSql(
      "SELECT confluent.iam.users.id FROM CONFLUENT.iam.users, \"apisql.requests\"", Names());
  ASSERT_TRUE(result.ok());
  EXPECT_THAT(result->tables, ElementsAre("confluent.iam.users", "apisql.requests"));
}

TEST(SqlPassTest, UnknownTableOfAKnownProviderIsAnErrorWithItsPlace) {
  const std::string_view sql = "SELECT *\nFROM confluent.iam.api_kyes k";
  StatusOr<SqlText> result = RewriteSql(sql, Names());
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.status().code(), StatusCode::kNotFound);
  EXPECT_THAT(result.status().message(), HasSubstr("no such table: confluent.iam.api_kyes"));
  EXPECT_THAT(result.status().message(), HasSubstr("Did you mean confluent.iam.api_keys"));
  EXPECT_EQ(result.status().place(), 14U);
}

TEST(SqlPassTest, UnknownTablesAreFoundWhereverATableMustStand) {
  for (const std::string sql :
       {"DELETE FROM confluent.a.b", "INSERT INTO confluent.a.b VALUES (1)",
        "UPDATE confluent.a.b SET x = 1", "SELECT 1 FROM t, confluent.a.b",
        "SELECT 1 FROM t JOIN u ON t.a = f(u.b, 1), confluent.a.b",
        "SELECT 1 FROM (t, confluent.a.b)", "SELECT 1 FROM t LEFT JOIN confluent.a.b",
        "SELECT (SELECT 1 FROM confluent.a.b)", "SELECT 1 FROM (SELECT 2) x, confluent.a.b"}) {
    EXPECT_THAT(Rewrite(sql), HasSubstr("error: no such table: confluent.a.b")) << sql;
  }
}

TEST(SqlPassTest, DottedNamesInExpressionsAreLeftToSqlite) {
  for (const std::string sql :
       {"SELECT confluent.a.b FROM t", "SELECT x, confluent.a.b FROM t",
        "SELECT 1 FROM t WHERE x IS NOT DISTINCT FROM confluent.a.b",
        "SELECT 1 FROM t ORDER BY x, confluent.a.b", "SELECT 1 FROM t GROUP BY x, confluent.a.b",
        "SELECT 1 FROM f(1, confluent.a.b)", "INSERT INTO t SELECT confluent.a.b",
        "SELECT 1 FROM (SELECT 1, confluent.a.b)", "SELECT 1 FROM t JOIN u ON f(1, confluent.a.b)",
        "SELECT 1 FROM (VALUES (1), (confluent.a.b))", "SELECT 1 FROM other.a.b"}) {
    EXPECT_EQ(Rewrite(sql), sql);
  }
}

TEST(SqlPassTest, OffsetsInsideOfANameAreItsStart) {
  const std::string_view sql = "SELECT zz FROM confluent.iam.users WHERE yy";
  StatusOr<SqlText> result = RewriteSql(sql, Names());
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->places.ToOriginal(result->text.find("zz")), sql.find("zz"));
  EXPECT_EQ(result->places.ToOriginal(result->text.find("iam")), sql.find("confluent"));
  EXPECT_EQ(result->places.ToOriginal(result->text.find("yy")), sql.find("yy"));
}

// Statements of pieces; where `with_names`, registered names are among them.
std::string RandomSql(std::mt19937& random, bool with_names) {
  static constexpr std::string_view kPieces[] = {"SELECT ",
                                                 "a",
                                                 ".",
                                                 " k.owner_id ",
                                                 " k.confluent.iam.users ",
                                                 "\"x",
                                                 "\"",
                                                 "--",
                                                 "\n",
                                                 "/*",
                                                 "*/",
                                                 ",",
                                                 " confluent ",
                                                 "iam",
                                                 "(",
                                                 ")",
                                                 "[",
                                                 "]",
                                                 " WHERE ",
                                                 "1.5",
                                                 "\\",
                                                 "\xC3\xA4",
                                                 "`",
                                                 "'",
                                                 ";",
                                                 "x'"};
  static constexpr std::string_view kNames[] = {" confluent.iam.users ", " apisql . requests ",
                                                " Confluent.\"iam\".api_keys "};
  std::string sql;
  const size_t count = 1 + random() % 12;
  for (size_t i = 0; i < count; ++i) {
    sql += with_names && random() % 4 == 0 ? kNames[random() % std::size(kNames)]
                                           : kPieces[random() % std::size(kPieces)];
  }
  return sql;
}

TEST(SqlPassTest, TextWithoutRegisteredNamesComesOutByteForByte) {
  std::mt19937 random(4);  // NOLINT(bugprone-random-generator-seed): the same texts every time.
  for (int i = 0; i < 20'000; ++i) {
    const std::string sql = RandomSql(random, false);
    EXPECT_EQ(Rewrite(sql), sql);
  }
}

TEST(SqlPassTest, EveryCopiedByteMapsBackToItself) {
  std::mt19937 random(5);  // NOLINT(bugprone-random-generator-seed): the same texts every time.
  int rewritten = 0;
  for (int i = 0; i < 10'000; ++i) {
    const std::string sql = RandomSql(random, true);
    StatusOr<SqlText> result = RewriteSql(sql, Names());
    ASSERT_TRUE(result.ok()) << sql;
    if (result->text != sql) ++rewritten;
    size_t previous = 0;
    for (size_t at = 0; at < result->text.size(); ++at) {
      const size_t original = result->places.ToOriginal(at);
      ASSERT_LE(previous, original) << sql;
      ASSERT_LT(original, sql.size()) << sql;
      const bool inside_name = original == previous && at > 0 && original != at;
      if (!inside_name && result->text[at] != '"') {
        ASSERT_EQ(AsciiLower(result->text[at]), AsciiLower(sql[original])) << sql;
      }
      previous = original;
    }
    ASSERT_EQ(result->places.ToOriginal(result->text.size()), sql.size());
  }
  EXPECT_GT(rewritten, 1000);
}

class WithViewsTest : public ::testing::Test {
 protected:
  WithViewsTest() {
    names_.set_view_texts([](const std::string& name) -> std::optional<std::string> {
      if (name == "a.b.counts") return "SELECT count(*) AS n FROM \"a.b.people\"";
      if (name == "a.b.outer") return "SELECT n FROM \"a.b.counts\" -- all";
      return std::nullopt;
    });
  }

  SqlText Rewritten(const std::string& sql) const {
    auto result = RewriteSql(sql, names_);
    EXPECT_TRUE(result.ok()) << sql;
    return result.ok() ? *std::move(result) : SqlText();
  }

  RegisteredNames names_{{"a.b.people", "a.b.counts", "a.b.outer"}};
  const std::string counts_ =
      "\"a.b.counts\" AS NOT MATERIALIZED (SELECT count(*) AS n FROM \"a.b.people\"\n)";
};

TEST_F(WithViewsTest, AViewIsDefinedInFrontOfWhatReadsIt) {
  const std::string named = "\"a.b.counts\"";
  EXPECT_EQ(Rewritten("SELECT n FROM a.b.counts").text,
            "WITH " + counts_ + " SELECT n FROM " + named);
  EXPECT_EQ(Rewritten("EXPLAIN QUERY PLAN SELECT n FROM a.b.counts").text,
            "EXPLAIN QUERY PLAN WITH " + counts_ + " SELECT n FROM " + named);
  EXPECT_EQ(Rewritten("/* x */ INSERT INTO t SELECT n FROM a.b.counts").text,
            "/* x */ WITH " + counts_ + " INSERT INTO t SELECT n FROM " + named);
  EXPECT_EQ(Rewritten("WITH x AS (SELECT 1) SELECT n FROM x, a.b.counts").text,
            "WITH " + counts_ + ", x AS (SELECT 1) SELECT n FROM x, " + named);
  EXPECT_EQ(Rewritten("WITH RECURSIVE x AS (SELECT 1) SELECT n FROM x, a.b.counts").text,
            "WITH RECURSIVE " + counts_ + ", x AS (SELECT 1) SELECT n FROM x, " + named);
}

TEST_F(WithViewsTest, TheViewsThatAViewReadsAreDefinedToo) {
  EXPECT_EQ(Rewritten("SELECT 1 FROM a.b.outer, a.b.people").text,
            "WITH \"a.b.outer\" AS NOT MATERIALIZED (SELECT n FROM \"a.b.counts\" -- all\n), " +
                counts_ + " SELECT 1 FROM \"a.b.outer\", \"a.b.people\"");
}

TEST_F(WithViewsTest, OtherStatementsStayAsTheyAre) {
  for (const std::string sql :
       {"SELECT 1 FROM \"a.b.people\"", "CREATE VIEW v AS SELECT n FROM \"a.b.counts\"",
        "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT n FROM \"a.b.counts\"; END", "EXPLAIN",
        "WITH", "PRAGMA table_info(\"a.b.counts\")", "SELECT 'a.b.counts'"}) {
    EXPECT_EQ(Rewritten(sql).text, sql);
  }
}

TEST_F(WithViewsTest, PlacesAreStillThoseOfTheTypedText) {
  const std::string typed = "SELECT n, nope FROM a.b.counts WHERE oops = 1";
  const SqlText sql = Rewritten(typed);
  for (const std::string word : {"SELECT n,", "nope", "WHERE", "oops"}) {
    EXPECT_EQ(sql.places.ToOriginal(sql.text.rfind(word)), typed.find(word)) << word;
  }
}

}  // namespace
}  // namespace apisql
