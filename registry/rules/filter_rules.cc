#include "registry/rules/filter_rules.h"

#include <string_view>

namespace apisql {
namespace {

using Comparison = Parameter::Comparison;
using Escape = Parameter::Escape;

bool IsText(const Column& column) {
  return column.type == ColumnType::kText || column.type == ColumnType::kJson;
}

// "" where it breaks none.
std::string FaultOfComparison(const Method& method, const Parameter& parameter,
                              const Column& column) {
  if (parameter.comparison == Comparison::kEqual) return "";
  if (method.verb != Verb::kSelect) return "operator: only a select compares otherwise than by =";
  if (column.source == Column::Source::kParameter) {
    return "operator: SQLite compares again, and no row has " + column.name;
  }
  switch (parameter.comparison) {
    case Comparison::kIsNull:
    case Comparison::kIsNotNull:
      return "";
    case Comparison::kPrefix:
      return column.type == ColumnType::kText ? "" : "operator: prefix is for columns of texts";
    default:
      break;
  }
  if (column.type == ColumnType::kInteger || column.type == ColumnType::kTimestamp) return "";
  return "operator: a range is for columns of the types integer and timestamp; of other values an "
         "API may have another order than SQL";
}

std::string FaultOfTime(const Parameter& parameter, const Column& column) {
  const bool null_test =
      parameter.comparison == Comparison::kIsNull || parameter.comparison == Comparison::kIsNotNull;
  if (!parameter.time || (column.type == ColumnType::kTimestamp && !null_test)) return "";
  return "time: is for columns of the type timestamp";
}

// The quotes that the language has for texts; 0: none.
char QuoteOf(Escape escape) {
  switch (escape) {
    case Escape::kScim:
    case Escape::kJql:
    case Escape::kLucene:
    case Escape::kGoogle:
      return '"';
    case Escape::kOdata:
      return '\'';
    case Escape::kNone:
    case Escape::kWord:
      break;
  }
  return 0;
}

std::string FaultOfFormat(const Parameter& parameter, const Column& column) {
  if (!parameter.is_formatted() || !IsText(column)) return "";
  const std::string_view format = parameter.format;
  const size_t mark = format.find("{}");
  if (mark == std::string_view::npos) return "";
  const bool open = format.find_first_of("\"'", 0) != std::string_view::npos;
  if (parameter.escape == Escape::kNone) {
    if (!open && !parameter.shares_name) return "";
    return "format: a text could leave its place; say the language of the format (escape)";
  }
  const char quote = QuoteOf(parameter.escape);
  if (quote == 0) {
    return open ? "format: a word stands without quotes" : "";
  }
  const bool quoted = mark > 0 && format[mark - 1] == quote && mark + 2 < format.size() &&
                      format[mark + 2] == quote;
  return quoted ? ""
                : std::string("format: the language has texts in quotes: ") + quote + "{}" + quote;
}

}  // namespace

std::vector<std::string> FilterFaults(const Method& method, const Parameter& parameter,
                                      const Column& column) {
  std::vector<std::string> faults;
  for (std::string fault : {FaultOfComparison(method, parameter, column),
                            FaultOfFormat(parameter, column), FaultOfTime(parameter, column)}) {
    if (!fault.empty()) faults.push_back(std::move(fault));
  }
  return faults;
}

}  // namespace apisql
