#include "registry/document/document.h"

#include "registry/document/provider_document.h"
#include "registry/document/table_document.h"
#include "registry/yaml/faults.h"

namespace apisql {

std::string Document::provider_name() const { return table.empty() ? provider : ProviderOf(table); }

StatusOr<Document> OpenDocument(std::string_view text, const std::string& file) {
  Document document;
  document.file = file;
  ASSIGN_OR_RETURN(document.root, ParseYaml(text, file));
  const YamlNode* provider = document.root.Find("provider");
  const YamlNode* table = document.root.Find("table");
  if (provider != nullptr) document.provider = provider->text;
  if (table != nullptr) document.table = table->text;
  if (document.provider.empty() != document.table.empty()) return document;
  Faults faults(file);
  faults.Add(document.root.line,
             "a document declares a provider or a table: provider: NAME or "
             "table: PROVIDER.SERVICE.TABLE");
  return faults.ToStatus();
}

StatusOr<std::shared_ptr<const Provider>> ReadProviderDocument(const Document& document) {
  Faults faults(document.file);
  Provider provider = ReadProvider(document.root, faults);
  RETURN_IF_ERROR(faults.ToStatus());
  provider.origin = document.origin;
  return std::make_shared<const Provider>(std::move(provider));
}

StatusOr<std::shared_ptr<const Resource>> ReadTableDocument(
    const Document& document, std::shared_ptr<const Provider> provider) {
  Faults faults(document.file);
  Resource resource = ReadTable(document.root, std::move(provider), document.file, faults);
  RETURN_IF_ERROR(faults.ToStatus());
  resource.origin = document.origin;
  return std::make_shared<const Resource>(std::move(resource));
}

}  // namespace apisql
