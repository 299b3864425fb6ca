#include "registry/model/tree_parameter.h"

#include <algorithm>

namespace apisql {

const Parameter* TreeParameterOf(const Method& method) {
  const auto found = std::ranges::find_if(method.parameters, [](const Parameter& parameter) {
    return parameter.parent && parameter.parent->is_tree();
  });
  return found == method.parameters.end() ? nullptr : &*found;
}

}  // namespace apisql
