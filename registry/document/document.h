// Document: a parsed YAML file before it is known to be sound: what it declares, and its tree.
#ifndef APISQL_REGISTRY_DOCUMENT_DOCUMENT_H_
#define APISQL_REGISTRY_DOCUMENT_DOCUMENT_H_

#include <memory>
#include <string>
#include <string_view>

#include "registry/model/provider.h"
#include "registry/model/resource.h"
#include "registry/yaml/yaml_tree.h"
#include "src/base/status.h"

namespace apisql {

struct Document {
  std::string file;  // For errors.
  Origin origin;     // Ours, unless who opens it says otherwise.
  YamlNode root;
  // What it declares; exactly one is set.
  std::string provider;
  std::string table;

  // The provider that it declares, or that its table belongs to.
  std::string provider_name() const;
};

// kInvalidArgument "FILE:LINE: ..." for what is no YAML, or declares neither or both.
StatusOr<Document> OpenDocument(std::string_view text, const std::string& file);

// The content. An error holds all faults, "FILE:LINE: rule", one per line.
StatusOr<std::shared_ptr<const Provider>> ReadProviderDocument(const Document& document);
StatusOr<std::shared_ptr<const Resource>> ReadTableDocument(
    const Document& document, std::shared_ptr<const Provider> provider);

}  // namespace apisql

#endif  // APISQL_REGISTRY_DOCUMENT_DOCUMENT_H_
