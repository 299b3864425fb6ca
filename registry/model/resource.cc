#include "registry/model/resource.h"

#include <algorithm>

#include "src/base/text.h"

namespace apisql {

std::string_view VerbName(Verb verb) {
  constexpr std::string_view kNames[] = {"select", "insert", "update", "delete", "exec"};
  return kNames[static_cast<size_t>(verb)];
}

const Parameter* Method::FindParameter(std::string_view parameter) const {
  const auto found = std::ranges::find(parameters, parameter, &Parameter::name);
  return found == parameters.end() ? nullptr : &*found;
}

const Parameter* Method::ParameterOf(std::string_view column) const {
  if (column.empty()) return nullptr;  // Constants have no column.
  const auto found = std::ranges::find_if(parameters, [&](const Parameter& parameter) {
    return EqualsIgnoreCase(parameter.column, column);
  });
  return found == parameters.end() ? nullptr : &*found;
}

int Resource::FindColumn(std::string_view column) const {
  const auto found = std::ranges::find_if(
      columns, [&](const Column& candidate) { return EqualsIgnoreCase(candidate.name, column); });
  return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

const Parameter* Resource::SelectParameterOf(std::string_view column) const {
  for (const Method& method : methods) {
    if (method.verb != Verb::kSelect) continue;
    if (const Parameter* parameter = method.ParameterOf(column)) return parameter;
  }
  return nullptr;
}

const Method* Resource::FindMethod(std::string_view method) const {
  const auto found = std::ranges::find_if(
      methods, [&](const Method& candidate) { return EqualsIgnoreCase(candidate.name, method); });
  return found == methods.end() ? nullptr : &*found;
}

}  // namespace apisql
