// TablesPage: docs/tables.md, what the provider documents say for people who write statements.
#ifndef APISQL_REGISTRY_REFERENCE_TABLES_PAGE_H_
#define APISQL_REGISTRY_REFERENCE_TABLES_PAGE_H_

#include <string>

#include "registry/source/catalog.h"
#include "src/base/status.h"

namespace apisql {

// Markdown: per provider and table its columns, what the API filters by, its methods with their
// examples, and what its statuses mean. The first faulty document is the error.
StatusOr<std::string> TablesPage(Catalog& catalog);

}  // namespace apisql

#endif  // APISQL_REGISTRY_REFERENCE_TABLES_PAGE_H_
