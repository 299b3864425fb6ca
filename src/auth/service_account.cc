// A token for a JWT that the client has signed with its private key: RFC 7523, 2.1. The key file is
// that of a service account at Google: JSON with client_email, private_key and private_key_id.
#include <chrono>
#include <utility>

#include "src/auth/schemes.h"
#include "src/auth/signing/signing_key.h"
#include "src/auth/token.h"
#include "src/base/base64.h"
#include "src/base/text.h"
#include "src/http/message/url.h"
#include "src/json/reader.h"
#include "src/json/writer.h"

namespace apisql::auth {
namespace {

constexpr char kGrantType[] = "urn:ietf:params:oauth:grant-type:jwt-bearer";
// The longest that Google takes.
constexpr std::chrono::seconds kLife{3600};

// RFC 4648, 5, without padding: RFC 7515, 2.
std::string EncodeBase64Url(std::string_view bytes) {
  std::string text = EncodeBase64(bytes);
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) {
    if (c == '+') c = '-';
    if (c == '/') c = '_';
  }
  return text;
}

struct KeyFile {
  std::string client_email;
  std::string key_id;  // May be empty.
  SigningKey key;
};

StatusOr<KeyFile> ReadKeyFile(const Secret& text) {
  const auto document = JsonDocument::Parse(text.Reveal());
  if (!document.ok() || !document->IsObject()) {
    return Status(StatusCode::kInvalidArgument,
                  "key is not the JSON of a service account's key file");
  }
  const auto member = [&](const char* name) {
    return document->Text(JsonPath{{name}}).value_or("");
  };
  for (const char* needed : {"client_email", "private_key"}) {
    if (member(needed).empty()) {
      return Status(StatusCode::kInvalidArgument, std::string("key has no ") + needed);
    }
  }
  ASSIGN_OR_RETURN(SigningKey key, SigningKey::Read(Secret(member("private_key"))));
  return KeyFile{member("client_email"), member("private_key_id"), std::move(key)};
}

// Makes the JWT of each token request anew: it says when it was made.
class Assertion {
 public:
  Assertion(KeyFile file, std::map<std::string, std::string> claims)
      : file_(std::move(file)), claims_(std::move(claims)) {}

  StatusOr<Secret> At(Clock::WallTime now) const {
    JsonBody header;
    JsonBody claims;
    RETURN_IF_ERROR(header.Set(JsonPath{{"alg"}}, std::string("RS256")));
    RETURN_IF_ERROR(header.Set(JsonPath{{"typ"}}, std::string("JWT")));
    if (!file_.key_id.empty()) RETURN_IF_ERROR(header.Set(JsonPath{{"kid"}}, file_.key_id));
    RETURN_IF_ERROR(claims.Set(JsonPath{{"iss"}}, file_.client_email));
    for (const auto& [name, value] : claims_) {
      RETURN_IF_ERROR(claims.Set(JsonPath{{name}}, value));
    }
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
    RETURN_IF_ERROR(claims.Set(JsonPath{{"iat"}}, int64_t{seconds.count()}));
    RETURN_IF_ERROR(claims.Set(JsonPath{{"exp"}}, int64_t{(seconds + kLife).count()}));
    const std::string text =
        EncodeBase64Url(header.ToString()) + "." + EncodeBase64Url(claims.ToString());
    ASSIGN_OR_RETURN(const std::string signature, file_.key.Sign(text));
    return Secret(text + "." + EncodeBase64Url(signature));
  }

 private:
  KeyFile file_;
  std::map<std::string, std::string> claims_;
};

}  // namespace

std::vector<Secret> HiddenInKeyFile(const Secret& file) {
  const auto document = JsonDocument::Parse(file.Reveal());
  if (!document.ok()) return {};
  const std::string pem = document->Text(JsonPath{{"private_key"}}).value_or("");
  std::vector<Secret> hidden;
  if (!pem.empty()) hidden.emplace_back(pem);
  // A text may show a part of it: each line alone is as long as a secret is.
  constexpr size_t kLeastLine = 16;
  for (const std::string& line : Split(pem, '\n')) {
    if (line.size() >= kLeastLine && !line.starts_with("-----")) hidden.emplace_back(line);
  }
  return hidden;
}

Made MakeServiceAccount(const Inputs& inputs) {
  const std::string token_url = inputs.Option("token_url");
  ASSIGN_OR_RETURN(Request request, MakeFormRequest(token_url));
  if (inputs.only_options) return MakeNone(inputs);
  std::map<std::string, std::string> claims = {{"aud", token_url}};
  if (const std::string audience = inputs.Option("audience"); !audience.empty()) {
    claims["aud"] = audience;
  }
  if (const std::string scope = inputs.Option("scope"); !scope.empty()) claims["scope"] = scope;
  if (const std::string user = inputs.Option("subject"); !user.empty()) claims["sub"] = user;
  ASSIGN_OR_RETURN(KeyFile file, ReadKeyFile(inputs.SecretNamed("key")));
  const Assertion assertion(std::move(file), std::move(claims));
  // A key that cannot sign is found now, and not when the first token is wanted.
  RETURN_IF_ERROR(assertion.At(Clock::WallTime()).status());
  request.body = EncodeQuery({{"grant_type", kGrantType}});
  return std::make_unique<TokenAuthenticator>(
      std::move(request), [assertion](Clock::WallTime now, Request* of) {
        StatusOr<Secret> jwt = assertion.At(now);
        if (!jwt.ok()) return;
        of->secrets.push_back({SecretField::Place::kForm, "assertion", *std::move(jwt)});
      });
}

}  // namespace apisql::auth
