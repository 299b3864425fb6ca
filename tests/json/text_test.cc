#include "src/json/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace apisql {
namespace {

TEST(PrintableTest, PlainTextStays) {
  EXPECT_EQ(Printable("Grüße, 世界 😀", 80), "Grüße, 世界 😀");
}

TEST(PrintableTest, BlanksAndLineEndsBecomeOneSpace) {
  EXPECT_EQ(Printable("\r\n <html>\n\t<body> \n", 80), "<html> <body>");
}

TEST(PrintableTest, ControlCharactersNeverReachTheTerminal) {
  EXPECT_EQ(Printable(std::string_view("a\x1b[31m\0\x7f\x07", 9), 80), "a\\x1b[31m\\x00\\x7f\\x07");
  EXPECT_EQ(Printable("\xc2\x9b"
                      "31m",
                      80),
            "\\x9b31m");
}

TEST(PrintableTest, TurnsOfDirectionAreSpelledOut) {
  EXPECT_EQ(Printable("a\xe2\x80\xae"
                      "b",
                      80),
            "a\\u202eb");
}

TEST(PrintableTest, InvalidUtf8BecomesTheReplacementCharacter) {
  EXPECT_EQ(Printable("a\xff\xf0\x9f\x98", 80), "a\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST(PrintableTest, LongTextIsCutBetweenCharacters) {
  EXPECT_EQ(Printable("abcdefghij", 10), "abcdefghij");
  EXPECT_EQ(Printable("abcdefghijk", 10), "abcdefg...");
  EXPECT_EQ(Printable("ééééé", 9), "ééé...");
  EXPECT_EQ(Printable(std::string(1'000'000, '\x1b'), 10), "\\x1b...");
}

}  // namespace
}  // namespace apisql
