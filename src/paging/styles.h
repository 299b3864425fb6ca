// The paging styles, one file each, and what they share.
#ifndef APISQL_SRC_PAGING_STYLES_H_
#define APISQL_SRC_PAGING_STYLES_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "src/base/status.h"
#include "src/paging/paginator.h"
#include "src/paging/paging_spec.h"

namespace apisql {

// One page holds everything.
std::unique_ptr<Paginator> MakeNonePaginator(const PagingSpec& spec);
// Nothing is known of other pages than the first: see more_rows.h.
std::unique_ptr<Paginator> MakeUnknownPaginator(const PagingSpec& spec);
// The body holds a token for the next page.
std::unique_ptr<Paginator> MakeTokenPaginator(const PagingSpec& spec);
// The body holds the URL of the next page.
std::unique_ptr<Paginator> MakeNextUrlPaginator(const PagingSpec& spec);
// The Link header holds the URL of the next page (RFC 8288).
std::unique_ptr<Paginator> MakeLinkHeaderPaginator(const PagingSpec& spec);
// Pages are asked for by the number of rows before them.
std::unique_ptr<Paginator> MakeOffsetPaginator(const PagingSpec& spec);
// Pages are asked for by their number.
std::unique_ptr<Paginator> MakePageNumberPaginator(const PagingSpec& spec);
// A header of the answer has the range of the next page.
std::unique_ptr<Paginator> MakeRangePaginator(const PagingSpec& spec);

// The place that a spec names; nowhere for one that a document's reader refuses.
RequestPlace PlaceOf(const std::string& name);

// Values of an answer that a style wants to see, from its body and its headers.
class AnswerValues {
 public:
  explicit AnswerValues(std::vector<AnswerPlace> places) : places_(std::move(places)) {}

  std::vector<JsonPath> EnvelopePaths() const;
  // The value at the place of that number, as text; none where it is absent or null.
  std::optional<std::string> At(const PageFacts& page, size_t number) const;
  // That it is a number or a boolean in the JSON.
  bool IsNumber(const PageFacts& page, size_t number) const;

 private:
  size_t IndexOf(size_t number) const;

  std::vector<AnswerPlace> places_;
};

// What an answer says of whether there is a page after it.
class MoreFlag {
 public:
  explicit MoreFlag(const PagingSpec& spec)
      : more_words_(spec.more_words), last_words_(spec.last_words) {}

  // None where it does not say; an error for what is not understood.
  StatusOr<std::optional<bool>> Read(const std::optional<std::string>& said,
                                     std::string_view url) const;
  // The same where the next page is named by `token`: a page that promises more without one is an
  // error.
  StatusOr<bool> HasNext(const std::optional<std::string>& said, std::string_view token,
                         std::string_view url) const;

 private:
  std::vector<std::string> more_words_;
  std::vector<std::string> last_words_;
};

// The page size as the spec has it sent: between its bounds, nothing when it cannot be chosen.
class PageSizeParameter {
 public:
  explicit PageSizeParameter(const PagingSpec& spec)
      : place_(PlaceOf(spec.page_size_parameter)),
        minimum_(spec.min_page_size),
        maximum_(spec.max_page_size) {}

  // 0 asks for the largest.
  void Choose(int64_t page_size);
  // The parameter alone, to which a style adds its own.
  PageRequest Parameters() const;
  const std::string& name() const { return place_.name; }
  int64_t chosen() const { return chosen_; }

 private:
  RequestPlace place_;
  int64_t minimum_;
  int64_t maximum_;
  int64_t chosen_ = 0;
};

// The page size and, from the second page on, a token. Remembers the tokens of one list: a server
// that gives one twice would be asked for ever.
class TokenParameter {
 public:
  explicit TokenParameter(const PagingSpec& spec)
      : page_size_(spec),
        place_(PlaceOf(spec.token_parameter)),
        ends_with_same_(spec.ends_with_same_token) {}

  PageRequest First(int64_t page_size);
  // `url` is of the page that gave the token; `number`: it is no text in the JSON.
  StatusOr<std::optional<PageRequest>> Next(const std::string& token, std::string_view url,
                                            bool number = false);
  // The same with the token out of the URL of the next page. Where that URL says more than the list
  // asks by itself, or no parameter is known to hold a token, it is followed as it is, to the same
  // server only: the credential goes along.
  StatusOr<std::optional<PageRequest>> NextOfUrl(std::string_view next, std::string_view url);

 private:
  // The first parameter of the next URL that the list's own request would not have.
  std::optional<std::string> ForeignParameter(const QueryParameters& next,
                                              std::string_view url) const;
  StatusOr<PageRequest> Follow(std::string_view next, std::string_view url,
                               const std::string& foreign) const;
  Status Remember(std::string_view token, std::string_view url);

  PageSizeParameter page_size_;
  RequestPlace place_;
  bool ends_with_same_ = false;
  std::string sent_;                 // The token that the last page was asked with.
  bool follows_ = false;             // A URL was followed as it is: those after it are, too.
  std::unordered_set<size_t> seen_;  // Hashes.
};

// Counts the rows of a list whose pages do not say where the next one is.
//
// A total ends no list: some APIs cap it, and some count the rows of the page. It is what the list
// is checked against. The end is an empty page, or what the answer says of whether there is more,
// or the number of pages; a total only where the document promises that it is exact.
class RowCount {
 public:
  explicit RowCount(const PagingSpec& spec)
      : values_({spec.total, spec.more, spec.pages}), more_(spec), exact_total_(spec.exact_total) {}

  std::vector<JsonPath> EnvelopePaths() const { return values_.EnvelopePaths(); }
  void Restart();
  // Whether there is a page after this one. A server may send fewer rows than it was asked for, so
  // a short page is no end. An error when the list ends before the total, when the total falls,
  // which says that rows have gone and others slipped past, and when a page is the same as the one
  // before, byte by byte or row by row: then the server ignores what it is asked.
  StatusOr<bool> HasNext(const PageFacts& page);
  size_t rows() const { return rows_; }
  // Rows before the page that comes `pages` after the next one, as long as there is such a page by
  // the total, and all pages so far had the same number of rows.
  std::optional<size_t> RowsBefore(size_t pages) const;
  // Whether there is such a page, by the number of pages or else by the total.
  bool HasPage(size_t pages) const;

 private:
  Status CheckNew(const PageFacts& page);
  Status TakeTotal(const PageFacts& page);
  Status TakePages(const PageFacts& page);
  StatusOr<bool> SaysMore(const PageFacts& page) const;
  Status CheckEnd(const PageFacts& page) const;

  AnswerValues values_;  // Total, more, pages.
  MoreFlag more_;
  bool exact_total_ = false;
  size_t rows_ = 0;
  size_t page_rows_ = 0;             // Of each page so far; 0: they differ.
  size_t total_ = 0;                 // 0: not known.
  size_t read_ = 0;                  // Pages.
  std::optional<size_t> pages_;      // As the server says.
  bool counts_pages_ = true;         // Each total so far was the number of rows of its page.
  std::optional<size_t> last_body_;  // Hash.
};

// Finds the URL of the next page in the Link header; leaves `url` empty when no link names one.
Status FindNextLink(const Response& response, std::string* url);

// The URL that a page came from, for errors.
std::string_view UrlOf(const PageFacts& page);

}  // namespace apisql

#endif  // APISQL_SRC_PAGING_STYLES_H_
