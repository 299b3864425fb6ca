#include "registry/config/config.h"

#include <algorithm>
#include <chrono>

#include "registry/config/grants.h"
#include "src/auth/auth.h"
#include "src/base/text.h"
#include "src/http/message/url.h"

namespace apisql {
namespace {

RateRules RateRulesOf(const Provider& provider) {
  RateRules rules{provider.limit_header,  provider.remaining_header, provider.reset_header, {},
                  provider.wait_statuses, provider.reset_unit};
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

// The servers of one service have the credential of the provider: there is no other. What is said
// in StackQL's words of documents from elsewhere is for all servers.
bool Config::TakesDefaultSecrets(const Provider& provider, const Server& server) const {
  const bool is_said = SaidOf(provider) != nullptr && !provider.origin.is_ours();
  if (!provider.service.empty() || is_said) return true;
  const Server* found = FindServer(provider, "");
  return found != nullptr && found->name == server.name;
}

std::string Config::FileName() const {
  const std::string file = file_.empty() ? DefaultFile() : file_;
  return file.empty() ? "a config file" : file;
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

// What a request to the server needs of the user, whichever host of its family it goes to.
Status Config::CheckGranted(const Provider& provider, const Server& server, const AuthSpec& auth,
                            const std::string& base_url) const {
  if (provider.origin.is_ours()) return OkStatus();
  const Wants wants = WantsOf(provider, server, *this);
  const Wants missing = NotGranted(wants, provider, *this);
  if (!missing.none()) {
    return NotGrantedError(provider.name, provider.origin.directory, missing, *this);
  }
  const auto token_url = auth.options.find("token_url");
  const std::string& token = token_url == auth.options.end() ? base_url : token_url->second;
  for (const std::string& url : {base_url, token}) {
    const bool moved = IsMoved(provider, server) && AreAtOnePlace(url, base_url);
    if (moved || IsGrantedHost(provider, url, *this)) continue;
    return {StatusCode::kFailedPrecondition, "nothing was sent: " + url +
                                                 " is none of the hosts that " + FileName() +
                                                 " grants to " + provider.name};
  }
  return OkStatus();
}

StatusOr<std::shared_ptr<const Endpoint>> Config::MakeEndpoint(const Provider& provider,
                                                               const Server& declared,
                                                               const ServerValues& rows) const {
  RETURN_IF_ERROR(CheckAuth(provider, declared));
  const Server server = AsSaid(provider, declared);
  const ProviderConfig* found = Find(provider.name);
  const ProviderConfig config = found == nullptr ? ProviderConfig() : *found;
  RETURN_IF_ERROR(CheckRegion(provider));
  RETURN_IF_ERROR(CheckNames(provider));
  RETURN_IF_ERROR(CheckKeptTo(provider, server));
  auto endpoint = std::make_shared<Endpoint>();
  ASSIGN_OR_RETURN(endpoint->base_url, BaseUrlOf(provider, server, rows));
  ASSIGN_OR_RETURN(const AuthSpec auth, AuthFor(provider, server, rows));
  RETURN_IF_ERROR(CheckGranted(provider, server, auth, endpoint->base_url));
  ASSIGN_OR_RETURN(const Credential credential,
                   CredentialFor(provider, server, rows, endpoint->base_url));
  ASSIGN_OR_RETURN(const auto secrets, SecretsFor(provider, server, credential));
  ASSIGN_OR_RETURN(auto authenticator, MakeAuthenticator(auth, secrets));
  endpoint->secrets = HiddenSecrets(auth, secrets);
  if (auth.scheme != "none") endpoint->authenticator = std::move(authenticator);
  endpoint->provider = provider.name;
  endpoint->credential = server.name;
  if (!credential.entry.empty()) endpoint->credential += ":" + credential.entry;
  endpoint->rates = RateRulesOf(provider);
  endpoint->retry_statuses = provider.retry_statuses;
  endpoint->fresh_credential = std::chrono::seconds(provider.fresh_credential_seconds);
  endpoint->max_concurrency =
      config.max_concurrency > 0 ? config.max_concurrency : provider.max_concurrency;
  endpoint->allow_plain_http = config.allow_plain_http;
  return std::shared_ptr<const Endpoint>(std::move(endpoint));
}

}  // namespace apisql
