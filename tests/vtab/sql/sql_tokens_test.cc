#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "vtab/sql/tokens.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Texts(std::string_view sql) {
  std::vector<std::string> texts;
  for (const Token& token : SignificantTokens(sql)) texts.emplace_back(token.text);
  return texts;
}

Token Only(std::string_view sql) {
  const std::vector<Token> tokens = Tokenize(sql);
  EXPECT_EQ(tokens.size(), 1U) << sql;
  return tokens.empty() ? Token{} : tokens[0];
}

TEST(SqlTokensTest, DoubledQuotesStayInsideTheToken) {
  EXPECT_EQ(Only("'it''s'").kind, TokenKind::kString);
  EXPECT_EQ(Unquote(Only("'it''s'")), "it's");
  EXPECT_EQ(Unquote(Only(R"("a""b")")), "a\"b");
  EXPECT_EQ(Unquote(Only("`a``b`")), "a`b");
  EXPECT_EQ(Unquote(Only("[a[b]")), "a[b");
  EXPECT_EQ(Unquote(Only("''")), "");
}

TEST(SqlTokensTest, QuotingAndUnquotingAreInverse) {
  for (const std::string name : {"", "a", "a\"b'c", "\"\"", "''"}) {
    EXPECT_EQ(Unquote(Only(QuoteName(name))), name);
    EXPECT_EQ(Unquote(Only(QuoteText(name))), name);
  }
}

TEST(SqlTokensTest, QuotesInsideOfCommentsAndCommentsInsideOfQuotesMeanNothing) {
  EXPECT_THAT(Texts("a -- it's\n b"), ElementsAre("a", "b"));
  EXPECT_THAT(Texts("a /* ' \" ; */ b"), ElementsAre("a", "b"));
  EXPECT_THAT(Texts("'--' \"/*\" [--]"), ElementsAre("'--'", "\"/*\"", "[--]"));
}

TEST(SqlTokensTest, OpenBlockCommentRunsToTheEnd) {
  EXPECT_THAT(Texts("a /* b ; c"), ElementsAre("a"));
  EXPECT_THAT(Texts("a /*/ b */ c"), ElementsAre("a", "c"));
  EXPECT_THAT(Texts("a /**/ b"), ElementsAre("a", "b"));
  EXPECT_THAT(Texts("a /*"), ElementsAre("a", "/", "*"));
}

TEST(SqlTokensTest, LineCommentEndsBeforeTheLineEnd) {
  const std::vector<Token> tokens = Tokenize("--x\ny");
  ASSERT_EQ(tokens.size(), 3U);
  EXPECT_EQ(tokens[0].text, "--x");
  EXPECT_EQ(tokens[1].kind, TokenKind::kBlank);
}

TEST(SqlTokensTest, NumbersFollowSqlite) {
  for (const std::string number : {"1", "1.5", "1.", ".5", "1e9", "1E+9", "1.5e-9", "0x1F"}) {
    EXPECT_EQ(Only(number).kind, TokenKind::kNumber) << number;
  }
  for (const std::string broken : {"1_000", "1a", "1e", "0x", "1.5x"}) {
    EXPECT_EQ(Only(broken).kind, TokenKind::kIllegal) << broken;
  }
  EXPECT_THAT(Texts("0x1g"), ElementsAre("0x1", "g"));
  EXPECT_THAT(Texts("1e+"), ElementsAre("1e", "+"));
}

TEST(SqlTokensTest, BlobsNeedWholeBytes) {
  EXPECT_EQ(Only("x'00fF'").kind, TokenKind::kBlob);
  EXPECT_EQ(Only("X''").kind, TokenKind::kBlob);
  EXPECT_EQ(Only("x'0'").kind, TokenKind::kIllegal);
  EXPECT_EQ(Only("x'zz'").kind, TokenKind::kIllegal);
  EXPECT_EQ(Only("x'00").kind, TokenKind::kIllegal);
  EXPECT_EQ(Only("xyz").kind, TokenKind::kWord);
}

TEST(SqlTokensTest, ParametersOfAllKinds) {
  for (const std::string parameter : {"?", "?12", ":a", "@a1", "$a", "#1", "$a::b(c)", "$a(x)"}) {
    EXPECT_EQ(Only(parameter).kind, TokenKind::kParameter) << parameter;
  }
  EXPECT_EQ(Only(":").kind, TokenKind::kIllegal);
  EXPECT_EQ(Only("$a(b").kind, TokenKind::kIllegal);
}

