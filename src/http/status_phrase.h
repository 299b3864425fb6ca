// StatusPhrase: what a status of HTTP means where nobody says more of it.
#ifndef APISQL_SRC_HTTP_STATUS_PHRASE_H_
#define APISQL_SRC_HTTP_STATUS_PHRASE_H_

#include <string_view>

namespace apisql {

// The reason phrase of RFC 9110, and of RFC 6585 for 428, 429, 431 and 511: "Not Found". Empty for
// a status that neither knows.
std::string_view StatusPhrase(int status);

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_STATUS_PHRASE_H_
