#include "src/paging/link_header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace apisql {
namespace {

using ::testing::HasSubstr;

// "url [rel,rel] anchor; url [rel]", or the error.
std::string Parsed(std::string_view header) {
  const StatusOr<std::vector<Link>> links = ParseLinkHeader(header);
  if (!links.ok()) {
    EXPECT_EQ(links.status().code(), StatusCode::kDataLoss);
    return "error: " + links.status().message();
  }
  std::string text;
  for (const Link& link : *links) {
    if (!text.empty()) text += "; ";
    text += link.url + " [";
    for (const std::string& relation : link.relations) {
      text += (text.back() == '[' ? "" : ",") + relation;
    }
    text += link.has_anchor ? "] anchor" : "]";
  }
  return text;
}

TEST(LinkHeaderTest, ReadsSeveralLinks) {
  EXPECT_EQ(Parsed(R"(<https://a/r?page=2>; rel="next", <https://a/r?page=9>; rel="last")"),
            "https://a/r?page=2 [next]; https://a/r?page=9 [last]");
}

TEST(LinkHeaderTest, UrlsMayHoldCommasAndSemicolons) {
  EXPECT_EQ(Parsed(R"(</r?ids=1,2;3&page=2>;rel=next)"), "/r?ids=1,2;3&page=2 [next]");
}

TEST(LinkHeaderTest, ARelationIsOneOfSeveralInAnyCase) {
  EXPECT_EQ(Parsed(R"(<u> ; REL = "start  NEXT")"), "u [start,next]");
}

TEST(LinkHeaderTest, OnlyTheFirstRelCounts) {
  EXPECT_EQ(Parsed(R"(<u>; rel=prev; rel=next)"), "u [prev]");
}

TEST(LinkHeaderTest, OtherParametersAreReadOver) {
  EXPECT_EQ(Parsed(R"(<u>; title="a, \"b\"; rel=next"; crossorigin; rel=next; ;)"), "u [next]");
}

TEST(LinkHeaderTest, TellsLinksOfAnotherPage) {
  EXPECT_EQ(Parsed(R"(<u>; anchor="/other"; rel=next)"), "u [next] anchor");
}

TEST(LinkHeaderTest, ListsMayHaveEmptyElements) {
  EXPECT_EQ(Parsed(" , ,<u>,, <v>,"), "u []; v []");
  EXPECT_EQ(Parsed(""), "");
  EXPECT_EQ(Parsed(" ,"), "");
}

TEST(LinkHeaderTest, FaultsTellWhatWasExpectedWhere) {
  EXPECT_EQ(Parsed("https://a"), "error: Link header: expected '<' at byte 0");
  EXPECT_EQ(Parsed("<https://a"), "error: Link header: expected '>' at byte 1");
  EXPECT_EQ(Parsed("<a>; rel=\"next"), "error: Link header: expected '\"' at byte 14");
  EXPECT_EQ(Parsed("<a>; rel=\"next\\"), "error: Link header: expected '\"' at byte 15");
  EXPECT_EQ(Parsed("<a> rel=next"), "error: Link header: expected ',' or ';' at byte 4");
  EXPECT_EQ(Parsed("<a>; =next"), "error: Link header: expected a parameter at byte 5");
  EXPECT_EQ(Parsed("<a>; rel=ne<xt"), "error: Link header: expected ',' or ';' at byte 11");
}

TEST(LinkHeaderTest, HostileHeadersEndSoon) {
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "<u>;rel=x,";
  EXPECT_EQ(ParseLinkHeader(many)->size(), 100'000);
  EXPECT_THAT(Parsed(std::string(1'000'000, '<')), HasSubstr("expected '>'"));
  EXPECT_THAT(Parsed("<u>" + std::string(1'000'000, ';')), HasSubstr("u []"));
}

}  // namespace
}  // namespace apisql
