// ReadHeaders: request headers that are always sent.
#ifndef APISQL_REGISTRY_PARAMETER_HEADER_DOCUMENT_H_
#define APISQL_REGISTRY_PARAMETER_HEADER_DOCUMENT_H_

#include <string_view>

#include "registry/model/provider.h"
#include "registry/yaml/fields.h"

namespace apisql {

// The map at the key `headers`. Names that belong to HTTP itself or to the credential are faults.
Headers ReadHeaders(const Fields& fields);

// Those of `outer` that `headers` does not name are added.
void AddHeaders(const Headers& outer, Headers* headers);

}  // namespace apisql

#endif  // APISQL_REGISTRY_PARAMETER_HEADER_DOCUMENT_H_
