// TreeParameterOf: the input by which a list goes down a table that is its own parent.
#ifndef APISQL_REGISTRY_MODEL_TREE_PARAMETER_H_
#define APISQL_REGISTRY_MODEL_TREE_PARAMETER_H_

#include "registry/model/resource.h"

namespace apisql {

// Null where the method has none. `method` must outlive it.
const Parameter* TreeParameterOf(const Method& method);

}  // namespace apisql

#endif  // APISQL_REGISTRY_MODEL_TREE_PARAMETER_H_
