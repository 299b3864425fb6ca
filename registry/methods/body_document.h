// The keys of a method that say what its body is: content, form, base_body, body and without.
#ifndef APISQL_REGISTRY_METHODS_BODY_DOCUMENT_H_
#define APISQL_REGISTRY_METHODS_BODY_DOCUMENT_H_

#include "registry/model/resource.h"
#include "registry/yaml/fields.h"

namespace apisql {

// The keys `content` and `form` of a provider, a table or a method; `otherwise` without them.
BodyFormat ReadBodyFormat(const Fields& fields, const BodyFormat& otherwise);

// What else a method says of its body; `otherwise` is the format that holds for its table. Its path
// and parameters must have been read.
void ReadBody(const Fields& fields, const BodyFormat& otherwise, Method& method);

}  // namespace apisql

#endif  // APISQL_REGISTRY_METHODS_BODY_DOCUMENT_H_
