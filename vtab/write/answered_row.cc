#include "vtab/write/answered_row.h"

#include "src/rows/decode.h"
#include "vtab/values/row_source.h"

namespace apisql {
Status ReadAnsweredRow(const Resource& resource, const JsonPath& path, std::string_view body,
                       std::vector<SqlValue>* row, AnsweredInputs inputs) {
  PageShape shape{RowsKind::kObject, path, {}, {}};
  std::vector<size_t> columns;
  for (size_t i = 0; i < resource.columns.size(); ++i) {
    const Column& column = resource.columns[i];
    const bool of_row = column.source == Column::Source::kRow;
    if (!of_row && (inputs == AnsweredInputs::kIgnore || column.answered.empty())) continue;
    columns.push_back(i);
    shape.fields.push_back({of_row ? column.path : column.answered, column.type, false});
  }
  ASSIGN_OR_RETURN(const Page page, DecodePage(body, shape));
  row->resize(resource.columns.size());
  for (size_t field = 0; field < columns.size(); ++field) {
    const Cell& cell = page.cell(0, field);
    if (cell.kind == Cell::Kind::kNull) continue;
    // An answer that does not have the secret may say so with an empty one.
    if (resource.columns[columns[field]].secret && page.text(cell).empty()) continue;
    (*row)[columns[field]] = ValueOf(CellOf(page, cell));
  }
  return OkStatus();
}

}  // namespace apisql
