// PagingSpec: how a list is cut into pages, as a provider document declares it.
#ifndef APISQL_SRC_PAGING_PAGING_SPEC_H_
#define APISQL_SRC_PAGING_PAGING_SPEC_H_

#include <cstdint>
#include <string>

#include "src/json/path.h"

namespace apisql {

struct PagingSpec {
  // A name in the table of paginator.cc: none, token, next_url, offset, page_number, link_header.
  std::string style = "none";
  std::string page_size_parameter;  // Empty: the page size cannot be chosen.
  int64_t max_page_size = 0;        // 0: unknown.
  int64_t default_page_size = 0;    // What the server uses when not told; 0: unknown.
  int64_t min_page_size = 0;        // The server refuses to be asked for fewer rows; 0: unknown.
  // token, next_url, link_header: the query parameter that names the next page. For next_url and
  // link_header its value is taken out of the URL; the rest of that URL is used only where it says
  // more than the list's own request does. Empty: the URL is followed as it is.
  std::string token_parameter;
  JsonPath next;                 // token: where the token stands; next_url: where the URL stands.
  std::string offset_parameter;  // offset
  std::string page_parameter;    // page_number
  int64_t first_page = 1;        // page_number
  JsonPath total;                // offset, page_number: where the number of rows stands; optional.
  bool exact_total = false;      // The total is that of the whole list, and may end it.
  // Any style but none and link_header: where a boolean says whether there is a next page. Empty:
  // nowhere.
  JsonPath more;
  // Any style: where a number of rows stands that may be wrong. It may decide which way is taken,
  // never where a list ends. Empty: nowhere.
  JsonPath total_hint;
};

}  // namespace apisql

#endif  // APISQL_SRC_PAGING_PAGING_SPEC_H_
