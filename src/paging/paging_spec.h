// PagingSpec: how a list is cut into pages, as a provider document declares it.
#ifndef APISQL_SRC_PAGING_PAGING_SPEC_H_
#define APISQL_SRC_PAGING_PAGING_SPEC_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "src/paging/places.h"

namespace apisql {

// The style of a list whose paging no document tells.
inline constexpr std::string_view kUnknownPaging = "unknown";

struct PagingSpec {
  // A name in the table of paginator.cc: none, token, next_url, offset, page_number,
  // link_header, range, unknown.
  std::string style = "none";
  bool recognised = false;  // By names of members and parameters; no document says so.
  // Names of parameters are those of a RequestPlace.
  std::string page_size_parameter;  // Empty: the page size cannot be chosen.
  int64_t max_page_size = 0;        // 0: unknown.
  int64_t default_page_size = 0;    // What the server uses when not told; 0: unknown.
  int64_t min_page_size = 0;        // The server refuses to be asked for fewer rows; 0: unknown.
  // token, next_url, link_header: the parameter that names the next page. For next_url and
  // link_header it is one of the query, and its value is taken out of the URL; the rest of that URL
  // is used only where it says more than the list's own request does. Empty: the URL is followed as
  // it is.
  std::string token_parameter;
  // token: where the token stands; next_url: where the URL stands; range: where the next range
  // stands, in the header Next-Range when left out.
  AnswerPlace next;
  // token: the token that the page was asked with says again that it was the last.
  bool ends_with_same_token = false;
  // range: the header Range of the first page; "{page_size}" in it stands for the size.
  std::string first_range;
  std::string offset_parameter;  // offset
  std::string page_parameter;    // page_number
  int64_t first_page = 1;        // page_number
  AnswerPlace total;             // offset, page_number: where the number of rows stands; optional.
  bool exact_total = false;      // The total is that of the whole list, and may end it.
  AnswerPlace pages;             // page_number: where the number of pages stands; it ends the list.
  // token, next_url, offset, page_number: where a boolean says whether there is a next page, or a
  // word of those below. Empty: nowhere.
  AnswerPlace more;
  std::vector<std::string> more_words;  // There is a next page.
  std::vector<std::string> last_words;  // There is none. Alone: every other word says there is one.
  // Any style: where a number of rows stands that may be wrong. It may decide which way is taken,
  // never where a list ends. Empty: nowhere.
  AnswerPlace total_hint;

  // Nothing is asked for behind the first page: it is known to be whole, or how is not known.
  bool is_one_request() const { return style == "none" || is_unknown(); }
  bool is_unknown() const { return style == kUnknownPaging; }
};

}  // namespace apisql

#endif  // APISQL_SRC_PAGING_PAGING_SPEC_H_
