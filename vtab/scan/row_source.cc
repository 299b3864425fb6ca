#include "vtab/scan/row_source.h"

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

}  // namespace apisql
