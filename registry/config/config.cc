#include "registry/config/config.h"

#include <algorithm>
#include <chrono>

#include "registry/config/grants.h"
#include "registry/config/secret_reader.h"
#include "registry/model/server_url.h"
#include "src/auth/auth.h"
#include "src/base/text.h"
#include "src/http/message/url.h"

namespace apisql {
namespace {

std::string JoinAnd(const std::vector<std::string>& parts) {
  std::string text = parts.front();
  for (size_t i = 1; i < parts.size(); ++i)
    text += (i + 1 < parts.size() ? ", " : " and ") + parts[i];
  return text;
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
  RateRules rules{provider.limit_header,  provider.remaining_header, provider.reset_header, {},
                  provider.wait_statuses, provider.reset_unit};
  for (const Budget& budget : provider.budgets) {
    rules.budgets.push_back({budget.name, budget.requests, std::chrono::seconds(budget.seconds)});
  }
  return rules;
}

// The environment variable of the provider's document.
SecretReference Declared(const Server& server, const std::string& secret) {
  const auto source = std::ranges::find(server.secrets, secret, &SecretSource::name);
  SecretReference reference;
  reference.environment = source == server.secrets.end() ? secret : source->environment;
  return reference;
}

// Those that errors must not show. A user's name and a client's id are shown: they tell whose
// credential was refused.
std::vector<Secret> Hidden(const std::map<std::string, Secret>& secrets) {
  std::vector<Secret> hidden;
  for (const auto& [name, secret] : secrets) {
    if (name != "username" && name != "client_id") hidden.push_back(secret);
  }
  return hidden;
}

void Add(const Secret& secret, std::vector<std::string>* credentials) {
  if (!secret.empty()) credentials->push_back(secret.Reveal());
}

}  // namespace

const ProviderConfig* Config::Find(const std::string& name) const {
  const auto found = providers_.find(name);
  return found == providers_.end() ? nullptr : &found->second;
}

Status Config::CheckRegion(const Provider& provider) const {
  const ProviderConfig* config = Find(provider.name);
  if (config == nullptr || config->region.empty()) return OkStatus();
  const std::string& region = config->region;
  if (std::ranges::find(provider.regions, region) != provider.regions.end()) return OkStatus();
  if (provider.regions.empty()) {
    return {StatusCode::kInvalidArgument,
            provider.name + " has no regions, so none is called " + region + "; give a URL"};
  }
  return {StatusCode::kInvalidArgument, provider.name + " has no region " + region +
                                            "; there are " + Join(provider.regions, ", ") +
                                            DidYouMean(region, provider.regions)};
}

const Server* Config::FindServer(const Provider& provider, const std::string& name) const {
  const ProviderConfig* config = Find(provider.name);
  if (!name.empty() || config == nullptr || config->region.empty()) {
    return provider.FindServer(name);
  }
  return CheckRegion(provider).ok() ? provider.FindServer(config->region) : nullptr;
}

bool Config::IsDefault(const Provider& provider, const Server& server) const {
  const Server* found = FindServer(provider, "");
  return found != nullptr && found->name == server.name;
}

// "confluent", or "confluent (server kafka)" for another server than the default one.
std::string Config::WhoAsks(const Provider& provider, const Server& server) const {
  if (IsDefault(provider, server)) return provider.name;
  return provider.name + " (server " + server.name + ")";
}

Status Config::NoCredentials(const Provider& provider, const Server& server,
                             const std::vector<std::string>& missing) const {
  return {StatusCode::kUnauthenticated,
          WhoAsks(provider, server) + ": no credentials: set " + JoinAnd(missing) +
              ", or name them in " + FileName() +
              (credentials_advice_.empty() ? "" : "; " + credentials_advice_)};
}

std::string Config::FileName() const {
  const std::string file = file_.empty() ? DefaultFile() : file_;
  return file.empty() ? "a config file" : file;
}

const SecretReference* Config::Given(const Provider& provider, const Server& server,
                                     const std::string& secret) const {
  const ProviderConfig* config = Find(provider.name);
  if (config == nullptr) return nullptr;
  auto found = config->secrets.find({server.name, secret});
  if (found == config->secrets.end() && IsDefault(provider, server)) {
    found = config->secrets.find({"", secret});
  }
  return found == config->secrets.end() ? nullptr : &found->second;
}

// What the config names, else what is declared by a document that is ours.
SecretReference Config::ReferenceFor(const Provider& provider, const Server& server,
                                     const std::string& secret) const {
  const SecretReference* given = Given(provider, server, secret);
  if (given != nullptr) return *given;
  return provider.origin.is_ours() ? Declared(server, secret) : SecretReference();
}

// What a request to the server needs of the user, whichever host of its family it goes to.
Status Config::CheckGranted(const Provider& provider, const Server& server,
                            const std::string& base_url) const {
  if (provider.origin.is_ours()) return OkStatus();
  const Wants wants = WantsOf(provider, server, *this);
  const Wants missing = NotGranted(wants, provider, *this);
  if (!missing.none()) {
    return NotGrantedError(provider.name, provider.origin.directory, missing, *this);
  }
  const ProviderConfig* config = Find(provider.name);
  const bool moved = config != nullptr && !config->base_url.empty();
  if (moved || IsGrantedHost(provider, base_url, *this)) return OkStatus();
  return {StatusCode::kFailedPrecondition, "nothing was sent: " + base_url +
                                               " is none of the hosts that " + FileName() +
                                               " grants to " + provider.name};
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
  if (!missing.empty()) return NoCredentials(provider, server, missing);
  return secrets;
}

std::vector<std::string> Config::CredentialsAtHand(const Provider& provider) const {
  std::vector<std::string> credentials;
  for (const Server& server : provider.servers) {
    const auto names = SecretsOf(server.auth.scheme);
    if (!names.ok()) continue;
    for (const std::string& name : *names) {
      const SecretReference reference = ReferenceFor(provider, server, name);
      const auto resolved = resolved_.find({provider.name, server.name, name});
      if (resolved != resolved_.end()) Add(resolved->second, &credentials);
      if (reference.file.empty() && reference.command.empty()) {
        const StatusOr<Secret> read = ReadSecret(reference);
        if (read.ok()) Add(*read, &credentials);
      }
      // Also where another one is in use.
      if (!provider.origin.is_ours()) continue;
      const StatusOr<Secret> declared = ReadSecret(Declared(server, name));
      if (declared.ok()) Add(*declared, &credentials);
    }
  }
  return credentials;
}

Status Config::CheckSecrets(const Provider& provider, const Server& server) const {
  ASSIGN_OR_RETURN(const auto names, SecretsOf(server.auth.scheme));
  return CheckSecretNames(provider, server, names);
}

Status Config::CheckProviders(const std::vector<std::string>& known) const {
  for (const auto& [name, config] : providers_) {
    if (std::ranges::find(known, name) != known.end() || !config.hosts.empty()) continue;
    const std::string nearest = DidYouMean(name, known);
    return {StatusCode::kInvalidArgument,
            FileName() + ": providers." + name + ": there is no provider " + name +
                (nearest.empty() ? "; there are " + Join(known, ", ") +
                                       ". One of documents elsewhere needs --provider-dir, or "
                                       "hosts: [...] to be let stand without it"
                                 : nearest)};
  }
  return OkStatus();
}

// A misspelt name would otherwise have no effect, and the error would blame the environment.
Status Config::CheckSecretNames(const Provider& provider, const Server& server,
                                const std::vector<std::string>& known) const {
  const ProviderConfig* config = Find(provider.name);
  if (config == nullptr) return OkStatus();
  for (const auto& [key, reference] : config->secrets) {
    const auto& [section, secret] = key;
    const Server* owner = FindServer(provider, section);
    if (owner == nullptr) {
      return {StatusCode::kInvalidArgument,
              "configuration: " + provider.name + " has no server " + section};
    }
    const bool applies = owner->name == server.name;
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
  RETURN_IF_ERROR(CheckRegion(provider));
  auto endpoint = std::make_shared<Endpoint>();
  AuthSpec auth = server.auth;
  if (config.base_url.empty()) {
    ASSIGN_OR_RETURN(endpoint->base_url, FillHost(server, host));
  } else {
    ASSIGN_OR_RETURN(endpoint->base_url, CheckBaseUrl(config.base_url, config.allow_plain_http));
    MoveTokenUrl(server, endpoint->base_url, auth);
  }
  RETURN_IF_ERROR(CheckGranted(provider, server, endpoint->base_url));
  ASSIGN_OR_RETURN(const auto secrets, SecretsFor(provider, server));
  ASSIGN_OR_RETURN(auto authenticator, MakeAuthenticator(auth, secrets));
  endpoint->secrets = Hidden(secrets);
  if (auth.scheme != "none") endpoint->authenticator = std::move(authenticator);
  endpoint->provider = provider.name;
  endpoint->credential = server.name;
  endpoint->rates = RateRulesOf(provider);
  endpoint->retry_statuses = provider.retry_statuses;
  endpoint->fresh_credential = std::chrono::seconds(provider.fresh_credential_seconds);
  endpoint->max_concurrency =
      config.max_concurrency > 0 ? config.max_concurrency : provider.max_concurrency;
  endpoint->allow_plain_http = config.allow_plain_http;
  return std::shared_ptr<const Endpoint>(std::move(endpoint));
}

}  // namespace apisql
