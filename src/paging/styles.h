// The paging styles, one file each, and what they share.
#ifndef APISQL_SRC_PAGING_STYLES_H_
#define APISQL_SRC_PAGING_STYLES_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "src/base/status.h"
#include "src/http/message/url.h"
#include "src/paging/paginator.h"
#include "src/paging/paging_spec.h"

namespace apisql {

// One page holds everything.
std::unique_ptr<Paginator> MakeNonePaginator(const PagingSpec& spec);
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

// The page size as the spec has it sent: between its bounds, nothing when it cannot be chosen.
class PageSizeParameter {
 public:
  explicit PageSizeParameter(const PagingSpec& spec)

      : name_(spec.page_size_parameter),
        minimum_(spec.min_page_size),
        maximum_(spec.max_page_size) {}

  // 0 asks for the largest.
  void Choose(int64_t page_size);
  // The parameter alone, to which a style adds its own.
  QueryParameters Parameters() const;
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  int64_t minimum_;
  int64_t maximum_;
  int64_t chosen_ = 0;
};

// The page size and, from the second page on, a token. Remembers the tokens of one list: a server
// that gives one twice would be asked for ever.
class TokenParameter {
 public:
  explicit TokenParameter(const PagingSpec& spec) : page_size_(spec), name_(spec.token_parameter) {}

  QueryParameters First(int64_t page_size);
  // `url` is of the page that gave the token.
  StatusOr<std::optional<PageRequest>> Next(std::string_view token, std::string_view url);
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
  std::string name_;
  bool follows_ = false;             // A URL was followed as it is: those after it are, too.
  std::unordered_set<size_t> seen_;  // Hashes.
};

// Whether a page that names its next one by `token` has one: where its second envelope path says
// so, that counts, and a page that promises more without a token is an error.
StatusOr<bool> HasNextPage(const PageFacts& page, std::string_view token);

// Counts the rows of a list whose pages do not say where the next one is.
//
// A total ends no list: some APIs cap it, and some count the rows of the page. It is what the list
// is checked against. The end is an empty page, or what the answer says of whether there is more; a
// total only where the document promises that it is exact.
class RowCount {
 public:
  explicit RowCount(const PagingSpec& spec)
      : total_path_(spec.total), more_path_(spec.more), exact_total_(spec.exact_total) {}

  std::vector<JsonPath> EnvelopePaths() const;
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

 private:
  Status CheckNew(const PageFacts& page);
  Status TakeTotal(const PageFacts& page);

  JsonPath total_path_;
  JsonPath more_path_;
  bool exact_total_ = false;
  size_t rows_ = 0;
  size_t page_rows_ = 0;             // Of each page so far; 0: they differ.
  size_t total_ = 0;                 // 0: not known.
  bool counts_pages_ = true;         // Each total so far was the number of rows of its page.
  std::optional<size_t> last_body_;  // Hash.
};

// The URL that a page came from, for errors.
std::string_view UrlOf(const PageFacts& page);

}  // namespace apisql

#endif  // APISQL_SRC_PAGING_STYLES_H_
