// The `statuses` of a provider, a table or a method: what a status means there.
#ifndef APISQL_REGISTRY_METHODS_STATUSES_DOCUMENT_H_
#define APISQL_REGISTRY_METHODS_STATUSES_DOCUMENT_H_

#include "registry/model/provider.h"
#include "registry/yaml/fields.h"

namespace apisql {

// Those under the key `statuses` of `fields`; none without it.
Statuses ReadStatuses(const Fields& fields);

}  // namespace apisql

#endif  // APISQL_REGISTRY_METHODS_STATUSES_DOCUMENT_H_
