// Random texts through the pass over SQL: what is not ours reaches SQLite byte for byte, and every
// place in what it reads is known in what was typed.
//
// The texts come with what must become of them. They are made of pieces that stay apart whatever
// stands beside them, so nothing here has to cut them up again as the pass does.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/text.h"
#include "tests/vtab/sql/sql_rewrite_check.h"
#include "vtab/rewrite/rewrite.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

constexpr int kTexts = 20'000;

const RegisteredNames& PropertyNames() {
  static const auto* const kNames = new RegisteredNames(
      {"apisql.requests", "confluent.iam.api_keys", "confluent.iam.users", "rockset.iam.api_keys"});
  return *kNames;
}

// A text, what becomes of it, and for every byte of that, and its end, the place in the text.
struct Expectation {
  std::string typed;
  std::string rewritten;
  std::vector<size_t> places;

  // Text that stays.
  void Keep(std::string_view text) {
    for (size_t i = 0; i < text.size(); ++i) places.push_back(typed.size() + i);
    typed += text;
    rewritten += text;
  }
  // Text that gives way to another, every byte of which stands for its beginning.
  void Replace(std::string_view text, std::string_view other) {
    places.insert(places.end(), other.size(), typed.size());
    typed += text;
    rewritten += other;
  }
};

class TextMaker {
 public:
  explicit TextMaker(uint32_t seed) : random_(seed) {}

  // Pieces with blanks or comments between them. The last one may lack its end.
  Expectation Text() {
    Expectation text;
    for (size_t i = Below(14); i > 0; --i) {
      AddPiece(&text);
      text.Keep(Gap());
    }
    if (Below(4) == 0) text.Keep(Pick(kUnterminated));
    if (Below(20) == 0) text.Keep(std::string_view("\0 confluent.iam.users \"", 23));
    text.places.push_back(text.typed.size());
    return text;
  }

  // Pieces of pieces, side by side as they come.
  std::string Soup() {
    std::string soup;
    for (size_t i = Below(16); i > 0; --i) {
      switch (Below(8)) {
        case 0:
          soup += Spelled(Pick(kRegistered));
          break;
        case 1:
          soup += Pick(kOther);
          break;
        case 2:
          soup += Pick(kDotted);
          break;
        case 3:
          soup += Pick(kUnterminated);
          break;
        case 4:
          soup += Gap();
          break;
        case 5:
          soup += static_cast<char>(Below(256));
          break;
        default:
          soup += Pick(kMarks);
      }
    }
    return soup;
  }

  // A column that there is not, among columns and tables that there are.
  std::string SelectOfUnknownColumn(size_t* place) {
    std::string sql = "SELECT" + Gap();
    const size_t columns = Below(5);
    for (size_t i = 0; i < columns; ++i) {
      sql += Spelled("confluent.iam.users") + Gap() + "." + Gap() + "id" + Gap() + "," + Gap();
    }
    *place = sql.size();
    sql += "zz" + Gap() + "FROM" + Gap() + Spelled("confluent.iam.users") + Gap();
    for (size_t i = Below(3); i > 0; --i) {
      sql += "," + Gap() + Spelled("rockset.iam.api_keys") + Gap() + "AS" + Gap() + "k" +
             std::to_string(i) + Gap();
    }
    return sql;
  }

  size_t Below(size_t bound) { return random_() % bound; }

