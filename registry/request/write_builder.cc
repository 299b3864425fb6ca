#include "registry/request/write_builder.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "registry/request/write_checks.h"
#include "registry/request/write_parts.h"
#include "src/base/text.h"

namespace apisql {
namespace {

// True when `outer` is a JSON column whose value holds that of `inner`.
bool Covers(const Column& outer, const Column& inner) {
  const auto& a = outer.write_path.keys;
  const auto& b = inner.write_path.keys;
  return outer.type == ColumnType::kJson && a.size() < b.size() &&
         std::equal(a.begin(), a.end(), b.begin());
}

// The columns that go into the body of an INSERT.
std::vector<ColumnChange> CreatedColumns(const Resource& resource, const KnownRow& given) {
  std::vector<ColumnChange> created;
  for (int i = 0; i < std::ssize(resource.columns); ++i) {
    const ColumnValue* value = ValueAt(given, i);
    if (value != nullptr && ColumnAt(resource, i).on_create) created.push_back({i, *value});
  }
  return created;
}

bool HasCreateBody(const Resource& resource, const Method& method) {
  return HasBodyParameters(method) || std::ranges::any_of(resource.columns, &Column::on_create);
}

bool IsChanged(std::span<const ColumnChange> changed, int column) {
  return std::ranges::find(changed, column, &ColumnChange::column) != changed.end();
}

// What goes along with the changes when the whole object is sent. A column within a JSON column
// that is sent anyway has nothing to add, and would undo a change of that JSON column.
StatusOr<std::vector<ColumnChange>> UnchangedColumns(const Resource& resource, const KnownRow& row,
                                                     std::span<const ColumnChange> changed) {
  std::vector<ColumnChange> unchanged;
  for (int i = 0; i < std::ssize(resource.columns); ++i) {
    const Column& column = ColumnAt(resource, i);
    if (!column.on_update || IsChanged(changed, i)) continue;
    if (static_cast<size_t>(i) >= row.size() || !row[static_cast<size_t>(i)]) {
      return WriteFault(resource, "UPDATE sends the whole object, and " + column.name +
                                      " of this row is not known");
    }
    if (const ColumnValue* value = ValueAt(row, i)) unchanged.push_back({i, *value});
  }
  const auto covered = [&](const ColumnChange& inner) {
    const auto covers = [&](const ColumnChange& outer) {
      return Covers(ColumnAt(resource, outer.column), ColumnAt(resource, inner.column));
    };
    return std::ranges::any_of(unchanged, covers) || std::ranges::any_of(changed, covers);
  };
  std::vector<ColumnChange> sent;
  std::ranges::copy_if(unchanged, std::back_inserter(sent), std::not_fn(covered));
  return sent;
}

const NullRule* NullRuleOf(const Resource& resource, const Method& method,
                           const ColumnChange& change) {
  if (!IsNull(change.value)) return nullptr;
  for (const NullRule& rule : method.nulls) {
    if (EqualsIgnoreCase(rule.column, ColumnAt(resource, change.column).name)) return &rule;
  }
  return nullptr;
}

Status SetChanges(const Resource& resource, const Method& method,
                  std::span<const ColumnChange> changed, JsonBody* body) {
  std::vector<ColumnChange> columns;
  for (const ColumnChange& change : changed) {
    const NullRule* rule = NullRuleOf(resource, method, change);
    if (rule == nullptr) {
      columns.push_back(change);
      continue;
    }
    Status status = body->Set(rule->body_path, JsonText{rule->json});
    if (!status.ok()) return WriteFault(resource, rule->column + ": " + status.message());
  }
  return SetColumns(resource, columns, body);
}

// The row with the changes in it.
KnownRow ChangedRow(const Resource& resource, KnownRow row, std::span<const ColumnChange> changed) {
  row.resize(resource.columns.size());
  for (const ColumnChange& change : changed) row[static_cast<size_t>(change.column)] = change.value;
  return row;
}

}  // namespace

StatusOr<Request> BuildInsert(const Resource& resource, const Method& method,
                              const std::string& base_url, std::span<const ColumnChange> given) {
  ASSIGN_OR_RETURN(const KnownRow values, CheckGiven(resource, method, given));
  JsonBody body;
  RETURN_IF_ERROR(SetColumns(resource, CreatedColumns(resource, values), &body));
  RETURN_IF_ERROR(SetBodyParameters(resource, method, values, &body));
  std::string json = body.ToString();
  RETURN_IF_ERROR(CheckComplete(resource, method, values, json));
  if (!HasCreateBody(resource, method)) json.clear();
  return FinishWrite(resource, method, base_url, values, std::move(json));
}

StatusOr<Request> BuildUpdate(const Resource& resource, const Method& method,
                              const std::string& base_url, const KnownRow& row,
                              std::span<const ColumnChange> changed) {
  RETURN_IF_ERROR(CheckChanged(resource, changed));
  RETURN_IF_ERROR(CheckScope(resource, method, row));
  JsonBody body;
  if (method.whole_body) {
    ASSIGN_OR_RETURN(const auto unchanged, UnchangedColumns(resource, row, changed));
    RETURN_IF_ERROR(SetColumns(resource, unchanged, &body, ValueOrigin::kRow));
  }
  RETURN_IF_ERROR(SetChanges(resource, method, changed, &body));
  const KnownRow after = ChangedRow(resource, row, changed);
  RETURN_IF_ERROR(SetBodyParameters(resource, method, after, &body));
  RETURN_IF_ERROR(CheckNoSecret(resource, body.ToString()));
  return FinishWrite(resource, method, base_url, row, body.ToString());
}

StatusOr<Request> BuildDelete(const Resource& resource, const Method& method,
                              const std::string& base_url, const KnownRow& row) {
  RETURN_IF_ERROR(CheckScope(resource, method, row));
  JsonBody body;
  RETURN_IF_ERROR(SetBodyParameters(resource, method, row, &body));
  return FinishWrite(resource, method, base_url, row,
                     HasBodyParameters(method) ? body.ToString() : "");
}

std::vector<int> ColumnsNeeded(const Resource& resource, const Method& method) {
  std::vector<int> needed;
  for (int i = 0; i < std::ssize(resource.columns); ++i) {
    const Column& column = ColumnAt(resource, i);
    const bool is_key = std::ranges::any_of(
        resource.key, [&](const std::string& key) { return EqualsIgnoreCase(key, column.name); });
    const Parameter* parameter = method.ParameterOf(column.name);
    // No row has an optional input, so reading one would not find it.
    const bool scope = parameter != nullptr &&
                       (parameter->required || column.source != Column::Source::kParameter);
    if (!is_key && (scope || (method.whole_body && column.on_update))) needed.push_back(i);
  }
  return needed;
}

}  // namespace apisql
