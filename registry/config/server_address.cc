// Where a server is: what its document declares, with what the user and the statement say.
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "registry/config/config.h"
#include "registry/config/yaml_text.h"
#include "registry/model/server_url.h"
#include "src/base/text.h"
#include "src/http/message/url.h"

namespace apisql {
namespace {

// The URL that the user has given in its place, null: none.
const std::string* GivenUrl(const ProviderConfig* config, const Server& server) {
  if (config == nullptr) return nullptr;
  const auto own = config->server_urls.find(server.name);
  if (own != config->server_urls.end()) return &own->second;
  return config->base_url.empty() ? nullptr : &config->base_url;
}

// That takes the place of the base path, too.
bool IsWhole(const ProviderConfig& config, const Server& server) {
  return config.server_urls.contains(server.name);
}

std::string WithPath(std::string base_url, const std::string& path) {
  if (!path.empty() && !base_url.ends_with(path)) base_url += path;
  return base_url;
}

// A token server that is at the declared server's place moves with it: what the user put there
// answers for both.
void MoveTokenUrl(const Server& server, std::string base_url, AuthSpec& auth) {
  const auto token_url = auth.options.find("token_url");
  if (token_url == auth.options.end()) return;
  if (!AreAtOnePlace(token_url->second, server.base_url)) return;
  const std::string declared(PathOfUrl(server.base_url));
  if (base_url.ends_with(declared)) base_url.resize(base_url.size() - declared.size());
  token_url->second = base_url + std::string(PathOfUrl(token_url->second));
}

ServerValues Known(ServerValues chosen, const Server& server, const ServerValues& rows) {
  for (const auto& [name, value] : rows) {
    const ServerVariable* variable = server.FindVariable(name);
    const bool open = variable == nullptr || IsOpenToRows(server, *variable);
    if (!value.empty() && open) chosen[name] = value;
  }
  return chosen;
}

}  // namespace

ServerValues Config::Chosen(const Provider& provider, const Server& declared) const {
  const Server server = AsSaid(provider, declared);
  ServerValues chosen;
  const ProviderConfig* config = Find(provider.name);
  for (const ServerVariable& variable : server.variables) {
    std::string& value = chosen[variable.name];
    if (config != nullptr) {
      const auto own = config->variables.find(variable.name);
      if (own != config->variables.end()) value = own->second;
    }
    const bool granted = provider.origin.is_ours() || IsSaidVariable(provider, server, variable);
    const bool ask = value.empty() && granted && !variable.environment.empty();
    const char* environment = ask ? std::getenv(variable.environment.c_str()) : nullptr;
    if (environment != nullptr) value = environment;
    if (value.empty()) value = variable.fallback;
    if (value.empty()) chosen.erase(variable.name);
  }
  return chosen;
}

bool Config::IsMoved(const Provider& provider, const Server& server) const {
  return GivenUrl(Find(provider.name), server) != nullptr;
}

// Before anything is asked of the user that could not help.
Status Config::CheckKeptTo(const Provider& provider, const Server& server) const {
  if (!kept_to_ || kept_to_->providers.contains(provider.name)) return OkStatus();
  const std::string* const given = GivenUrl(Find(provider.name), server);
  if (IsLoopback(given == nullptr ? server.base_url : *given)) return OkStatus();
  const std::vector<std::string> names(kept_to_->providers.begin(), kept_to_->providers.end());
  return {StatusCode::kFailedPrecondition,
          "nothing was sent: this session asks " + Join(names, ", ") +
              " and servers on this machine alone, not " + provider.name + "; " + kept_to_->text};
}

Status Config::NoVariable(const Provider& provider, const Server& server,
                          const ServerVariable& variable, bool where) const {
  const std::string about = variable.description.empty() ? "" : " (" + variable.description + ")";
  const std::string choices = variable.values.empty() ? "" : "  # " + Join(variable.values, ", ");
  const bool granted = provider.origin.is_ours() || IsSaidVariable(provider, server, variable);
  const bool ours = granted && !variable.environment.empty();
  return {StatusCode::kFailedPrecondition,
          "nothing was sent: " + provider.name + " has no value for " + variable.name + about +
              ": " + (where ? "give it in WHERE, " : "") +
              (ours ? "set " + variable.environment + ", " : "") + (where || ours ? "or " : "") +
              "add to " + FileName() + ":\nproviders:\n  " + provider.name +
              ":\n    variables:\n      " + variable.name + ": VALUE" + choices};
}

Status Config::CheckVariables(const Provider& provider, const Server& server,
                              const ServerValues& rows, std::string_view text) const {
  const ServerValues chosen = Chosen(provider, server);
  for (const ServerVariable& variable : server.variables) {
    if (text.find("{" + variable.name + "}") == text.npos) continue;
    const auto given = rows.find(variable.name);
    const bool where = given != rows.end();
    if ((where && !given->second.empty()) || chosen.contains(variable.name)) continue;
    return NoVariable(provider, server, variable, where);
  }
  return OkStatus();
}

StatusOr<std::string> Config::BaseUrlOf(const Provider& provider, const Server& server,
                                        const ServerValues& rows) const {
  const ProviderConfig* config = Find(provider.name);
  const std::string* given = GivenUrl(config, server);
  const ServerValues chosen = Chosen(provider, server);
  if (given == nullptr) {
    RETURN_IF_ERROR(CheckVariables(provider, server, rows, server.base_url));
    return FillServerUrl(server, rows, chosen);
  }
  ASSIGN_OR_RETURN(std::string base_url, CheckBaseUrl(*given, config->allow_plain_http));
  if (IsWhole(*config, server)) return base_url;
  RETURN_IF_ERROR(CheckVariables(provider, server, rows, PathOfUrl(server.base_url)));
  ASSIGN_OR_RETURN(const std::string path, FillServerPath(server, rows, chosen));
  return WithPath(std::move(base_url), path);
}

// Its options with the variables in them.
StatusOr<AuthSpec> Config::AuthFor(const Provider& provider, const Server& server,
                                   const ServerValues& rows) const {
  AuthSpec auth = server.auth;
  const std::string* given = GivenUrl(Find(provider.name), server);
  if (given != nullptr) MoveTokenUrl(server, *given, auth);
  const ServerValues chosen = Chosen(provider, server);
  for (auto& [option, text] : auth.options) {
    if (text.find('{') == std::string::npos) continue;
    RETURN_IF_ERROR(CheckVariables(provider, server, rows, text));
    if (option == "token_url") {
      Server token_server = server;
      token_server.base_url = text;
      token_server.host_suffix.clear();
      ASSIGN_OR_RETURN(text, FillServerUrl(token_server, rows, chosen));
    } else {
      // In a host letters have no case; in what is signed for it the region has that of the host.
      const bool of_host =
          option == "region" && OriginText(server.base_url).find(text) != text.npos;
      text = FillKnown(text, Known(chosen, server, rows));
      if (of_host && auth.scheme == "aws_signature_v4") text = AsciiLower(text);
    }
  }
  return auth;
}

std::string Config::ShownUrl(const Provider& provider, const Server& declared,
                             const ServerValues& rows) const {
  const Server server = AsSaid(provider, declared);
  const ServerValues chosen = Chosen(provider, server);
  const ServerValues known = Known(chosen, server, rows);
  const ProviderConfig* config = Find(provider.name);
  const std::string* given = GivenUrl(config, server);
  if (given != nullptr && IsWhole(*config, server)) return *given;
  if (given != nullptr) return WithPath(*given, FillKnown(PathOfUrl(server.base_url), known));
  const auto url = FillServerUrl(server, rows, chosen);
  return url.ok() ? *url : FillKnown(server.base_url, known);
}

// A misspelt name would otherwise have no effect. One service does not know the servers of the
// provider's others, for which a name that it lacks may be meant.
Status Config::CheckNames(const Provider& provider) const {
  const ProviderConfig* config = Find(provider.name);
  if (config == nullptr || !provider.service.empty()) return OkStatus();
  std::vector<std::string> variables;
  const SaidAuth* said = SaidOf(provider);
  if (said != nullptr && !provider.origin.is_ours()) variables = said->variables;
  for (const Server& server : provider.servers) {
    for (const ServerVariable& one : AsSaid(provider, server).variables) {
      const bool listed = std::ranges::find(variables, one.name) != variables.end();
      if (!listed) variables.push_back(one.name);
    }
  }
  for (const auto& [name, value] : config->variables) {
    if (std::ranges::find(variables, name) != variables.end()) continue;
    return {StatusCode::kInvalidArgument, "configuration: " + provider.name + " has no variable " +
                                              name + DidYouMean(name, variables)};
  }
  for (const auto& [name, url] : config->server_urls) {
    if (provider.FindServer(name) != nullptr) continue;
    return {StatusCode::kInvalidArgument,
            "configuration: " + provider.name + " has no server " + name};
  }
  return OkStatus();
}

}  // namespace apisql
