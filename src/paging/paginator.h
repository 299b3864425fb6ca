// Paginator: what asks for the next page. One style per file, one table of styles.
#ifndef APISQL_SRC_PAGING_PAGINATOR_H_
#define APISQL_SRC_PAGING_PAGINATOR_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"
#include "src/http/message/request.h"
#include "src/json/path.h"
#include "src/paging/page_request.h"
#include "src/paging/paging_spec.h"

namespace apisql {

// What a paginator may know about a page that arrived.
struct PageFacts {
  const Response* response = nullptr;
  size_t rows = 0;
  // The scalars at EnvelopePaths(), as text; none for absent and null.
  std::span<const std::optional<std::string>> envelope = {};
  size_t repeated = 0;   // Those of `rows` that an earlier page of the list had too.
  uint64_t numbers = 0;  // Bit n: envelope[n] is no text in the JSON, but a number or a boolean.
};

// Follows one list from its first page to its last. Not thread-safe.
class Paginator {
 public:
  virtual ~Paginator() = default;

  // The paths of the body, outside the rows, that Next() wants to see.
  virtual std::vector<JsonPath> EnvelopePaths() const { return {}; }

  // What asks for the first page. `page_size` 0 asks for the largest.
  virtual PageRequest First(int64_t page_size) = 0;

  // What asks for the page after the one described, none when that was the last. An error when the
  // paging is broken: a page that repeats an earlier token, a next URL without its token, one of
  // another server that says more than the token; where pages are asked for by place, one whose
  // rows all came before, a total that falls or is not reached.
  // An empty page is not the end where pages name the next one; "", null and an absent token are.
  virtual StatusOr<std::optional<PageRequest>> Next(const PageFacts& page) = 0;

  // True where an answer 206 is a page of the list, and Next() sees to it that the rest comes.
  virtual bool TakesParts() const { return false; }

  // True where Next() looks at the rows of a page too. Else the page after it can be asked for
  // before they are read.
  virtual bool CountsRows() const { return false; }

  // What Next() is likely to give `pages` pages after what it gave last, where the style can tell
  // before it has seen the pages between: they can then be asked for at once.
  virtual std::optional<PageRequest> Further(size_t pages) const {
    (void)pages;
    return std::nullopt;
  }
};

// An error for an unknown style or a spec that lacks what its style needs.
StatusOr<std::unique_ptr<Paginator>> MakePaginator(const PagingSpec& spec);
// The names of all styles.
std::vector<std::string_view> PaginatorStyles();
// The keys of a document's `paging` that a style cannot do without; none for an unknown style.
std::vector<std::string_view> NeedsOfStyle(std::string_view style);
// Whether a key of a document's `paging` means something for a style; true for an unknown one.
bool StyleTakes(std::string_view style, std::string_view key);
// The parameters that the style sends, as they are named: "page_size", "/limit", "header:Range".
std::vector<std::string> SentParameters(const PagingSpec& spec);

}  // namespace apisql

#endif  // APISQL_SRC_PAGING_PAGINATOR_H_
