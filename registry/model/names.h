// IsName: how the names of providers, tables, columns and methods are spelt.
#ifndef APISQL_REGISTRY_MODEL_NAMES_H_
#define APISQL_REGISTRY_MODEL_NAMES_H_

#include <string_view>

namespace apisql {

// A lower-case SQL identifier: [a-z][a-z0-9_]*.
bool IsName(std::string_view text);

// True for the name of an environment variable: A to Z, 0 to 9 and _, no digit first.
bool IsVariable(std::string_view name);

// True for provider.service.table, each a name.
bool IsTableName(std::string_view text);

}  // namespace apisql

#endif  // APISQL_REGISTRY_MODEL_NAMES_H_
