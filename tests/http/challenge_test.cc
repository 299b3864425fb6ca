#include "src/http/message/challenge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace apisql {
namespace {

using ::testing::IsEmpty;

// "Basic(realm=api,error=x) Bearer()".
std::string Shown(const std::vector<Challenge>& challenges) {
  std::string text;
  for (const Challenge& challenge : challenges) {
    text += (text.empty() ? "" : " ") + challenge.scheme + "(";
    for (const auto& [name, value] : challenge.parameters) {
      if (!text.ends_with('(')) text += ',';
      text.append(name).append("=").append(value);
    }
    text += ")";
  }
  return text;
}

std::string Parsed(std::string_view value) { return Shown(ParseChallenges(value)); }

TEST(ChallengeTest, AChallengeHasASchemeAndParameters) {
  EXPECT_EQ(Parsed(R"(Basic error="invalid_key", error_description="The API Key is invalid")"),
            "Basic(error=invalid_key,error_description=The API Key is invalid)");
  EXPECT_EQ(Parsed("Basic realm=api"), "Basic(realm=api)");
  EXPECT_EQ(Parsed("ApiKey"), "ApiKey()");
  EXPECT_EQ(Parsed(" , Basic\t realm = \"a\" ,, charset=UTF-8 , "), "Basic(realm=a,charset=UTF-8)");
}

TEST(ChallengeTest, AQuotedValueMayHoldEverything) {
  EXPECT_EQ(Parsed(R"(Basic realm="a \"b\", c=d \\ e", error=x)"),
            R"(Basic(realm=a "b", c=d \ e,error=x))");
  EXPECT_EQ(Parsed(R"(Basic realm="", error=x)"), "Basic(realm=,error=x)");
}

TEST(ChallengeTest, OneHeaderMayHaveSeveral) {
  EXPECT_EQ(Parsed(R"(Newauth realm="apps", type=1, title="Login to \"apps\"", Basic realm="x")"),
            R"(Newauth(realm=apps,type=1,title=Login to "apps") Basic(realm=x))");
  EXPECT_EQ(Parsed("Negotiate, Basic realm=x, ApiKey"), "Negotiate() Basic(realm=x) ApiKey()");
}

TEST(ChallengeTest, ATokenBehindTheSchemeIsNoParameter) {
  EXPECT_EQ(Parsed("Negotiate YII/+a==, Basic realm=x"), "Negotiate() Basic(realm=x)");
  EXPECT_EQ(Parsed("Negotiate YII="), "Negotiate()");
  EXPECT_EQ(Parsed("Negotiate YII"), "Negotiate()");
}

TEST(ChallengeTest, WhatIsNoChallengeEndsThem) {
  EXPECT_THAT(ParseChallenges(""), IsEmpty());
  EXPECT_THAT(ParseChallenges("\"x\""), IsEmpty());
  EXPECT_THAT(ParseChallenges("\x80\xff"), IsEmpty());
  EXPECT_EQ(Parsed("Basic realm=\"never closed"), "Basic()");
  EXPECT_EQ(Parsed("Basic realm=\"closed\\\""), "Basic()");
  EXPECT_EQ(Parsed("Basic realm=a, error=, x=y"), "Basic(realm=a)");
  EXPECT_EQ(Parsed("Basic realm=a b=c"), "Basic(realm=a)");
  EXPECT_EQ(Parsed("error=\"x\""), "error()");
  EXPECT_EQ(Parsed("Basic; realm=a"), "Basic()");
}

TEST(ChallengeTest, ARefusalIsOfTheFirstChallengeThatTellsWhy) {
  Response response;
  response.headers = {{"Www-Authenticate", "Basic realm=\"api\""},
                      {"WWW-AUTHENTICATE", R"(Bearer Error="invalid_token", error_description="Ex)"
                                           R"(pired", Basic error="other")"}};
  EXPECT_EQ(ReadRefusal(response).code, "invalid_token");
  EXPECT_EQ(ReadRefusal(response).description, "Expired");
  response.headers = {{"WWW-Authenticate", "ApiKey"}};
  EXPECT_EQ(ReadRefusal(response).code + ReadRefusal(response).description, "");
}

// Any bytes whatever end soon, and give nothing that was not there.
TEST(ChallengeTest, RandomTextIsReadToItsEnd) {
  constexpr std::string_view kPieces[] = {"Basic", "error", "=", "\"", "\\", ",",    " ",
                                          "\t",    "x",     "/", ";",  "==", "\xff", "realm=\"a\""};
  std::minstd_rand random(1);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (size_t pieces = random() % 20; pieces > 0; --pieces) {
      text += kPieces[random() % std::size(kPieces)];
    }
    size_t size = 0;
    for (const Challenge& challenge : ParseChallenges(text)) {
      EXPECT_NE(text.find(challenge.scheme), std::string::npos);
      size += challenge.scheme.size();
      for (const auto& [name, value] : challenge.parameters) size += name.size() + value.size() + 1;
    }
    EXPECT_LE(size, text.size()) << text;
  }
}

// What is written by the rules of RFC 9110 is read as it was meant.
TEST(ChallengeTest, RandomChallengesAreReadBack) {
  constexpr std::string_view kValues[] = {"",   "a",      "a b", "\"",
                                          "\\", "a=b, c", ",",   "Basic x=\"y\""};
  std::minstd_rand random(2);
  for (int i = 0; i < 5'000; ++i) {
    std::vector<Challenge> challenges(1 + random() % 3);
    std::string text;
    for (Challenge& challenge : challenges) {
      challenge.scheme = random() % 2 == 0 ? "Basic" : "Bearer";
      text += (text.empty() ? "" : ", ") + challenge.scheme;
      const size_t parameters = random() % 3;
      for (size_t p = 0; p < parameters; ++p) {
        const std::string value(kValues[random() % std::size(kValues)]);
        challenge.parameters.emplace_back("p" + std::to_string(p), value);
        text += (p == 0 ? " p" : ",p") + std::to_string(p) + "=\"";
        for (const char c : value) text.append(c == '"' || c == '\\' ? "\\" : "").append(1, c);
        text += '"';
      }
    }
    EXPECT_EQ(Parsed(text), Shown(challenges)) << text;
  }
}

}  // namespace
}  // namespace apisql
