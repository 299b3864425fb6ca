#include "vtab/write/changed_row.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "registry/request/column_value.h"
#include "src/json/writer.h"
#include "vtab/write/answered_row.h"

namespace apisql {
namespace {

// True when the value at `inner` stands within that at `outer`, or is it.
bool Holds(const JsonPath& outer, const JsonPath& inner) {
  return outer.keys.size() <= inner.keys.size() &&
         std::equal(outer.keys.begin(), outer.keys.end(), inner.keys.begin());
}

// The same of any place of a column.
bool HoldsAny(const JsonPath& outer, const Column& column) {
  return std::ranges::any_of(column.paths(),
                             [&](const JsonPath& path) { return Holds(outer, path); });
}

bool IsOfRow(const Column& column) { return column.source == Column::Source::kRow; }

// The JSON columns around the changes as they are, the outer before the inner.
Status SetAround(const Resource& resource, std::span<const ColumnChange> changes,
                 const std::vector<std::optional<SqlValue>>& values, JsonBody* body) {
  std::vector<size_t> around;
  for (size_t i = 0; i < resource.columns.size(); ++i) {
    const Column& column = resource.columns[i];
    if (column.type != ColumnType::kJson || !IsOfRow(column)) continue;
    if (!values[i] || !std::holds_alternative<std::string>(*values[i])) continue;
    const bool holds = std::ranges::any_of(changes, [&](const ColumnChange& change) {
      return HoldsAny(column.path, resource.columns[static_cast<size_t>(change.column)]);
    });
    if (holds) around.push_back(i);
  }
  std::ranges::sort(around, {},
                    [&](size_t i) { return std::pair(resource.columns[i].path.keys.size(), i); });
  for (const size_t i : around) {
    const JsonText json{std::get<std::string>(*values[i])};
    RETURN_IF_ERROR(body->Set(resource.columns[i].path, json));
  }
  return OkStatus();
}

// True when a change shows in this column: it is of the column, of one within it whose JSON is
// known, or of one around it.
bool IsTouched(const Resource& resource, const Column& column, bool known,
               std::span<const ColumnChange> changes) {
  return std::ranges::any_of(changes, [&](const ColumnChange& change) {
    const Column& changed = resource.columns[static_cast<size_t>(change.column)];
    if (!IsOfRow(column) || !IsOfRow(changed)) return false;
    return (known && HoldsAny(column.path, changed)) || HoldsAny(changed.path, column);
  });
}

Status PutShownChanges(const Resource& resource, std::span<const ColumnChange> changes,
                       std::vector<std::optional<SqlValue>>* values) {
  if (changes.empty()) return OkStatus();
  JsonBody body;
  RETURN_IF_ERROR(SetAround(resource, changes, *values, &body));
  for (const ColumnChange& change : changes) {
    const auto index = static_cast<size_t>(change.column);
    const Column& column = resource.columns[index];
    if (!IsOfRow(column)) {
      (*values)[index] = AsSqlValue(change.value);
      continue;
    }
    ASSIGN_OR_RETURN(std::string json, ColumnToJson(column, change.value));
    // Where the value is null another place would count.
    const bool null = json == "null";
    // Else a new object would have the members of the old one, too.
    const bool json_column = column.type == ColumnType::kJson && !column.path.keys.empty();
    if (json_column) body.Remove(column.path);
    RETURN_IF_ERROR(body.Set(column.path, JsonText{std::move(json)}));
    if (!null) continue;
    for (const JsonPath& path : column.other_paths) RETURN_IF_ERROR(body.Set(path, nullptr));
  }
  std::vector<SqlValue> shown(resource.columns.size());
  RETURN_IF_ERROR(ReadAnsweredRow(resource, JsonPath(), body.ToString(), &shown));
  for (size_t i = 0; i < shown.size(); ++i) {
    const bool known = (*values)[i].has_value();
    if (IsTouched(resource, resource.columns[i], known, changes)) {
      (*values)[i] = std::move(shown[i]);
    }
  }
  return OkStatus();
}

}  // namespace

Status PutChanges(const Resource& resource, std::span<const ColumnChange> changes,
                  std::vector<std::optional<SqlValue>>* values) {
  std::vector<ColumnChange> shown_changes;
  std::ranges::copy_if(changes, std::back_inserter(shown_changes), [&](const ColumnChange& change) {
    return !resource.columns[static_cast<size_t>(change.column)].secret;
  });
  return PutShownChanges(resource, shown_changes, values);
}

}  // namespace apisql
