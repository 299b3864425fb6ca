#include "registry/config/config.h"

#include <algorithm>
#include <chrono>

#include "registry/config/secret_reader.h"
#include "registry/model/server_url.h"
#include "src/auth/auth.h"
#include "src/base/text.h"
#include "src/http/url.h"

namespace apisql {
namespace {

bool IsDefaultServer(const Provider& provider, const Server& server) {
  return provider.FindServer("") != nullptr && provider.FindServer("")->name == server.name;
}

// "confluent", or "confluent (server kafka)" for another server than the default one.
std::string WhoAsks(const Provider& provider, const Server& server) {
  if (IsDefaultServer(provider, server)) return provider.name;
  return provider.name + " (server " + server.name + ")";
}

std::string JoinAnd(const std::vector<std::string>& parts) {
  std::string text = parts.front();
  for (size_t i = 1; i < parts.size(); ++i)
    text += (i + 1 < parts.size() ? ", " : " and ") + parts[i];
  return text;
}

Status NoCredentials(const Provider& provider, const Server& server,
                     const std::vector<std::string>& missing, const std::string& config_file,
                     const std::string& advice) {
  const std::string file = config_file.empty() ? Config::DefaultFile() : config_file;
  return {StatusCode::kUnauthenticated, WhoAsks(provider, server) + ": no credentials: set " +
                                            JoinAnd(missing) + ", or name them in " +
                                            (file.empty() ? "a config file" : file) +
                                            (advice.empty() ? "" : "; " + advice)};
}

// A token server that shares the declared server's origin moves with it: what the user put in its
// place answers for both.
void MoveTokenUrl(const Server& declared, const std::string& base_url, AuthSpec& auth) {
  const auto token_url = auth.options.find("token_url");
  if (token_url == auth.options.end()) return;
  const auto from = OriginOf(token_url->second);
  const auto declared_origin = OriginOf(declared.base_url);
  if (!from.ok() || !declared_origin.ok() || *from != *declared_origin) return;
  const size_t path = token_url->second.find('/', token_url->second.find("://") + 3);
  token_url->second = base_url + (path == std::string::npos ? "" : token_url->second.substr(path));
}

RateRules RateRulesOf(const Provider& provider) {
  RateRules rules{provider.limit_header, provider.remaining_header, provider.reset_header, {}};
  for (const Budget& budget : provider.budgets) {
    rules.budgets.push_back({budget.name, budget.requests, std::chrono::seconds(budget.seconds)});
  }
  return rules;
}

}  // namespace

const ProviderConfig* Config::Find(const std::string& name) const {
  const auto found = providers_.find(name);
  return found == providers_.end() ? nullptr : &found->second;
}

// What the config names, else the environment variable of the provider's document.
SecretReference Config::ReferenceFor(const Provider& provider, const Server& server,
                                     const std::string& secret) const {
  if (const ProviderConfig* config = Find(provider.name)) {
    auto found = config->secrets.find({server.name, secret});
    if (found == config->secrets.end() && IsDefaultServer(provider, server)) {
      found = config->secrets.find({"", secret});
    }
    if (found != config->secrets.end()) return found->second;
  }
  const auto source = std::ranges::find(server.secrets, secret, &SecretSource::name);
  SecretReference reference;
  reference.environment = source == server.secrets.end() ? secret : source->environment;
  return reference;
}

StatusOr<std::map<std::string, Secret>> Config::SecretsFor(const Provider& provider,
                                                           const Server& server) const {
  ASSIGN_OR_RETURN(const auto names, SecretsOf(server.auth.scheme));
  RETURN_IF_ERROR(CheckSecretNames(provider, server, names));
  std::map<std::string, Secret> secrets;
  std::vector<std::string> missing;
  for (const std::string& name : names) {
    const SecretReference reference = ReferenceFor(provider, server, name);
    Secret& resolved = resolved_[{provider.name, server.name, name}];
    if (resolved.empty()) {
      ASSIGN_OR_RETURN(resolved, ReadSecret(reference));
    }
    if (resolved.empty()) missing.push_back(reference.environment);
    secrets[name] = resolved;
  }
  if (!missing.empty()) return NoCredentials(provider, server, missing, file_, credentials_advice_);
  return secrets;
}

// A misspelt name would otherwise have no effect, and the error would blame the environment.
Status Config::CheckSecretNames(const Provider& provider, const Server& server,
                                const std::vector<std::string>& known) const {
  const ProviderConfig* config = Find(provider.name);
  if (config == nullptr) return OkStatus();
  for (const auto& [key, reference] : config->secrets) {
    const auto& [section, secret] = key;
    if (provider.FindServer(section) == nullptr) {
      return {StatusCode::kInvalidArgument,
              "configuration: " + provider.name + " has no server " + section};
    }
    const bool applies = provider.FindServer(section)->name == server.name;
    if (!applies || std::ranges::find(known, secret) != known.end()) continue;
    return {StatusCode::kInvalidArgument,
            "configuration: " + WhoAsks(provider, server) + " takes no secret " + secret +
                (known.empty() ? "" : "; it takes " + JoinAnd(known))};
  }
  return OkStatus();
}

StatusOr<std::shared_ptr<const Endpoint>> Config::MakeEndpoint(const Provider& provider,
                                                               const Server& server,
                                                               const std::string& host) const {
  const ProviderConfig* found = Find(provider.name);
  const ProviderConfig config = found == nullptr ? ProviderConfig() : *found;
  auto endpoint = std::make_shared<Endpoint>();
  AuthSpec auth = server.auth;
  if (config.base_url.empty()) {
    ASSIGN_OR_RETURN(endpoint->base_url, FillHost(server, host));
  } else {
    ASSIGN_OR_RETURN(endpoint->base_url, CheckBaseUrl(config.base_url, config.allow_plain_http));
    MoveTokenUrl(server, endpoint->base_url, auth);
  }
  ASSIGN_OR_RETURN(const auto secrets, SecretsFor(provider, server));
  ASSIGN_OR_RETURN(auto authenticator, MakeAuthenticator(auth, secrets));
  if (auth.scheme != "none") endpoint->authenticator = std::move(authenticator);
  endpoint->provider = provider.name;
  endpoint->credential = server.name;
  endpoint->rates = RateRulesOf(provider);
  endpoint->max_concurrency =
      config.max_concurrency > 0 ? config.max_concurrency : provider.max_concurrency;
  endpoint->allow_plain_http = config.allow_plain_http;
  return std::shared_ptr<const Endpoint>(std::move(endpoint));
}

}  // namespace apisql
