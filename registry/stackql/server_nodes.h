// ServerNodes: the servers of a provider, gathered from the documents of its services.
#ifndef APISQL_REGISTRY_STACKQL_SERVER_NODES_H_
#define APISQL_REGISTRY_STACKQL_SERVER_NODES_H_

#include <string>
#include <utility>
#include <vector>

#include "registry/model/provider.h"
#include "registry/yaml/yaml_tree.h"
#include "src/base/status.h"

namespace apisql {

class ServerNodes {
 public:
  // The first server is called `first`, others as their services are.
  ServerNodes(YamlNode auth, std::string first)
      : auth_(std::move(auth)), first_(std::move(first)) {}

  // The name of the server that a list of OpenAPI's servers means, the first of it, which is
  // added where it is new; "" for the first of all. kUnimplemented says why it cannot be one.
  // `signed_as` is what AWS calls the service in signatures, "" where that is not known.
  StatusOr<std::string> NameFor(const YamlNode* servers, const std::string& service,
                                const std::string& signed_as = "");
  // The names in the URL of that server that WHERE may choose, with their descriptions.
  std::vector<std::pair<std::string, std::string>> VariablesOf(const std::string& name) const;
  // True for the name of a header that the credential is sent in.
  bool IsCredentialHeader(const std::string& name) const;
  // True where requests to that server are signed for S3, AWS's store of objects.
  bool IsOfS3(const std::string& name) const;
  bool empty() const { return servers_.empty(); }
  size_t size() const { return servers_.size(); }
  // `servers` of a provider document.
  YamlNode ToNode() const;

 private:
  struct Server {
    std::string name;
    std::string url;
    YamlNode variables;  // Of its URL.
    YamlNode auth;
    YamlNode node;
    apisql::Server sample;  // As the reader of our documents has it.
  };

  YamlNode auth_;
  std::string first_;
  std::vector<Server> servers_;
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_SERVER_NODES_H_
