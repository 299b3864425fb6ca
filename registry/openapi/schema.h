// What schemas of an OpenAPI description say of values: their kind, their members, their type.
//
// A value that allOf, oneOf or anyOf describe has the members of all of them: an answer is read,
// and not judged.
#ifndef APISQL_REGISTRY_OPENAPI_SCHEMA_H_
#define APISQL_REGISTRY_OPENAPI_SCHEMA_H_

#include <string>
#include <string_view>
#include <vector>

#include "registry/openapi/openapi_document.h"

namespace apisql {

enum class SchemaKind { kUnknown, kScalar, kArray, kObject };

struct SchemaMember {
  std::string name;
  const YamlNode* schema = nullptr;  // Resolved; null: nothing is said of it.
  bool required = false;             // In each part of allOf that has it.
};

// Each takes a schema as it stands, reference or not; null is one that says nothing.
SchemaKind KindOfSchema(const OpenApiDocument& document, const YamlNode* schema);
// In their order, each name once.
std::vector<SchemaMember> MembersOfSchema(const OpenApiDocument& document, const YamlNode* schema);
// Of an array; null where nothing is said of them.
const YamlNode* ItemsOfSchema(const OpenApiDocument& document, const YamlNode* schema);
// "text", "integer", "real", "boolean" or "json", as a column that takes every value of it.
std::string_view TypeOfSchema(const OpenApiDocument& document, const YamlNode* schema);
// The type that holds values of both.
std::string_view CommonType(std::string_view a, std::string_view b);
// Its enum, where that has at most 30 values, all of them single ones.
std::vector<std::string> ValuesOfSchema(const OpenApiDocument& document, const YamlNode* schema);

// Of the value at "/a/b" of what `schema` describes; null where there is none.
const YamlNode* SchemaAt(const OpenApiDocument& document, const YamlNode* schema,
                         const std::vector<std::string>& keys);

}  // namespace apisql

#endif  // APISQL_REGISTRY_OPENAPI_SCHEMA_H_