TEST(SqlTokensTest, BytesFrom0x80UpBelongToWords) {
  EXPECT_EQ(Only("\xC3\xA4pfel").kind, TokenKind::kWord);
  EXPECT_EQ(Only("\xFF\xFE").kind, TokenKind::kWord);
  EXPECT_EQ(Only("a\xEF\xBB\xBF").kind, TokenKind::kWord);
  EXPECT_EQ(Only("\xEF\xBB\xBF").kind, TokenKind::kBlank);
}

TEST(SqlTokensTest, LongestOperatorWins) {
  EXPECT_THAT(Texts("a->>b->c<=d<>e==f||g!=h>>i"),
              ElementsAre("a", "->>", "b", "->", "c", "<=", "d", "<>", "e", "==", "f", "||", "g",
                          "!=", "h", ">>", "i"));
  EXPECT_EQ(Only("!").kind, TokenKind::kIllegal);
  EXPECT_EQ(Only("]").kind, TokenKind::kIllegal);
}

TEST(SqlTokensTest, NulEndsTheText) {
  EXPECT_THAT(Texts(std::string_view("a\0b", 3)), ElementsAre("a"));
  EXPECT_THAT(Texts(std::string_view("'a\0b'", 5)), ElementsAre("'a"));
}

TEST(SqlTokensTest, AQuotedNameIsNoKeyword) {
  EXPECT_TRUE(Only("FROM").IsWord("from"));
  EXPECT_FALSE(Only("\"from\"").IsWord("from"));
}

// Texts made of pieces on which lexers differ.
std::string RandomText(std::mt19937& random) {
  static constexpr std::string_view kPieces[] = {
      "'", "\"", "`",  "[", "]",  "--",   "\n",  "/*", "*/",   "/",
      "*", "x'", "0x", "1", "e",  "+",    "-",   ".",  "$a",   "(",
      ")", ":",  "::", "@", "?",  "#",    "!",   "=",  "<",    ">",
      "|", "a",  "_",  " ", "\v", "\t",   "{",   "\\", "\xC3", "\xEF\xBB\xBF",
      "^", "&",  "~",  ",", "0f", "\x7F", "\x01"};
  std::string text;
  const size_t count = 1 + random() % 8;
  for (size_t i = 0; i < count; ++i) text += kPieces[random() % std::size(kPieces)];
  return text;
}

TEST(SqlTokensTest, IllegalTokensAreThoseThatSqliteRefuses) {
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(":memory:", &raw), SQLITE_OK);
  const SqliteDatabase db(raw);
  std::mt19937 random(1);  // NOLINT(bugprone-random-generator-seed): the same texts every time.
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string sql = "SELECT " + RandomText(random);
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(raw, sql.c_str(), -1, &statement, nullptr);
    const SqliteStatement owner(statement);
    const std::string error = sqlite3_errmsg(raw);
    const std::vector<Token> tokens = SignificantTokens(sql);
    const auto illegal = std::ranges::find(tokens, TokenKind::kIllegal, &Token::kind);
    const bool second_is_illegal = illegal == tokens.begin() + 1 && illegal != tokens.end();
    if (!error.starts_with("unrecognized token")) {
      EXPECT_FALSE(second_is_illegal) << sql << ": " << error;
      continue;
    }
    ++refused;
    ASSERT_NE(illegal, tokens.end()) << sql;
    EXPECT_EQ(error, "unrecognized token: \"" + std::string(illegal->text) + "\"") << sql;
  }
  EXPECT_GT(refused, 1000);
}

TEST(SqlTokensTest, TokensCoverTheTextWithoutGaps) {
  std::mt19937 random(2);  // NOLINT(bugprone-random-generator-seed): the same texts every time.
  for (int i = 0; i < 5'000; ++i) {
    const std::string sql = RandomText(random);
    size_t offset = 0;
    for (const Token& token : Tokenize(sql)) {
      ASSERT_EQ(token.offset, offset) << sql;
      ASSERT_FALSE(token.text.empty()) << sql;
      offset = token.end();
    }
    EXPECT_EQ(offset, sql.size()) << sql;
  }
}

}  // namespace
}  // namespace apisql
