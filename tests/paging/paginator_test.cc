#include "src/paging/paginator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kUrl = "https://api.example.com/list";

PagingSpec TokenSpec(const std::string& style) {
  PagingSpec spec;
  spec.style = style;
  spec.page_size_parameter = "page_size";
  spec.max_page_size = 100;
  spec.token_parameter = "page_token";
  if (style != "link_header") spec.next.path.keys = {"metadata", "next"};
  return spec;
}

PagingSpec CountSpec(const std::string& style, bool with_total) {
  PagingSpec spec;
  spec.style = style;
  spec.page_size_parameter = "limit";
  spec.max_page_size = 10;
  spec.offset_parameter = "offset";
  spec.page_parameter = "page";
  if (with_total) spec.total.path.keys = {"total"};
  return spec;
}

// One list under way.
class List {
 public:
  explicit List(const PagingSpec& spec, int64_t page_size = 0)
      : paginator_(*MakePaginator(spec)),
        first_(EncodeQuery(paginator_->First(page_size).parameters)) {}

  const std::string& first() const { return first_; }

  // The query of the next page, "end", or the error.
  std::string Next(size_t rows, std::optional<std::string> envelope = std::nullopt,
                   std::vector<Header> headers = {}) {
    Response response;
    response.url = kUrl;
    response.headers = std::move(headers);
    response.body = "page " + std::to_string(++pages_);
    return Next(response, rows, std::move(envelope));
  }

  std::string Next(const Response& response, size_t rows, std::optional<std::string> envelope) {
    std::vector<std::optional<std::string>> scalars;
    if (!paginator_->EnvelopePaths().empty()) scalars.push_back(std::move(envelope));
    const auto next = paginator_->Next({.response = &response, .rows = rows, .envelope = scalars});
    if (!next.ok()) {
      EXPECT_EQ(next.status().code(), StatusCode::kDataLoss);
      return "error: " + next.status().message();
    }
    if (!*next) return "end";
    return (*next)->url.empty() ? EncodeQuery((*next)->parameters) : (*next)->url;
  }

 private:
  std::unique_ptr<Paginator> paginator_;
  std::string first_;
  int pages_ = 0;
};

TEST(PaginatorTest, KnowsItsStyles) {
  EXPECT_THAT(PaginatorStyles(), ElementsAre("none", "token", "next_url", "offset", "page_number",
                                             "link_header", "range", "unknown"));
}

TEST(PaginatorTest, AnUnknownStyleIsAnErrorThatNamesTheKnownOnes) {
  PagingSpec spec;
  spec.style = "cursor";
  const Status status = MakePaginator(spec).status();
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(status.message(),
              HasSubstr("unknown paging style 'cursor'; known are none, token, next_url"));
}

TEST(PaginatorTest, AStyleNamesWhatItLacks) {
  for (const auto& [style, missing] :
       std::vector<std::pair<std::string, std::string>>{{"token", "token_parameter"},
                                                        {"next_url", "next"},
                                                        {"offset", "offset_parameter"},
                                                        {"page_number", "page_parameter"}}) {
    PagingSpec spec;
    spec.style = style;
    EXPECT_EQ(MakePaginator(spec).status().message(),
              "paging style " + style + " needs " + missing);
  }
  PagingSpec spec = TokenSpec("next_url");
  spec.next = {};
  EXPECT_EQ(MakePaginator(spec).status().message(), "paging style next_url needs next");
}

TEST(PaginatorTest, ThePageSizeIsAtMostTheMaximum) {
  EXPECT_EQ(List(TokenSpec("token")).first(), "page_size=100");
  EXPECT_EQ(List(TokenSpec("token"), 7).first(), "page_size=7");
  EXPECT_EQ(List(TokenSpec("token"), 1000).first(), "page_size=100");
  EXPECT_EQ(List(TokenSpec("token"), -1).first(), "page_size=100");
}

TEST(PaginatorTest, ThePageSizeIsAtLeastTheMinimum) {
  PagingSpec spec = TokenSpec("token");
  spec.min_page_size = 10;
  EXPECT_EQ(List(spec, 5).first(), "page_size=10");
  EXPECT_EQ(List(spec, 11).first(), "page_size=11");
  EXPECT_EQ(List(spec).first(), "page_size=100");
  spec.max_page_size = 0;
  EXPECT_EQ(List(spec).first(), "");
  EXPECT_EQ(List(CountSpec("offset", true), 5).first(), "limit=5");
}

