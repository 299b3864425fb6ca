#include "vtab/functions/regex.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace apisql {
namespace {

using ::testing::HasSubstr;

std::unique_ptr<Regex> Compiled(std::string_view pattern) {
  StatusOr<std::unique_ptr<Regex>> regex = Regex::Compile(pattern);
  EXPECT_TRUE(regex.ok()) << regex.status().message();
  return *std::move(regex);
}

std::string FaultOf(std::string_view pattern) {
  const auto regex = Regex::Compile(pattern);
  return regex.ok() ? "" : regex.status().message();
}

TEST(RegexTest, AMatchHasItsPlaceInBytes) {
  const auto match = Compiled("b+")->Find("äabbc");
  ASSERT_TRUE(match.ok());
  EXPECT_TRUE(match->found);
  EXPECT_EQ(match->begin, 3U);
  EXPECT_EQ(match->end, 5U);
}

// One that has compiled once is asked about many texts.
TEST(RegexTest, EachTextHasItsOwnSteps) {
  const std::unique_ptr<Regex> regex = Compiled("[0-9]+x");
  const std::string text(10'000, '7');
  for (int i = 0; i < 3; ++i) EXPECT_EQ(regex->Find(text + "x")->end, text.size() + 1);
}

// PCRE2's limit counts anew at each place: these would take the square of the text's length.
TEST(RegexTest, ALongTextEndsBesideABadPattern) {
  const std::string text(1'000'000, 'a');
  for (const char* pattern : {"a.*x", "[ab]*[cd]", "(a|aa)*$x", "(.*)(.*)(.*)x"}) {
    const auto began = std::chrono::steady_clock::now();
    const auto match = Compiled(pattern)->Find(text);
    EXPECT_TRUE(!match.ok() || !match->found) << pattern;
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(60)) << pattern;
  }
}

TEST(RegexTest, ALongTextIsNoFault) {
  const std::string text = std::string(1'000'000, 'a') + "needle";
  const auto match = Compiled("needle$")->Find(text);
  ASSERT_TRUE(match.ok()) << match.status().message();
  EXPECT_EQ(match->begin, 1'000'000U);
  const auto replaced = Compiled("a")->Replace(text, "");
  ASSERT_TRUE(replaced.ok()) << replaced.status().message();
  EXPECT_EQ(*replaced, "needle");
}

TEST(RegexTest, AFaultSaysWhereAndWhat) {
  EXPECT_EQ(FaultOf("a(b"),
            "the regular expression 'a(b' is wrong at byte 3: missing closing parenthesis");
  EXPECT_THAT(FaultOf("\\C"), HasSubstr("is wrong at byte 2"));
  EXPECT_THAT(FaultOf(std::string(70'000, 'a')), HasSubstr("longer than 65536 bytes"));
  EXPECT_THAT(FaultOf("\xff"), HasSubstr("UTF-8 error"));
}

}  // namespace
}  // namespace apisql
