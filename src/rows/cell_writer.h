// CellWriter: JSON values to the cells of a Page, by the type of their field.
//
// Both decoders write through it, so that they agree. What each type makes of each value is told in
// decode.h.
#ifndef APISQL_SRC_ROWS_CELL_WRITER_H_
#define APISQL_SRC_ROWS_CELL_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "src/json/number.h"
#include "src/rows/page.h"
#include "src/rows/shape/page_shape.h"
#include "src/times/time.h"

namespace apisql {

// Writes one cell at a time. `page` must outlive the writer.
class CellWriter {
 public:
  explicit CellWriter(Page* page) : page_(page) {}

  // The cell and its field. A cell that is written to no further is NULL, as is one whose value the
  // type does not understand; Page::misfits tells of those.
  void Begin(size_t cell, const Field& field) {
    cell_ = cell;
    type_ = field.type;
    time_ = field.time;
  }
  ColumnType type() const { return type_; }

  void Boolean(bool value);
  void Integer(int64_t value);
  void Real(double value);               // Only for a field of type real.
  void Number(std::string_view digits);  // As JSON has it.
  // Valid UTF-8; may hold NUL.
  void String(std::string_view text) {
    if (type_ == ColumnType::kText) return Text(text);
    ConvertString(text);
  }

  // For objects, arrays, and all values of a json field: write compact JSON to the end of *arena(),
  // between these two calls.
  void BeginJson() { start_ = page_->arena.size(); }
  std::string* arena() { return &page_->arena; }
  void EndJson();

  // Texts written so far, each with a NUL behind it.
  size_t texts() const { return texts_; }

 private:
  void ConvertString(std::string_view text);
  void SetNumber(const ColumnNumber& value, std::string_view text);
  void Time(std::string_view text);
  void Misfits(std::string text);
  void Text(std::string_view text) {
    start_ = page_->arena.size();
    page_->arena += text;
    Finish(Cell::Kind::kText);
  }
  void SetInteger(int64_t value);
  void SetReal(double value);
  // Makes a cell of what stands in the arena from start_ on.
  void Finish(Cell::Kind kind) {
    Cell& cell = page_->cells[cell_];
    cell.kind = kind;
    cell.offset = start_;
    // Decoding refuses bodies of 4 GB, and no value is longer than the body that it stands in.
    cell.length = static_cast<uint32_t>(page_->arena.size() - start_);
    page_->arena += '\0';
    ++texts_;
  }

  Page* page_;
  size_t cell_ = 0;
  size_t start_ = 0;
  size_t texts_ = 0;
  ColumnType type_ = ColumnType::kText;
  TimeForm time_ = TimeForm::kText;
};

// The boolean that a text is: 1, 0 or the words in any case.
std::optional<bool> ParseBoolean(std::string_view text);

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_CELL_WRITER_H_
