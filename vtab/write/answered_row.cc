#include "vtab/write/answered_row.h"

#include <string>

#include "src/rows/decode.h"

namespace apisql {
namespace {

SqlValue ValueOf(const Page& page, const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::kNull:
      return std::monostate();
    case Cell::Kind::kInteger:
      return cell.integer;
    case Cell::Kind::kReal:
      return cell.real;
    default:
      return std::string(page.text(cell));
  }
}

}  // namespace

Status ReadAnsweredRow(const Resource& resource, const JsonPath& path, std::string_view body,
                       std::vector<SqlValue>* row) {
  PageShape shape{RowsKind::kObject, path, {}, {}};
  std::vector<size_t> columns;
  for (size_t i = 0; i < resource.columns.size(); ++i) {
    if (resource.columns[i].source != Column::Source::kRow) continue;
    columns.push_back(i);
    shape.fields.push_back({resource.columns[i].path, resource.columns[i].type, false});
  }
  ASSIGN_OR_RETURN(const Page page, DecodePage(body, shape));
  row->resize(resource.columns.size());
  for (size_t field = 0; field < columns.size(); ++field) {
    const Cell& cell = page.cell(0, field);
    if (cell.kind != Cell::Kind::kNull) (*row)[columns[field]] = ValueOf(page, cell);
  }
  return OkStatus();
}

}  // namespace apisql
