#include "tests/support/sides/rows.h"

#include <algorithm>

namespace apisql {

std::string ShowValue(const Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    return "'" + std::string(*text) + "'";
  }
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  if (const auto* real = std::get_if<double>(&value)) return "r" + std::to_string(*real);
  if (const auto* blob = std::get_if<Blob>(&value)) return "x'" + std::string(blob->bytes) + "'";
  return "NULL";
}

std::string TextIn(const std::string& shown) {
  return shown.size() >= 2 && shown.front() == '\'' ? shown.substr(1, shown.size() - 2) : "";
}

TextRows SortedRows(TextRows rows) {
  std::ranges::sort(rows);
  return rows;
}

Status RowCollector::Row(std::span<const Value> values) {
  TextRow& row = rows.emplace_back();
  row.reserve(values.size());
  for (const Value& value : values) row.push_back(ShowValue(value));
  return OkStatus();
}

}  // namespace apisql
