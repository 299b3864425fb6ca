// User name and password in each request: RFC 7617.
#include "src/auth/schemes.h"
#include "src/auth/static_field.h"
#include "src/base/base64.h"

namespace apisql::auth {

Made MakeBasic(const Inputs& inputs) {
  const std::string& username = inputs.SecretNamed("username").Reveal();
  if (username.find(':') != std::string::npos) {
    return Status(StatusCode::kInvalidArgument, "username must not hold a colon");
  }
  const std::string& password = inputs.SecretNamed("password").Reveal();
  return MakeStaticHeader("Authorization", "Basic " + EncodeBase64(username + ":" + password));
}

}  // namespace apisql::auth
