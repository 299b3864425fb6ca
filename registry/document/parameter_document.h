// ReadParameters: what a method sends: placeholders, filters, members of the body, constants.
#ifndef APISQL_REGISTRY_DOCUMENT_PARAMETER_DOCUMENT_H_
#define APISQL_REGISTRY_DOCUMENT_PARAMETER_DOCUMENT_H_

#include <string>
#include <vector>

#include "registry/model/resource.h"
#include "registry/yaml/fields.h"

namespace apisql {

// In the order in which they are sent: the placeholders of the server's URL and of the path, then
// filters, body parameters and constants, each in the order of the document. `path` and
// `server_url` are checked for their braces elsewhere; here a broken one has no placeholders.
std::vector<Parameter> ReadParameters(const Fields& method, const std::string& server_url,
                                      const std::string& path);

}  // namespace apisql

#endif  // APISQL_REGISTRY_DOCUMENT_PARAMETER_DOCUMENT_H_
