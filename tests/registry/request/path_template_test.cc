#include "registry/model/path_template.h"

#include <gtest/gtest.h>

#include <string>

namespace apisql {
namespace {

using Segment = Parameter::Segment;

std::string Text(Segment segment, const std::string& value) {
  return PathText(segment, value).value_or("none");
}

TEST(PathTemplateTest, PlaceholdersSayWhatTheyTake) {
  const auto found = PathPlaceholders("/repos/{+repo}/issues{/number}/{id}");
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->size(), 3U);
  EXPECT_EQ((*found)[0].name, "repo");
  EXPECT_EQ((*found)[0].segment, Segment::kMany);
  EXPECT_EQ((*found)[1].name, "number");
  EXPECT_EQ((*found)[1].segment, Segment::kOptional);
  EXPECT_EQ((*found)[2].segment, Segment::kOne);
}

TEST(PathTemplateTest, OtherOperatorsAndBracesAreErrors) {
  for (const char* path : {"/{?a}", "/{#a}", "/{.a}", "/{a*}", "/{+}", "/{/}", "/{a,b}", "/{", "/}",
                           "/{a{b}}", "/{++a}"}) {
    EXPECT_FALSE(PathPlaceholders(path).ok()) << path;
  }
}

TEST(PathTemplateTest, OneSegmentIsEncodedWhole) {
  EXPECT_EQ(Text(Segment::kOne, "a/b c"), "a%2Fb%20c");
  EXPECT_EQ(Text(Segment::kOptional, "a/b"), "/a%2Fb");
  for (const Segment segment : {Segment::kOne, Segment::kOptional}) {
    for (const char* value : {"", ".", ".."}) EXPECT_EQ(Text(segment, value), "none") << value;
  }
}

TEST(PathTemplateTest, SlashesPartSegmentsThatAreEncoded) {
  EXPECT_EQ(Text(Segment::kMany, "acme/web"), "acme/web");
  EXPECT_EQ(Text(Segment::kMany, "acme"), "acme");
  EXPECT_EQ(Text(Segment::kMany, "a?b/c#d/%2e%2e/e;f"), "a%3Fb/c%23d/%252e%252e/e%3Bf");
}

TEST(PathTemplateTest, NoValueLeavesItsPath) {
  for (const char* value : {"", "/", "a/", "/a", "a//b", "..", "../admin", "a/..", "a/../b",
                            "a/./b", ".", "a/b\n", "a\r/b", "\x7f/a", "\x01"}) {
    EXPECT_EQ(Text(Segment::kMany, value), "none") << value;
  }
  EXPECT_EQ(Text(Segment::kMany, std::string("a\0/b", 4)), "none");
}

}  // namespace
}  // namespace apisql
