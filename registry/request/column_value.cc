#include "registry/request/column_value.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "src/json/number.h"
#include "src/json/tape.h"
#include "src/json/text.h"
#include "src/json/writer.h"
#include "src/times/time.h"

namespace apisql {
namespace {

constexpr size_t kMostShown = 60;  // Bytes of a value that an error shows.

constexpr std::string_view kTakes[] = {
    "text",
    "an integer",
    "a number",
    "0, 1, 'true' or 'false'",
    "a time as '2026-01-31 07:00:00' (UTC) or '2026-01-31T07:00:00Z', or a date alone",
    "JSON",
};

// The shortest digits that give this double again; none for what JSON does not have.
std::optional<std::string> RealDigits(double real) {
  if (!std::isfinite(real)) return std::nullopt;
  char digits[32];
  return std::string(digits, std::to_chars(digits, digits + sizeof digits, real).ptr);
}

// As SQLite casts a real to text: 15 digits, and never without a point.
std::optional<std::string> RealAsText(double real) {
  if (!std::isfinite(real)) return std::nullopt;
  char digits[40];
  std::snprintf(digits, sizeof digits, "%.15g", real);
  std::string text = digits;
  if (const size_t exponent = text.find('e'); text.find('.') == std::string::npos) {
    text.insert(std::min(exponent, text.size()), ".0");
  }
  return text;
}

std::optional<std::string> IntegerDigits(double real) {
  constexpr double kBeyond = 9223372036854775808.0;  // 2^63
  if (!(real >= -kBeyond && real < kBeyond) || std::trunc(real) != real) return std::nullopt;
  return std::to_string(static_cast<int64_t>(real));
}

bool IsJsonNumber(std::string_view text) {
  const StatusOr<JsonTape> tape = JsonTape::Parse(text);
  return tape.ok() && tape->root().kind() == JsonKind::kNumber;
}

std::optional<std::string> IntegerDigits(std::string_view text) {
  if (const std::optional<int64_t> integer = ParseInteger(text)) return std::to_string(*integer);
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  const bool only_digits = digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (!only_digits || !IsJsonNumber(text)) return std::nullopt;
  return std::string(text);
}

std::optional<std::string> RealDigits(std::string_view text) {
  const std::optional<double> real = ParseReal(text);
  if (!real) return std::nullopt;
  const bool blank = text.find_first_of(" \t\r\n") != std::string_view::npos;
  return !blank && IsJsonNumber(text) ? std::string(text) : RealDigits(*real);
}

std::optional<std::string> BooleanWord(const ColumnValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  const auto* integer = std::get_if<int64_t>(&value);
  const auto* real = std::get_if<double>(&value);
  const auto is = [&](int64_t number, std::string_view digit, std::string_view word) {
    if (text != nullptr) return *text == digit || EqualsIgnoreCase(*text, word);
    return integer != nullptr ? *integer == number : *real == static_cast<double>(number);
  };
  if (is(1, "1", "true")) return "true";
  if (is(0, "0", "false")) return "false";
  return std::nullopt;
}

struct Rendered {
  std::string text;
  bool is_string = false;  // In JSON it needs quotes.
};

std::optional<Rendered> Render(ColumnType type, int64_t integer) {
  if (type == ColumnType::kTimestamp) return std::nullopt;
  return Rendered{std::to_string(integer), type == ColumnType::kText};
}

std::optional<Rendered> Render(ColumnType type, double real) {
  std::optional<std::string> digits;
  if (type == ColumnType::kText) digits = RealAsText(real);
  if (type == ColumnType::kInteger) digits = IntegerDigits(real);
  if (type == ColumnType::kReal || type == ColumnType::kJson) digits = RealDigits(real);
  if (!digits) return std::nullopt;
  return Rendered{*std::move(digits), type == ColumnType::kText};
}

std::optional<Rendered> RenderTime(TimeForm form, const std::string& text) {
  const std::optional<std::string> time = SqliteTime(text);
  if (!time) return std::nullopt;
  return Rendered{ApiTime(*time, form), form == TimeForm::kText};
}

std::optional<Rendered> Render(ColumnType type, const std::string& text) {
  std::optional<std::string> written;
  if (type == ColumnType::kText || type == ColumnType::kJson) written = text;
  if (type == ColumnType::kInteger) written = IntegerDigits(std::string_view(text));
  if (type == ColumnType::kReal) written = RealDigits(std::string_view(text));
  if (!written) return std::nullopt;
  return Rendered{*std::move(written), type == ColumnType::kText};
}

std::optional<Rendered> Render(const Column& column, const ColumnValue& value) {
  const ColumnType type = column.type;
  if (type == ColumnType::kBoolean) {
    const std::optional<std::string> word = BooleanWord(value);
    return word ? std::optional(Rendered{*word}) : std::nullopt;
  }
  if (const auto* integer = std::get_if<int64_t>(&value)) return Render(type, *integer);
  if (const auto* real = std::get_if<double>(&value)) return Render(type, *real);
  const auto& text = std::get<std::string>(value);
  return type == ColumnType::kTimestamp ? RenderTime(column.time, text) : Render(type, text);
}

std::string Shown(const ColumnValue& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  if (const auto* real = std::get_if<double>(&value)) {
    return std::isfinite(*real) ? *RealDigits(*real) : "an infinite number";
  }
  return "'" + Printable(std::get<std::string>(value), kMostShown) + "'";
}

Status CheckText(const Column& column, const ColumnValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return {};
  if (text->find('\0') != std::string::npos) {
    return {StatusCode::kInvalidArgument, column.name + ": the text holds a NUL byte"};
  }
  if (ReplaceInvalidUtf8(*text) != *text) {
    return {StatusCode::kInvalidArgument, column.name + ": the text is no valid UTF-8"};
  }
  if (column.type != ColumnType::kJson) return {};
  const StatusOr<JsonTape> tape = JsonTape::Parse(*text);
  if (tape.ok()) return {};
  return {StatusCode::kInvalidArgument,
          column.name + " takes JSON, in which a text has quotes: " + tape.status().message()};
}

StatusOr<Rendered> RenderChecked(const Column& column, const ColumnValue& value) {
  RETURN_IF_ERROR(CheckText(column, value));
  std::optional<Rendered> rendered = Render(column, value);
  if (rendered) return *std::move(rendered);
  return Status(StatusCode::kInvalidArgument,
                column.name + " takes " + std::string(kTakes[static_cast<size_t>(column.type)]) +
                    ", not " + Shown(value));
}

// NOLINTNEXTLINE(misc-no-recursion): a tape is at most JsonTape::kMaxDepth deep.
void AddTexts(const JsonValue& value, std::vector<std::string>* texts) {
  if (value.kind() == JsonKind::kString) texts->emplace_back(value.text());
  if (value.kind() == JsonKind::kObject) {
    value.ForEachMember([&](std::string_view, const JsonValue& member) {
      AddTexts(member, texts);
      return true;
    });
  }
  if (value.kind() == JsonKind::kArray) {
    value.ForEachElement([&](const JsonValue& element) {
      AddTexts(element, texts);
      return true;
    });
  }
}

}  // namespace

StatusOr<std::string> ColumnToJson(const Column& column, const ColumnValue& value) {
  if (IsNull(value)) return "null";
  ASSIGN_OR_RETURN(Rendered rendered, RenderChecked(column, value));
  return rendered.is_string ? QuoteJson(rendered.text) : std::move(rendered.text);
}

StatusOr<std::string> ToParameterText(const Column& column, const ColumnValue& value) {
  if (IsNull(value)) {
    return Status(StatusCode::kInternal, column.name + ": NULL cannot stand in a URL");
  }
  ASSIGN_OR_RETURN(Rendered rendered, RenderChecked(column, value));
  return std::move(rendered.text);
}

std::vector<std::string> TextsOfSecret(const Column& column, const ColumnValue& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return {std::to_string(*integer)};
  if (const auto* real = std::get_if<double>(&value)) {
    const std::optional<std::string> digits = RealDigits(*real);
    return digits ? std::vector{*digits} : std::vector<std::string>();
  }
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return {};
  std::vector<std::string> texts = {*text};
  if (column.type != ColumnType::kJson) return texts;
  const StatusOr<JsonTape> tape = JsonTape::Parse(*text);
  if (tape.ok()) AddTexts(tape->root(), &texts);
  return texts;
}

}  // namespace apisql