 private:
  static constexpr std::array<std::string_view, 4> kRegistered = {
      "apisql.requests", "confluent.iam.api_keys", "confluent.iam.users", "rockset.iam.api_keys"};
  // Dotted, and no table of ours; none stands where a table must.
  static constexpr std::array<std::string_view, 10> kDotted = {"k.confluent.iam.users",
                                                               "confluent.iam",
                                                               "confluent . iam.nothing",
                                                               "\"confluent.iam\".users",
                                                               "main.t",
                                                               "t.confluent",
                                                               "x.y.z.w",
                                                               "[confluent.iam.users]",
                                                               "`Confluent.IAM.users`",
                                                               "'confluent'.iam.users"};
  // One token each, or few that belong together.
  static constexpr std::array<std::string_view, 34> kOther = {"SELECT",
                                                              "WHERE",
                                                              "k",
                                                              "_x1",
                                                              "\xC3\xA4\xE4\xB8\x96",
                                                              "\xF0\x9F\x98\x80",
                                                              "\xFF\xFE",
                                                              "'confluent.iam.users'",
                                                              "'it''s'",
                                                              "''",
                                                              "'--'",
                                                              "'/*'",
                                                              "\"a\"\"b\"",
                                                              "\"'\"",
                                                              "`c``d`",
                                                              "[e f]",
                                                              "[']",
                                                              "x'00fF'",
                                                              "X''",
                                                              "12",
                                                              "1.5e-3",
                                                              ".5",
                                                              "0xAF",
                                                              "?",
                                                              "?12",
                                                              ":name",
                                                              "@confluent",
                                                              "#1",
                                                              "$a::b(c.d)",
                                                              "->>",
                                                              "||",
                                                              "(",
                                                              ")",
                                                              ";"};
  static constexpr std::array<std::string_view, 9> kUnterminated = {
      "'confluent.iam.users",   "\"confluent.iam.users",  "`",
      "[confluent.iam.users ",  "/* confluent.iam.users", "x'0",
      "x'confluent.iam.users ", "-- confluent.iam.users", "1a"};
  static constexpr std::array<std::string_view, 14> kMarks = {
      ".", "\"", "'", "`", "[", "]", "--", "\n", "/*", "*/", "x'", "$", "confluent", ".iam."};
  // Between two tokens. None begins with a byte that goes on with a token.
  static constexpr std::array<std::string_view, 9> kGaps = {
      " ",     "\n", "\t", "\r\n", "\f ", " /* confluent.iam.users */ ", "/**/", " -- it's \"\n",
      " /*'*/"};

  template <typename Choices>
  std::string_view Pick(const Choices& choices) {
    return choices[Below(choices.size())];
  }

  std::string Gap() {
    std::string gap;
    for (size_t i = Below(3); i > 0; --i) gap += Pick(kGaps);
    return " " + gap;
  }

  // Around the dot of a name. None but what SQLite reads over.
  std::string MaybeGap() { return Below(5) == 0 ? Gap() : ""; }

  // One of the many ways to write a name.
  std::string Spelled(std::string_view name) {
    std::string text;
    for (const std::string& part : Split(name, '.')) {
      if (!text.empty()) text += MaybeGap() + "." + MaybeGap();
      text += SpelledPart(part);
    }
    return text;
  }

