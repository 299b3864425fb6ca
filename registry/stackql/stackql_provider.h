// StackqlProvider: a provider.yaml of StackQL, which names the services and the credential.
#ifndef APISQL_REGISTRY_STACKQL_STACKQL_PROVIDER_H_
#define APISQL_REGISTRY_STACKQL_STACKQL_PROVIDER_H_

#include <filesystem>
#include <string>
#include <vector>

#include "registry/stackql/import_note.h"
#include "registry/stackql/service_importer.h"
#include "registry/yaml/yaml_tree.h"
#include "src/base/status.h"
#include "src/files/file_stamp.h"

namespace apisql {

struct StackqlService {
  std::string name;
  std::string file_name;  // Below the folder `services` beside the provider.yaml.
  int line = 1;           // Of the provider.yaml.
};

class StackqlProvider {
 public:
  // An error is kInvalidArgument, "FILE:LINE: text", or that of a file which cannot be read.
  static StatusOr<StackqlProvider> Open(const std::filesystem::path& file);

  const std::string& name() const { return name_; }
  const std::filesystem::path& file() const { return file_; }
  // As the file was before it was read.
  const FileStamp& stamp() const { return stamp_; }
  const std::vector<StackqlService>& services() const { return services_; }
  // Why nothing of it can be asked, such as an unknown kind of credential; "": it can.
  const std::string& refusal() const { return refusal_; }
  // The file with the service's document, in other letter case where there is none of its name.
  std::filesystem::path FileOf(const StackqlService& service) const;

  // For imports of its services. The server that is found first is called `first_server`. This must
  // outlive it.
  ProviderContext MakeContext(std::string first_server) const;
  // A service that cannot be read is left out, in `report`. An error is what the sink returned.
  Status ImportService(const StackqlService& service, ProviderContext& context,
                       const DocumentSink& sink, ImportReport& report) const;

 private:
  void ListServices();
  void ReadCredential();

  std::filesystem::path file_;
  FileStamp stamp_;
  YamlNode root_;
  std::string name_;
  std::vector<StackqlService> services_;
  YamlNode auth_;  // Of our documents.
  std::string refusal_;
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_STACKQL_PROVIDER_H_
