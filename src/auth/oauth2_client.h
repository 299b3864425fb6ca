// ClientTokenRequest: the token request of a client of OAuth2, whichever grant it asks by.
#ifndef APISQL_SRC_AUTH_OAUTH2_CLIENT_H_
#define APISQL_SRC_AUTH_OAUTH2_CLIENT_H_

#include <string>

#include "src/auth/schemes.h"
#include "src/base/status.h"
#include "src/http/message/request.h"

namespace apisql::auth {

// A form with the grant, the options scope, audience and resource, and the fields of `form`. The
// client proves itself as the option client_auth says. An error when `form` has a field that this
// makes by itself, or a secret of a client that the options do not fit.
StatusOr<Request> ClientTokenRequest(const Inputs& inputs, const std::string& grant_type);

}  // namespace apisql::auth

#endif  // APISQL_SRC_AUTH_OAUTH2_CLIENT_H_
