// ProviderFolder: the documents of one provider in a registry, a folder whose folders are called as
// their providers are: DIR/acme/provider.yaml, DIR/acme/crm.people.yaml.
#ifndef APISQL_REGISTRY_SOURCE_PROVIDER_FOLDER_H_
#define APISQL_REGISTRY_SOURCE_PROVIDER_FOLDER_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "registry/document/document.h"
#include "src/base/status.h"

namespace apisql {

// All *.yaml files below `directory`, sorted. Links to folders are not followed: they may loop.
StatusOr<std::vector<std::string>> DocumentFiles(const std::string& directory);

// The document of a file.
StatusOr<Document> OpenDocumentFile(const std::string& file);

// The files of a provider's folder by what they declare.
struct ProviderFolder {
  std::string provider_file;                  // Empty: it has none.
  std::map<std::string, std::string> tables;  // By full name.

  // Takes the names from those of the files: crm.people.yaml is <provider>.crm.people. A file that
  // is called otherwise is opened for what it declares, and `opened` counts it. Two files of one
  // name are an error, and so is one that declares something of another provider.
  static StatusOr<ProviderFolder> List(const std::string& directory, const std::string& provider,
                                       int* opened);
};

// That the document of a provider's folder declares what its file is taken for.
Status CheckDeclares(const Document& document, bool table, std::string_view name);

// The other names that the table document `file` gives its table. A faulty document has none: who
// reads it tells the fault.
std::vector<std::string> AliasesIn(const std::string& file);

}  // namespace apisql

#endif  // APISQL_REGISTRY_SOURCE_PROVIDER_FOLDER_H_
