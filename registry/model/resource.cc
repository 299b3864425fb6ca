#include "registry/model/resource.h"

#include <algorithm>

#include "registry/model/choices.h"
#include "src/base/text.h"

namespace apisql {
namespace {

// The one that is called so, else the one that may be.
template <typename T>
const T* FindNamed(const std::vector<T>& all, std::string_view name) {
  const auto is_name = [&](const std::string& known) { return EqualsIgnoreCase(known, name); };
  for (const T& one : all) {
    if (is_name(one.name)) return &one;
  }
  for (const T& one : all) {
    if (std::ranges::any_of(one.aliases, is_name)) return &one;
  }
  return nullptr;
}

}  // namespace

std::string_view VerbName(Verb verb) { return kVerbNames[static_cast<size_t>(verb)]; }

std::string_view StageName(Stage stage) {
  return stage == Stage::kUnknown ? "" : kStageNames[static_cast<size_t>(stage) - 1];
}

const Parameter* Method::FindParameter(std::string_view id) const {
  const auto found = std::ranges::find(parameters, id, &Parameter::id);
  return found == parameters.end() ? nullptr : &*found;
}

const Parameter* Method::ParameterOf(std::string_view column) const {
  return ParameterOf(column, Parameter::Comparison::kEqual);
}

const Parameter* Method::ParameterOf(std::string_view column,
                                     Parameter::Comparison comparison) const {
  if (column.empty()) return nullptr;  // Constants have no column.
  const auto found = std::ranges::find_if(parameters, [&](const Parameter& parameter) {
    return parameter.comparison == comparison && EqualsIgnoreCase(parameter.column, column);
  });
  return found == parameters.end() ? nullptr : &*found;
}

std::vector<std::string> Method::InputColumns(bool required) const {
  std::vector<std::string> inputs;
  for (const Parameter& parameter : parameters) {
    if (parameter.column.empty() || (required && !parameter.required)) continue;
    const bool known = std::ranges::find(inputs, parameter.column) != inputs.end();
    if (!known) inputs.push_back(parameter.column);
  }
  return inputs;
}

std::vector<JsonPath> Column::paths() const {
  if (source != Source::kRow) return {};
  std::vector<JsonPath> all = {path};
  all.insert(all.end(), other_paths.begin(), other_paths.end());
  return all;
}

bool Method::GivesHeader(const Column& column) const {
  return column.source != Column::Source::kHeader || column.header_of_lists ||
         rows_kind == RowsKind::kObject;
}

int Resource::FindColumn(std::string_view column) const {
  const Column* found = FindNamed(columns, column);
  return found == nullptr ? -1 : static_cast<int>(found - columns.data());
}

const Parameter* Resource::SelectParameterOf(std::string_view column) const {
  for (const Method& method : methods) {
    if (method.verb != Verb::kSelect) continue;
    if (const Parameter* parameter = method.ParameterOf(column)) return parameter;
  }
  return nullptr;
}

bool Resource::has_one_row() const {
  const auto tells_rows_apart = [](const Parameter& parameter) {
    return !parameter.column.empty() && !parameter.reveals;
  };
  // A table that nothing reads takes as many rows as are given.
  const bool reads = std::ranges::find(methods, Verb::kSelect, &Method::verb) != methods.end();
  return key.empty() && reads && std::ranges::all_of(methods, [&](const Method& method) {
           if (method.verb != Verb::kSelect) return true;
           return method.rows_kind == RowsKind::kObject &&
                  std::ranges::none_of(method.parameters, tells_rows_apart);
         });
}

const Method* Resource::FindMethod(std::string_view method) const {
  return FindNamed(methods, method);
}

}  // namespace apisql
