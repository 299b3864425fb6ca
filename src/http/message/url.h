// URLs: percent-encoding, query strings, origins, references. RFC 3986.
#ifndef APISQL_SRC_HTTP_MESSAGE_URL_H_
#define APISQL_SRC_HTTP_MESSAGE_URL_H_

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
// As EncodePathSegment, but leaves ':' '/' '@' ',' readable, which are legal in a query. '=' is
// encoded: some servers split a parameter at the last one.
std::string EncodeQueryValue(std::string_view value);
// "a=1&b=2", without '?'. Also the form of an application/x-www-form-urlencoded body.
std::string EncodeQuery(const QueryParameters& parameters);
// Decodes %XX and '+'. Bad escapes stay as they are.
std::string DecodeQueryValue(std::string_view text);
// The parameters of a URL's query, decoded; relative URLs are fine.
QueryParameters QueryOf(std::string_view url);
// `url` with "name=value" of each parameter added to its query, and without its fragment.
std::string AppendQuery(std::string_view url, const QueryParameters& parameters);

// "https://host:443": scheme and host in lower case, the port always there. An error for a URL that
// is not absolute http(s), that carries a user name, or that holds blanks or control characters.
// Stricter than RFC 3986, so that no two readers of a URL can see different hosts in it.
StatusOr<std::string> OriginOf(std::string_view url);
// True for localhost, 127.0.0.0/8 and [::1].
bool IsLoopback(std::string_view url);
// True for an absolute https URL.
bool IsHttps(std::string_view url);

// The absolute URL that `reference` means within a document at `base` (RFC 3986, 5.2), without
// fragment. `base` must be absolute. The result may be of any scheme: check its origin.
std::string ResolveReference(std::string_view base, std::string_view reference);

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_MESSAGE_URL_H_
