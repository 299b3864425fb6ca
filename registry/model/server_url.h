// Where a server is: the rules for URLs in documents and in the config file. A credential goes to
// the host, so each rule errs on the side of refusal. What fills a URL: fill_server.h.
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

// `pattern` with a letter in the place of each name in braces.
std::string SampleUrl(std::string_view pattern);

// ".confluent.cloud": it names more than a top-level domain.
bool IsHostSuffix(std::string_view suffix);

// A server as a document declares it: https (http for loopback hosts only), host and port, no user,
// perhaps a path. Of the names in braces that are no variables one may stand in the host, and where
// that could be any host, host_suffix says how it ends. The error says which rule is broken.
Status CheckServerUrl(const Server& server);

// A base URL that the user gives in place of the declared ones; it may have a path. The URL without
// its trailing slashes, or kInvalidArgument.
StatusOr<std::string> CheckBaseUrl(std::string_view url, bool allow_plain_http);

}  // namespace apisql

#endif  // APISQL_REGISTRY_MODEL_SERVER_URL_H_
