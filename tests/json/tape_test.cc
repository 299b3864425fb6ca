#include "src/json/tape.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <clocale>
#include <string>

#include "src/json/text.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Compact(std::string_view text) {
  const StatusOr<JsonTape> tape = JsonTape::Parse(text);
  if (!tape.ok()) return "error: " + tape.status().message();
  std::string json;
  AppendJson(tape->root(), &json);
  return json;
}

std::string Nested(size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(JsonTapeTest, KeepsMembersInOrderAndRepeatedOnes) {
  EXPECT_EQ(Compact(R"( {"b": 1, "a": [true, false, null, "x"], "b": {}} )"),
            R"({"b":1,"a":[true,false,null,"x"],"b":{}})");
}

TEST(JsonTapeTest, KeepsTheDigitsOfNumbers) {
  for (const char* number :
       {"12.30", "18446744073709551615", "18446744073709551616", "-9223372036854775809", "1e400",
        "1E+2", "0.1234567890123456789012", "-0.0", "123456789012345678901234567890"}) {
    EXPECT_EQ(Compact(number), number);
  }
}

TEST(JsonTapeTest, KeepsTheDecimalPointInALocaleWithAComma) {
  const std::string before = std::setlocale(LC_NUMERIC, nullptr);
  bool found = false;
  for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8"}) {
    found = found || std::setlocale(LC_NUMERIC, name) != nullptr;
  }
  const std::string compact = Compact("[12.30]");
  std::setlocale(LC_NUMERIC, before.c_str());
  EXPECT_EQ(compact, "[12.30]");
  if (!found) GTEST_SKIP() << "no locale with a decimal comma is installed";
}

TEST(JsonTapeTest, DecodesEscapes) {
  const StatusOr<JsonTape> tape = JsonTape::Parse(R"("a\u0000\n\"\u00e9\ud83d\ude00")");
  ASSERT_TRUE(tape.ok());
  EXPECT_EQ(tape->root().text(), std::string("a\0\n\"é😀", 10));
}

TEST(JsonTapeTest, AFaultNamesItsByte) {
  EXPECT_EQ(Compact(R"({"a": tru})").substr(0, 32), "error: invalid JSON at byte 10: ");
  const StatusOr<JsonTape> tape = JsonTape::Parse("[1,]", JsonTape::kMaxDepth, 100);
  EXPECT_EQ(tape.status().code(), StatusCode::kDataLoss);
  EXPECT_THAT(tape.status().message(), HasSubstr("at byte 104"));
}

TEST(JsonTapeTest, AFaultNeverQuotesTheText) {
  EXPECT_THAT(Compact(R"({"secret": "s3cr3t)"), Not(HasSubstr("s3cr")));
  EXPECT_THAT(Compact(R"({"secret": "s3cr3t"; 1})"), Not(HasSubstr("s3cr")));
  EXPECT_THAT(Compact("{\"secret\": \"s3cr3t\x01\"}"), Not(HasSubstr("s3cr")));
  EXPECT_THAT(Compact(R"({"secret": s3cr3t})"), Not(HasSubstr("s3cr")));
}

TEST(JsonTapeTest, AFaultKeepsWhatWasExpectedAndNoTextThatLooksLikeIt) {
  EXPECT_THAT(Compact(R"({"a" 1})"), HasSubstr("; expected ':'"));
  EXPECT_THAT(Compact("\"a\" x"), HasSubstr("; expected end of input"));
  EXPECT_THAT(Compact("[\"; expected s3cr3t"), Not(HasSubstr("s3cr")));
  EXPECT_THAT(Compact("\"a\" \"'; expected end of input, s3cr3t"), Not(HasSubstr("s3cr")));
}

TEST(JsonTapeTest, RefusesWhatIsNoJson) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "[1",
                           "[1 2]",
                           "{\"a\" 1}",
                           "{\"a\":1,}",
                           "{a:1}",
                           "'a'",
                           "01",
                           "1.",
                           ".5",
                           "+1",
                           "NaN",
                           "nul",
                           "\"\t\"",
                           "\"\\x\"",
                           "[1]]",
                           "{}{}",
                           "// c\n1",
                           "\"\\ud800\"",
                           "\"\\udc00\"",
                           "\"\xff\"",
                           "\"\xed\xa0\x80\"",
                           "\"\xc0\x80\"",
                           "\xEF\xBB\xBF{}"}) {
    EXPECT_FALSE(JsonTape::Parse(text).ok()) << text;
  }
}

TEST(JsonTapeTest, ANulByteIsNotTheEnd) {
  EXPECT_THAT(Compact(std::string("{}\0{}", 5)), HasSubstr("at byte 2: a NUL byte"));
  EXPECT_THAT(Compact(std::string("{}\0", 3)), HasSubstr("a NUL byte"));
}

TEST(JsonTapeTest, BoundsTheDepth) {
  EXPECT_EQ(Compact(Nested(JsonTape::kMaxDepth)), Nested(JsonTape::kMaxDepth));
  EXPECT_THAT(Compact(Nested(JsonTape::kMaxDepth + 1)), HasSubstr("deeper than 512 levels"));
  EXPECT_THAT(Compact(std::string(5'000'000, '[')), HasSubstr("deeper than 512 levels"));
}

TEST(JsonTapeTest, RefusesNumbersThatNothingCanHold) {
  EXPECT_THAT(Compact("[1e999999]"), HasSubstr("at byte 9: a number is too large"));
}

}  // namespace
}  // namespace apisql
