#include "src/json/writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace apisql {
namespace {

using ::testing::HasSubstr;

JsonPath PathOf(std::string_view text) { return *JsonPath::Parse(text); }

TEST(JsonBodyTest, MakesObjectsOnTheWayInTheOrderOfTheSets) {
  JsonBody body;
  EXPECT_TRUE(body.empty());
  EXPECT_TRUE(body.Set(PathOf("/spec/display_name"), "a \"b\"").ok());
  EXPECT_TRUE(body.Set(PathOf("/kind"), nullptr).ok());
  EXPECT_TRUE(body.Set(PathOf("/spec/owner/id"), int64_t{-7}).ok());
  EXPECT_TRUE(body.Set(PathOf("/on"), true).ok());
  EXPECT_TRUE(body.Set(PathOf("/ratio"), 0.5).ok());
  EXPECT_FALSE(body.empty());
  EXPECT_EQ(
      body.ToString(),
      R"({"spec":{"display_name":"a \"b\"","owner":{"id":-7}},"kind":null,"on":true,"ratio":0.5})");
}

TEST(JsonBodyTest, LaterSetsWinInPlace) {
  JsonBody body;
  ASSERT_TRUE(body.Set(PathOf("/a"), int64_t{1}).ok());
  ASSERT_TRUE(body.Set(PathOf("/b"), int64_t{2}).ok());
  ASSERT_TRUE(body.Set(PathOf("/a"), "three").ok());
  EXPECT_EQ(body.ToString(), R"({"a":"three","b":2})");
}

TEST(JsonBodyTest, SingleMembersAreMergedOverAWholeObject) {
  JsonBody body;
  ASSERT_TRUE(body.Set(PathOf("/spec"), JsonText{R"({"n": 12.30, "owner": {"id": "u-1"}})"}).ok());
  ASSERT_TRUE(body.Set(PathOf("/spec/owner/kind"), "User").ok());
  ASSERT_TRUE(body.Set(PathOf("/spec"), JsonText{R"({"owner": {"id": "u-2"}, "list": [1]})"}).ok());
  EXPECT_EQ(body.ToString(),
            R"({"spec":{"n":12.30,"owner":{"id":"u-2","kind":"User"},"list":[1]}})");
}

TEST(JsonBodyTest, TheWholeBodyCanBeGiven) {
  JsonBody body;
  ASSERT_TRUE(body.Set(JsonPath(), JsonText{R"({"a": {}})"}).ok());
  ASSERT_TRUE(body.Set(PathOf("/b"), false).ok());
  EXPECT_EQ(body.ToString(), R"({"a":{},"b":false})");
  EXPECT_FALSE(body.Set(JsonPath(), JsonText{"[1]"}).ok());
  EXPECT_FALSE(body.Set(JsonPath(), "text").ok());
}

TEST(JsonBodyTest, KeepsTheDigitsOfJsonText) {
  JsonBody body;
  ASSERT_TRUE(body.Set(PathOf("/n"), JsonText{"18446744073709551616"}).ok());
  EXPECT_EQ(body.ToString(), R"({"n":18446744073709551616})");
}

TEST(JsonBodyTest, AFailedSetChangesNothing) {
  JsonBody body;
  ASSERT_TRUE(body.Set(PathOf("/a/b"), int64_t{1}).ok());
  const Status through = body.Set(PathOf("/a/b/c/d"), int64_t{2});
  EXPECT_EQ(through.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(through.message(), HasSubstr("/a/b/c/d"));
  const Status broken = body.Set(PathOf("/x/y"), JsonText{R"({"z": )"});
  EXPECT_EQ(broken.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(broken.message(), HasSubstr("/x/y: invalid JSON"));
  EXPECT_EQ(body.ToString(), R"({"a":{"b":1}})");
}

TEST(JsonBodyTest, RefusesNumbersThatJsonDoesNotHave) {
  JsonBody body;
  EXPECT_FALSE(body.Set(PathOf("/a"), std::numeric_limits<double>::infinity()).ok());
  EXPECT_FALSE(body.Set(PathOf("/a"), std::numeric_limits<double>::quiet_NaN()).ok());
  EXPECT_TRUE(body.empty());
}

TEST(JsonBodyTest, RefusesJsonTextThatIsNestedTooDeeply) {
  JsonBody body;
  EXPECT_FALSE(body.Set(PathOf("/a"), JsonText{std::string(1'000'000, '[')}).ok());
}

TEST(JsonBodyTest, WhatIsTakenOutIsGone) {
  JsonBody body;
  ASSERT_TRUE(body.Set({}, JsonText{R"({"a":{"b":1,"c":2},"d":[1],"e":3})"}).ok());
  body.Remove(PathOf("/a/b"));
  body.Remove(PathOf("/e"));
  body.Remove(PathOf("/none/at/all"));
  body.Remove(PathOf("/d/0"));
  EXPECT_EQ(body.ToString(), R"({"a":{"c":2},"d":[1]})");
}

TEST(QuoteJsonTest, EscapesWhatJsonDemands) {
  EXPECT_EQ(QuoteJson(std::string_view("a\"\\/\n\r\t\x01\0é😀", 15)),
            R"("a\"\\/\n\r\t\u0001\u0000é😀")");
  EXPECT_EQ(QuoteJson(""), R"("")");
}

TEST(QuoteJsonTest, InvalidUtf8BecomesTheReplacementCharacter) {
  EXPECT_EQ(QuoteJson("a\xff\xc3z\xed\xa0\x80"), "\"a\uFFFD\uFFFDz\uFFFD\uFFFD\uFFFD\"");
}

}  // namespace
}  // namespace apisql
