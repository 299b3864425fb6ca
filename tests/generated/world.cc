#include "tests/generated/world.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

namespace apisql::generated {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

std::string_view TypeName(Type type) {
  constexpr std::string_view kNames[] = {"text", "integer", "real", "boolean", "timestamp", "json"};
  return kNames[static_cast<size_t>(type)];
}

std::string_view SqlType(Type type) {
  constexpr std::string_view kNames[] = {"TEXT", "INTEGER", "REAL", "INTEGER", "TEXT", "TEXT"};
  return kNames[static_cast<size_t>(type)];
}

std::string SqlLiteral(const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  if (const auto* real = std::get_if<double>(&value)) return std::to_string(*real);
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return "NULL";
  std::string literal = "'";
  for (const char c : *text) literal += c == '\'' ? "''" : std::string(1, c);
  return literal + "'";
}

Value Decoded(const Column& column, const std::string& json) {
  if (json.empty()) return {};
  const Json parsed = Json::parse(json);
  if (parsed.is_null()) return {};
  switch (column.type) {
    case Type::kText:
      return parsed.is_string() ? parsed.get<std::string>() : json;
    case Type::kInteger:
      if (parsed.is_number_float()) return parsed.get<double>();
      return parsed.get<int64_t>();
    case Type::kReal:
      return parsed.get<double>();
    case Type::kBoolean:
      return int64_t{parsed.get<bool>()};
    case Type::kTimestamp:
      return TimeOf(column.time, json);
    case Type::kJson:
      return parsed.dump();
  }
  return {};
}

std::string WireText(const Column& column, const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    if (column.type == Type::kBoolean) return *integer != 0 ? "true" : "false";
    return std::to_string(*integer);
  }
  if (const auto* real = std::get_if<double>(&value)) {
    std::array<char, 32> digits{};
    return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), *real).ptr};
  }
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return "";
  return column.type == Type::kTimestamp ? TimeText(column.time, *text) : *text;
}

Value OfWireText(const Column& column, const std::string& text) {
  const bool text_of_json = column.type == Type::kText ||
                            (column.type == Type::kTimestamp && column.time == TimeForm::kText);
  const std::string json = text_of_json ? Json(text).dump() : text;
  if (!Json::accept(json)) return {};
  if (column.type == Type::kInteger && !Json::parse(json).is_number_integer()) return {};
  Value value = Decoded(column, json);
  const auto* time = std::get_if<std::string>(&value);
  return column.type == Type::kTimestamp && (time == nullptr || time->empty()) ? Value() : value;
}

std::string_view OperatorWord(Narrowing::Operator by) {
  constexpr std::array<std::string_view, 7> kWords = {">=",     ">",       "<=",         "<",
                                                      "prefix", "is_null", "is_not_null"};
  return kWords[static_cast<size_t>(by)];
}

int Table::OptionalInput() const {
  const auto found = std::ranges::find(columns, Column::Origin::kOptional, &Column::origin);
  return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

int Table::TreeColumn() const {
  const auto found = std::ranges::find(columns, Column::Origin::kTree, &Column::origin);
  return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

bool Table::needs_input() const {
  return std::ranges::find(columns, Column::Origin::kRequired, &Column::origin) != columns.end();
}

bool World::IsParent(size_t table) const {
  return std::ranges::find(tables, static_cast<int>(table), &Table::parent) != tables.end();
}

std::vector<std::string> ScopeOf(const Table& table, const Row& row) {
  std::vector<std::string> scope;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (!table.columns[i].scopes()) continue;
    scope.push_back(WireText(table.columns[i], row.cells[i].value));
  }
  return scope;
}

}  // namespace apisql::generated
