// The documents below registry/providers, compiled in by cmake/embed_documents.cmake.
#ifndef APISQL_REGISTRY_SOURCE_EMBEDDED_DOCUMENTS_H_
#define APISQL_REGISTRY_SOURCE_EMBEDDED_DOCUMENTS_H_

#include <span>
#include <string_view>

namespace apisql {

struct EmbeddedDocument {
  std::string_view file;      // confluent/iam.api_keys.yaml
  std::string_view provider;  // The name that it declares; one of the two is empty.
  std::string_view table;
  std::string_view aliases;  // Of the table: "a.b.c, a.b.d".
  std::string_view text;
};

// Sorted by file.
std::span<const EmbeddedDocument> EmbeddedDocuments();

}  // namespace apisql

#endif  // APISQL_REGISTRY_SOURCE_EMBEDDED_DOCUMENTS_H_
