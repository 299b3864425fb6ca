// Redirects: which answers ask for another URL, and whether that URL may be asked.
#ifndef APISQL_SRC_HTTP_MESSAGE_REDIRECT_H_
#define APISQL_SRC_HTTP_MESSAGE_REDIRECT_H_

#include <string>

#include "src/base/status.h"
#include "src/http/message/request.h"

namespace apisql {

// True for 301, 302, 303, 307 and 308 with a Location.
bool IsRedirect(const Response& response);

// Where to send `request` next after `response` redirected it for the `count`th time (1, 2 ...).
// kPermissionDenied, with both URLs, when the request is no GET, or when the new URL is of another
// origin: the credential belongs to the old one alone. kDataLoss after the fifth. `request` has
// the secrets that were sent: what the server repeats of them is left out of the URL.
StatusOr<std::string> RedirectTarget(const Request& request, const Response& response, int count);

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_MESSAGE_REDIRECT_H_
