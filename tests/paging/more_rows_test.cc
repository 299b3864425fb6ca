#include "src/paging/more_rows.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "src/paging/shapes/paging_shapes.h"

namespace apisql {
namespace {

using Kind = MoreRows::Kind;

MoreRows Look(size_t rows, const std::vector<FoundSign>& signs, int64_t page_size = 0,
              bool counts_rows = true) {
  return LookForMoreRows({.rows = rows}, signs, page_size, counts_rows);
}

MoreRows LookAtHeader(std::string name, std::string value) {
  Response response;
  response.headers = {{std::move(name), std::move(value)}};
  return LookForMoreRows({.response = &response, .rows = 1}, {}, 0, true);
}

MoreRows LookAtLink(std::string link) { return LookAtHeader("link", std::move(link)); }

TEST(MoreRowsTest, ASignCountsByWhatItSays) {
  EXPECT_EQ(Look(2, {{PagingSign::kNext, "/next", "c"}}).kind, Kind::kTold);
  EXPECT_EQ(Look(2, {{PagingSign::kNext, "/next_page", "0"}}).kind, Kind::kNone);
  EXPECT_EQ(Look(2, {{PagingSign::kMore, "/more", "true"}}).kind, Kind::kTold);
  EXPECT_EQ(Look(2, {{PagingSign::kMore, "/more", "false"}}).kind, Kind::kNone);
  EXPECT_EQ(Look(2, {{PagingSign::kNext, "/next", "-1"}}).kind, Kind::kNone);
  EXPECT_EQ(Look(2, {{PagingSign::kNext, "/next", "-1.0"}}).kind, Kind::kNone);
  EXPECT_EQ(Look(2, {{PagingSign::kNext, "/next", "2"}}).kind, Kind::kTold);
  EXPECT_EQ(Look(2, {{PagingSign::kNext, "/next", "-c"}}).kind, Kind::kTold);
  EXPECT_EQ(Look(2, {{PagingSign::kMore, "/has_more", "5"}}).kind, Kind::kTold);
  EXPECT_EQ(Look(2, {{PagingSign::kMore, "/has_more", "0"}}).kind, Kind::kNone);
  EXPECT_EQ(Look(2, {{PagingSign::kLast, "/isLast", "false"}}).kind, Kind::kTold);
  EXPECT_EQ(Look(2, {{PagingSign::kLast, "/isLast", "true"}}).kind, Kind::kNone);
  EXPECT_EQ(Look(2, {{PagingSign::kLast, "/last", "/a?page=9"}}).kind, Kind::kNone);
  EXPECT_EQ(Look(2, {{PagingSign::kPages, "/pages", "2"}}).kind, Kind::kTold);
  EXPECT_EQ(Look(2, {{PagingSign::kPages, "/pages", "1"}}).kind, Kind::kNone);
  EXPECT_EQ(Look(2, {{PagingSign::kPages, "/pages", "many"}}).kind, Kind::kNone);
  EXPECT_EQ(Look(2, {{PagingSign::kTotal, "/total", "3"}}).kind, Kind::kTold);
  EXPECT_EQ(Look(2, {{PagingSign::kTotal, "/total", "2"}}).kind, Kind::kNone);
  EXPECT_EQ(Look(2, {{PagingSign::kTotal, "/total", "2.75"}}).kind, Kind::kNone);
}

TEST(MoreRowsTest, AnEmptyPageMayTellOfMoreRows) {
  EXPECT_EQ(Look(0, {{PagingSign::kTotal, "/total", "3"}}).kind, Kind::kTold);
  EXPECT_EQ(Look(0, {}).kind, Kind::kNone);
}

TEST(MoreRowsTest, ThePagingThatIsMissingIsThatOfTheClearestSign) {
  const MoreRows more = Look(2, {{PagingSign::kTotal, "/total", "3"},
                                 {PagingSign::kNext, "/links/next", "https://a.test/b?page=2"},
                                 {PagingSign::kMore, "/more", "true"}});
  EXPECT_EQ(more.reason, "/links/next is 'https://a.test/b?page=2'");
  EXPECT_EQ(more.paging, "{style: next_url, next: /links/next}");
}

TEST(MoreRowsTest, APageThatIsFullIsMoreThanARoundNumber) {
  EXPECT_EQ(Look(30, {}, 30).kind, Kind::kFullPage);
  EXPECT_EQ(Look(7, {}, 7).kind, Kind::kFullPage);
  EXPECT_EQ(Look(29, {}, 30).kind, Kind::kNone);
  EXPECT_EQ(Look(31, {}, 30).kind, Kind::kNone);
  EXPECT_EQ(Look(30, {}, 100).kind, Kind::kRound);
  for (const size_t rows : {10, 20, 25, 50, 100, 200, 250, 500, 1000}) {
    EXPECT_EQ(Look(rows, {}).kind, Kind::kRound) << rows;
  }
  EXPECT_EQ(Look(11, {}).kind, Kind::kNone);
}

TEST(MoreRowsTest, RowsOfGroupsAreNotCounted) {
  EXPECT_EQ(Look(10, {{PagingSign::kTotal, "/total", "11"}}, 10, false).kind, Kind::kNone);
  EXPECT_EQ(Look(10, {{PagingSign::kMore, "/more", "true"}}, 10, false).kind, Kind::kTold);
}

TEST(MoreRowsTest, ALinkToTheNextPageCounts) {
  EXPECT_EQ(LookAtLink("<https://a.test/b?page=2>; rel=\"next\"").kind, Kind::kTold);
  EXPECT_EQ(LookAtLink("<https://a.test/b?page=1>; rel=\"prev\"").kind, Kind::kNone);
  // What cannot be read may name one.
  EXPECT_EQ(LookAtLink("<https://a.test/b?page=2; rel=next").kind, Kind::kTold);
}

TEST(MoreRowsTest, AHeaderMayNameTheNextPage) {
  const MoreRows more = LookAtHeader("x-next-page", "2");
  EXPECT_EQ(more.kind, Kind::kTold);
  EXPECT_EQ(more.reason, "its header X-Next-Page is '2'");
  EXPECT_EQ(more.paging, "{style: token, next: header:X-Next-Page, token_parameter: NAME}");
  EXPECT_EQ(LookAtHeader("x-next-page", "").kind, Kind::kNone);
  EXPECT_EQ(LookAtHeader("x-next-page", "0").kind, Kind::kNone);
  EXPECT_EQ(LookAtHeader("x-prev-page", "2").kind, Kind::kNone);
}

TEST(MoreRowsTest, TheWordsOfAFlagOfTheLastPageAreToldApart) {
  EXPECT_EQ(Look(2, {{PagingSign::kLast, "/done", "false"}}).paging,
            "{style: offset, offset_parameter: NAME, more: /done, last_words: [\"true\"]}");
}

TEST(PagingSignTest, AMemberThatNamesTheNextPageIsToldFromOneThatNamesThisOne) {
  EXPECT_EQ(PagingSignOf(PlainName("next_page_token")), PagingSign::kNext);
  EXPECT_EQ(PagingSignOf(PlainName("@odata.nextLink")), PagingSign::kNext);
  EXPECT_EQ(PagingSignOf(PlainName("continue")), PagingSign::kNext);
  EXPECT_EQ(PagingSignOf(PlainName("cursor")), PagingSign::kNone);
  EXPECT_EQ(PagingSignOf(PlainName("last_id")), PagingSign::kNone);
  EXPECT_EQ(PagingSignOf(PlainName("hasNextPage")), PagingSign::kMore);
  EXPECT_EQ(PagingSignOf(PlainName("nextRecordsUrl")), PagingSign::kNext);
  EXPECT_EQ(PagingSignOf(PlainName("next_page_id")), PagingSign::kNext);
  EXPECT_EQ(PagingSignOf(PlainName("HasMoreRecords")), PagingSign::kMore);
  EXPECT_EQ(PagingSignOf(PlainName("isLast")), PagingSign::kLast);
  EXPECT_EQ(PagingSignOf(PlainName("done")), PagingSign::kLast);
  EXPECT_EQ(PagingSignOf(PlainName("total_pages")), PagingSign::kPages);
  EXPECT_EQ(PagingSignOf(PlainName("totalResults")), PagingSign::kTotal);
  EXPECT_EQ(PagingSignOf(PlainName("name")), PagingSign::kNone);
}

}  // namespace
}  // namespace apisql
