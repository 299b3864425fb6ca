#include "src/json/same.h"

#include <gtest/gtest.h>

#include <string_view>

namespace apisql {
namespace {

bool Same(std::string_view a, std::string_view b) {
  const auto first = JsonTape::Parse(a);
  const auto second = JsonTape::Parse(b);
  EXPECT_TRUE(first.ok() && second.ok());
  const bool same = SameJson(first->root(), second->root());
  EXPECT_EQ(same, SameJson(second->root(), first->root())) << "it is symmetric";
  return same;
}

TEST(SameJsonTest, TheOrderOfMembersDoesNotCountAndThatOfElementsDoes) {
  EXPECT_TRUE(Same(R"({"a": 1, "b": {"c": [1, 2]}})", R"({"b": {"c": [1, 2]}, "a": 1})"));
  EXPECT_FALSE(Same("[1, 2]", "[2, 1]"));
  EXPECT_FALSE(Same("[1, 2]", "[1]"));
}

TEST(SameJsonTest, AMemberMoreIsADifference) {
  EXPECT_FALSE(Same(R"({"a": 1})", R"({"a": 1, "b": null})"));
  EXPECT_FALSE(Same("{}", R"({"b": null})"));
  EXPECT_FALSE(Same(R"({"a": 1, "b": 2})", R"({"a": 1, "c": 2})"));
}

TEST(SameJsonTest, NumbersAreComparedByWhatTheySay) {
  EXPECT_TRUE(Same("1", "1.0"));
  EXPECT_TRUE(Same("1e2", "100"));
  EXPECT_FALSE(Same("1", "1.5"));
  // A double would take the two for one.
  EXPECT_FALSE(Same("12345678901234567890", "12345678901234567891"));
  EXPECT_TRUE(Same("12345678901234567890", "12345678901234567890"));
}

TEST(SameJsonTest, KindsAreToldApart) {
  EXPECT_FALSE(Same("1", "\"1\""));
  EXPECT_FALSE(Same("true", "false"));
  EXPECT_FALSE(Same("null", "{}"));
  EXPECT_FALSE(Same("[]", "{}"));
  EXPECT_TRUE(Same("null", "null"));
  EXPECT_TRUE(Same(R"("\u00e9")", "\"\xC3\xA9\""));
}

TEST(JsonMemberTest, IsTheLastOfItsName) {
  const auto tape = JsonTape::Parse(R"({"a": 1, "b": 2, "a": 3})");
  ASSERT_TRUE(tape.ok());
  EXPECT_EQ(tape->root().Member("a")->text(), "3");
  EXPECT_FALSE(tape->root().Member("c"));
  EXPECT_FALSE(tape->root().Member("b")->Member("a"));
}

}  // namespace
}  // namespace apisql
