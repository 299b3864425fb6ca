#include "registry/model/filter_use.h"

#include <algorithm>

#include "registry/model/choices.h"

namespace apisql {

namespace {

// "acme.run.clusters.id"; of a tree "id found, from 'root' down".
std::string ParentText(const Parent& parent) {
  if (!parent.is_tree()) return parent.table + "." + parent.column;
  std::string roots;
  for (const std::string& root : *parent.roots) {
    roots += (roots.empty() ? "'" : ", '") + root + "'";
  }
  return parent.column + " found, from " + (roots.empty() ? "the top" : roots) + " down";
}

}  // namespace

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
    if (parameter->parent) use.parent = ParentText(*parameter->parent);
  }
  return use;
}

std::vector<const Parameter*> NarrowingOf(const Resource& resource, const Column& column) {
  std::vector<const Parameter*> all;
  for (const Method& method : resource.methods) {
    if (method.verb != Verb::kSelect) continue;
    for (const Parameter& parameter : method.parameters) {
      const bool equality = parameter.comparison == Parameter::Comparison::kEqual;
      if (equality || parameter.column != column.name) continue;
      const bool known = std::ranges::any_of(all, [&](const Parameter* other) {
        return other->name == parameter.name && other->comparison == parameter.comparison;
      });
      if (!known) all.push_back(&parameter);
    }
  }
  return all;
}

std::string_view OperatorWord(const Parameter& parameter) {
  return kOperatorNames[static_cast<size_t>(parameter.comparison)];
}

std::string NarrowingText(const Parameter& parameter) {
  return parameter.name + " (" + std::string(OperatorWord(parameter)) +
         (parameter.required ? ", required)" : ")");
}

}  // namespace apisql
