#include "tests/generated/conditions.h"

#include <array>
#include <compare>
#include <utility>

#include "src/base/text.h"

namespace apisql::generated {
namespace {

using Operator = Narrowing::Operator;

bool IsNull(const Value& value) { return std::holds_alternative<std::monostate>(value); }

long double NumberOf(const Value& value) {
  const auto* integer = std::get_if<int64_t>(&value);
  return integer != nullptr ? static_cast<long double>(*integer)
                            : static_cast<long double>(std::get<double>(value));
}

std::partial_ordering Compare(const Value& a, const Value& b) {
  const auto* text = std::get_if<std::string>(&a);
  if (text != nullptr) return text->compare(std::get<std::string>(b)) <=> 0;
  return NumberOf(a) <=> NumberOf(b);
}

bool IsInRange(Operator by, bool partial, std::partial_ordering order) {
  switch (by) {
    case Operator::kMore:
      return order > 0 || (partial && order == 0);
    case Operator::kAtLeast:
      return order >= 0;
    case Operator::kLess:
      return order < 0 || (partial && order == 0);
    default:
      return order <= 0;
  }
}

// Takes the text up to `end` from the front of `text`, and `end` with it.
std::optional<std::string> TakeUntil(std::string_view& text, char end) {
  const size_t at = text.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  std::string taken(text.substr(0, at));
  text.remove_prefix(at + 1);
  return taken;
}

std::optional<std::string> TakeQuoted(std::string_view& text) {
  std::string taken;
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return taken;
    }
    if (text[i] == '\\') ++i;
    if (i == text.size()) return std::nullopt;
    taken += text[i];
  }
  return std::nullopt;
}

std::optional<std::string> TakeOperand(std::string_view& text) {
  if (text.starts_with('"')) return TakeQuoted(text);
  const size_t end = std::min(text.find(' '), text.size());
  std::string taken(text.substr(0, end));
  text.remove_prefix(end);
  return taken;
}

}  // namespace

std::optional<std::vector<Condition>> ParseExpression(std::string_view text) {
  constexpr std::string_view kAnd = " and ";
  std::vector<Condition> conditions;
  while (true) {
    auto column = TakeUntil(text, ' ');
    auto word = TakeUntil(text, ' ');
    auto operand = TakeOperand(text);
    if (!column || !word || !operand) return std::nullopt;
    conditions.push_back({*std::move(column), *std::move(word), *std::move(operand)});
    if (text.empty()) return conditions;
    if (!text.starts_with(kAnd)) return std::nullopt;
    text.remove_prefix(kAnd.size());
  }
}

std::string_view ExpressionWord(Operator by) {
  constexpr std::array<std::string_view, 7> kWords = {"ge", "gt", "le", "lt", "sw", "no", "pr"};
  return kWords[static_cast<size_t>(by)];
}

std::string ExpressionFormat(const Column& column, std::string_view word) {
  const bool quoted = column.type == Type::kText || column.type == Type::kTimestamp;
  return column.name + " " + std::string(word) + (quoted ? " \"{}\"" : " {}");
}

std::optional<bool> PassesFilter(const Column& column, const Value& value,
                                 const std::string& given) {
  const std::string text = WireText(column, value);
  if (column.words) {
    if (given != "yes" && given != "no") return std::nullopt;
    return !IsNull(value) && text == (given == "yes" ? "true" : "false");
  }
  switch (column.filter) {
    case Filter::kExact:
      return !IsNull(value) && text == given;
    case Filter::kPrefix:
      return AsciiLower(text).starts_with(AsciiLower(given));
    case Filter::kSubstring:
      return AsciiLower(text).find(AsciiLower(given)) != std::string::npos;
    case Filter::kNone:
    case Filter::kIgnored:
      return true;
  }
  return true;
}

std::optional<bool> PassesNarrowing(const Column& column, const Narrowing& narrowing,
                                    const Value& value, const std::string& given) {
  const bool null = IsNull(value);
  if (narrowing.by == Operator::kNull || narrowing.by == Operator::kNotNull) {
    if (given != "set") return std::nullopt;
    return null == (narrowing.by == Operator::kNull);
  }
  if (narrowing.by == Operator::kPrefix) {
    const std::string text = WireText(column, value);
    if (narrowing.partial) return AsciiLower(text).starts_with(AsciiLower(given));
    return !null && text.starts_with(given);
  }
  const Value bound = OfWireText(column, given);
  if (IsNull(bound)) return std::nullopt;
  if (null) return narrowing.partial;
  return IsInRange(narrowing.by, narrowing.partial, Compare(value, bound));
}

}  // namespace apisql::generated
