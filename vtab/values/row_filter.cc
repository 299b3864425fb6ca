#include "vtab/values/row_filter.h"

#include <algorithm>
#include <cmath>
#include <compare>
#include <optional>
#include <string>

#include "src/base/text.h"
#include "src/json/number.h"
#include "vtab/rows/text_pattern.h"

namespace apisql {
namespace {

// Up to here every integer is a double of its own.
constexpr int64_t kExactInDouble = int64_t{1} << 53;

using Order = std::optional<std::strong_ordering>;  // None: SQLite alone can tell.

Order OrderOfTexts(std::string_view a, std::string_view b, bool nocase) {
  // NOCASE compares up to a NUL only.
  if (nocase && (a.find('\0') != a.npos || b.find('\0') != b.npos)) return std::nullopt;
  if (nocase) return OrderOfTexts(AsciiLower(a), AsciiLower(b), false);
  return a.compare(b) <=> 0;  // Bytes, as memcmp compares them.
}

Order OrderOfReals(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::nullopt;
  if (a < b) return std::strong_ordering::less;
  return a > b ? std::strong_ordering::greater : std::strong_ordering::equal;
}

Order OrderOfMixed(int64_t a, double b) {
  if (a > kExactInDouble || a < -kExactInDouble) return std::nullopt;
  return OrderOfReals(static_cast<double>(a), b);
}

Order Reversed(Order order) {
  if (!order) return order;
  return 0 <=> *order;
}

Order OrderOf(const ScanCell& cell, const SqlValue& value, bool nocase) {
  const auto* integer = std::get_if<int64_t>(&value);
  const auto* real = std::get_if<double>(&value);
  const auto* text = std::get_if<std::string>(&value);
  switch (cell.kind) {
    case Cell::Kind::kText:
    case Cell::Kind::kJson:
      if (text != nullptr) return OrderOfTexts(cell.text, *text, nocase);
      break;
    case Cell::Kind::kInteger:
      if (integer != nullptr) return cell.integer <=> *integer;
      if (real != nullptr) return OrderOfMixed(cell.integer, *real);
      break;
    case Cell::Kind::kReal:
      if (real != nullptr) return OrderOfReals(cell.real, *real);
      if (integer != nullptr) return Reversed(OrderOfMixed(*integer, cell.real));
      break;
    case Cell::Kind::kNull:
      break;
  }
  return std::nullopt;
}

bool Holds(std::strong_ordering order, Operator op) {
  switch (op) {
    case Operator::kEqual:
    case Operator::kIs:
      return order == 0;
    case Operator::kNotEqual:
    case Operator::kIsNot:
      return order != 0;
    case Operator::kLess:
      return order < 0;
    case Operator::kLessEqual:
      return order <= 0;
    case Operator::kGreater:
      return order > 0;
    case Operator::kGreaterEqual:
      return order >= 0;
    default:
      return true;
  }
}

// Numbers are matched as their texts.
bool MayMatch(const ScanCell& cell, Operator op, const SqlValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  const bool is_text = cell.kind == Cell::Kind::kText || cell.kind == Cell::Kind::kJson;
  if (text == nullptr || (!is_text && cell.kind != Cell::Kind::kInteger)) return true;
  const TextPattern pattern =
      op == Operator::kLike ? TextPattern::Like(*text) : TextPattern::Glob(*text);
  return is_text ? pattern.MayMatch(cell.text) : pattern.MayMatch(std::to_string(cell.integer));
}

// All numbers, and texts that only look like one.
bool LooksNumeric(std::string_view text) {
  return !text.empty() && text.find_first_not_of(" \t\n\v\f\r+-.0123456789eE") == text.npos;
}

// Whether SQLite takes the text for a number or the number for a text, both are equal only where
// the text looks like the number: a number has 15 digits as a text.
bool MayEqualNumber(std::string_view text, const SqlValue& value) {
  constexpr double kLastDigit = 1e-14;
  const auto* const real = std::get_if<double>(&value);
  const auto* const integer = std::get_if<int64_t>(&value);
  if (real == nullptr && integer == nullptr) return true;
  const double number = real != nullptr ? *real : static_cast<double>(*integer);
  if (!std::isfinite(number)) return true;
  if (!LooksNumeric(text)) return false;
  const std::optional<double> read = ParseReal(StripBlanks(text));
  if (!read) return true;
  return std::abs(*read - number) <= kLastDigit * std::max(std::abs(*read), std::abs(number));
}

}  // namespace

bool MayPass(const ScanCell& cell, Operator op, const SqlValue& value, bool nocase) {
  const bool cell_is_null = cell.kind == Cell::Kind::kNull;
  const bool value_is_null = std::holds_alternative<std::monostate>(value);
  switch (op) {
    case Operator::kIsNull:
      return cell_is_null;
    case Operator::kNotNull:
      return !cell_is_null;
    case Operator::kIs:
      if (cell_is_null || value_is_null) return cell_is_null == value_is_null;
      break;
    case Operator::kIsNot:
      if (cell_is_null || value_is_null) return cell_is_null != value_is_null;
      break;
    default:
      if (cell_is_null || value_is_null) return false;
      break;
  }
  if (op == Operator::kLike || op == Operator::kGlob) return MayMatch(cell, op, value);
  const bool equality = op == Operator::kEqual || op == Operator::kIs;
  if (equality && cell.kind == Cell::Kind::kText && !MayEqualNumber(cell.text, value)) return false;
  const Order order = OrderOf(cell, value, nocase);
  return !order || Holds(*order, op);
}

FilterTerms::FilterTerms(const Resource& resource, std::span<const Filter> filters) {
  for (const Filter& filter : filters) {
    const int column = resource.FindColumn(filter.column);
    if (column < 0) continue;
    const ColumnType type = resource.columns[static_cast<size_t>(column)].type;
    const bool number =
        type == ColumnType::kInteger || type == ColumnType::kReal || type == ColumnType::kBoolean;
    terms_.push_back({column, filter.op, filter.argument, filter.known, filter.nocase, number});
  }
}

// A column of numbers may hold texts that are none. Against such a column texts that are numbers
// are converted (https://sqlite.org/datatype3.html, section 4.2), and stand before all other texts.
// For equality that makes no difference.
bool FilterTerms::Term::MayConvert(const ScanCell& cell, const SqlValue& value) const {
  const auto* text = std::get_if<std::string>(&value);
  if (known || text == nullptr || !IsRange(op)) return false;
  return LooksNumeric(cell.text) || LooksNumeric(*text);
}

const FilterTerms::Term* FilterTerms::Probe(std::span<const ScanArgument> arguments) const {
  for (const Term& term : terms_) {
    const auto index = static_cast<size_t>(term.argument);
    if (term.known || term.argument < 0 || index >= arguments.size()) continue;
    if (arguments[index].size() != 1) continue;
    const bool null = std::holds_alternative<std::monostate>(arguments[index][0]);
    if (term.op == Operator::kEqual || (term.op == Operator::kIs && !null)) return &term;
  }
  return nullptr;
}

}  // namespace apisql
