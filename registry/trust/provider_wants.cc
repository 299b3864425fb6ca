#include "registry/trust/provider_wants.h"

#include <algorithm>

namespace apisql {
namespace {

// Servers that are asked: of those that are the same API, the one that the user has chosen.
std::vector<const Server*> ServersInUse(const Provider& provider, const Config& config) {
  std::vector<const Server*> servers;
  const Server* chosen = config.FindServer(provider, "");
  for (const Server& server : provider.servers) {
    const bool region = std::ranges::find(provider.regions, server.name) != provider.regions.end();
    if (!region || &server == chosen) servers.push_back(&server);
  }
  return servers;
}

}  // namespace

StatusOr<Wants> AllWants(const Provider& provider, Catalog& catalog, const Config& config,
                         const TablesOfView& tables_of_view) {
  Wants wants;
  for (const Server* server : ServersInUse(provider, config)) {
    wants.Add(WantsOf(provider, *server, config));
  }
  // To ask all services of such a provider would be to import them.
  if (!provider.service.empty()) return wants;
  ASSIGN_OR_RETURN(const std::vector<std::string> tables, catalog.TablesOf(provider.name));
  for (const std::string& name : tables) {
    ASSIGN_OR_RETURN(const auto table, catalog.Find(name));
    for (const Method& method : table->methods) wants.Add(WantsOf(*table, method, config));
    if (table->view_sql.empty() || table->origin.is_ours() || !tables_of_view) continue;
    ASSIGN_OR_RETURN(const std::vector<std::string> read, tables_of_view(*table));
    wants.Add(WantsOfView(*table, read));
  }
  return wants;
}

StatusOr<std::string> ElsewhereOf(const Provider& provider, Catalog& catalog) {
  if (!provider.origin.is_ours()) return provider.origin.directory;
  ASSIGN_OR_RETURN(const std::vector<std::string> tables, catalog.TablesOf(provider.name));
  for (const std::string& name : tables) {
    ASSIGN_OR_RETURN(const auto table, catalog.Find(name));
    if (!table->origin.is_ours()) return table->origin.directory;
  }
  return std::string();
}

std::map<std::string, std::string> VariableOwners(const std::string& provider, Catalog& catalog) {
  std::map<std::string, std::string> owners;
  // One that was not asked for is from elsewhere.
  for (const std::string& name : catalog.KnownProviders()) {
    const auto other = catalog.FindProvider(name);
    if (name == provider || !other.ok() || !(*other)->origin.is_ours()) continue;
    for (const Server& server : (*other)->servers) {
      for (const SecretSource& secret : server.secrets) owners.emplace(secret.environment, name);
    }
  }
  return owners;
}

}  // namespace apisql
