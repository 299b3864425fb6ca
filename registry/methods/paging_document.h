// ReadPaging: the `paging` key of providers and methods.
#ifndef APISQL_REGISTRY_METHODS_PAGING_DOCUMENT_H_
#define APISQL_REGISTRY_METHODS_PAGING_DOCUMENT_H_

#include "registry/yaml/fields.h"
#include "src/paging/paging_spec.h"

namespace apisql {

// Reads `paging` of `parent` over `base`: what is not said stays as in `base`. Another style keeps
// the names of parameters but no paths: those describe the other style's answer.
// `paging: none` and `page_size: none` are understood. Records a spec that its style cannot use.
PagingSpec ReadPaging(const Fields& parent, const PagingSpec& base);

}  // namespace apisql

#endif  // APISQL_REGISTRY_METHODS_PAGING_DOCUMENT_H_