  std::string SpelledPart(std::string part) {
    for (char& c : part) {
      if (Below(6) == 0 && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    static constexpr std::array<std::string_view, 3> kQuotes = {"\"\"", "``", "[]"};
    if (Below(4) > 0) return part;
    const std::string_view quotes = Pick(kQuotes);
    return quotes[0] + part + quotes[1];
  }

  void AddPiece(Expectation* text) {
    const size_t kind = Below(8);
    if (kind >= 3) return text->Keep(kind < 5 ? Pick(kDotted) : Pick(kOther));
    // What may follow a name without a gap. Quotes are kept apart from those of the new name.
    static constexpr std::array<std::string_view, 8> kTails = {".id", ".*",  ".\"x.y\"", ",",
                                                               "[k]", "'a'", "\"k\"",    ""};
    const std::string_view name = Pick(kRegistered);
    const std::string spelled = Spelled(name);
    std::string_view tail = Pick(kTails);
    if (spelled.ends_with('"') && tail.starts_with('"')) tail = "";  // Would be one name.
    const std::string_view blank = tail.starts_with('"') ? " " : "";
    text->Replace(spelled, '"' + std::string(name) + '"' + std::string(blank));
    text->Keep(tail);
  }

  std::mt19937 random_;
};

// For every byte of the rewritten text, and for its end.
std::vector<size_t> PlacesOf(const SqlText& result) {
  std::vector<size_t> places(result.text.size() + 1);
  for (size_t at = 0; at < places.size(); ++at) places[at] = result.places.ToOriginal(at);
  return places;
}

// Another one each time; APISQL_SEED repeats a run.
uint32_t Seed() {
  static const uint32_t kSeed = [] {
    const char* given = std::getenv("APISQL_SEED");
    return given == nullptr ? std::random_device{}()
                            : static_cast<uint32_t>(std::strtoul(given, nullptr, 10));
  }();
  return kSeed;
}

class SqlPassPropertyTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { std::cout << "APISQL_SEED=" << Seed() << '\n'; }

  SqlPassPropertyTest() : trace_(__FILE__, __LINE__, "APISQL_SEED=" + std::to_string(Seed())) {}

  TextMaker maker_{Seed()};
  ::testing::ScopedTrace trace_;
};

TEST_F(SqlPassPropertyTest, OnlyOurNamesChangeAndEveryByteKnowsItsPlace) {
  int changed = 0;
  for (int i = 0; i < kTexts && !HasFailure(); ++i) {
    const Expectation expected = maker_.Text();
    SCOPED_TRACE(expected.typed);
    const StatusOr<SqlText> result = RewriteSql(expected.typed, PropertyNames());
    ASSERT_TRUE(result.ok()) << result.status().message();
    ASSERT_EQ(result->text, expected.rewritten);
    ASSERT_EQ(PlacesOf(*result), expected.places);
    if (result->text != expected.typed) ++changed;
  }
  EXPECT_GT(changed, kTexts / 4);  // Or the texts would show little.
}

TEST_F(SqlPassPropertyTest, AnyTextKeepsWhatIsNotOurs) {
  int changed = 0;
  for (int i = 0; i < kTexts && !HasFailure(); ++i) {
    const std::string sql = maker_.Soup();
    SCOPED_TRACE(sql);
    const StatusOr<SqlText> result = RewriteSql(sql, PropertyNames());
    ASSERT_TRUE(result.ok()) << result.status().message();
    ASSERT_EQ(RewriteCheck(sql, *result, PropertyNames()).Run(), "");
    const StatusOr<SqlText> again = RewriteSql(result->text, PropertyNames());
    ASSERT_TRUE(again.ok());
    ASSERT_EQ(again->text, result->text);
    if (result->text != sql) ++changed;
  }
  EXPECT_GT(changed, kTexts / 20);
}

TEST_F(SqlPassPropertyTest, SqlitesErrorStandsWhereItStandsInTheTypedText) {
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(":memory:", &raw), SQLITE_OK);
  const SqliteDatabase db(raw);
  for (const std::string& name : PropertyNames().own()) {
    const std::string create = "CREATE TABLE " + QuoteName(name) + "(id)";
    ASSERT_EQ(sqlite3_exec(raw, create.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  }
  for (int i = 0; i < kTexts / 20 && !HasFailure(); ++i) {
    size_t place = 0;
    const std::string sql = maker_.SelectOfUnknownColumn(&place);
    SCOPED_TRACE(sql);
    const StatusOr<SqlText> result = RewriteSql(sql, PropertyNames());
    ASSERT_TRUE(result.ok()) << result.status().message();
    sqlite3_stmt* statement = nullptr;
    ASSERT_EQ(sqlite3_prepare_v2(raw, result->text.c_str(), -1, &statement, nullptr), SQLITE_ERROR);
    ASSERT_STREQ(sqlite3_errmsg(raw), "no such column: zz");
    const int at = sqlite3_error_offset(raw);
    ASSERT_GE(at, 0);
    ASSERT_EQ(result->places.ToOriginal(static_cast<size_t>(at)), place);
  }
}

// A dotted name that is no table, wherever a table must stand.
TEST_F(SqlPassPropertyTest, AnUnknownTableIsFoundWhereItStands) {
  static constexpr std::array<std::string_view, 4> kBefore = {
      "DELETE FROM ", "SELECT 'a.b' FROM ", "INSERT INTO ",
      "SELECT 1 FROM apisql . requests JOIN "};
  for (int i = 0; i < kTexts / 20 && !HasFailure(); ++i) {
    std::string sql(kBefore[maker_.Below(kBefore.size())]);
    const size_t place = sql.size();
    sql += maker_.Below(2) == 0 ? "confluent.iam.nobody" : "\"Confluent\" .x. [y] .z";
    sql += maker_.Text().typed;
    SCOPED_TRACE(sql);
    const StatusOr<SqlText> result = RewriteSql(sql, PropertyNames());
    ASSERT_FALSE(result.ok());
    ASSERT_EQ(result.status().code(), StatusCode::kNotFound);
    ASSERT_EQ(result.status().place(), place);
  }
}

}  // namespace
}  // namespace apisql
