#include "vtab/write/answered_row.h"

#include <algorithm>

#include "registry/errors/misfit_error.h"
#include "src/base/text.h"
#include "src/rows/decode.h"
#include "vtab/rows/row_source.h"
#include "vtab/values/column_fields.h"

namespace apisql {
namespace {

// The whole row shows nothing secret, not even in RETURNING: whoever wants that asks for it by
// name.
Status ReadWholeRow(const Resource& resource, size_t column, const JsonPath& path,
                    std::string_view body, std::vector<SqlValue>* row) {
  PageShape shape{RowsKind::kObject, path, {{JsonPath(), ColumnType::kJson}}, {}};
  shape.secrets = SecretPaths(resource);
  ASSIGN_OR_RETURN(const Page page, DecodePage(body, shape));
  (*row)[column] = ValueOf(CellOf(page, page.cell(0, 0)));
  return OkStatus();
}

bool SharesPath(const Column& a, const Column& b) {
  const std::vector<JsonPath> paths = b.paths();
  return std::ranges::any_of(a.paths(), [&](const JsonPath& path) {
    return std::ranges::find(paths, path) != paths.end();
  });
}

// What reading shows of a secret also stands in the answers of writes that make none. It must not
// pass for the whole.
bool IsShownPart(const Resource& resource, const Column& secret, std::string_view text) {
  return std::ranges::any_of(resource.columns, [&](const Column& part) {
    return part.prefix > 0 && SharesPath(part, secret) &&
           BytesOfCharacters(text, part.prefix) == text.size();
  });
}

struct AnswerShape {
  PageShape shape;
  std::vector<size_t> columns;  // By field.
  std::vector<int> fields;      // By column, -1 where the answer does not have it.
};

AnswerShape ShapeOf(const Resource& resource, const JsonPath& path, AnswerTo answer_to,
                    bool has_headers) {
  AnswerShape answer{{RowsKind::kObject, path, {}, {}}, {}, {}};
  answer.fields.assign(resource.columns.size(), -1);
  for (size_t i = 0; i < resource.columns.size(); ++i) {
    const Column& column = resource.columns[i];
    if (column.name == kRowColumn) continue;
    const bool of_row = column.source == Column::Source::kRow;
    const bool of_header = column.source == Column::Source::kHeader && has_headers;
    const bool answered = answer_to == AnswerTo::kInsert && !column.answered.empty();
    if (!of_row && !of_header && !answered) continue;
    answer.fields[i] = static_cast<int>(answer.columns.size());
    answer.columns.push_back(i);
    answer.shape.fields.push_back(FieldOf(column));
  }
  AddStandIns(resource, answer.fields, &answer.shape);
  return answer;
}

}  // namespace

Status ReadAnsweredRow(const Resource& resource, const JsonPath& path, std::string_view body,
                       std::vector<SqlValue>* row, AnswerTo answer_to, const Response* response) {
  const auto [shape, columns, fields] = ShapeOf(resource, path, answer_to, response != nullptr);
  ASSIGN_OR_RETURN(Page page, DecodePage(body, shape));
  if (response != nullptr) {
    RETURN_IF_ERROR(FillHeaders(resource, fields, shape, *response, &page));
  }
  row->resize(resource.columns.size());
  for (size_t field = 0; field < columns.size(); ++field) {
    const Cell& cell = page.cell(0, field);
    const Column& column = resource.columns[columns[field]];
    // What the header said before the write is no more true.
    if (column.source == Column::Source::kHeader) (*row)[columns[field]] = SqlValue();
    if (cell.kind == Cell::Kind::kNull) continue;
    // An answer that does not have the secret may say so with an empty one.
    if (column.secret && page.text(cell).empty()) continue;
    if (column.secret && answer_to != AnswerTo::kInsert &&
        IsShownPart(resource, column, page.text(cell))) {
      continue;
    }
    (*row)[columns[field]] = ValueOf(CellOf(page, cell));
  }
  const int whole = resource.FindColumn(kRowColumn);
  if (whole >= 0) {
    RETURN_IF_ERROR(ReadWholeRow(resource, static_cast<size_t>(whole), path, body, row));
  }
  if (page.misfits.empty()) return OkStatus();
  const Misfit& misfit = page.misfits.front();
  return MisfitError(resource.columns[columns[misfit.field]], misfit);
}

}  // namespace apisql
