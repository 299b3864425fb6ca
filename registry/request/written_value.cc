#include "registry/request/written_value.h"

#include <algorithm>
#include <utility>

#include "src/base/text.h"
#include "src/json/reader.h"
#include "src/json/text.h"
#include "src/json/writer.h"
#include "src/times/time.h"

namespace apisql {
namespace {

using Escape = Parameter::Escape;

bool HasControls(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

// `before` stands in front of each of the characters `special`; of '\'' that is the quote itself.
std::string WithEscapes(std::string_view text, std::string_view special, char before) {
  std::string escaped;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) escaped += before;
    escaped += c;
  }
  return escaped;
}

// A sign in front of a word means something to languages of search.
bool IsWord(std::string_view text) {
  constexpr std::string_view kLetters =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
  constexpr std::string_view kSigns = "-.@/+:";
  return !text.empty() && kLetters.find(text.front()) != kLetters.npos &&
         std::ranges::all_of(text, [&](char c) {
           return kLetters.find(c) != kLetters.npos || kSigns.find(c) != kSigns.npos;
         });
}

// `text` is a time as the column has it. None where it cannot be said without a loss. What narrows
// an answer is rounded and written before it comes here.
std::optional<std::string> TimeFor(const Parameter& parameter, std::string_view text) {
  const bool same = !parameter.time || *parameter.time == parameter.column_time;
  if (same || parameter.comparison != Parameter::Comparison::kEqual) return std::string(text);
  const std::optional<std::string> time = SqliteTime(text, parameter.column_time);
  if (!time) return std::nullopt;
  std::string written = ApiTime(*time, *parameter.time);
  if (SqliteTime(written, *parameter.time) != time) return std::nullopt;
  return written;
}

// A column's value, as text, as the JSON that the column's type asks for.
std::string ColumnJson(const Resource& resource, const Parameter& parameter,
                       const std::string& value) {
  const int column = resource.FindColumn(parameter.column);
  const Column& bound = column < 0 ? Column() : resource.columns[static_cast<size_t>(column)];
  const TimeForm time = parameter.time.value_or(bound.time);
  const bool counted = bound.type == ColumnType::kTimestamp && time != TimeForm::kText;
  switch (counted ? ColumnType::kReal : bound.type) {
    case ColumnType::kInteger:
    case ColumnType::kReal:
      if (value.find_first_not_of("+-.0123456789eE") == std::string::npos &&
          JsonDocument::Parse(value).ok()) {
        return value;
      }
      break;
    case ColumnType::kBoolean:
      if (value == "1" || value == "true") return "true";
      if (value == "0" || value == "false") return "false";
      break;
    case ColumnType::kJson:
      return value;  // JsonBody refuses what is no JSON.
    case ColumnType::kText:
    case ColumnType::kTimestamp:
      break;
  }
  return QuoteJson(value);
}

std::optional<std::string> WordFor(const Parameter& parameter, std::string_view text) {
  for (const auto& [value, word] : parameter.words) {
    if (value == text) return word;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> EscapeFor(Escape language, std::string_view text) {
  if (HasControls(text)) return std::nullopt;
  switch (language) {
    case Escape::kScim:
    case Escape::kJql:
    case Escape::kLucene:
    case Escape::kGoogle:
      return WithEscapes(text, "\\\"", '\\');
    case Escape::kOdata:
      return WithEscapes(text, "'", '\'');
    case Escape::kWord:
      if (!IsWord(text)) return std::nullopt;
      break;
    case Escape::kNone:
      break;
  }
  return std::string(text);
}

std::optional<std::string> WrittenValue(const Parameter& parameter, std::string_view text) {
  std::optional<std::string> value =
      parameter.words.empty() ? TimeFor(parameter, text) : WordFor(parameter, text);
  const bool commas = parameter.repeatable && parameter.list == Parameter::List::kComma;
  if (value && commas && value->find(',') != std::string::npos) return std::nullopt;
  if (!value || !parameter.is_formatted()) return value;
  std::optional<std::string> escaped = EscapeFor(parameter.escape, *value);
  const size_t mark = parameter.format.find("{}");
  if (!escaped || mark == std::string::npos) return escaped;
  return parameter.format.substr(0, mark) + *escaped + parameter.format.substr(mark + 2);
}

std::vector<std::string> WithOr(const Parameter& parameter, std::vector<std::string> written) {
  if (written.size() < 2 || parameter.list != Parameter::List::kOr) return written;
  return {"(" + Join(written, parameter.or_text) + ")"};
}

std::string ParameterJson(const Resource& resource, const Parameter& parameter,
                          const std::vector<std::string>& values) {
  if (parameter.column.empty()) return parameter.constant;
  const bool joined = parameter.repeatable && parameter.list == Parameter::List::kComma;
  if (joined || parameter.is_formatted()) return QuoteJson(values.front());
  if (!parameter.words.empty() && !parameter.repeatable) return QuoteJson(values.front());
  if (!parameter.repeatable) return ColumnJson(resource, parameter, values.front());
  std::string array;
  for (const std::string& value : values) {
    array += array.empty() ? "[" : ",";
    array += parameter.words.empty() ? ColumnJson(resource, parameter, value) : QuoteJson(value);
  }
  return array + "]";
}

}  // namespace apisql