TEST(PaginatorTest, WithoutAMaximumTheLargestPageIsTheServersChoice) {
  PagingSpec spec = TokenSpec("token");
  spec.max_page_size = 0;
  EXPECT_EQ(List(spec).first(), "");
  EXPECT_EQ(List(spec, 500).first(), "page_size=500");
}

TEST(PaginatorTest, APageSizeThatCannotBeChosenIsNotSent) {
  PagingSpec spec = TokenSpec("token");
  spec.page_size_parameter.clear();
  EXPECT_EQ(List(spec, 7).first(), "");
}

TEST(NonePaginatorTest, OnePageIsAll) {
  List list((PagingSpec()));
  EXPECT_EQ(list.first(), "");
  EXPECT_EQ(list.Next(10), "end");
}

TEST(TokenPaginatorTest, EveryPageIsAskedWithSizeAndToken) {
  List list(TokenSpec("token"), 20);
  EXPECT_EQ(list.Next(20, "a/b=="), "page_size=20&page_token=a/b%3D%3D");
  EXPECT_EQ(list.Next(20, "c"), "page_size=20&page_token=c");
  EXPECT_EQ(list.Next(1, std::nullopt), "end");
}

TEST(TokenPaginatorTest, AnEmptyTokenIsTheEnd) {
  EXPECT_EQ(List(TokenSpec("token")).Next(20, ""), "end");
}

TEST(TokenPaginatorTest, AnEmptyPageIsNotTheEnd) {
  EXPECT_EQ(List(TokenSpec("token")).Next(0, "more"), "page_size=100&page_token=more");
}

TEST(TokenPaginatorTest, ATokenThatComesBackIsAnError) {
  List list(TokenSpec("token"));
  list.Next(1, "a");
  list.Next(1, "b");
  EXPECT_EQ(list.Next(1, "a"),
            "error: paging is broken after https://api.example.com/list: the server gave the token "
            "'a' before");
}

