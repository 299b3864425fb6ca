// Config: credentials in StackQL's words.
#include <algorithm>
#include <utility>

#include "registry/config/config.h"
#include "registry/yaml/faults.h"
#include "registry/yaml/yaml_tree.h"
#include "src/auth/auth.h"

namespace apisql {
namespace {

constexpr const char* kAuthOption = "--auth";

}  // namespace

StatusOr<std::vector<std::string>> Config::AddAuth(std::string_view text) {
  ASSIGN_OR_RETURN(const YamlNode root, ParseYaml(text, kAuthOption));
  if (!root.is(YamlNode::Kind::kMap)) {
    return Status(StatusCode::kInvalidArgument,
                  std::string(kAuthOption) + R"( takes JSON such as {"acme": {"type": "bearer", )" +
                      R"("credentialsenvvar": "ACME_TOKEN"}})");
  }
  Faults faults(kAuthOption);
  std::vector<std::string> names;
  for (size_t i = 0; i < root.keys.size(); ++i) {
    const std::string& name = root.keys[i].text;
    names.push_back(name);
    ProviderConfig& target = providers_[name];
    // Paths of the command line count from the folder in which the program was started.
    target.auth = ReadSaidAuth(root.items[i], {name, kAuthOption, "", {}}, faults);
    target.secrets.clear();
    target.credentials.clear();
  }
  RETURN_IF_ERROR(faults.ToStatus());
  return names;
}

// Null where nothing is said of it.
const SaidAuth* Config::SaidOf(const Provider& provider) const {
  const ProviderConfig* config = Find(provider.name);
  return config == nullptr || !config->auth ? nullptr : &*config->auth;
}

Server Config::AsSaid(const Provider& provider, const Server& server) const {
  const SaidAuth* said = SaidOf(provider);
  if (said == nullptr || provider.origin.is_ours()) return server;
  const auto changed = WithSaidAuth(*said, server);
  return changed.ok() ? *changed : server;
}

Status Config::CheckAuth(const Provider& provider, const Server& server) const {
  const SaidAuth* said = SaidOf(provider);
  if (said == nullptr) return OkStatus();
  if (!provider.origin.is_ours()) return WithSaidAuth(*said, server).status();
  return TakesDefaultSecrets(provider, server) ? CheckSaidAuth(*said, provider.name, server)
                                               : OkStatus();
}

// Of a provider that is ours those of the default server, in their order.
const SecretReference* Config::SaidReference(const Provider& provider, const Server& server,
                                             const std::string& secret) const {
  const SaidAuth* said = SaidOf(provider);
  if (said == nullptr) return nullptr;
  if (!provider.origin.is_ours()) {
    for (const auto& [name, reference] : said->secrets) {
      if (name == secret) return &reference;
    }
    return nullptr;
  }
  const auto names = SecretsOf(server.auth);
  if (!names.ok() || !TakesDefaultSecrets(provider, server)) return nullptr;
  const auto place = std::ranges::find(*names, secret) - names->begin();
  return std::cmp_less(place, said->secrets.size()) ? &said->secrets[place].second : nullptr;
}

// True for a variable of the server that the user has said to take from the environment.
bool Config::IsSaidVariable(const Provider& provider, const Server& server,
                            const ServerVariable& variable) const {
  if (SaidOf(provider) == nullptr || provider.origin.is_ours()) return false;
  const std::vector<ServerVariable> said = VariablesOf(server.auth);
  return std::ranges::find(said, variable.name, &ServerVariable::name) != said.end();
}

}  // namespace apisql
