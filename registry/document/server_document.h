// ReadServers: the `servers` of a provider.yaml, with the credential that each takes.
#ifndef APISQL_REGISTRY_DOCUMENT_SERVER_DOCUMENT_H_
#define APISQL_REGISTRY_DOCUMENT_SERVER_DOCUMENT_H_

#include <vector>

#include "registry/model/provider.h"
#include "registry/yaml/fields.h"

namespace apisql {

// In the order of the document. Records servers that break a rule, such as http to another machine
// or a scheme of authentication that lacks a secret.
std::vector<Server> ReadServers(const Fields& provider);

}  // namespace apisql

#endif  // APISQL_REGISTRY_DOCUMENT_SERVER_DOCUMENT_H_
