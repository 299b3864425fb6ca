// ReadMethod: one entry of a table document's `methods`.
#ifndef APISQL_REGISTRY_METHODS_METHOD_DOCUMENT_H_
#define APISQL_REGISTRY_METHODS_METHOD_DOCUMENT_H_

#include <span>
#include <string>

#include "registry/model/resource.h"
#include "registry/yaml/fields.h"

namespace apisql {

// What a table declares for all its methods.
struct MethodDefaults {
  std::string server;  // Empty: the provider's first.
  Stage stage = Stage::kUnknown;
  std::span<const Column> columns = {};
  BodyFormat body_format = {};
  Headers headers = {};
};

// The key `stage` of a table or a method.
Stage ReadStage(const Fields& fields, Stage fallback);

// What the table and `provider` declare for all methods holds where the method does not say
// otherwise.
Method ReadMethod(const NamedNode& entry, const Provider& provider, const MethodDefaults& defaults,
                  Faults& faults);

}  // namespace apisql

#endif  // APISQL_REGISTRY_METHODS_METHOD_DOCUMENT_H_
