#include "src/auth/auth.h"

#include <algorithm>
#include <iterator>

#include "src/auth/schemes.h"
#include "src/base/text.h"

namespace apisql {
namespace {

using auth::Inputs;

struct Scheme {
  std::string_view name;
  std::vector<std::string> secrets;
  std::vector<std::string> required_options;
  std::vector<std::string> more_options;
  bool takes_any_option;
  // With this option at this value one of the secrets is not needed.
  struct {
    std::string option, value, secret;
  } without;
  auth::Made (*make)(const Inputs&);
  std::vector<std::string> optional_secrets = {};
};

const std::vector<Scheme>& Schemes() {
  static const std::vector<Scheme> kSchemes = {
      {"none", {}, {}, {}, false, {}, auth::MakeNone},
      {"basic",
       {"username", "password"},
       {},
       {"password"},
       false,
       {"password", "none", "password"},
       auth::MakeBasic},
      {"basic_encoded", {"credentials"}, {}, {}, false, {}, auth::MakeBasicEncoded},
      {"bearer", {"token"}, {}, {}, false, {}, auth::MakeBearer},
      {"header", {"key"}, {"name"}, {"prefix"}, false, {}, auth::MakeHeader},
      {"headers", {}, {}, {}, false, {}, auth::MakeHeaders},
      {"query", {"key"}, {"name"}, {}, false, {}, auth::MakeQuery},
      {"oauth2_client_credentials",
       {"client_id", "client_secret"},
       {"token_url"},
       {"scope", "audience", "resource", "client_auth"},
       false,
       {},
       auth::MakeClientCredentials},
      {"oauth2_refresh_token",
       {"client_id", "client_secret", "refresh_token"},
       {"token_url"},
       {"scope", "audience", "resource", "client_auth"},
       false,
       {"client_auth", "none", "client_secret"},
       auth::MakeRefreshToken},
      {"token_exchange", {"subject_token"}, {"token_url"}, {}, true, {}, auth::MakeTokenExchange},
      {"service_account",
       {"key"},
       {"token_url"},
       {"scope", "audience", "subject"},
       false,
       {},
       auth::MakeServiceAccount},
      {"aws_signature_v4",
       {"access_key_id", "secret_access_key"},
       {"service", "region"},
       {},
       false,
       {},
       auth::MakeAwsSignatureV4,
       {"session_token"}},
  };
  return kSchemes;
}

// Null when there is none of that name.
const Scheme* FindScheme(std::string_view name) {
  const auto found = std::ranges::find(Schemes(), name, &Scheme::name);
  return found == Schemes().end() ? nullptr : &*found;
}

Status UnknownScheme(std::string_view name) {
  std::vector<std::string> known;
  for (const Scheme& scheme : Schemes()) known.emplace_back(scheme.name);
  return {StatusCode::kInvalidArgument, "unknown authentication scheme \"" + std::string(name) +
                                            "\"; known: " + Join(known, ", ")};
}

Status Fault(const Scheme& scheme, const std::string& text) {
  return {StatusCode::kInvalidArgument,
          "authentication scheme " + std::string(scheme.name) + ": " + text};
}

bool IsOAuth2(const Scheme& scheme) { return scheme.name.starts_with("oauth2_"); }

// Of one part that a scheme of another kind has no use for.
Status CheckMaps(const Scheme& scheme, const AuthSpec& spec) {
  const bool headers = scheme.name == "headers";
  if (headers == spec.headers.empty()) {
    return Fault(scheme, headers ? "option headers is missing" : "unknown option headers");
  }
  if (!spec.form.empty() && !IsOAuth2(scheme)) return Fault(scheme, "unknown option form");
  return OkStatus();
}

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

Status CheckOptions(const Scheme& scheme, const std::map<std::string, std::string>& options) {
  for (const std::string& name : scheme.required_options) {
    const auto found = options.find(name);
    if (found == options.end() || found->second.empty()) {
      return Fault(scheme, "option " + name + " is missing");
    }
  }
  for (const auto& [name, value] : options) {
    if (!scheme.takes_any_option && !Contains(scheme.required_options, name) &&
        !Contains(scheme.more_options, name)) {
      return Fault(scheme, "unknown option " + name);
    }
  }
  return OkStatus();
}

std::vector<std::string> SecretNames(const Scheme& scheme, const AuthSpec& spec) {
  std::vector<std::string> names = scheme.secrets;
  const auto option = spec.options.find(scheme.without.option);
  const bool without = option != spec.options.end() && option->second == scheme.without.value;
  if (without) std::erase(names, scheme.without.secret);
  for (const auto& [header, name] : spec.headers) {
    if (!Contains(names, name)) names.push_back(name);
  }
  return names;
}

Status CheckSecrets(const Scheme& scheme, const AuthSpec& spec,
                    const std::map<std::string, Secret>& secrets) {
  for (const std::string& name : SecretNames(scheme, spec)) {
    const auto found = secrets.find(name);
    if (found != secrets.end() && !found->second.empty()) continue;
    return {StatusCode::kUnauthenticated, Fault(scheme, "no " + name + " is given").message()};
  }
  const auto is_control = [](unsigned char c) { return c < ' ' || c == 0x7f; };
  for (const auto& [name, secret] : secrets) {
    if (std::ranges::none_of(secret.Reveal(), is_control)) continue;
    return Fault(scheme, name + " holds a line break or another control character");
  }
  return OkStatus();
}

}  // namespace

StatusOr<std::unique_ptr<Authenticator>> MakeAuthenticator(
    const AuthSpec& spec, const std::map<std::string, Secret>& secrets) {
  const Scheme* scheme = FindScheme(spec.scheme);
  if (scheme == nullptr) return UnknownScheme(spec.scheme);
  RETURN_IF_ERROR(CheckOptions(*scheme, spec.options));
  RETURN_IF_ERROR(CheckMaps(*scheme, spec));
  RETURN_IF_ERROR(CheckSecrets(*scheme, spec, secrets));
  auto made = scheme->make({spec, secrets});
  if (!made.ok()) return Fault(*scheme, made.status().message());
  return made;
}

Status CheckAuthSpec(const AuthSpec& spec) {
  const Scheme* scheme = FindScheme(spec.scheme);
  if (scheme == nullptr) return UnknownScheme(spec.scheme);
  RETURN_IF_ERROR(CheckOptions(*scheme, spec.options));
  RETURN_IF_ERROR(CheckMaps(*scheme, spec));
  std::map<std::string, Secret> secrets;
  // That is a pair for basic_encoded, and has no colon for basic.
  for (const std::string& name : SecretNames(*scheme, spec)) secrets[name] = Secret("eDp4");
  const auto made = scheme->make({.spec = spec, .secrets = secrets, .only_options = true});
  return made.ok() ? OkStatus() : Fault(*scheme, made.status().message());
}

StatusOr<std::vector<std::string>> SecretsOf(const AuthSpec& spec) {
  const Scheme* found = FindScheme(spec.scheme);
  if (found == nullptr) return UnknownScheme(spec.scheme);
  return SecretNames(*found, spec);
}

std::vector<std::string> OptionalSecretsOf(const AuthSpec& spec) {
  const Scheme* found = FindScheme(spec.scheme);
  return found == nullptr ? std::vector<std::string>() : found->optional_secrets;
}

bool IsSignatureHeader(const AuthSpec& spec, std::string_view header) {
  // The last four are those of a signature in the query, which documents of AWS list as headers.
  constexpr std::string_view kHeaders[] = {
      "authorization",   "x-amz-date",       "x-amz-security-token", "x-amz-content-sha256",
      "x-amz-algorithm", "x-amz-credential", "x-amz-signature",      "x-amz-signedheaders"};
  return spec.scheme == "aws_signature_v4" &&
         std::ranges::find(kHeaders, AsciiLower(header)) != std::end(kHeaders);
}

std::vector<Secret> HiddenSecrets(const AuthSpec& spec,
                                  const std::map<std::string, Secret>& secrets) {
  std::vector<Secret> hidden;
  for (const auto& [name, secret] : secrets) {
    const bool user =
        name == "username" && spec.scheme == "basic" && !spec.options.contains("password");
    if (user || (name == "client_id" && spec.scheme.starts_with("oauth2_"))) continue;
    if (name == "access_key_id" && spec.scheme == "aws_signature_v4") continue;
    hidden.push_back(secret);
    if (spec.scheme == "service_account") {
      std::ranges::copy(auth::HiddenInKeyFile(secret), std::back_inserter(hidden));
    }
    if (spec.scheme != "basic_encoded") continue;
    const auto pair = auth::ReadPair(secret);
    if (!pair) continue;
    hidden.emplace_back(pair->Reveal());
    hidden.emplace_back(pair->Reveal().substr(pair->Reveal().find(':') + 1));
  }
  return hidden;
}

std::string_view WhyNoScheme(std::string_view word) {
  struct Reason {
    std::string_view words;  // Parts of names that people may try.
    std::string_view reason;
  };
  constexpr Reason kReasons[] = {
      {"password",
       "a user's password is not traded for a token: use oauth2_client_credentials, "
       "oauth2_refresh_token, or a token of the vendor's"},
      {"hmac", "requests are signed for AWS alone, by aws_signature_v4"},
      {"aws", "requests to AWS are signed by aws_signature_v4"},
      {"sigv4", "requests to AWS are signed by aws_signature_v4"},
      {"signature", "requests are signed for AWS alone, by aws_signature_v4"},
      {"cookie", "no cookies are kept or sent"},
      {"session", "no cookies are kept or sent"},
      {"mtls", "no client certificates are sent"},
      {"cert", "no client certificates are sent"},
      {"jwt",
       "a token that the client signs is made by service_account, from a key file; else let a "
       "program make one, and name it as the command of a bearer token"},
      {"digest", "no challenges are answered"},
      {"kerberos", "no challenges are answered"},
      {"negotiate", "no challenges are answered"},
  };
  const std::string lower = AsciiLower(word);
  for (const Reason& reason : kReasons) {
    if (lower.find(reason.words) != std::string::npos) return reason.reason;
  }
  return {};
}

std::vector<std::string_view> AuthSchemes() {
  std::vector<std::string_view> names;
  for (const Scheme& scheme : Schemes()) names.push_back(scheme.name);
  return names;
}

}  // namespace apisql
