// PageRequest: what a request has beside its own to ask for one page of its list.
#ifndef APISQL_SRC_PAGING_PAGE_REQUEST_H_
#define APISQL_SRC_PAGING_PAGE_REQUEST_H_

#include <string>
#include <utility>
#include <vector>

#include "src/http/message/url.h"
#include "src/json/path.h"
#include "src/paging/places.h"

namespace apisql {

struct PageRequest {
  QueryParameters parameters = {};                                // Beside those of the list's own.
  std::vector<std::pair<std::string, std::string>> headers = {};  // Names and values.
  std::vector<std::pair<JsonPath, std::string>> members = {};     // Of the body; values are JSON.
  std::string url = {};  // Absolute, in the place of the list's own; empty: that one.

  // Puts a value where `place` says; nowhere when that has no name. In a body a `number`, which is
  // true for all that is JSON without quotes, stays one.
  void Put(const RequestPlace& place, const std::string& value, bool number);
  friend bool operator==(const PageRequest&, const PageRequest&) = default;
};

}  // namespace apisql

#endif  // APISQL_SRC_PAGING_PAGE_REQUEST_H_
