#include "vtab/overlay/keyed_write.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <variant>

#include "registry/request/write_builder.h"
#include "src/base/text.h"
#include "vtab/columns/column_set.h"

namespace apisql {

// The scan of an UPDATE asks for all columns, whereas one in a subquery does not.
bool WritesByKey(const Resource& resource, const WriteTarget& target, const ScanPlan& plan) {
  if (!target.whole_key_suffices) return false;
  if (!EqualsIgnoreCase(target.table, resource.name)) return false;
  if (target.verb == Verb::kUpdate && plan.columns != ColumnSet::All()) return false;
  const auto given = [&](const std::string& column) {
    return std::ranges::any_of(plan.bindings, [&](const Binding& binding) {
      return !binding.list && EqualsIgnoreCase(binding.column, column);
    });
  };
  const auto method = WriteMethod(resource, target.verb);
  if (!method.ok() || (resource.key.empty() && !resource.has_one_row())) return false;
  const auto is_sent = [&](const std::string& column) {
    return (*method)->ParameterOf(column) != nullptr;
  };
  if (!std::ranges::all_of(resource.key, given)) return false;
  if (!std::ranges::all_of(resource.key, is_sent)) return false;
  const auto is_seen_to = [&](const std::string& column) {
    const Parameter* const asked = resource.SelectParameterOf(column);
    return is_sent(column) || (asked != nullptr && asked->reveals);
  };
  if (!std::ranges::all_of(plan.bindings, is_seen_to, &Binding::column)) return false;
  return std::ranges::all_of(ColumnsNeeded(resource, **method), [&](int column) {
    return given(resource.columns[static_cast<size_t>(column)].name);
  });
}

bool AreTexts(const Resource& resource, const ScanPlan& plan,
              std::span<const ScanArgument> values) {
  const auto is_of_texts = [&](const Binding& binding) {
    const int column = resource.FindColumn(binding.column);
    return column >= 0 && resource.columns[static_cast<size_t>(column)].type == ColumnType::kText;
  };
  return std::ranges::all_of(plan.bindings, is_of_texts) &&
         std::ranges::all_of(values, [](const ScanArgument& value) {
           const auto* text = value.size() == 1 ? std::get_if<std::string>(&value[0]) : nullptr;
           return text != nullptr && !text->empty();
         });
}

}  // namespace apisql
