#include "vtab/api/arguments_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "registry/model/names.h"
#include "src/base/text.h"
#include "src/json/text.h"
#include "src/times/time.h"
#include "vtab/rows/sql_value.h"

namespace apisql {
namespace {

constexpr size_t kValueBytes = 200;
constexpr size_t kMostValues = 3;

std::string ValueText(const Column& column, TimeForm time, const std::string& wire) {
  std::string text = Printable(wire, kValueBytes);
  if (column.type == ColumnType::kTimestamp && time != TimeForm::kText) {
    text = SqliteTime(wire, time).value_or(text);
  }
  switch (column.type) {
    case ColumnType::kInteger:
    case ColumnType::kReal:
    case ColumnType::kBoolean:
      return text;
    case ColumnType::kText:
    case ColumnType::kTimestamp:
    case ColumnType::kJson:
      break;
  }
  return ToSqlLiteral(SqlValue(std::move(text)));
}

// "created >= '2026-01-31 00:00:00'"; of a prefix the pattern.
std::string ComparisonText(const Column& column, const Parameter& parameter,
                           const std::string& wire) {
  using Comparison = Parameter::Comparison;
  const auto range = [&](std::string_view op) {
    // What narrows an answer is written as the parameter has it.
    const TimeForm time = parameter.time.value_or(column.time);
    return SqlName(column.name) + " " + std::string(op) + " " + ValueText(column, time, wire);
  };
  switch (parameter.comparison) {
    case Comparison::kGreaterEqual:
      return range(">=");
    case Comparison::kGreater:
      return range(">");
    case Comparison::kLessEqual:
      return range("<=");
    case Comparison::kLess:
      return range("<");
    case Comparison::kPrefix:
      return SqlName(column.name) + " GLOB " + ValueText(column, column.time, wire + "*");
    case Comparison::kIsNull:
      return SqlName(column.name) + " IS NULL";
    case Comparison::kIsNotNull:
      return SqlName(column.name) + " IS NOT NULL";
    case Comparison::kEqual:
      break;
  }
  return range("=");
}

std::string ValuesText(const Column& column, const std::vector<std::string>& values) {
  if (values.size() == 1)
    return SqlName(column.name) + " = " + ValueText(column, column.time, values[0]);
  std::vector<std::string> texts;
  for (size_t i = 0; i < std::min(values.size(), kMostValues); ++i) {
    texts.push_back(ValueText(column, column.time, values[i]));
  }
  if (values.size() > kMostValues) {
    texts.push_back("and " + std::to_string(values.size() - kMostValues) + " more");
  }
  return SqlName(column.name) + " IN (" + Join(texts, ", ") + ")";
}

}  // namespace

std::string ArgumentsText(const Resource& resource, const Method& method,
                          const Arguments& arguments) {
  std::vector<std::string> texts;
  for (const auto& [name, values] : arguments) {
    const Parameter* parameter = method.FindParameter(name);
    const int index = parameter == nullptr ? -1 : resource.FindColumn(parameter->column);
    if (index < 0 || values.empty()) continue;
    const Column& column = resource.columns[static_cast<size_t>(index)];
    if (column.secret) continue;
    const bool equality = parameter->comparison == Parameter::Comparison::kEqual;
    texts.push_back(equality ? ValuesText(column, values)
                             : ComparisonText(column, *parameter, values[0]));
  }
  return Join(texts, ", ");
}

}  // namespace apisql
