// The key `await` of a method: how to watch what a 202 started.
#ifndef APISQL_REGISTRY_METHODS_AWAIT_DOCUMENT_H_
#define APISQL_REGISTRY_METHODS_AWAIT_DOCUMENT_H_

#include <optional>

#include "registry/model/resource.h"
#include "registry/yaml/fields.h"

namespace apisql {

// None without the key. `verb` is that of the method.
std::optional<Await> ReadAwait(const Fields& method, Verb verb);

}  // namespace apisql

#endif  // APISQL_REGISTRY_METHODS_AWAIT_DOCUMENT_H_
