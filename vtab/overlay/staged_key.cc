#include "vtab/overlay/staged_key.h"

#include <algorithm>
#include <optional>
#include <string>

#include "src/base/text.h"

namespace apisql {
namespace {

// The value that the column must be equal to; null: none, or a list.
const SqlValue* EqualityOf(const ScanPlan& plan, std::span<const ScanArgument> arguments,
                           const std::string& column) {
  const auto value_at = [&](int argument) -> const SqlValue* {
    const auto index = static_cast<size_t>(argument);
    return argument >= 0 && index < arguments.size() && arguments[index].size() == 1
               ? &arguments[index][0]
               : nullptr;
  };
  for (const Binding& binding : plan.bindings) {
    if (!binding.list && EqualsIgnoreCase(binding.column, column)) {
      return value_at(binding.argument);
    }
  }
  for (const Filter& filter : plan.filters) {
    if (filter.op == Operator::kEqual && EqualsIgnoreCase(filter.column, column)) {
      return value_at(filter.argument);
    }
  }
  return nullptr;
}

// As a text column compares them.
std::string TextOf(const SqlValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? ToSqlLiteral(value) : *text;
}

// True where the plan gives the whole key, and another one than that of `image`.
bool GivesAnotherKey(const Resource& resource, const ScanPlan& plan,
                     std::span<const ScanArgument> arguments, const RowImage& image) {
  bool differs = false;
  for (const std::string& name : resource.key) {
    const SqlValue* given = EqualityOf(plan, arguments, name);
    if (given == nullptr) return false;
    const auto& value = image.values[static_cast<size_t>(resource.FindColumn(name))];
    differs |= value && TextOf(*value) != TextOf(*given);
  }
  return differs && !resource.key.empty();
}

// The text that a parameter asks for in a text column; null where it asks otherwise.
const std::string* TextAskedFor(const Resource& resource, const Binding& binding,
                                std::span<const ScanArgument> arguments) {
  const auto index = static_cast<size_t>(binding.argument);
  if (binding.list || index >= arguments.size() || arguments[index].size() != 1) return nullptr;
  const auto column = static_cast<size_t>(resource.FindColumn(binding.column));
  if (resource.columns[column].type != ColumnType::kText) return nullptr;
  return std::get_if<std::string>(&arguments[index][0]);
}

// SQLite would leave out a row with another text than a parameter asks for, after reading it once
// for each look-up of a join.
std::vector<const StagedRow*> FindWithTexts(const Resource& resource, const ScanPlan& plan,
                                            std::span<const ScanArgument> arguments,
                                            const StagedRows& staged) {
  for (const Binding& binding : plan.bindings) {
    const std::string* text = TextAskedFor(resource, binding, arguments);
    if (text == nullptr) continue;
    return staged.OfText(static_cast<size_t>(resource.FindColumn(binding.column)), *text);
  }
  std::vector<const StagedRow*> all;
  for (const StagedRow& row : staged.rows()) all.push_back(&row);
  return all;
}

bool IsAskedForOtherTexts(const Resource& resource, const ScanPlan& plan,
                          std::span<const ScanArgument> arguments, const RowImage& image) {
  return std::ranges::any_of(plan.bindings, [&](const Binding& binding) {
    const std::string* given = TextAskedFor(resource, binding, arguments);
    if (given == nullptr) return false;
    const auto column = static_cast<size_t>(resource.FindColumn(binding.column));
    const std::optional<SqlValue>& value = image.values[column];
    const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
    return text != nullptr && *given != *text;
  });
}

bool IsBound(const ScanPlan& plan, const std::string& column) {
  return std::ranges::any_of(plan.bindings, [&](const Binding& binding) {
    return EqualsIgnoreCase(binding.column, column);
  });
}

// The scan does not give the value, and need not. An input that writes alone take tells no rows
// apart, nor does one that only shows more of a row.
bool IsLeftOut(const Resource& resource, const ScanPlan& plan, const Method& method,
               const Column& column) {
  if (column.source != Column::Source::kParameter || IsBound(plan, column.name)) return false;
  const Parameter* const input = resource.SelectParameterOf(column.name);
  if (input == nullptr || input->reveals) return false;
  const Parameter* parameter = method.ParameterOf(column.name);
  if (parameter == nullptr) return true;
  const bool each = std::ranges::find(plan.each, parameter->id()) != plan.each.end();
  return !each && !parameter->required;
}

bool StandsIn(const Resource& resource, const ScanPlan& plan,
              std::span<const ScanArgument> arguments, const RowImage& image) {
  if (GivesAnotherKey(resource, plan, arguments, image)) return false;
  if (IsAskedForOtherTexts(resource, plan, arguments, image)) return false;
  const Method* method = resource.FindMethod(plan.method);
  if (method == nullptr) return true;
  for (size_t i = 0; i < resource.columns.size(); ++i) {
    const bool given = image.values[i] && !std::holds_alternative<std::monostate>(*image.values[i]);
    if (given && IsLeftOut(resource, plan, *method, resource.columns[i])) return false;
  }
  return true;
}

}  // namespace

const StagedRow* FindStaged(const Resource& resource, const ScanPlan& plan,
                            std::span<const ScanArgument> arguments, const StagedRows& staged) {
  RowImage image;
  image.resource = {std::shared_ptr<const Resource>(), &resource};
  image.values.resize(resource.columns.size());
  for (const std::string& name : resource.key) {
    const SqlValue* given = EqualityOf(plan, arguments, name);
    if (given == nullptr || !std::holds_alternative<std::string>(*given)) return nullptr;
    image.values[static_cast<size_t>(resource.FindColumn(name))] = *given;
  }
  return staged.Find(image.KeyText());
}

std::vector<const StagedRow*> FindThatStandIn(const Resource& resource, const ScanPlan& plan,
                                              std::span<const ScanArgument> arguments,
                                              const StagedRows& staged) {
  std::vector<const StagedRow*> rows = FindWithTexts(resource, plan, arguments, staged);
  std::erase_if(
      rows, [&](const StagedRow* row) { return !StandsIn(resource, plan, arguments, row->image); });
  return rows;
}

}  // namespace apisql
