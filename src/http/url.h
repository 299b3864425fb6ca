// URLs: percent-encoding, query strings, origins. RFC 3986.
#ifndef APISQL_SRC_HTTP_URL_H_
#define APISQL_SRC_HTTP_URL_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/status.h"

namespace apisql {

// Names and values as they are meant, not yet encoded; order and repetition count.
using QueryParameters = std::vector<std::pair<std::string, std::string>>;

// Encodes everything but RFC 3986's unreserved characters, so '/', '%' and '@' become %2F, %25,
// %40.
std::string EncodePathSegment(std::string_view value);
// As EncodePathSegment, but leaves ':' '/' '@' ',' '=' readable: legal in a query value, except
// '='.
std::string EncodeQueryValue(std::string_view value);
// "a=1&b=2", without '?'.
std::string EncodeQuery(const QueryParameters& parameters);
// Decodes %XX and '+'. Bad escapes stay as they are.
std::string DecodeQueryValue(std::string_view text);
// The parameters of a URL's query, decoded; relative URLs are fine.
QueryParameters QueryOf(std::string_view url);

// "https://host:443": scheme and host in lower case, the port always there. An error for a URL that
// is not absolute http(s), or that carries a user name.
StatusOr<std::string> OriginOf(std::string_view url);
// True for localhost, 127.0.0.0/8 and [::1].
bool IsLoopback(std::string_view url);

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_URL_H_
