#include "registry/model/filter_use.h"

namespace apisql {

FilterUse FilterUseOf(const Resource& resource, const Column& column) {
  FilterUse use;
  use.required = true;
  for (const Method& method : resource.methods) {
    if (method.verb != Verb::kSelect) continue;
    const Parameter* const parameter = method.ParameterOf(column.name);
    use.required &= parameter != nullptr && parameter->required;
    if (parameter == nullptr) continue;
    use.parameter = parameter;
    use.exact |= parameter->match == Parameter::Match::kExact;
    if (parameter->parent) use.parent = parameter->parent->table + "." + parameter->parent->column;
  }
  return use;
}

}  // namespace apisql
