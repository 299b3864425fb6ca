#include "registry/request/written_value.h"

#include <gtest/gtest.h>

#include <string>

namespace apisql {
namespace {

using Escape = Parameter::Escape;

std::string Written(const std::string& format, Escape escape, std::string_view text) {
  Parameter parameter;
  parameter.format = format;
  parameter.escape = escape;
  return WrittenValue(parameter, text).value_or("none");
}

TEST(WrittenValueTest, WithoutAnythingSaidAValueStandsAsItIs) {
  EXPECT_EQ(Written("{}", Escape::kNone, R"(a"b\c'd,e)"), R"(a"b\c'd,e)");
}

TEST(WrittenValueTest, NoValueLeavesItsQuotes) {
  for (const Escape escape : {Escape::kScim, Escape::kJql, Escape::kLucene, Escape::kGoogle}) {
    EXPECT_EQ(Written(R"(name eq "{}")", escape, R"(x" or name pr or name eq ")"),
              R"(name eq "x\" or name pr or name eq \"")");
    EXPECT_EQ(Written(R"(name eq "{}")", escape, R"(x\)"), R"(name eq "x\\")");
    EXPECT_EQ(Written(R"(name eq "{}")", escape, R"(x\" or)"), R"(name eq "x\\\" or")");
    EXPECT_EQ(Written(R"(name eq "{}")", escape, "it's {}"), R"(name eq "it's {}")");
  }
  EXPECT_EQ(Written("name eq '{}'", Escape::kOdata, "x' or 'a' eq 'a"),
            "name eq 'x'' or ''a'' eq ''a'");
  EXPECT_EQ(Written("name eq '{}'", Escape::kOdata, R"(x\)"), R"(name eq 'x\')");
}

TEST(WrittenValueTest, ControlCharactersStandInNoLanguage) {
  for (const Escape escape : {Escape::kNone, Escape::kScim, Escape::kOdata, Escape::kJql,
                              Escape::kLucene, Escape::kGoogle, Escape::kWord}) {
    for (const std::string& text :
         {std::string("a\nb"), std::string("a\rb"), std::string("a\0b", 3), std::string("\x7f")}) {
      EXPECT_EQ(Written("a:{}", escape, text), "none");
    }
  }
}

TEST(WrittenValueTest, AWordHasNeitherBlanksNorQuotesNorASignInFront) {
  EXPECT_EQ(Written("author:{}", Escape::kWord, "ann"), "author:ann");
  EXPECT_EQ(Written("repo:{}", Escape::kWord, "acme/web.site-2"), "repo:acme/web.site-2");
  EXPECT_EQ(Written("at:>={}", Escape::kWord, "2026-01-31T07:00:00Z"), "at:>=2026-01-31T07:00:00Z");
  for (const char* text : {"", "a b", "-ann", "\"ann\"", "a'b", "a\\b", "ann)", "ann*", "\xc3\xa9",
                           "@me", ":x", "a,b", "a;b"}) {
    EXPECT_EQ(Written("author:{}", Escape::kWord, text), "none") << text;
  }
}

TEST(WrittenValueTest, OnlyValuesWithAWordAreSent) {
  Parameter parameter;
  parameter.words = {{"true", "1"}, {"false", "0"}};
  EXPECT_EQ(WrittenValue(parameter, "true"), "1");
  EXPECT_EQ(WrittenValue(parameter, "false"), "0");
  EXPECT_EQ(WrittenValue(parameter, "TRUE"), std::nullopt);
  EXPECT_EQ(WrittenValue(parameter, ""), std::nullopt);
}

TEST(WrittenValueTest, AWordStandsInTheFormat) {
  Parameter parameter;
  parameter.words = {{"active", "LIVE"}};
  parameter.format = "state eq \"{}\"";
  parameter.escape = Escape::kScim;
  EXPECT_EQ(WrittenValue(parameter, "active"), "state eq \"LIVE\"");
  EXPECT_EQ(WrittenValue(parameter, "gone"), std::nullopt);
}

TEST(WrittenValueTest, AListOfCommasHasNoValueWithAComma) {
  Parameter parameter;
  parameter.repeatable = true;
  EXPECT_EQ(WrittenValue(parameter, "a,b"), "a,b");
  parameter.list = Parameter::List::kComma;
  EXPECT_EQ(WrittenValue(parameter, "a,b"), std::nullopt);
  EXPECT_EQ(WrittenValue(parameter, "ab"), "ab");
}

}  // namespace
}  // namespace apisql
