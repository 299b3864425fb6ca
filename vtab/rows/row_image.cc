#include "vtab/rows/row_image.h"

#include "registry/model/names.h"

namespace apisql {

namespace {

// An input that may be left out, and no server chooses: without it the rows are those of the API's
// own choice, of which no column says more.
bool IsLeftOut(const Column& column) {
  return column.source == Column::Source::kParameter && column.answered.empty();
}

std::string InputsText(const RowImage& image) {
  std::string text;
  for (const std::string& name : image.by_inputs->InputColumns(/*required=*/false)) {
    const auto& value = image.values[static_cast<size_t>(image.resource->FindColumn(name))];
    if (!value) continue;
    text += (text.empty() ? "" : ", ") + SqlName(name) + " = " + ToSqlLiteral(*value);
  }
  return text;
}

}  // namespace

std::string RowImage::KeyText() const {
  if (by_inputs != nullptr) return InputsText(*this);
  if (resource->has_one_row()) return "its one row";
  std::string text;
  for (const std::string& name : resource->key) {
    const auto index = static_cast<size_t>(resource->FindColumn(name));
    const auto& value = values[index];
    const bool null = value && std::holds_alternative<std::monostate>(*value);
    if (null && !IsLeftOut(resource->columns[index])) return "";
    const std::string shown = value && !null ? ToSqlLiteral(*value) : "?";
    text += (text.empty() ? "" : ", ") + SqlName(name) + " = " + shown;
  }
  return text;
}

}  // namespace apisql
