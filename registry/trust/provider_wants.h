// What all documents of a provider want (registry/config/grants.h), by the catalog.
#ifndef APISQL_REGISTRY_TRUST_PROVIDER_WANTS_H_
#define APISQL_REGISTRY_TRUST_PROVIDER_WANTS_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "registry/config/config.h"
#include "registry/config/grants.h"
#include "registry/source/catalog.h"
#include "src/base/status.h"

namespace apisql {

// The tables that a view reads, by full name. Who knows SQL gives it.
using TablesOfView = std::function<StatusOr<std::vector<std::string>>(const Resource& view)>;

// Of the provider's own document and of all documents of its tables, or of its service where it is
// that of one service; granted or not. Views count
// where `tables_of_view` is given.
StatusOr<Wants> AllWants(const Provider& provider, Catalog& catalog, const Config& config,
                         const TablesOfView& tables_of_view = nullptr);

// The folder that a document of the provider or of one of its tables came from, of those that are
// from elsewhere; "" when all are ours.
StatusOr<std::string> ElsewhereOf(const Provider& provider, Catalog& catalog);

// The environment variables of providers that are ours, and to which of them each belongs, beside
// `provider` itself.
std::map<std::string, std::string> VariableOwners(const std::string& provider, Catalog& catalog);

}  // namespace apisql

#endif  // APISQL_REGISTRY_TRUST_PROVIDER_WANTS_H_
