#include "vtab/fetch/answer_checks.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "registry/errors/server_error.h"
#include "src/json/text.h"
#include "src/rows/shape/field_tree.h"
#include "vtab/fetch/page_stream.h"
#include "vtab/rows/sql_value.h"
#include "vtab/values/echoed_value.h"
#include "vtab/values/row_filter.h"

namespace apisql {
namespace {

// The cell of that column; none where it was not decoded.
std::optional<ScanCell> CellAt(const Page& page, const std::vector<int>& fields, int column) {
  if (column < 0 || static_cast<size_t>(column) >= fields.size()) return std::nullopt;
  const int field = fields[static_cast<size_t>(column)];
  if (field < 0) return std::nullopt;
  return CellOf(page, page.cell(0, static_cast<size_t>(field)));
}

Status CheckKey(const Resource& resource, const Page& page, const std::vector<int>& fields) {
  for (const std::string& name : resource.key) {
    const std::optional<ScanCell> cell = CellAt(page, fields, resource.FindColumn(name));
    if (!cell || cell->kind != Cell::Kind::kNull) continue;
    return {StatusCode::kDataLoss, "rows: the object has no " + name};
  }
  return OkStatus();
}

}  // namespace

bool HasObjects(const Resource& resource) {
  bool members = false;
  for (const Column& column : resource.columns) {
    if (column.source != Column::Source::kRow || column.name == kRowColumn) continue;
    for (const JsonPath& path : column.paths()) {
      if (path.empty() || ElementNumber(path.keys[0]) >= 0) return false;
    }
    members = true;
  }
  return members;
}

Status CheckWhole(const Response& response) {
  constexpr int kPartialContent = 206;
  constexpr size_t kShown = 100;
  if (response.status != kPartialContent) return OkStatus();
  std::string text = "206 from " + response.method + " " + response.url +
                     ": the answer is a part of what was asked for";
  if (const auto range = response.header("Content-Range")) {
    text += " (Content-Range: " + Printable(*range, kShown) + ")";
  }
  return Status(StatusCode::kDataLoss, std::move(text)).WithHttp(response.status, {});
}

Status CheckObject(const Call& call, const Page& page, const std::vector<int>& fields) {
  const Resource& resource = *call.resource;
  RETURN_IF_ERROR(CheckKey(resource, page, fields));
  for (const auto& [name, values] : call.arguments) {
    const Parameter* const parameter = call.method->FindParameter(name);
    if (parameter == nullptr || values.size() != 1) continue;
    if (parameter->match != Parameter::Match::kExact) continue;
    if (parameter->comparison != Parameter::Comparison::kEqual) continue;
    const int column = resource.FindColumn(parameter->column);
    const std::optional<ScanCell> cell = CellAt(page, fields, column);
    const bool formatted = parameter->parent && parameter->parent->format != "{}";
    if (!cell || cell->kind == Cell::Kind::kNull || formatted) continue;
    // An API that does not mind the case of letters gives the row in its own.
    const SqlValue asked = EchoedValue(resource.columns[static_cast<size_t>(column)], values[0]);
    if (MayPass(*cell, Operator::kEqual, asked, /*nocase=*/true)) continue;
    return {StatusCode::kDataLoss, "rows: the object is not the one that was asked for: its " +
                                       parameter->column + " is " + ToSqlLiteral(ValueOf(*cell))};
  }
  return OkStatus();
}

Status WithReason(const Resource& resource, const Response& response, Status status) {
  constexpr int kNoContent = 204;
  std::string text = status.message();
  const bool of_rows = text.starts_with("rows: ");
  std::string_view word;
  if (response.status == kNoContent) word = "204";
  if (of_rows && text.ends_with(", found null")) word = "null";
  if (of_rows && text.ends_with(", found nothing")) word = "absent";
  const std::string words = WordsInside(resource, response);
  if (!words.empty()) {
    text += "; it says: " + words;
  } else if (!word.empty()) {
    text += ". If that means that there are none, the table's document should say empty: [" +
            std::string(word) + "]";
  }
  return std::move(status).WithMessage(std::move(text));
}

}  // namespace apisql
