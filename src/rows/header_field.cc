#include "src/rows/header_field.h"

#include "src/base/text.h"
#include "src/json/text.h"
#include "src/rows/cell_writer.h"

namespace apisql {

Status FillField(const Field& field, size_t number, std::optional<std::string_view> value,
                 Page* page) {
  if (!value) return OkStatus();
  const std::string_view text = StripBlanks(*value);
  if (ReplaceInvalidUtf8(text) != text) {
    return {StatusCode::kDataLoss, "the header's value is no valid UTF-8"};
  }
  if (page->rows == 0) return OkStatus();
  CellWriter writer(page);
  writer.Begin(number, field);
  writer.String(text);
  // The texts of cells may be shared: nothing writes to them any more.
  for (size_t row = 1; row < page->rows; ++row) {
    page->cells[row * page->columns + number] = page->cells[number];
  }
  return OkStatus();
}

}  // namespace apisql
