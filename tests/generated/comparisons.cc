#include "tests/generated/comparisons.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <utility>

namespace apisql::generated {
namespace {

constexpr std::array<std::pair<const char*, const char*>, 7> kWords = {{
    {">=", "ge"},
    {">", "gt"},
    {"<=", "le"},
    {"<", "lt"},
    {"prefix", "sw"},
    {"is_null", "no"},
    {"is_not_null", "pr"},
}};

std::string WordOf(const std::string& op) {
  for (const auto& [known, word] : kWords) {
    if (op == known) return word;
  }
  return "";
}

bool IsNullTest(const std::string& op) { return op == "is_null" || op == "is_not_null"; }

std::string Folded(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return text;
}

// The comparison that the name "c1.ge" stands for; none where the table has no such.
std::optional<ListComparison> FindComparison(const Table& table, const std::string& name) {
  for (size_t i = 0; i < table.columns.size(); ++i) {
    for (const std::string& op : table.columns[i].operators) {
      if (name == table.columns[i].name + "." + WordOf(op)) return ListComparison{i, op, ""};
    }
  }
  return std::nullopt;
}

// c1.ge "5" and c2.sw "a\"b"
std::optional<std::vector<ListComparison>> ReadExpression(const Table& table,
                                                          std::string_view text) {
  std::vector<ListComparison> comparisons;
  while (true) {
    const size_t quote = text.find(" \"");
    if (quote == std::string_view::npos) return std::nullopt;
    auto comparison = FindComparison(table, std::string(text.substr(0, quote)));
    if (!comparison || IsNullTest(comparison->op)) return std::nullopt;
    text.remove_prefix(quote + 2);
    while (!text.empty() && text.front() != '"') {
      if (text.front() == '\\') text.remove_prefix(1);
      if (text.empty()) return std::nullopt;
      comparison->given += text.front();
      text.remove_prefix(1);
    }
    if (text.empty()) return std::nullopt;
    text.remove_prefix(1);
    comparisons.push_back(*std::move(comparison));
    if (text.empty()) return comparisons;
    if (!text.starts_with(" and ")) return std::nullopt;
    text.remove_prefix(5);
  }
}

template <typename T>
bool Holds(const T& left, const std::string& op, const T& right) {
  if (op == ">=") return left >= right;
  if (op == ">") return left > right;
  return op == "<=" ? left <= right : left < right;
}

// Texts of times stand in the order of times without the Z, which stands behind a fraction.
bool InRange(const Column& column, const Value& value, const ListComparison& comparison) {
  std::string text = WireText(column, value);
  if (column.type != Type::kTimestamp || column.time != TimeForm::kText) {
    return Holds(std::strtold(text.c_str(), nullptr), comparison.op,
                 std::strtold(comparison.given.c_str(), nullptr));
  }
  text.pop_back();
  return Holds(text, comparison.op, comparison.given.substr(0, comparison.given.size() - 1));
}

}  // namespace

std::vector<std::string> ComparisonLines(const Table& table, const Column& column) {
  std::vector<std::string> lines;
  for (const std::string& op : column.operators) {
    const std::string name = column.name + "." + WordOf(op);
    std::string line = name + ": {column: " + column.name + ", operator: \"" + op + "\"";
    if (op == "prefix" && column.prefix_folds) line += ", match: partial";
    if (IsNullTest(op)) {
      line += ", value: \"yes\"";
    } else if (table.expression) {
      line += std::string(", parameter: ") + kExpression + ", format: '" + name +
              " \"{}\"', escape: scim";
    }
    lines.push_back(line + "}");
  }
  return lines;
}

std::optional<std::vector<ListComparison>> ReadComparisons(const Table& table,
                                                           const std::string& name,
                                                           const std::string& value) {
  if (table.expression && name == kExpression) return ReadExpression(table, value);
  std::optional<ListComparison> comparison = FindComparison(table, name);
  if (!comparison) return std::nullopt;
  const bool null_test = IsNullTest(comparison->op);
  if (null_test ? value != "yes" : table.expression) return std::nullopt;
  comparison->given = value;
  return std::vector{*std::move(comparison)};
}

bool Passes(const Table& table, const Row& row, const ListComparison& comparison) {
  const Column& column = table.columns[comparison.column];
  const Value& value = row.cells[comparison.column].value;
  const bool null = std::holds_alternative<std::monostate>(value);
  if (IsNullTest(comparison.op)) return null == (comparison.op == "is_null");
  if (null) return false;
  if (comparison.op != "prefix") return InRange(column, value, comparison);
  const std::string text = WireText(column, value);
  if (!column.prefix_folds) return text.starts_with(comparison.given);
  return Folded(text).starts_with(Folded(comparison.given));
}

}  // namespace apisql::generated
