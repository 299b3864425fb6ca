// Where a server is: the rules for URLs in documents and in the config file, and hosts that come
// from rows. A credential goes to the host that results, so each rule errs on the side of refusal.
#ifndef APISQL_REGISTRY_MODEL_SERVER_URL_H_
#define APISQL_REGISTRY_MODEL_SERVER_URL_H_

#include <string>
#include <string_view>
#include <vector>

#include "registry/model/provider.h"
#include "src/base/status.h"

namespace apisql {

// The names in braces: "/users/{user_email}/apikeys/{name}" -> user_email, name. An error when a
// brace has no partner or a name is no lower-case identifier.
StatusOr<std::vector<std::string>> Placeholders(std::string_view text);

// A server as a document declares it: https (http for loopback hosts only), host and port, no user,
// no path; at most one placeholder, and then a host_suffix. The error says which rule is broken.
Status CheckServerUrl(std::string_view url, std::string_view host_suffix);

// A base URL that the user gives in place of the declared ones; it may have a path. The URL without
// its trailing slashes, or kInvalidArgument.
StatusOr<std::string> CheckBaseUrl(std::string_view url, bool allow_plain_http);

// The server's URL with its placeholder filled. `host` comes out of an API's answer: a bare host
// or an https URL without path and user, perhaps with a port. kFailedPrecondition when it is
// something else, or when the host does not end in the server's host_suffix.
StatusOr<std::string> FillHost(const Server& server, std::string_view host);

}  // namespace apisql

#endif  // APISQL_REGISTRY_MODEL_SERVER_URL_H_
