#include "registry/request/write_checks.h"

#include <algorithm>

#include "registry/model/names.h"
#include "registry/request/write_parts.h"
#include "src/base/text.h"
#include "src/json/reader.h"

namespace apisql {
namespace {

StatusOr<const Column*> ChangedColumn(const Resource& resource, const ColumnChange& change) {
  if (change.column >= 0 && change.column < std::ssize(resource.columns)) {
    return &ColumnAt(resource, change.column);
  }
  return Status(StatusCode::kInternal, resource.name + ": there is no such column");
}

// How else the column's value can be set, or "".
std::string ExecHint(const Resource& resource, const Column& column) {
  for (const Method& method : resource.methods) {
    const Parameter* parameter = method.ParameterOf(column.name);
    if (method.verb != Verb::kExec || parameter == nullptr) continue;
    if (parameter->place == Parameter::Place::kBody) return "; EXEC " + method.name + " changes it";
  }
  return "";
}

std::string JoinWithOr(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back("'" + text + "'");
  return Join(quoted, " or ");
}

// Of a column that a new row may name in the words that the document knows, and in no others.
Status CheckNamed(const Resource& resource, const Column& column, const ColumnValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text != nullptr && std::ranges::find(column.create_only, *text) != column.create_only.end()) {
    return {};
  }
  return WriteFault(resource, column.create_reason + ": leave " + column.name + " out or say " +
                                  JoinWithOr(column.create_only));
}

Status CheckCreatable(const Resource& resource, const Method& method, const Column& column,
                      const ColumnValue& value) {
  if (column.secret && !column.on_create) return SecretFault(resource, column);
  if (column.on_create || method.ParameterOf(column.name) != nullptr) return {};
  if (!column.create_only.empty()) return CheckNamed(resource, column, value);
  if (column.on_update) {
    return WriteFault(resource, column.name + " cannot be given at creation; UPDATE it afterwards");
  }
  return WriteFault(resource, column.name + " is read-only");
}

// The object around the column that UPDATE takes whole; null: there is none.
const Column* ObjectAround(const Resource& resource, const Column& column) {
  const auto& keys = column.path.keys;
  for (const Column& object : resource.columns) {
    const auto& outer = object.path.keys;
    if (object.type != ColumnType::kJson || !object.on_update || outer.size() >= keys.size()) {
      continue;
    }
    if (IsOfRow(object) && std::equal(outer.begin(), outer.end(), keys.begin())) return &object;
  }
  return nullptr;
}

// What else can be changed, for who gives an object in which nothing can; or "".
std::string OthersHint(const Resource& resource, const Column& column) {
  if (column.type != ColumnType::kJson) return "";
  std::vector<std::string> names;
  for (const Column& other : resource.columns) {
    if (other.on_update) names.push_back(other.name);
  }
  return names.empty() ? "" : "; UPDATE can change " + Join(names, ", ");
}

Status CheckChangeable(const Resource& resource, const Column& column) {
  if (column.secret && !column.on_update) return SecretFault(resource, column);
  if (column.on_update) return {};
  if (const Column* object = ObjectAround(resource, column); object != nullptr) {
    return WriteFault(resource, column.name + " cannot be changed by itself: SET " +
                                    SqlName(object->name) + ", the whole object around it");
  }
  if (column.on_create) {
    return WriteFault(
        resource, column.name + " cannot be changed after creation" + OthersHint(resource, column));
  }
  return WriteFault(resource, column.name + " is read-only" + ExecHint(resource, column) +
                                  OthersHint(resource, column));
}

bool BodyHas(const JsonDocument& body, const JsonPath& path) {
  const std::optional<std::string> json = body.Json(path);
  return json && *json != "null";
}

std::string WithKnownValues(const Resource& resource, const std::string& name) {
  const int column = resource.FindColumn(name);
  if (column < 0 || ColumnAt(resource, column).values.empty()) return name;
  return name + " (known values: " + Join(ColumnAt(resource, column).values, ", ") + ")";
}

// Required columns and body parameters that the body has no value for.
std::vector<std::string> MissingInBody(const Resource& resource, const Method& method,
                                       const JsonDocument& body) {
  std::vector<std::string> missing;
  for (const Column& column : resource.columns) {
    if (!column.required_on_create || BodyHas(body, column.write_path)) continue;
    missing.push_back(column.name);
  }
  for (const Parameter& parameter : method.parameters) {
    const bool in_body = parameter.place == Parameter::Place::kBody && !parameter.column.empty();
    if (in_body && parameter.required && !BodyHas(body, parameter.body_path)) {
      missing.push_back(parameter.column);
    }
  }
  return missing;
}

}  // namespace

Status SecretFault(const Resource& resource, const Column& column) {
  return WriteFault(resource,
                    column.name + (column.on_create || column.on_update
                                       ? " is secret: it can be given by its own column alone"
                                       : " is secret: it cannot be written, only read once "
                                         "from the answer that has it, with RETURNING"));
}

StatusOr<KnownRow> CheckGiven(const Resource& resource, const Method& method,
                              std::span<const ColumnChange> given) {
  KnownRow values(resource.columns.size());
  for (const ColumnChange& change : given) {
    ASSIGN_OR_RETURN(const Column* column, ChangedColumn(resource, change));
    if (IsNull(change.value)) continue;
    RETURN_IF_ERROR(CheckCreatable(resource, method, *column, change.value));
    values[static_cast<size_t>(change.column)] = change.value;
  }
  return values;
}

Status CheckComplete(const Resource& resource, const Method& method, const KnownRow& given,
                     const std::string& body) {
  ASSIGN_OR_RETURN(const JsonDocument document, JsonDocument::Parse(body));
  std::vector<std::string> missing;
  for (auto& names : {MissingParameters(resource, method, given, /*with_body=*/false),
                      MissingInBody(resource, method, document)}) {
    for (const std::string& name : names) {
      std::string shown = WithKnownValues(resource, name);
      if (std::ranges::find(missing, shown) == missing.end()) missing.push_back(std::move(shown));
    }
  }
  if (missing.empty()) return {};
  return WriteFault(resource, "INSERT must give " + Join(missing, ", "));
}

Status CheckChanged(const Resource& resource, std::span<const ColumnChange> changed) {
  if (changed.empty()) {
    return {StatusCode::kInternal, resource.name + ": an update without a change"};
  }
  for (const ColumnChange& change : changed) {
    ASSIGN_OR_RETURN(const Column* column, ChangedColumn(resource, change));
    RETURN_IF_ERROR(CheckChangeable(resource, *column));
  }
  return {};
}

Status CheckScope(const Resource& resource, const Method& method, const KnownRow& row) {
  const auto missing = MissingParameters(resource, method, row, /*with_body=*/true);
  if (missing.empty()) return {};
  return WriteFault(resource, method.name + " needs " + Join(missing, ", ") +
                                  " of the row, which it has no value for");
}

Status CheckNoSecret(const Resource& resource, const std::string& body) {
  ASSIGN_OR_RETURN(const JsonDocument document, JsonDocument::Parse(body));
  for (const Column& column : resource.columns) {
    if (!column.secret) continue;
    // A row as read has "" in the place of its secret, and may be inserted again.
    std::vector<JsonPath> paths = column.paths();
    paths.push_back(column.write_path);
    for (const JsonPath& path : paths) {
      const std::optional<std::string> json = path.empty() ? std::nullopt : document.Json(path);
      if (json && *json != "null" && *json != "\"\"") return SecretFault(resource, column);
    }
  }
  return {};
}

}  // namespace apisql
