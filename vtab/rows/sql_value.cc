#include "vtab/rows/sql_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>
#include <utility>

#include "registry/model/resource.h"
#include "registry/request/written_value.h"
#include "src/times/time.h"

namespace apisql {
namespace {

using Kind = WireValue::Kind;

std::string RealText(double number) {
  char digits[32];
  const auto [end, error] = std::to_chars(digits, digits + sizeof(digits), number);
  return {digits, end};
}

// As SQLite makes a text of it: 1.0, 2.5, 1.0e+20 (https://sqlite.org/datatype3.html, section 3.3).
std::string SqliteText(double number) {
  char digits[40];
  std::snprintf(digits, sizeof digits, "%.15g", number);
  std::string text = digits;
  if (text.find_first_of(".n") != std::string::npos) return text;
  return text.insert(std::min(text.find('e'), text.size()), ".0");
}

// The text of a number, "" for anything else.
std::string NumberText(const SqlValue& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  if (const auto* real = std::get_if<double>(&value)) return RealText(*real);
  return "";
}

// The integer that `value` equals under numeric affinity, where that is certain.
std::optional<int64_t> AsInteger(const SqlValue& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return *integer;
  if (const auto* real = std::get_if<double>(&value)) {
    // 2^53: beyond it neighbouring integers share one double.
    if (*real == std::floor(*real) && std::abs(*real) < 9007199254740992.0) {
      return static_cast<int64_t>(*real);
    }
    return std::nullopt;
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    int64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error == std::errc() && end == text->data() + text->size()) return number;
  }
  return std::nullopt;
}

WireValue TextToWire(const std::string& text, const Parameter& parameter) {
  if (text.empty()) {
    // No path can carry an empty value, so no row can have been addressed by one; an empty query
    // parameter means "no filter" to many servers.
    return {parameter.place == Parameter::Place::kPath ? Kind::kNothing : Kind::kUnknown, ""};
  }
  return {Kind::kSend, text};
}

// A column of times has no other texts, and none that is equal to a number.
WireValue TimeToWire(const SqlValue& value, const Column& column) {
  const auto* const text = std::get_if<std::string>(&value);
  if (text == nullptr || !IsSqliteTime(*text)) return {Kind::kNothing, ""};
  return {Kind::kSend, ApiTime(*text, column.time)};
}

WireValue IntegerToWire(const SqlValue& value) {
  const std::optional<int64_t> integer = AsInteger(value);
  if (!integer) return {Kind::kUnknown, NumberText(value)};
  return {Kind::kSend, std::to_string(*integer)};
}

WireValue BooleanToWire(const SqlValue& value) {
  const std::optional<int64_t> integer = AsInteger(value);
  if (!integer) return {Kind::kUnknown, "true"};
  if (*integer != 0 && *integer != 1) return {Kind::kNothing, ""};
  return {Kind::kSend, *integer == 1 ? "true" : "false"};
}

WireValue PlainWire(const SqlValue& value, const Column& column, const Parameter& parameter) {
  const auto* const as_text = std::get_if<std::string>(&value);
  if (column.never_number && (as_text == nullptr || as_text->empty())) return {Kind::kNothing, ""};
  if (std::holds_alternative<std::monostate>(value)) return {Kind::kNothing, ""};
  if (std::holds_alternative<BlobValue>(value)) return {Kind::kNothing, ""};
  switch (column.type) {
    case ColumnType::kInteger:
      return IntegerToWire(value);
    case ColumnType::kBoolean:
      return BooleanToWire(value);
    case ColumnType::kReal:
      return {Kind::kUnknown, NumberText(value)};
    case ColumnType::kTimestamp:
      return TimeToWire(value, column);
    default:
      break;
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return TextToWire(*text, parameter);
  }
  const auto* real = std::get_if<double>(&value);
  return {Kind::kUnknown, real != nullptr ? SqliteText(*real) : NumberText(value)};
}

}  // namespace

// What the parameter cannot say is left to SQLite.
WireValue ToWire(const SqlValue& value, const Column& column, const Parameter& parameter) {
  WireValue wire = PlainWire(value, column, parameter);
  if (wire.kind == Kind::kSend && !WrittenValue(parameter, wire.text)) wire.kind = Kind::kUnknown;
  return wire;
}

SqlValue TextOrNull(std::string text) {
  return text.empty() ? SqlValue() : SqlValue(std::move(text));
}

std::string PlainText(const SqlValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  return "";
}

std::string ToSqlLiteral(const SqlValue& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  if (const auto* real = std::get_if<double>(&value)) return std::to_string(*real);
  if (const auto* text = std::get_if<std::string>(&value)) {
    std::string quoted = "'";
    for (const char c : *text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
    return quoted + "'";
  }
  if (const auto* blob = std::get_if<BlobValue>(&value)) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string hex = "x'";
    for (const char c : blob->bytes) {
      const auto byte = static_cast<unsigned char>(c);
      hex += kDigits[byte >> 4];
      hex += kDigits[byte & 15];
    }
    return hex + "'";
  }
  return "NULL";
}

}  // namespace apisql
