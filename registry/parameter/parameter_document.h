// ReadParameters: what a method sends: placeholders, filters, members of the body, constants.
#ifndef APISQL_REGISTRY_PARAMETER_PARAMETER_DOCUMENT_H_
#define APISQL_REGISTRY_PARAMETER_PARAMETER_DOCUMENT_H_

#include <span>
#include <string>
#include <vector>

#include "registry/model/resource.h"
#include "registry/yaml/fields.h"

namespace apisql {

// In the order in which they are sent: the columns that say where `server` is and which credential
// it takes, the placeholders of the path, then filters, body parameters and constants, each in the
// order of the document. Behind the path's come the variables of the server that one of the table's
// `columns` may give. `path` and the server's URL are checked for their braces elsewhere; here a
// broken one has no placeholders. `server` may be null.
std::vector<Parameter> ReadParameters(const Fields& method, const Server* server,
                                      const std::string& path, std::span<const Column> columns);

}  // namespace apisql

#endif  // APISQL_REGISTRY_PARAMETER_PARAMETER_DOCUMENT_H_
