// ReadColumn: one entry of a table document's `columns`.
#ifndef APISQL_REGISTRY_DOCUMENT_COLUMN_DOCUMENT_H_
#define APISQL_REGISTRY_DOCUMENT_COLUMN_DOCUMENT_H_

#include "registry/model/resource.h"
#include "registry/yaml/fields.h"

namespace apisql {

Column ReadColumn(const NamedNode& entry, Faults& faults);

}  // namespace apisql

#endif  // APISQL_REGISTRY_DOCUMENT_COLUMN_DOCUMENT_H_