TEST(TokenPaginatorTest, ErrorsShowTokensMadePrintable) {
  List list(TokenSpec("token"));
  const std::string token = "\x1b[2J" + std::string(100'000, 'x');
  list.Next(1, token);
  const std::string error = list.Next(1, token);
  EXPECT_THAT(error, AllOf(HasSubstr("\\x1b[2Jxxx"), Not(Contains('\x1b'))));
  EXPECT_LT(error.size(), 500);
}

TEST(TokenPaginatorTest, FirstForgetsTheTokensOfAnEarlierList) {
  const std::unique_ptr<Paginator> paginator = *MakePaginator(TokenSpec("token"));
  const std::vector<std::optional<std::string>> envelope = {"a"};
  for (int i = 0; i < 2; ++i) {
    paginator->First(0);
    EXPECT_TRUE(paginator->Next({.response = nullptr, .rows = 1, .envelope = envelope}).ok());
  }
}

TEST(NextUrlPaginatorTest, OnlyTheTokenIsTakenOutOfAUrlThatSaysNothingElse) {
  List list(TokenSpec("next_url"));
  EXPECT_EQ(list.Next(9, "https://other.example/x?page_size=1&page_token=UvmD%2F%3D&a=#c"),
            "page_size=100&page_token=UvmD/%3D");
  EXPECT_EQ(list.Next(9, "?page_token=2"), "page_size=100&page_token=2");
}

TEST(NextUrlPaginatorTest, WhatTheListAskedForIsNothingElse) {
  List list(TokenSpec("next_url"));
  Response response;
  response.url = "https://api.example.com/list?spec.owner=a%20b&page_size=100";
  EXPECT_EQ(list.Next(response, 9, "https://x/y?page_token=2&spec.owner=a+b"),
            "page_size=100&page_token=2");
}

TEST(NextUrlPaginatorTest, AUrlThatSaysMoreIsFollowedWholeOnTheSameServer) {
  List list(TokenSpec("next_url"));
  EXPECT_EQ(list.Next(9, "/other?page_token=2&snapshot=S1"),
            "https://api.example.com/other?page_token=2&snapshot=S1");
  Response response;
  response.url = "https://api.example.com/other?page_token=2&snapshot=S1";
  // The snapshot has been asked for by now, but not by the list's own request.
  EXPECT_EQ(list.Next(response, 9, "https://API.example.com:443/other?page_token=3&snapshot=S1#c"),
            "https://API.example.com:443/other?page_token=3&snapshot=S1");
}

TEST(NextUrlPaginatorTest, AUrlThatSaysMoreAndIsOfAnotherServerIsAnError) {
  for (const char* url : {"https://evil.example/list?page_token=2&snapshot=S1",
                          "http://api.example.com/list?page_token=2&snapshot=S1",
                          "https://api.example.com:8443/list?page_token=2&snapshot=S1",
                          "//evil.example/list?page_token=2&snapshot=S1",
                          "https://api.example.com@evil.example/list?page_token=2&snapshot=S1"}) {
    EXPECT_THAT(List(TokenSpec("next_url")).Next(9, url),
                AllOf(HasSubstr("asks for snapshot, too, and is of another server"),
                      HasSubstr("paging is broken after")));
  }
}

TEST(NextUrlPaginatorTest, AnotherValueOfAFilterSaysMore) {
  List list(TokenSpec("next_url"));
  Response response;
  response.url = "https://api.example.com/list?state=on&page_size=100";
  EXPECT_EQ(list.Next(response, 9, "/list?page_token=2&state=off"),
            "https://api.example.com/list?page_token=2&state=off");
}

TEST(NextUrlPaginatorTest, WithoutATokenParameterEveryUrlIsFollowedWhole) {
  for (const char* style : {"next_url", "link_header"}) {
    PagingSpec spec = TokenSpec(style);
    spec.token_parameter.clear();
    List list(spec);
    const auto next = [&](const std::string& url) {
      if (spec.next.empty()) return list.Next(9, {}, {{"Link", "<" + url + ">; rel=next"}});
      return list.Next(9, url);
    };
    EXPECT_EQ(next("/list/after/5"), "https://api.example.com/list/after/5");
    EXPECT_THAT(next("/list/after/5"), HasSubstr("gave the token '/list/after/5' before"));
    EXPECT_THAT(next("https://evil.example/list"), HasSubstr("is of another server"));
  }
}

TEST(NextUrlPaginatorTest, AbsentNullAndEmptyAreTheEnd) {
  EXPECT_EQ(List(TokenSpec("next_url")).Next(9, std::nullopt), "end");
  EXPECT_EQ(List(TokenSpec("next_url")).Next(9, ""), "end");
}

TEST(NextUrlPaginatorTest, AUrlWithoutItsTokenIsAnErrorThatNamesIt) {
  const std::string expected =
      "error: paging is broken after https://api.example.com/list: the next URL 'https://a/b?x=1' "
      "has no page_token";
  EXPECT_EQ(List(TokenSpec("next_url")).Next(9, "https://a/b?x=1"), expected);
  EXPECT_THAT(List(TokenSpec("next_url")).Next(9, "https://a/b?page_token="),
              HasSubstr("has no page_token"));
  EXPECT_THAT(List(TokenSpec("next_url")).Next(9, "page_token"), HasSubstr("has no page_token"));
}

TEST(NextUrlPaginatorTest, ATokenThatComesBackIsAnErrorWhateverTheRestOfTheUrl) {
  List list(TokenSpec("next_url"));
  list.Next(9, "https://a/1?page_token=t");
  EXPECT_THAT(list.Next(9, "https://b/2?page_token=%74"), HasSubstr("gave the token 't' before"));
}

TEST(LinkHeaderPaginatorTest, FollowsTheNextLink) {
  List list(TokenSpec("link_header"));
  EXPECT_EQ(list.Next(9, {},
                      {{"x", "y"},
                       {"link", "<u?page_token=0>; rel=prev"},
                       {"LINK", "<https://a/r?page_token=2>; rel=\"next\""}}),
            "page_size=100&page_token=2");
  EXPECT_EQ(list.Next(9, {}, {{"Link", "<https://a/r?page_token=1>; rel=\"first\""}}), "end");
}

TEST(LinkHeaderPaginatorTest, FollowsTheNextLinkInEverySpelling) {
  for (const char* link :
       {"<?page_token=2>; rel='next'", "<?page_token=2>;rel=next", "<?page_token=2>; REL=NEXT",
        "<?page_token=2>; title=\"a, b\"; rel=\"next\"", "<?page_token=2>; rel=\"last next\"",
        "<?page_token=2>; rel='last next'; x", "<?page_token=2> ; rel = next",
        "<?page_token=1>; rel=prev,<?page_token=2>; title*=UTF-8''a; rel=next"}) {
    EXPECT_EQ(List(TokenSpec("link_header")).Next(9, {}, {{"Link", link}}),
              "page_size=100&page_token=2")
        << link;
  }
}

TEST(LinkHeaderPaginatorTest, NoHeaderIsTheEnd) {
  EXPECT_EQ(List(TokenSpec("link_header")).Next(9), "end");
}

TEST(LinkHeaderPaginatorTest, ALinkOfAnotherPageDoesNotCount) {
  EXPECT_EQ(List(TokenSpec("link_header"))
                .Next(9, {}, {{"Link", "<?page_token=2>; rel=next; anchor=\"/other\""}}),
            "end");
}

TEST(LinkHeaderPaginatorTest, ABrokenHeaderIsAnErrorNotTheEnd) {
  EXPECT_THAT(List(TokenSpec("link_header")).Next(9, {}, {{"Link", "<?page_token=2; rel=next"}}),
              HasSubstr("https://api.example.com/list: Link header: expected '>'"));
  EXPECT_THAT(List(TokenSpec("link_header")).Next(9, {}, {{"Link", "<>; rel=next"}}),
              HasSubstr("the next link has no URL"));
  EXPECT_THAT(List(TokenSpec("link_header")).Next(9, {}, {{"Link", "<?x=2>; rel=next"}}),
              HasSubstr("has no page_token"));
}

TEST(OffsetPaginatorTest, WithoutATotalOnlyAnEmptyPageIsTheEnd) {
  List list(CountSpec("offset", false));
  EXPECT_EQ(list.first(), "limit=10");
  EXPECT_EQ(list.Next(10), "limit=10&offset=10");
  // A server may send fewer rows than it was asked for.
  EXPECT_EQ(list.Next(5), "limit=10&offset=15");
  EXPECT_EQ(list.Next(0), "end");
}

TEST(TokenPaginatorTest, WhetherThereIsMoreCountsBeforeTheToken) {
  PagingSpec spec = TokenSpec("token");
  spec.more.path.keys = {"has_more"};
  const auto next = [&spec](std::optional<std::string> token, std::optional<std::string> more) {
    const auto paginator = *MakePaginator(spec);
    paginator->First(0);
    const std::vector<std::optional<std::string>> envelope = {std::move(token), std::move(more)};
    const auto page = paginator->Next({.response = nullptr, .rows = 1, .envelope = envelope});
    if (!page.ok()) return page.status().message();
    return std::string(*page ? "next" : "end");
  };
  EXPECT_EQ(next("a", "true"), "next");
  EXPECT_EQ(next("a", "1"), "next");
  EXPECT_EQ(next("a", std::nullopt), "next");
  EXPECT_EQ(next("a", "false"), "end");
  EXPECT_EQ(next(std::nullopt, "0"), "end");
  EXPECT_EQ(next(std::nullopt, std::nullopt), "end");
  EXPECT_EQ(next(std::nullopt, "true"),
            "paging is broken: the server says that there is more, and not where");
  EXPECT_THAT(next("a", "perhaps"), HasSubstr("'perhaps', and no boolean"));
}

TEST(OffsetPaginatorTest, ATotalThatIsReachedEndsNothing) {
  List list(CountSpec("offset", true));
  EXPECT_EQ(list.Next(10, "15"), "limit=10&offset=10");
  EXPECT_EQ(list.Next(5, "15"), "limit=10&offset=15");
  EXPECT_EQ(list.Next(0, "15"), "end");
  EXPECT_EQ(List(CountSpec("offset", true)).Next(0, "0"), "end");
}

TEST(OffsetPaginatorTest, ACappedTotalEndsNothing) {
  List list(CountSpec("offset", true));
  EXPECT_EQ(list.Next(10, "20"), "limit=10&offset=10");
  EXPECT_EQ(list.Next(10, "20"), "limit=10&offset=20");
  EXPECT_EQ(list.Next(5, "20"), "limit=10&offset=25");
  EXPECT_EQ(list.Next(0, "20"), "end");
}

TEST(OffsetPaginatorTest, ATotalOfThePageEndsNothing) {
  List list(CountSpec("offset", true));
  EXPECT_EQ(list.Next(10, "10"), "limit=10&offset=10");
  EXPECT_EQ(list.Next(7, "7"), "limit=10&offset=17");
  EXPECT_EQ(list.Next(8, "8"), "limit=10&offset=25");
  EXPECT_EQ(list.Next(0, "0"), "end");
}

TEST(OffsetPaginatorTest, ATotalThatFallsIsAnError) {
  for (const char* style : {"offset", "page_number"}) {
    List list(CountSpec(style, true));
    list.Next(10, "25");
    EXPECT_EQ(list.Next(10, "24"),
              "error: paging is broken after https://api.example.com/list: the total fell from 25 "
              "to 24: the list changed while it was read. Run the statement again");
    List full(CountSpec(style, true));
    full.Next(10, "10");
    EXPECT_THAT(full.Next(10, "9"), HasSubstr("the total fell from 10 to 9"));
  }
}

TEST(OffsetPaginatorTest, ThePageBehindTheLastMayHaveNoTotal) {
  for (const auto& total : {std::optional<std::string>("0"), std::optional<std::string>()}) {
    List list(CountSpec("offset", true));
    list.Next(10, "15");
    list.Next(5, "15");
    EXPECT_EQ(list.Next(0, total), "end");
    List early(CountSpec("offset", true));
    early.Next(10, "15");
    EXPECT_THAT(early.Next(0, total), HasSubstr("ended after 10 rows, the server promised 15"));
  }
}

TEST(OffsetPaginatorTest, AnExactTotalEndsTheList) {
  PagingSpec spec = CountSpec("offset", true);
  spec.exact_total = true;
  List list(spec);
  EXPECT_EQ(list.Next(10, "15"), "limit=10&offset=10");
  EXPECT_EQ(list.Next(5, "15"), "end");
  EXPECT_EQ(List(spec).Next(10, "9"), "limit=10&offset=10");
}

TEST(OffsetPaginatorTest, WhetherThereIsMoreEndsTheList) {
  for (const char* style : {"offset", "page_number"}) {
    PagingSpec spec = CountSpec(style, false);
    spec.more.path.keys = {"more"};
    List list(spec);
    EXPECT_THAT(list.Next(10, "true"), HasSubstr("limit=10&"));
    EXPECT_THAT(list.Next(3, std::nullopt), HasSubstr("limit=10&"));
    EXPECT_EQ(list.Next(10, "false"), "end");
    EXPECT_THAT(List(spec).Next(0, "true"), HasSubstr("there is more, and gave no row"));
  }
}

TEST(OffsetPaginatorTest, AnEmptyPageBeforeTheTotalIsAnError) {
  List list(CountSpec("offset", true));
  list.Next(10, "15");
  EXPECT_EQ(list.Next(0, "15"),
            "error: paging is broken after https://api.example.com/list: the list ended after 10 "
            "rows, the server promised 15");
}

TEST(OffsetPaginatorTest, ATotalThatIsTooSmallEndsNothing) {
  List list(CountSpec("offset", true));
  EXPECT_EQ(list.Next(10, "1"), "limit=10&offset=10");
  EXPECT_EQ(list.Next(0, "1"), "end");
}

TEST(OffsetPaginatorTest, ATotalThatIsMissingOnOnePageEndsNothing) {
  List list(CountSpec("offset", true));
  EXPECT_EQ(list.Next(10, std::nullopt), "limit=10&offset=10");
  EXPECT_EQ(list.Next(5, "15"), "limit=10&offset=15");
  EXPECT_EQ(list.Next(0, std::nullopt), "end");
}

TEST(OffsetPaginatorTest, ATotalThatIsNoNumberIsAnError) {
  for (const char* total : {"many", "-1", "1.5", "", "99999999999999999999999"}) {
    EXPECT_THAT(List(CountSpec("offset", true)).Next(10, total), HasSubstr("is no number"));
  }
}

TEST(OffsetPaginatorTest, APageWhoseRowsAllCameBeforeIsAnErrorWhateverTheTotalSays) {
  for (const char* style : {"offset", "page_number"}) {
    const auto paginator = *MakePaginator(CountSpec(style, true));
    paginator->First(0);
    const std::vector<std::optional<std::string>> total = {"20"};
    Response response;
    response.url = kUrl;
    EXPECT_TRUE(paginator->Next({&response, 10, total, 0}).ok());
    const auto next = paginator->Next({&response, 10, total, 10});
    ASSERT_FALSE(next.ok());
    EXPECT_EQ(next.status().message(),
              "paging is broken after " + std::string(kUrl) + ": all rows of the page came before");
  }
}

TEST(OffsetPaginatorTest, ARowThatCameBeforeCountsForThePlaceOfTheNextPage) {
  const auto paginator = *MakePaginator(CountSpec("offset", true));
  paginator->First(0);
  const std::vector<std::optional<std::string>> total = {"25"};
  EXPECT_TRUE(paginator->Next({nullptr, 10, total, 0}).ok());
  const auto next = paginator->Next({nullptr, 10, total, 1});
  ASSERT_TRUE(next.ok() && *next);
  EXPECT_EQ(EncodeQuery((*next)->parameters), "limit=10&offset=20");
}

TEST(OffsetPaginatorTest, AServerThatSendsTheSamePageAgainIsAnError) {
  List list(CountSpec("offset", false));
  Response response;
  response.url = kUrl;
  response.body = "[1,2]";
  EXPECT_EQ(list.Next(response, 2, {}), "limit=10&offset=2");
  EXPECT_THAT(list.Next(response, 2, {}), HasSubstr("the page is the same as the one before"));
}

TEST(PageNumberPaginatorTest, CountsPagesFromTheFirst) {
  List list(CountSpec("page_number", false));
  EXPECT_EQ(list.first(), "limit=10");
  EXPECT_EQ(list.Next(10), "limit=10&page=2");
  EXPECT_EQ(list.Next(3), "limit=10&page=3");
  EXPECT_EQ(list.Next(0), "end");
}

TEST(PageNumberPaginatorTest, TheFirstPageMayBeZero) {
  PagingSpec spec = CountSpec("page_number", true);
  spec.first_page = 0;
  List list(spec);
  EXPECT_EQ(list.Next(10, "20"), "limit=10&page=1");
  EXPECT_EQ(list.Next(10, "20"), "limit=10&page=2");
  EXPECT_EQ(list.Next(0, "20"), "end");
}

TEST(PageNumberPaginatorTest, TheNumberOfPagesEndsTheList) {
  PagingSpec spec = CountSpec("page_number", false);
  spec.pages.path.keys = {"pages"};
  List list(spec);
  EXPECT_EQ(list.Next(10, "3"), "limit=10&page=2");
  EXPECT_EQ(list.Next(7, "3"), "limit=10&page=3");
  EXPECT_EQ(list.Next(10, "3"), "end");
  EXPECT_EQ(List(spec).Next(0, "1"), "end");
  EXPECT_EQ(List(spec).Next(0, "0"), "end");
}

TEST(PageNumberPaginatorTest, ANumberOfPagesThatIsBrokenIsAnError) {
  PagingSpec spec = CountSpec("page_number", false);
  spec.pages.path.keys = {"pages"};
  const std::string start = "error: paging is broken after https://api.example.com/list: ";
  EXPECT_EQ(List(spec).Next(1, "-1"), start + "the number of pages '-1' is no number");
  EXPECT_EQ(List(spec).Next(1, "0"),
            start + "page 1 has rows, and there are 0 pages, the server says");
  EXPECT_EQ(List(spec).Next(0, "2"), start + "the list ended after 1 page, the server promised 2");
  List shorter(spec);
  shorter.Next(10, "3");
  EXPECT_EQ(shorter.Next(0, "3"), start + "the list ended after 1 page, the server promised 3");
  List falling(spec);
  falling.Next(10, "3");
  EXPECT_EQ(falling.Next(10, "2"),
            start +
                "the number of pages fell from 3 to 2: the list changed while it was read. Run "
                "the statement again");
}

TEST(PageNumberPaginatorTest, TheNumberOfPagesTellsWhichCanBeAskedForAtOnce) {
  PagingSpec spec = CountSpec("page_number", false);
  spec.pages.header = "X-Pages";
  const auto paginator = *MakePaginator(spec);
  paginator->First(0);
  Response response;
  response.url = kUrl;
  response.headers = {{"x-pages", " 4 "}};
  ASSERT_TRUE(paginator->Next({.response = &response, .rows = 3}).ok());
  EXPECT_EQ(EncodeQuery(paginator->Further(1)->parameters), "limit=10&page=3");
  EXPECT_EQ(EncodeQuery(paginator->Further(2)->parameters), "limit=10&page=4");
  EXPECT_FALSE(paginator->Further(3).has_value());
}

TEST(TokenPaginatorTest, TheTokenThatWasSentEndsTheListWhereTheDocumentPromisesIt) {
  PagingSpec spec = TokenSpec("token");
  spec.ends_with_same_token = true;
  List list(spec);
  EXPECT_EQ(list.Next(1, "a"), "page_size=100&page_token=a");
  EXPECT_EQ(list.Next(1, "b"), "page_size=100&page_token=b");
  List other(spec);
  other.Next(1, "a");
  other.Next(1, "b");
  EXPECT_THAT(other.Next(1, "a"), HasSubstr("the server gave the token 'a' before"));
  EXPECT_EQ(list.Next(0, "b"), "end");
}

TEST(TokenPaginatorTest, WordsSayWhetherThereIsMore) {
  PagingSpec spec = TokenSpec("token");
  spec.next.path = {};
  spec.next.header = "X-Next";
  spec.more.path.keys = {"state"};
  const std::vector<Header> next = {{"X-Next", "a"}};
  spec.last_words = {"true"};
  EXPECT_EQ(List(spec).Next(1, "false", next), "page_size=100&page_token=a");
  EXPECT_EQ(List(spec).Next(1, "true", next), "end");
  EXPECT_THAT(List(spec).Next(1, "false"), HasSubstr("there is more, and not where"));
  EXPECT_EQ(List(spec).Next(1, std::nullopt, next), "page_size=100&page_token=a");
  spec.more_words = {"RUNNING"};
  EXPECT_EQ(List(spec).Next(1, "RUNNING", next), "page_size=100&page_token=a");
  EXPECT_THAT(List(spec).Next(1, "running", next),
              HasSubstr("'running', which is none of the words that the document knows"));
}

TEST(PaginatorTest, ParametersStandWhereTheirNamesSay) {
  PagingSpec spec = TokenSpec("token");
  spec.page_size_parameter = "/page/limit";
  spec.token_parameter = "/page/after";
  const auto paginator = *MakePaginator(spec);
  const PageRequest first = paginator->First(0);
  EXPECT_EQ(first.members, (decltype(first.members){{{{"page", "limit"}}, "100"}}));
  const std::vector<std::optional<std::string>> envelope = {"12"};
  const auto text = *paginator->Next({.envelope = envelope});
  EXPECT_EQ(text->members.back().second, "\"12\"");
  paginator->First(0);
  const auto number = *paginator->Next({.envelope = envelope, .numbers = 1});
  EXPECT_EQ(number->members.back().second, "12");
  EXPECT_TRUE(number->parameters.empty());
}

TEST(PlacesTest, ReadWhatDocumentsSay) {
  EXPECT_EQ(AnswerPlace::Parse("header:X-Next")->header, "X-Next");
  EXPECT_EQ(AnswerPlace::Parse("/a/b")->path.ToString(), "/a/b");
  for (const char* text : {"", "next", "header:", "header:X Next", "header:X\r\nY"}) {
    EXPECT_FALSE(AnswerPlace::Parse(text).ok()) << text;
  }
  EXPECT_EQ(RequestPlace::Parse("page_token")->kind, RequestPlace::Kind::kQuery);
  EXPECT_EQ(RequestPlace::Parse("/a")->kind, RequestPlace::Kind::kBody);
  EXPECT_EQ(RequestPlace::Parse("header:Range")->kind, RequestPlace::Kind::kHeader);
  for (const char* text : {"/", "header:", "header:a:b", "header:authorization", "header:Host"}) {
    EXPECT_FALSE(RequestPlace::Parse(text).ok()) << text;
  }
}

}  // namespace
}  // namespace apisql
