#include "vtab/rows/row_source.h"

#include <bit>
#include <string>

namespace apisql {

SqlValue ValueOf(const ScanCell& cell) {
  switch (cell.kind) {
    case Cell::Kind::kNull:
      return std::monostate();
    case Cell::Kind::kInteger:
      return cell.integer;
    case Cell::Kind::kReal:
      return cell.real;
    default:
      return std::string(cell.text);
  }
}

void AddCell(const ScanCell& cell, RowHash* hash) {
  hash->Add(static_cast<uint64_t>(cell.kind));
  if (cell.kind == Cell::Kind::kInteger) hash->Add(static_cast<uint64_t>(cell.integer));
  if (cell.kind == Cell::Kind::kReal) hash->Add(std::bit_cast<uint64_t>(cell.real));
  hash->Add(cell.text);
}

int64_t RowIdOfInsert(const Resource& resource, int64_t insert) {
  RowHash hash;
  hash.Add(resource.name);
  hash.Add("staged");
  hash.Add(static_cast<uint64_t>(insert));
  return hash.RowId();
}

ScanCell CellOf(const SqlValue& value, const Column& column) {
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    return {.kind = Cell::Kind::kInteger, .integer = *integer};
  }
  if (const auto* real = std::get_if<double>(&value)) {
    return {.kind = Cell::Kind::kReal, .real = *real};
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    const bool json = column.type == ColumnType::kJson;
    return {.kind = json ? Cell::Kind::kJson : Cell::Kind::kText, .text = *text};
  }
  return {};
}

}  // namespace apisql
