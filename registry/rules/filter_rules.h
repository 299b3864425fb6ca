// What a filter cannot say of its column.
#ifndef APISQL_REGISTRY_RULES_FILTER_RULES_H_
#define APISQL_REGISTRY_RULES_FILTER_RULES_H_

#include <string>
#include <vector>

#include "registry/model/resource.h"

namespace apisql {

// The rules that `parameter`, which `column` binds, breaks.
std::vector<std::string> FilterFaults(const Method& method, const Parameter& parameter,
                                      const Column& column);

}  // namespace apisql

#endif  // APISQL_REGISTRY_RULES_FILTER_RULES_H_
