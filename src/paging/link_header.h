// ParseLinkHeader: the Link header of RFC 8288.
//
//   <https://api.example.com/repos?page=2>; rel="next", <https://...?page=9>; rel="last"
//
// Values in single quotes are read as well, which RFC 8288 does not know and servers send.
#ifndef APISQL_SRC_PAGING_LINK_HEADER_H_
#define APISQL_SRC_PAGING_LINK_HEADER_H_

#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"

namespace apisql {

struct Link {
  std::string url;                     // As it stands between < and >; may be relative.
  std::vector<std::string> relations;  // In lower case: "next".
  bool has_anchor = false;             // Then the link is about another page than the one received.
};

// The links of one header field, in order. kDataLoss tells what was expected where: a header that
// is half understood could hide the next page.
StatusOr<std::vector<Link>> ParseLinkHeader(std::string_view text);

}  // namespace apisql

#endif  // APISQL_SRC_PAGING_LINK_HEADER_H_
