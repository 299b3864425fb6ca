// ReadMethod: one entry of a table document's `methods`.
#ifndef APISQL_REGISTRY_DOCUMENT_METHOD_DOCUMENT_H_
#define APISQL_REGISTRY_DOCUMENT_METHOD_DOCUMENT_H_

#include <string>

#include "registry/model/resource.h"
#include "registry/yaml/fields.h"

namespace apisql {

// What `provider` declares for all its methods holds where the method does not say otherwise.
// `default_server` is the table's own.
Method ReadMethod(const NamedNode& entry, const Provider& provider,
                  const std::string& default_server, Faults& faults);

}  // namespace apisql

#endif  // APISQL_REGISTRY_DOCUMENT_METHOD_DOCUMENT_H_
