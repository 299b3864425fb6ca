#include "tests/generated/world.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace apisql::generated {
namespace {

using Json = nlohmann::ordered_json;

// Of the spellings that worlds use: "2026-08-22T07:00:00Z", another sign than T, an offset of whole
// hours that does not leave the day.
std::string UtcText(std::string text) {
  text[10] = ' ';
  const char last = text.back();
  if (last == 'Z' || last == 'z') {
    text.pop_back();
    return text;
  }
  const int offset = std::stoi(text.substr(text.size() - 6, 3));
  text.resize(text.size() - 6);
  std::array<char, 8> hour{};
  std::snprintf(hour.data(), hour.size(), "%02d", std::stoi(text.substr(11, 2)) - offset);
  return text.replace(11, 2, hour.data());
}

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

Value Decoded(Type type, const std::string& json) {
  if (json.empty()) return {};
  const Json parsed = Json::parse(json);
  if (parsed.is_null()) return {};
  switch (type) {
    case Type::kText:
      return parsed.is_string() ? parsed.get<std::string>() : json;
    case Type::kInteger:
      return parsed.is_string() ? std::stoll(parsed.get<std::string>()) : parsed.get<int64_t>();
    case Type::kReal:
      return parsed.is_string() ? std::stod(parsed.get<std::string>()) : parsed.get<double>();
    case Type::kBoolean:
      return int64_t{parsed.is_boolean() ? parsed.get<bool>()
                                         : parsed.get<std::string>() == "true"};
    case Type::kTimestamp:
      return UtcText(parsed.get<std::string>());
    case Type::kJson:
      return parsed.dump();
  }
  return {};
}

std::string WireText(Type type, const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    if (type == Type::kBoolean) return *integer != 0 ? "true" : "false";
    return std::to_string(*integer);
  }
  if (const auto* real = std::get_if<double>(&value)) {
    std::array<char, 32> digits{};
    return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), *real).ptr};
  }
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return "";
  if (type != Type::kTimestamp) return *text;
  std::string time = *text + "Z";
  time[10] = 'T';
  return time;
}

int Table::OptionalInput() const {
  const auto found = std::ranges::find(columns, Column::Origin::kOptional, &Column::origin);
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
    scope.push_back(WireText(table.columns[i].type, row.cells[i].value));
  }
  return scope;
}

}  // namespace apisql::generated
