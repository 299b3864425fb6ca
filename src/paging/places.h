// Where values of paging stand: in an answer, and in a request.
//
//   /metadata/next    a value of the JSON body
//   header:X-Next     a header
//   page_token        a query parameter; only of a request
#ifndef APISQL_SRC_PAGING_PLACES_H_
#define APISQL_SRC_PAGING_PLACES_H_

#include <string>
#include <string_view>

#include "src/base/status.h"
#include "src/json/path.h"

namespace apisql {

// In an answer.
struct AnswerPlace {
  JsonPath path;
  std::string header;  // Set: in that header, and `path` is not used.

  // An error for what is neither a path nor a header.
  static StatusOr<AnswerPlace> Parse(std::string_view text);
  bool empty() const { return path.empty() && header.empty(); }  // Nowhere.
  friend bool operator==(const AnswerPlace&, const AnswerPlace&) = default;
};

// In a request.
struct RequestPlace {
  enum class Kind { kQuery, kBody, kHeader };
  Kind kind = Kind::kQuery;
  std::string name;  // Of the parameter or the header; empty: nowhere.
  JsonPath path;     // Of kBody.

  // An error for the whole body, and for a header that has no name or one that is HTTP's own.
  static StatusOr<RequestPlace> Parse(std::string_view text);
};

}  // namespace apisql

#endif  // APISQL_SRC_PAGING_PLACES_H_
