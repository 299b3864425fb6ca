// An API key in a header of the document's choice: "Authorization: ApiKey KEY", "X-Api-Key: KEY".
#include "src/auth/schemes.h"
#include "src/auth/static_field.h"

namespace apisql::auth {
namespace {

bool IsLetterOrDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

}  // namespace

Made MakeHeader(const Inputs& inputs) {
  std::string prefix = inputs.Option("prefix");
  if (!prefix.empty() && IsLetterOrDigit(prefix.back())) prefix += ' ';
  return MakeStaticHeader(inputs.Option("name"), prefix + inputs.SecretNamed("key").Reveal());
}

}  // namespace apisql::auth
