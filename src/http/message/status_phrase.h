// StatusPhrase: what a status of HTTP means where nobody says more of it.
#ifndef APISQL_SRC_HTTP_MESSAGE_STATUS_PHRASE_H_
#define APISQL_SRC_HTTP_MESSAGE_STATUS_PHRASE_H_

#include <string_view>

namespace apisql {

// The reason phrase of RFC 9110, or of the RFCs behind IANA's list for others that servers send:
// "Not Found". Empty for a status that none of them knows.
std::string_view StatusPhrase(int status);

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_MESSAGE_STATUS_PHRASE_H_
