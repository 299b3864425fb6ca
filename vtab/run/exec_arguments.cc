#include "vtab/run/exec_arguments.h"

#include <algorithm>
#include <variant>

#include "registry/request/write_builder.h"
#include "src/json/number.h"
#include "src/json/tape.h"
#include "src/json/text.h"

namespace apisql {
namespace {

StatusOr<ColumnValue> AsArgument(const std::string& name, const SqlValue& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return ColumnValue(*integer);
  if (const auto* real = std::get_if<double>(&value)) return ColumnValue(*real);
  if (const auto* text = std::get_if<std::string>(&value)) return ColumnValue(*text);
  if (std::holds_alternative<std::monostate>(value)) return ColumnValue();
  return Status(StatusCode::kInvalidArgument, name + " cannot be a blob: an API takes text");
}

ColumnValue ValueOfMember(const JsonValue& member) {
  switch (member.kind()) {
    case JsonKind::kNull:
      return {};
    case JsonKind::kTrue:
      return int64_t{1};
    case JsonKind::kFalse:
      return int64_t{0};
    case JsonKind::kString:
      return std::string(member.text());
    case JsonKind::kNumber:
      if (const auto integer = ParseInteger(member.text())) return *integer;
      if (const auto real = ParseReal(member.text())) return *real;
      return std::string(member.text());
    case JsonKind::kArray:
    case JsonKind::kObject:
      break;
  }
  std::string json;
  AppendJson(member, &json);
  return json;
}

// The members of @@json are arguments like any other.
Status AddMembers(const ColumnValue& json, ArgumentValues* values) {
  const auto* text = std::get_if<std::string>(&json);
  if (text == nullptr) return {StatusCode::kInvalidArgument, "@@json takes a JSON object as text"};
  StatusOr<JsonTape> tape = JsonTape::Parse(*text);
  if (!tape.ok()) return std::move(tape).status().Annotate("@@json");
  if (tape->root().kind() != JsonKind::kObject) {
    return {StatusCode::kInvalidArgument,
            "@@json takes a JSON object, such as '{\"name\": \"x\"}'"};
  }
  tape->root().ForEachMember([&](std::string_view name, const JsonValue& member) {
    values->emplace_back(name, ValueOfMember(member));
    return true;
  });
  return OkStatus();
}

Status AddValue(const ExecArgument& argument, ColumnValue value, ArgumentValues* values) {
  if (argument.name == kJsonArgument) return AddMembers(value, values);
  values->emplace_back(argument.name, std::move(value));
  return OkStatus();
}

}  // namespace

StatusOr<ArgumentValues> ValuesOf(std::span<const ExecArgument> arguments,
                                  std::span<const SqlParameter> declared, size_t place,
                                  const Parameters& parameters) {
  ArgumentValues values;
  for (const ExecArgument& argument : arguments) {
    if (argument.parameter.empty()) {
      RETURN_IF_ERROR(AddValue(argument, argument.value, &values).At(place));
      continue;
    }
    const auto found = std::ranges::find(declared, argument.parameter, &SqlParameter::name);
    const SqlValue* value = parameters.Find(found->number, argument.parameter.c_str());
    if (value == nullptr) {
      return Status(StatusCode::kInvalidArgument,
                    "the parameter " + argument.parameter + " has no value")
          .At(found->place);
    }
    StatusOr<ColumnValue> taken = AsArgument(argument.name, *value);
    if (!taken.ok()) return std::move(taken).status().At(found->place);
    RETURN_IF_ERROR(AddValue(argument, *std::move(taken), &values).At(found->place));
  }
  return values;
}

StatusOr<ReadingSelect> ReadSelect(const Resource& resource, const Method& method,
                                   const ArgumentValues& arguments) {
  ASSIGN_OR_RETURN(const KnownRow values, ReadExecArguments(resource, method, arguments));
  ReadingSelect select{resource.name, {}};
  for (size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) continue;
    select.conditions.emplace_back(resource.columns[i].name, AsSqlValue(*values[i]));
  }
  return select;
}

}  // namespace apisql
