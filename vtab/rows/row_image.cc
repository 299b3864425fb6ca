#include "vtab/rows/row_image.h"

#include "registry/model/names.h"

namespace apisql {

std::string RowImage::KeyText() const {
  if (resource->has_one_row()) return "its one row";
  std::string text;
  for (const std::string& name : resource->key) {
    const auto& value = values[static_cast<size_t>(resource->FindColumn(name))];
    if (value && std::holds_alternative<std::monostate>(*value)) return "";
    text +=
        (text.empty() ? "" : ", ") + SqlName(name) + " = " + (value ? ToSqlLiteral(*value) : "?");
  }
  return text;
}

}  // namespace apisql
