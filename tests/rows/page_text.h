// Pages as text, for tests.
#ifndef APISQL_TESTS_ROWS_PAGE_TEXT_H_
#define APISQL_TESTS_ROWS_PAGE_TEXT_H_

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "src/rows/page.h"
#include "src/rows/shape/page_shape.h"

namespace apisql {

// NULL, 12, 1.5 (as "%.17g"), 'text', json{...}.
inline std::string CellText(const Page& page, const Cell& cell) {
  char digits[64];
  switch (cell.kind) {
    case Cell::Kind::kNull:
      return "NULL";
    case Cell::Kind::kInteger:
      return std::to_string(cell.integer);
    case Cell::Kind::kReal:
      std::snprintf(digits, sizeof digits, "%.17g", cell.real);
      return digits;
    case Cell::Kind::kText:
      return "'" + std::string(page.text(cell)) + "'";
    case Cell::Kind::kJson:
      return "json" + std::string(page.text(cell));
  }
  return "?";
}

// One text per row, cells separated by '|'. Tells also of text that lacks its NUL.
inline std::vector<std::string> RowTexts(const Page& page) {
  std::vector<std::string> rows;
  for (size_t row = 0; row < page.rows; ++row) {
    std::string& text = rows.emplace_back();
    for (size_t column = 0; column < page.columns; ++column) {
      const Cell& cell = page.cell(row, column);
      if (column > 0) text += '|';
      text += CellText(page, cell);
      const bool has_text = cell.kind == Cell::Kind::kText || cell.kind == Cell::Kind::kJson;
      if (has_text && page.arena.at(cell.offset + cell.length) != '\0') text += " without NUL";
    }
  }
  return rows;
}

inline Field MakeField(std::string_view path, ColumnType type = ColumnType::kText) {
  return {.path = *JsonPath::Parse(path), .type = type};
}

inline Field MapKey() { return {.path = {}, .is_map_key = true}; }

inline PageShape MakeShape(RowsKind kind, std::string_view rows, std::vector<Field> fields) {
  return {
      .kind = kind, .rows = *JsonPath::Parse(rows), .fields = std::move(fields), .envelope = {}};
}

}  // namespace apisql

#endif  // APISQL_TESTS_ROWS_PAGE_TEXT_H_
