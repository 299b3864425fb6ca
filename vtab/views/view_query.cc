#include "vtab/views/view_query.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <iterator>
#include <utility>

#include "src/base/text.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

enum class Form { kAsIs, kNumber, kOutside };

// In doubt true. SQLite writes an infinity as Inf.
bool LooksLikeNumber(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\n\v\f\r");
  if (first == std::string_view::npos) return false;
  return std::string_view("+-.0123456789").find(text[first]) != std::string_view::npos ||
         text.substr(first) == "Inf";
}

// True when the text that SQLite makes of the number is that very number again.
bool SurvivesAsText(double number) {
  char digits[40];
  const int size = std::snprintf(digits, sizeof(digits), "%.15g", number);
  double again = 0;
  std::from_chars(digits, digits + size, again);
  return again == number;
}

bool IsNumeric(const ViewColumn& column) { return !column.type.empty() && column.type != "TEXT"; }

Form FormOf(const ViewColumn& column, const SqlValue& value) {
  const auto* real = std::get_if<double>(&value);
  if (real != nullptr || std::holds_alternative<int64_t>(value)) {
    if (IsNumeric(column)) return column.mixed ? Form::kNumber : Form::kAsIs;
    return real == nullptr || SurvivesAsText(*real) ? Form::kNumber : Form::kOutside;
  }
  const auto* text = std::get_if<std::string>(&value);
  const bool differs = text != nullptr && column.mixed && !column.type.empty();
  return differs && LooksLikeNumber(*text) ? Form::kOutside : Form::kAsIs;
}

// The form of all of them; kOutside when they differ.
Form FormOf(const ViewColumn& column, const std::vector<SqlValue>& values) {
  const Form form = FormOf(column, values[0]);
  const bool same = std::ranges::all_of(
      values, [&](const SqlValue& value) { return FormOf(column, value) == form; });
  return same ? form : Form::kOutside;
}

// CAST gives the other side of a comparison an affinity of its own: both are compared as numbers.
std::string Condition(const ViewColumn& column, bool list, Form form, size_t values) {
  const bool number = form == Form::kNumber;
  std::string value = number ? "CAST(? AS NUMERIC)" : "?";
  if (number && list) value = "(" + value + ")";
  std::string right = value;
  for (size_t i = 1; i < values; ++i) right += ", " + value;
  if (list) right = (number ? "(VALUES " : "(") + right + ")";
  return QuoteName(column.name) + (list ? " IN " : " = ") + right;
}

std::string Select(const ViewShape& shape, const std::vector<std::string>& conditions) {
  const std::string where = conditions.empty() ? "" : " WHERE " + Join(conditions, " AND ");
  // A comment at the end of the view must not take the parenthesis with it.
  return "SELECT * FROM (" + shape.sql + "\n)" + where;
}

}  // namespace

std::string ViewQuery::Sketch(const ViewShape& shape, std::span<const ViewTerm> terms) {
  std::vector<std::string> conditions;
  for (const ViewTerm& term : terms) {
    const bool list = term.kind == ViewTerm::Kind::kIn;
    conditions.push_back(Condition(shape.columns[term.column], list, Form::kAsIs, list ? 2 : 1));
  }
  return Select(shape, conditions);
}

void ViewQuery::Add(const ViewTerm& term, std::vector<SqlValue> values) {
  const ViewColumn& column = shape_->columns[term.column];
  std::erase_if(values, [](const SqlValue& value) { return value.index() == 0; });
  if (values.empty() && term.kind == ViewTerm::Kind::kIs) {
    conditions_.push_back(QuoteName(column.name) + " IS NULL");
    return;
  }
  nothing_ |= values.empty();  // Nothing is equal to NULL.
  if (nothing_ || values_.size() + values.size() > most_values_) return;
  const Form form = FormOf(column, values);
  if (form == Form::kOutside) return;
  const bool list = term.kind == ViewTerm::Kind::kIn;
  conditions_.push_back(Condition(column, list, form, values.size()));
  std::ranges::move(values, std::back_inserter(values_));
}

std::string ViewQuery::Text() const { return Select(*shape_, conditions_); }

}  // namespace apisql
