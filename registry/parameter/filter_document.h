// ReadFilter: one filter of a method.
#ifndef APISQL_REGISTRY_PARAMETER_FILTER_DOCUMENT_H_
#define APISQL_REGISTRY_PARAMETER_FILTER_DOCUMENT_H_

#include <optional>

#include "registry/model/resource.h"
#include "registry/yaml/fields.h"

namespace apisql {

// `entry` is a member of the method's filters.
Parameter ReadFilter(const NamedNode& entry, const Fields& method);

// The parent at the key `from`, if there is one.
std::optional<Parent> ReadParent(const Fields& parameter);

}  // namespace apisql

#endif  // APISQL_REGISTRY_PARAMETER_FILTER_DOCUMENT_H_
