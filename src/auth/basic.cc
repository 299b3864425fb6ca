// User name and password in each request: RFC 7617.
#include "src/auth/schemes.h"
#include "src/auth/static_field.h"
#include "src/base/base64.h"
#include "src/base/text.h"

namespace apisql::auth {
namespace {

Made MakeFromPair(const std::string& pair) {
  return MakeStaticHeader("Authorization", "Basic " + EncodeBase64(pair));
}

}  // namespace

Made MakeBasic(const Inputs& inputs) {
  const std::string& username = inputs.SecretNamed("username").Reveal();
  if (username.find(':') != std::string::npos) {
    return Status(StatusCode::kInvalidArgument, "username must not hold a colon");
  }
  const std::string option = inputs.Option("password");
  if (option == "none") return MakeFromPair(username + ":");
  if (!option.empty()) {
    return Status(StatusCode::kInvalidArgument,
                  "password is a secret; as an option it can say none alone");
  }
  return MakeFromPair(username + ":" + inputs.SecretNamed("password").Reveal());
}

// Base64 has no colon, and a pair has one, so that neither is taken for the other.
std::optional<Secret> ReadPair(const Secret& credentials) {
  const std::string text(StripBlanks(credentials.Reveal()));
  if (text.find(':') != std::string::npos) return Secret(text);
  std::string padded = text;
  while (padded.size() % 4 != 0) padded += '=';
  const std::optional<std::string> pair = DecodeBase64(padded);
  if (!pair || pair->find(':') == std::string::npos) return std::nullopt;
  return Secret(*pair);
}

Made MakeBasicEncoded(const Inputs& inputs) {
  const std::optional<Secret> pair = ReadPair(inputs.SecretNamed("credentials"));
  if (pair) return MakeFromPair(pair->Reveal());
  return Status(StatusCode::kInvalidArgument,
                "credentials is neither user:password nor the Base64 of that");
}

}  // namespace apisql::auth
