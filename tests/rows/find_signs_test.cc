// What both decoders see beside the rows of an answer that may tell of more rows.
#include "src/rows/shape/find_signs.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "src/rows/dom_decoder.h"
#include "src/rows/exact_decoder.h"
#include "tests/rows/page_text.h"

namespace apisql {
namespace {

std::string SignsText(const Page& page) {
  std::string text;
  for (const FoundSign& sign : page.signs) {
    text += (text.empty() ? "" : ", ") + sign.place + " " + sign.text;
  }
  return text;
}

std::string SignsOf(std::string_view body, std::string_view rows,
                    RowsKind kind = RowsKind::kArray) {
  PageShape shape = MakeShape(kind, rows, {});
  shape.signs = true;
  const std::optional<Page> fast = DecodeWithDom(body, shape);
  const StatusOr<Page> exact = DecodeExactly(body, shape);
  if (!fast || !exact.ok()) return "not read";
  EXPECT_EQ(SignsText(*fast), SignsText(*exact));
  return SignsText(*exact);
}

TEST(FindSignsTest, MembersBesideTheRowsAndInGroupsAboutPaging) {
  EXPECT_EQ(SignsOf(R"({"next": "a", "data": [], "meta": {"page": {"total_pages": 3}},
                        "has_more": true, "total": 7})",
                    "/data"),
            "/next a, /meta/page/total_pages 3, /has_more true, /total 7");
}

TEST(FindSignsTest, TheWayToTheRowsIsLookedAtAndTheRowsAreNot) {
  EXPECT_EQ(SignsOf(R"({"data": {"items": [{"next": "a"}], "nextPageToken": "b"}})", "/data/items"),
            "/data/nextPageToken b");
  EXPECT_EQ(SignsOf(R"([{"next": "a"}])", "/"), "");
  EXPECT_EQ(SignsOf(R"({"next": {"rank": "a"}, "total": {}})", "/", RowsKind::kMap), "");
  EXPECT_EQ(SignsOf(R"({"next": {"a": {}}, "more": true})", "/next", RowsKind::kMap), "/more true");
}

TEST(FindSignsTest, WhatIsNotAboutPagingIsNotLookedAt) {
  EXPECT_EQ(SignsOf(R"({"data": [], "query": {"next": "a"}, "errors": [{"next": "b"}]})", "/data"),
            "");
}

TEST(FindSignsTest, NothingIsNoSign) {
  EXPECT_EQ(SignsOf(R"({"data": [], "next": null, "nextLink": "", "has_more": false,
                        "links": {"next": {}}, "more": []})",
                    "/data"),
            "");
}

TEST(FindSignsTest, AnObjectNamesTheNextPageByMembersThatNamePages) {
  EXPECT_EQ(
      SignsOf(R"({"data": [], "_links": {"next": {"templated": true, "href": "/b"}}})", "/data"),
      "/_links/next/href /b");
  EXPECT_EQ(SignsOf(R"({"data": [], "_links": {"next": {"href": null, "rel": "next"}}})", "/data"),
            "");
  EXPECT_EQ(SignsOf(R"({"data": [], "next": {"cursor": null, "limit": "10"}})", "/data"), "");
  EXPECT_EQ(SignsOf(R"({"data": [], "next": {"limit": 10, "page": 2, "after": "c"}})", "/data"),
            "/next/page 2, /next/after c");
}

TEST(FindSignsTest, AListOfLinksNamesTheNextPageByItsRelation) {
  EXPECT_EQ(SignsOf(R"({"data": [], "links": [{"rel": "self", "href": "/a"}, 7,
                        {"rel": "next", "href": "/b", "method": "GET"}]})",
                    "/data"),
            "/links/2/href /b");
  EXPECT_EQ(SignsOf(R"({"data": [], "links": [{"rel": "next", "href": null},
                        {"rel": "prev", "href": "/a"}], "items": [{"rel": "next", "href": "/b"}]})",
                    "/data"),
            "");
  EXPECT_EQ(SignsOf(R"({"links": [{"rel": "next", "href": "/b"}]})", "/links"), "");
}

TEST(FindSignsTest, AFlagOfTheLastPageIsASignWhereItSaysNo) {
  EXPECT_EQ(SignsOf(R"({"data": [], "isLast": false, "done": false, "has_more": false})", "/data"),
            "/isLast false, /done false");
}

TEST(FindSignsTest, ItGoesNoDeeperThanPagingStands) {
  EXPECT_EQ(SignsOf(R"({"data": [], "meta": {"meta": {"meta": {"next": "a",
                        "meta": {"next": "b"}}}}})",
                    "/data"),
            "/meta/meta/meta/next a");
}

}  // namespace
}  // namespace apisql
