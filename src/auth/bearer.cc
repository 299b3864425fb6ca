// A token in each request: RFC 6750.
#include "src/auth/schemes.h"
#include "src/auth/static_field.h"

namespace apisql::auth {

Made MakeBearer(const Inputs& inputs) {
  return MakeStaticHeader("Authorization", "Bearer " + inputs.SecretNamed("token").Reveal());
}

}  // namespace apisql::auth
