#include "vtab/scan/row_source.h"

#include <string>

namespace apisql {

ScanCell CellOf(const Page& page, const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::kNull:
      return {};
    case Cell::Kind::kInteger:
      return {.kind = cell.kind, .integer = cell.integer};
    case Cell::Kind::kReal:
      return {.kind = cell.kind, .real = cell.real};
    default:
      return {.kind = cell.kind, .text = page.text(cell)};
  }
}

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

}  // namespace apisql
