// IsName, IsQuotableName: how the names of providers, tables, columns and methods are spelt.
#ifndef APISQL_REGISTRY_MODEL_NAMES_H_
#define APISQL_REGISTRY_MODEL_NAMES_H_

#include <string>
#include <string_view>

namespace apisql {

// A lower-case SQL identifier: [a-z][a-z0-9_]*.
bool IsName(std::string_view text);

// A name of a column or a method: [A-Za-z][A-Za-z0-9_$-]*. SQL takes it in quotes: "API-Key".
bool IsQuotableName(std::string_view text);

// `name` as SQL takes it: in double quotes where it is a word of SQL's, or no plain identifier.
std::string SqlName(std::string_view name);

// True for the name of an environment variable: A to Z, 0 to 9 and _, no digit first.
bool IsVariable(std::string_view name);

// True for provider.service.table, each a name.
bool IsTableName(std::string_view text);

// True for a field name of RFC 9110: no blanks, colons or control characters.
bool IsHeaderName(std::string_view name);

}  // namespace apisql

#endif  // APISQL_REGISTRY_MODEL_NAMES_H_
