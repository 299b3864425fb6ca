#include "src/auth/auth.h"

#include <algorithm>

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
  auth::Made (*make)(const Inputs&);
};

const std::vector<Scheme>& Schemes() {
  static const std::vector<Scheme> kSchemes = {
      {"none", {}, {}, {}, false, auth::MakeNone},
      {"basic", {"username", "password"}, {}, {}, false, auth::MakeBasic},
      {"bearer", {"token"}, {}, {}, false, auth::MakeBearer},
      {"header", {"key"}, {"name"}, {"prefix"}, false, auth::MakeHeader},
      {"query", {"key"}, {"name"}, {}, false, auth::MakeQuery},
      {"oauth2_client_credentials",
       {"client_id", "client_secret"},
       {"token_url"},
       {"scope"},
       false,
       auth::MakeClientCredentials},
      {"token_exchange", {"subject_token"}, {"token_url"}, {}, true, auth::MakeTokenExchange},
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

Status CheckSecrets(const Scheme& scheme, const std::map<std::string, Secret>& secrets) {
  for (const std::string& name : scheme.secrets) {
    const auto found = secrets.find(name);
    if (found == secrets.end() || found->second.empty()) {
      return {StatusCode::kUnauthenticated, Fault(scheme, "no " + name + " is given").message()};
    }
    const auto is_control = [](unsigned char c) { return c < ' ' || c == 0x7f; };
    if (std::ranges::any_of(found->second.Reveal(), is_control)) {
      return Fault(scheme, name + " holds a line break or another control character");
    }
  }
  return OkStatus();
}

}  // namespace

StatusOr<std::unique_ptr<Authenticator>> MakeAuthenticator(
    const AuthSpec& spec, const std::map<std::string, Secret>& secrets) {
  const Scheme* scheme = FindScheme(spec.scheme);
  if (scheme == nullptr) return UnknownScheme(spec.scheme);
  RETURN_IF_ERROR(CheckOptions(*scheme, spec.options));
  RETURN_IF_ERROR(CheckSecrets(*scheme, secrets));
  auto made = scheme->make({spec.options, secrets});
  if (!made.ok()) return Fault(*scheme, made.status().message());
  return made;
}

StatusOr<std::vector<std::string>> SecretsOf(std::string_view scheme) {
  const Scheme* found = FindScheme(scheme);
  if (found == nullptr) return UnknownScheme(scheme);
  return found->secrets;
}

std::vector<std::string_view> AuthSchemes() {
  std::vector<std::string_view> names;
  for (const Scheme& scheme : Schemes()) names.push_back(scheme.name);
  return names;
}

}  // namespace apisql
