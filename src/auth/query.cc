// An API key in the query: "?key=KEY". It joins the URL when that is sent, and is in no log.
#include "src/auth/schemes.h"
#include "src/auth/static_field.h"

namespace apisql::auth {

Made MakeQuery(const Inputs& inputs) {
  return std::make_unique<StaticField>(
      SecretField{SecretField::Place::kQuery, inputs.Option("name"), inputs.SecretNamed("key")});
}

}  // namespace apisql::auth
