#include "vtab/write/answered_row.h"

#include "src/rows/decode.h"
#include "vtab/values/row_source.h"

namespace apisql {
namespace {

// The whole row shows nothing secret, not even in RETURNING: whoever wants that asks for it by
// name.
Status ReadWholeRow(const Resource& resource, size_t column, const JsonPath& path,
                    std::string_view body, std::vector<SqlValue>* row) {
  PageShape shape{RowsKind::kObject, path, {{JsonPath(), ColumnType::kJson}}, {}};
  for (const Column& other : resource.columns) {
    if (other.secret) shape.secrets.push_back(other.path);
  }
  ASSIGN_OR_RETURN(const Page page, DecodePage(body, shape));
  (*row)[column] = ValueOf(CellOf(page, page.cell(0, 0)));
  return OkStatus();
}

}  // namespace

Status ReadAnsweredRow(const Resource& resource, const JsonPath& path, std::string_view body,
                       std::vector<SqlValue>* row, AnsweredInputs inputs) {
  PageShape shape{RowsKind::kObject, path, {}, {}};
  std::vector<size_t> columns;
  for (size_t i = 0; i < resource.columns.size(); ++i) {
    const Column& column = resource.columns[i];
    if (column.name == kRowColumn) continue;
    const bool of_row = column.source == Column::Source::kRow;
    if (!of_row && (inputs == AnsweredInputs::kIgnore || column.answered.empty())) continue;
    columns.push_back(i);
    shape.fields.push_back(
        {of_row ? column.path : column.answered, column.type, false, column.prefix});
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
  const int whole = resource.FindColumn(kRowColumn);
  if (whole < 0) return OkStatus();
  return ReadWholeRow(resource, static_cast<size_t>(whole), path, body, row);
}

}  // namespace apisql
