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

// Takes the values of secret columns out of `columns`.
StatusOr<std::vector<SecretMember>> TakeSecrets(const Resource& resource,
                                                std::vector<ColumnChange>* columns) {
  std::vector<SecretMember> secrets;
  for (const ColumnChange& change : *columns) {
    const Column& column = ColumnAt(resource, change.column);
    if (!column.secret || IsNull(change.value)) continue;
    auto json = ColumnToJson(column, change.value);
    if (!json.ok()) return WriteFault(resource, json.status().message());
    secrets.push_back({column.write_path, *std::move(json)});
  }
  std::erase_if(*columns, [&](const ColumnChange& change) {
    return ColumnAt(resource, change.column).secret && !IsNull(change.value);
  });
  return secrets;
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

// SET password = password would take the secret away: nobody reads it.
Status CheckNoNullSecret(const Resource& resource, const Method& method,
                         std::span<const ColumnChange> changed) {
  for (const ColumnChange& change : changed) {
    const Column& column = ColumnAt(resource, change.column);
    const bool lost = column.secret && IsNull(change.value);
    if (!lost || NullRuleOf(resource, method, change) != nullptr) continue;
    return WriteFault(resource, column.name +
                                    " is secret and reads as NULL: SET it to a value, for the "
                                    "table's document does not say how it is taken away");
  }
  return {};
}

// The row as the API has it, without what it refuses to be sent.
Status SetWholeRow(const Resource& resource, const Method& method, const KnownRow& row,
                   JsonBody* body) {
  const ColumnValue* whole = ValueAt(row, resource.FindColumn(kRowColumn));
  const auto* json = whole == nullptr ? nullptr : std::get_if<std::string>(whole);
  if (json == nullptr) {
    return WriteFault(resource, "UPDATE sends the row as the API has it, and that is not known");
  }
  Status set = body->Set({}, JsonText{*json});
  if (!set.ok()) return WriteFault(resource, set.message());
  for (const JsonPath& path : method.without) body->Remove(path);
  return {};
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

// True when the value comes from a parent's row that the key names.
bool IsLookedUp(const Resource& resource, const Method& method, const Parameter& input) {
  return input.parent && std::ranges::any_of(method.parameters, [&](const Parameter& other) {
           const bool same = other.parent && other.parent->table == input.parent->table;
           return same && std::ranges::find(resource.key, other.column) != resource.key.end();
         });
}

}  // namespace

StatusOr<Request> BuildInsert(const Resource& resource, const Method& method,
                              const std::string& base_url, std::span<const ColumnChange> given) {
  ASSIGN_OR_RETURN(const KnownRow values, CheckGiven(resource, method, given));
  std::vector<ColumnChange> columns = CreatedColumns(resource, values);
  ASSIGN_OR_RETURN(std::vector<SecretMember> secrets, TakeSecrets(resource, &columns));
  ASSIGN_OR_RETURN(JsonBody body, StartBody(method));
  RETURN_IF_ERROR(SetColumns(resource, columns, &body));
  RETURN_IF_ERROR(SetBodyParameters(resource, method, values, &body, &secrets));
  RETURN_IF_ERROR(CheckNoSecret(resource, body.ToString()));
  ASSIGN_OR_RETURN(BodyJson json, WithSecrets(resource, body.ToString(), secrets));
  RETURN_IF_ERROR(CheckComplete(resource, method, values, json.json));
  if (!HasCreateBody(resource, method)) json = {};
  return FinishWrite(resource, method, base_url, values, json);
}

StatusOr<Request> BuildUpdate(const Resource& resource, const Method& method,
                              const std::string& base_url, const KnownRow& row,
                              std::span<const ColumnChange> changed) {
  RETURN_IF_ERROR(CheckChanged(resource, changed));
  RETURN_IF_ERROR(CheckNoNullSecret(resource, method, changed));
  RETURN_IF_ERROR(CheckScope(resource, method, row));
  std::vector<ColumnChange> columns(changed.begin(), changed.end());
  ASSIGN_OR_RETURN(std::vector<SecretMember> secrets, TakeSecrets(resource, &columns));
  ASSIGN_OR_RETURN(JsonBody body, StartBody(method));
  if (method.merged_body) RETURN_IF_ERROR(SetWholeRow(resource, method, row, &body));
  if (method.whole_body) {
    ASSIGN_OR_RETURN(const auto unchanged, UnchangedColumns(resource, row, changed));
    RETURN_IF_ERROR(SetColumns(resource, unchanged, &body, ValueOrigin::kRow));
  }
  RETURN_IF_ERROR(SetChanges(resource, method, columns, &body));
  const KnownRow after = ChangedRow(resource, row, changed);
  RETURN_IF_ERROR(SetBodyParameters(resource, method, after, &body, &secrets));
  RETURN_IF_ERROR(CheckNoSecret(resource, body.ToString()));
  ASSIGN_OR_RETURN(const BodyJson json, WithSecrets(resource, body.ToString(), secrets));
  return FinishWrite(resource, method, base_url, row, json);
}

StatusOr<Request> BuildDelete(const Resource& resource, const Method& method,
                              const std::string& base_url, const KnownRow& row) {
  RETURN_IF_ERROR(CheckScope(resource, method, row));
  return BuildOfParameters(resource, method, base_url, row);
}

const Parameter* IfMatchOf(const Method& method) {
  const auto found = std::ranges::find_if(method.parameters, [](const Parameter& parameter) {
    return parameter.place == Parameter::Place::kHeader &&
           EqualsIgnoreCase(parameter.name, "If-Match");
  });
  return found == method.parameters.end() ? nullptr : &*found;
}

bool NeedsOwnAnswer(const Resource& resource, const Method& method) {
  const Parameter* guard = IfMatchOf(method);
  const int column = guard == nullptr ? -1 : resource.FindColumn(guard->column);
  if (column < 0) return method.merged_body;
  const Column& version = ColumnAt(resource, column);
  const bool of_row = version.source == Column::Source::kHeader && !version.header_of_lists;
  return method.merged_body || of_row;
}

std::vector<int> ColumnsNeeded(const Resource& resource, const Method& method) {
  std::vector<int> needed;
  for (int i = 0; i < std::ssize(resource.columns); ++i) {
    const Column& column = ColumnAt(resource, i);
    const bool is_key = std::ranges::any_of(
        resource.key, [&](const std::string& key) { return EqualsIgnoreCase(key, column.name); });
    const Parameter* parameter = method.ParameterOf(column.name);
    // No row has an optional input, so reading one would not find it.
    const bool scope = parameter != nullptr && !IsLookedUp(resource, method, *parameter) &&
                       (parameter->required || column.source != Column::Source::kParameter);
    const bool sent = (method.whole_body && column.on_update) ||
                      (method.merged_body && column.name == kRowColumn);
    if (!is_key && (scope || sent)) needed.push_back(i);
  }
  return needed;
}

}  // namespace apisql
