// A signature of each request by a secret key that is not sent: AWS Signature Version 4.
#include <memory>
#include <string>
#include <utility>

#include "src/auth/schemes.h"
#include "src/auth/signing/aws_signature.h"

namespace apisql::auth {
namespace {

class AwsSigner final : public Authenticator {
 public:
  AwsSigner(AwsCredential credential, AwsScope scope)
      : credential_(std::move(credential)), scope_(std::move(scope)) {}

  bool SignsRequests() const override { return true; }

  Status Apply(Request* request, Clock::WallTime now) const override {
    return SignAwsRequest(credential_, scope_, now, request);
  }

 private:
  AwsCredential credential_;
  AwsScope scope_;
};

// They stand between slashes in what is signed, and one of them may be a row's.
bool IsScopeWord(const std::string& text) {
  constexpr std::string_view kCharacters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  return text.find_first_not_of(kCharacters) == std::string::npos;
}

}  // namespace

Made MakeAwsSignatureV4(const Inputs& inputs) {
  AwsScope scope{inputs.Option("service"), inputs.Option("region")};
  for (const char* name : {"service", "region"}) {
    if (IsScopeWord(inputs.Option(name))) continue;
    return Status(
        StatusCode::kInvalidArgument,
        std::string(name) + " is letters, digits, -, _ and ., not " + inputs.Option(name));
  }
  AwsCredential credential{.access_key_id = inputs.SecretNamed("access_key_id").Reveal(),
                           .secret_access_key = inputs.SecretNamed("secret_access_key"),
                           .session_token = {}};
  const auto token = inputs.secrets.find("session_token");
  if (token != inputs.secrets.end()) credential.session_token = token->second;
  return std::make_unique<AwsSigner>(std::move(credential), std::move(scope));
}

}  // namespace apisql::auth
