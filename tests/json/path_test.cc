#include "src/json/path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(JsonPathTest, ReadsKeysFromTheRootDown) {
  EXPECT_THAT(JsonPath::Parse("/spec/owner/id")->keys, ElementsAre("spec", "owner", "id"));
}

TEST(JsonPathTest, SlashAndNothingAreTheWholeValue) {
  EXPECT_THAT(JsonPath::Parse("/")->keys, IsEmpty());
  EXPECT_THAT(JsonPath::Parse("")->keys, IsEmpty());
}

TEST(JsonPathTest, EscapesStandForSlashAndTilde) {
  const StatusOr<JsonPath> path = JsonPath::Parse("/a~1b/c~0d/~01");
  ASSERT_TRUE(path.ok());
  EXPECT_THAT(path->keys, ElementsAre("a/b", "c~d", "~1"));
  EXPECT_EQ(path->ToString(), "/a~1b/c~0d/~01");
}

TEST(JsonPathTest, KeysKeepDotsAndBlanks) {
  EXPECT_THAT(JsonPath::Parse("/config/cleanup.policy/a b")->keys,
              ElementsAre("config", "cleanup.policy", "a b"));
}

TEST(JsonPathTest, RefusesTextThatDoesNotStartWithASlash) {
  const StatusOr<JsonPath> path = JsonPath::Parse("spec/owner");
  EXPECT_EQ(path.status().code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(path.status().message(), HasSubstr("'spec/owner' must start with '/'"));
}

TEST(JsonPathTest, RefusesAnEscapeThatIsNone) {
  EXPECT_FALSE(JsonPath::Parse("/a~2").ok());
  EXPECT_FALSE(JsonPath::Parse("/a~").ok());
}

TEST(JsonPathTest, ToStringOfTheWholeValueIsASlash) { EXPECT_EQ(JsonPath().ToString(), "/"); }

}  // namespace
}  // namespace apisql
