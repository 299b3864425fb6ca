// ReadColumn: one entry of a table document's `columns`.
#ifndef APISQL_REGISTRY_COLUMN_DOCUMENT_H_
#define APISQL_REGISTRY_COLUMN_DOCUMENT_H_

#include "registry/fields.h"
#include "registry/resource.h"

namespace apisql {

Column ReadColumn(const NamedNode& entry, Faults& faults);

}  // namespace apisql

#endif  // APISQL_REGISTRY_COLUMN_DOCUMENT_H_
