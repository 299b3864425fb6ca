#include "registry/request/write_parts.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "registry/request/written_value.h"
#include "src/json/text.h"
#include "src/json/writer.h"

namespace apisql {
namespace {

using ParameterPlace = Parameter::Place;

// JSON columns come first, the outer before the inner.
size_t RankOf(const Column& column) {
  const bool is_json = column.type == ColumnType::kJson;
  return is_json ? column.write_path.keys.size() : std::numeric_limits<size_t>::max();
}

// An integer column shows a fraction that the API has, and takes none from SQL.
StatusOr<std::string> JsonFrom(ValueOrigin origin, const Column& column, const ColumnValue& value) {
  const bool has_fraction =
      column.type == ColumnType::kInteger && std::holds_alternative<double>(value);
  if (origin == ValueOrigin::kStatement || !has_fraction) return ColumnToJson(column, value);
  Column real = column;
  real.type = ColumnType::kReal;
  return ColumnToJson(real, value);
}

Status SetColumn(ValueOrigin origin, const Column& column, const ColumnValue& value,
                 JsonBody* body) {
  ASSIGN_OR_RETURN(std::string json, JsonFrom(origin, column, value));
  const bool replaces = column.type == ColumnType::kJson && !column.write_path.empty();
  // Set() merges objects; a null before it leaves nothing to merge with.
  if (replaces) RETURN_IF_ERROR(body->Set(column.write_path, nullptr).Annotate(column.name));
  return body->Set(column.write_path, JsonText{std::move(json)}).Annotate(column.name);
}

StatusOr<std::string> BodyParameterJson(const Parameter& parameter, const Column& column,
                                        const ColumnValue& value) {
  if (!parameter.words.empty() || parameter.is_formatted() || parameter.time) {
    ASSIGN_OR_RETURN(const std::string text, ToParameterText(column, value));
    const std::optional<std::string> written = WrittenValue(parameter, text);
    const bool digits = parameter.words.empty() && !parameter.is_formatted() &&
                        parameter.time.value_or(TimeForm::kText) != TimeForm::kText;
    const bool array = parameter.repeatable && parameter.list != Parameter::List::kOr;
    if (written) {
      const std::string json = digits ? *written : QuoteJson(*written);
      return array ? "[" + json + "]" : json;
    }
    return Status(StatusCode::kInvalidArgument,
                  column.name + ": the parameter cannot say '" + Printable(text, 60) + "'");
  }
  ASSIGN_OR_RETURN(std::string json, ColumnToJson(column, value));
  const bool is_array =
      column.type == ColumnType::kJson && json.find_first_not_of(" \t\r\n") == json.find('[');
  if (!parameter.repeatable || is_array) return json;
  return "[" + json + "]";
}

bool HasArgument(const Arguments& arguments, const std::string& name) {
  return std::ranges::any_of(arguments, [&](const auto& known) { return known.first == name; });
}

}  // namespace

Status WriteFault(const Resource& resource, const std::string& what) {
  return {StatusCode::kInvalidArgument, resource.name + ": " + what};
}

const ColumnValue* ValueAt(const KnownRow& values, int column) {
  if (column < 0 || static_cast<size_t>(column) >= values.size()) return nullptr;
  const std::optional<ColumnValue>& value = values[static_cast<size_t>(column)];
  return value && !IsNull(*value) ? &*value : nullptr;
}

Status SetColumns(const Resource& resource, std::span<const ColumnChange> columns, JsonBody* body,
                  ValueOrigin origin) {
  // Equal ranks keep the order in which they are put in.
  std::multimap<size_t, const ColumnChange*> order;
  for (const ColumnChange& change : columns) {
    order.emplace(RankOf(ColumnAt(resource, change.column)), &change);
  }
  for (const auto& [rank, change] : order) {
    Status status = SetColumn(origin, ColumnAt(resource, change->column), change->value, body);
    if (!status.ok()) return WriteFault(resource, status.message());
  }
  return {};
}

Status SetBodyParameters(const Resource& resource, const Method& method, const KnownRow& values,
                         JsonBody* body, std::vector<SecretMember>* secrets) {
  for (const Parameter& parameter : method.parameters) {
    if (parameter.place != ParameterPlace::kBody) continue;
    std::string json = parameter.constant;
    if (!parameter.column.empty()) {
      const int column = resource.FindColumn(parameter.column);
      const ColumnValue* value = ValueAt(values, column);
      if (value == nullptr) continue;
      auto text = BodyParameterJson(parameter, ColumnAt(resource, column), *value);
      if (!text.ok()) return WriteFault(resource, text.status().message());
      json = *std::move(text);
      if (ColumnAt(resource, column).secret) {
        secrets->push_back({parameter.body_path, std::move(json)});
        continue;
      }
    }
    Status status = body->Set(parameter.body_path, JsonText{std::move(json)});
    if (!status.ok()) return WriteFault(resource, parameter.name + ": " + status.message());
  }
  return {};
}

StatusOr<Arguments> ParameterArguments(const Resource& resource, const Method& method,
                                       const KnownRow& values) {
  Arguments arguments;
  for (const Parameter& parameter : method.parameters) {
    if (parameter.column.empty() || parameter.place == ParameterPlace::kBody) continue;
    const int column = resource.FindColumn(parameter.column);
    const ColumnValue* value = ValueAt(values, column);
    if (value == nullptr || HasArgument(arguments, parameter.id())) continue;
    auto text = ToParameterText(ColumnAt(resource, column), *value);
    if (!text.ok()) return WriteFault(resource, text.status().message());
    arguments.push_back({parameter.id(), {*std::move(text)}});
  }
  return arguments;
}

std::vector<std::string> MissingParameters(const Resource& resource, const Method& method,
                                           const KnownRow& values, bool with_body) {
  std::vector<std::string> missing;
  for (const Parameter& parameter : method.parameters) {
    if (parameter.column.empty() || !parameter.required || parameter.parent) continue;
    if (parameter.place == ParameterPlace::kBody && !with_body) continue;
    if (ValueAt(values, resource.FindColumn(parameter.column)) != nullptr) continue;
    if (std::ranges::find(missing, parameter.column) == missing.end()) {
      missing.push_back(parameter.column);
    }
  }
  return missing;
}

StatusOr<BodyJson> WithSecrets(const Resource& resource, std::string body,
                               std::span<const SecretMember> secrets) {
  if (secrets.empty()) return BodyJson{std::move(body), ""};
  JsonBody sent;
  JsonBody shown;
  for (JsonBody* one : {&sent, &shown}) {
    if (!body.empty()) RETURN_IF_ERROR(one->Set({}, JsonText{body}));
  }
  for (const SecretMember& secret : secrets) {
    Status status = sent.Set(secret.path, JsonText{secret.json});
    if (status.ok()) status = shown.Set(secret.path, std::string("***"));
    if (!status.ok()) return WriteFault(resource, status.message());
  }
  return BodyJson{sent.ToString(), shown.ToString()};
}

StatusOr<Request> FinishWrite(const Resource& resource, const Method& method,
                              const std::string& base_url, const KnownRow& parameters,
                              const BodyJson& body) {
  ASSIGN_OR_RETURN(const Arguments arguments, ParameterArguments(resource, method, parameters));
  auto request = BuildRequestWithBody(resource, method, base_url, arguments, body);
  if (!request.ok()) return std::move(request).status().Annotate(resource.name);
  return request;
}

StatusOr<Request> BuildOfParameters(const Resource& resource, const Method& method,
                                    const std::string& base_url, const KnownRow& values) {
  ASSIGN_OR_RETURN(JsonBody body, StartBody(method));
  std::vector<SecretMember> secrets;
  RETURN_IF_ERROR(SetBodyParameters(resource, method, values, &body, &secrets));
  ASSIGN_OR_RETURN(
      const BodyJson json,
      WithSecrets(resource, HasBodyParameters(method) ? body.ToString() : "", secrets));
  return FinishWrite(resource, method, base_url, values, json);
}

}  // namespace apisql
