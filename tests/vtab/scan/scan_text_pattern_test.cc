// LIKE and GLOB against SQLite's own, over random patterns and texts.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "vtab/rows/text_pattern.h"
#include "vtab/sqlite.h"

namespace apisql {
namespace {

class TextPatternTest : public ::testing::Test {
 protected:
  std::string Text(const std::vector<std::string_view>& pieces, size_t most) {
    std::string text;
    for (size_t i = random_() % (most + 1); i > 0; --i) text += pieces[random_() % pieces.size()];
    return text;
  }

  std::mt19937 random_{11};  // NOLINT(bugprone-random-generator-seed): the same texts every time.
};

TEST_F(TextPatternTest, LikeIsSqlites) {
  int matches = 0;
  for (int i = 0; i < 100'000 && !HasFailure(); ++i) {
    const std::string pattern =
        Text({"%", "%", "_", "a", "A", "b", "Z", "\xC3\xA4", "[", "\xF0\x9F\x98\x80", "\\"}, 6);
    const std::string text =
        Text({"a", "A", "b", "B", "z", "\xC3\xA4", "\xC3\x84", "[", "\xF0\x9F\x98\x80", "%"}, 7);
    const bool matching = sqlite3_strlike(pattern.c_str(), text.c_str(), 0) == 0;
    matches += matching ? 1 : 0;
    EXPECT_EQ(TextPattern::Like(pattern).MayMatch(text), matching) << pattern << " and " << text;
  }
  EXPECT_GT(matches, 5'000);
}

TEST_F(TextPatternTest, GlobIsSqlites) {
  int matches = 0;
  for (int i = 0; i < 200'000 && !HasFailure(); ++i) {
    const std::string pattern = Text({"*", "*", "?", "a", "A", "b", "[", "]", "^", "-", "c",
                                      "\xC3\xA4", "[a", "[^", "a-c", "]", "%"},
                                     8);
    const std::string text = Text({"a", "A", "b", "B", "c", "\xC3\xA4", "[", "]", "-", "^"}, 6);
    const bool matching = sqlite3_strglob(pattern.c_str(), text.c_str()) == 0;
    matches += matching ? 1 : 0;
    EXPECT_EQ(TextPattern::Glob(pattern).MayMatch(text), matching) << pattern << " and " << text;
  }
  EXPECT_GT(matches, 5'000);
}

// Any bytes: where it says no, SQLite says no.
TEST_F(TextPatternTest, OfOtherBytesSqliteAloneCanTell) {
  using std::string_view_literals::operator""sv;
  EXPECT_TRUE(TextPattern::Like("a").MayMatch("a\0b"sv));
  EXPECT_TRUE(TextPattern::Like("a\0b"sv).MayMatch("a"));
  EXPECT_TRUE(TextPattern::Like(std::string(60'000, 'a')).MayMatch("b"));
  for (int i = 0; i < 200'000 && !HasFailure(); ++i) {
    const std::vector<std::string_view> pieces = {
        "%",    "_",   "*", "a", "\xC3", "\x80", "\xE0\x80", "\xED\xA0", "\xFF", "\xEF\xBF\xBF",
        "\xF4", "\xC0"};
    const std::string pattern = Text(pieces, 6);
    const std::string text = Text(pieces, 6);
    if (sqlite3_strlike(pattern.c_str(), text.c_str(), 0) == 0) {
      EXPECT_TRUE(TextPattern::Like(pattern).MayMatch(text));
    }
    if (sqlite3_strglob(pattern.c_str(), text.c_str()) == 0) {
      EXPECT_TRUE(TextPattern::Glob(pattern).MayMatch(text));
    }
  }
}

}  // namespace
}  // namespace apisql
