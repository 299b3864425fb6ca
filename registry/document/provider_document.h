// ReadProvider: a provider.yaml as a Provider.
#ifndef APISQL_REGISTRY_DOCUMENT_PROVIDER_DOCUMENT_H_
#define APISQL_REGISTRY_DOCUMENT_PROVIDER_DOCUMENT_H_

#include "registry/model/provider.h"
#include "registry/yaml/faults.h"
#include "registry/yaml/yaml_tree.h"

namespace apisql {

// Everything that is wrong goes to `faults`; the Provider is whole only when that stays empty.
Provider ReadProvider(const YamlNode& root, Faults& faults);

}  // namespace apisql

#endif  // APISQL_REGISTRY_DOCUMENT_PROVIDER_DOCUMENT_H_
