#include "vtab/values/narrowed_value.h"

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "registry/request/written_value.h"
#include "src/times/time_bound.h"

namespace apisql {
namespace {

using Comparison = Parameter::Comparison;
using Text = std::optional<std::string>;

struct Ends {
  bool lower = false;
  bool kept = false;   // SQL keeps the bound itself.
  bool given = false;  // The API answers it.
};

Ends EndsOf(Comparison comparison, Operator op) {
  const bool lower = comparison == Comparison::kGreaterEqual || comparison == Comparison::kGreater;
  return {lower, op != Operator::kGreater && op != Operator::kLess,
          comparison == Comparison::kGreaterEqual || comparison == Comparison::kLessEqual};
}

// Beyond 2^53 neighbouring integers share one double.
Text IntegerBound(const SqlValue& value, const Ends& ends) {
  constexpr double kExact = 9007199254740992.0;
  int64_t bound = 0;
  bool exact = true;
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    bound = *integer;
  } else if (const auto* real = std::get_if<double>(&value);
             real != nullptr && std::abs(*real) < kExact) {
    bound = static_cast<int64_t>(ends.lower ? std::floor(*real) : std::ceil(*real));
    exact = static_cast<double>(bound) == *real;
  } else {
    return std::nullopt;
  }
  if (!exact || !ends.kept || ends.given) return std::to_string(bound);
  constexpr auto kLeast = std::numeric_limits<int64_t>::min();
  constexpr auto kMost = std::numeric_limits<int64_t>::max();
  if (bound == (ends.lower ? kLeast : kMost)) return std::nullopt;
  return std::to_string(bound + (ends.lower ? -1 : 1));
}

Text TimeText(const SqlValue& value, const Ends& ends, TimeForm form) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return std::nullopt;
  return ApiTimeBound({*text, ends.lower, ends.kept, ends.given}, form);
}

// What stands in front of the first wildcard.
Text PrefixText(const SqlValue& value, Operator op) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr || text->find('\0') != std::string::npos) return std::nullopt;
  std::string_view wildcards;
  if (op == Operator::kLike) wildcards = "%_";
  if (op == Operator::kGlob) wildcards = "*?[";
  std::string prefix = text->substr(0, text->find_first_of(wildcards));
  if (prefix.empty()) return std::nullopt;
  return prefix;
}

Text TextFor(const SqlValue& value, Operator op, const Column& column, const Parameter& parameter) {
  switch (parameter.comparison) {
    case Comparison::kIsNull:
    case Comparison::kIsNotNull:
      return parameter.constant;
    case Comparison::kPrefix:
      return PrefixText(value, op);
    default:
      break;
  }
  const Ends ends = EndsOf(parameter.comparison, op);
  if (column.type == ColumnType::kTimestamp)
    return TimeText(value, ends, parameter.time.value_or(column.time));
  return column.type == ColumnType::kInteger ? IntegerBound(value, ends) : std::nullopt;
}

}  // namespace

WireValue NarrowedValue(const SqlValue& value, Operator op, const Column& column,
                        const Parameter& parameter) {
  const bool null_test = op == Operator::kIsNull || op == Operator::kNotNull;
  if (!null_test && std::holds_alternative<std::monostate>(value)) {
    return {WireValue::Kind::kNothing, ""};
  }
  const Text text = TextFor(value, op, column, parameter);
  if (!text || !WrittenValue(parameter, *text)) return {WireValue::Kind::kUnknown, ""};
  return {WireValue::Kind::kSend, *text};
}

}  // namespace apisql
