#include "src/rows/cell_writer.h"

#include <charconv>
#include <optional>

#include "src/json/text.h"
#include "src/rows/number.h"

namespace apisql {

void CellWriter::Boolean(bool value) {
  if (type_ == ColumnType::kBoolean) return SetInteger(value ? 1 : 0);
  const std::string_view text = value ? "true" : "false";
  if (type_ != ColumnType::kJson) return Text(text);
  BeginJson();
  page_->arena += text;
  EndJson();
}

void CellWriter::Integer(int64_t value) {
  if (type_ == ColumnType::kInteger) return SetInteger(value);
  if (type_ == ColumnType::kReal) return SetReal(static_cast<double>(value));
  char digits[24];
  const char* end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  Number({digits, static_cast<size_t>(end - digits)});
}

void CellWriter::Real(double value) { SetReal(value); }

void CellWriter::Number(std::string_view digits) {
  switch (type_) {
    case ColumnType::kInteger:
      if (const std::optional<int64_t> value = ParseInteger(digits)) return SetInteger(*value);
      break;
    case ColumnType::kReal:
      if (const std::optional<double> value = ParseReal(digits)) return SetReal(*value);
      break;
    case ColumnType::kBoolean:
      if (digits == "0" || digits == "1") return SetInteger(digits == "1" ? 1 : 0);
      break;
    case ColumnType::kJson:
      BeginJson();
      page_->arena += digits;
      return EndJson();
    case ColumnType::kText:
    case ColumnType::kTimestamp:
      break;
  }
  Text(digits);
}

void CellWriter::ConvertString(std::string_view text) {
  switch (type_) {
    case ColumnType::kInteger:
    case ColumnType::kReal:
      return Number(text);  // What is no number stays text there, too.
    case ColumnType::kBoolean:
      if (text == "true" || text == "false") return SetInteger(text == "true" ? 1 : 0);
      break;
    case ColumnType::kTimestamp:
      start_ = page_->arena.size();
      if (AppendSqliteTime(text, &page_->arena)) return Finish(Cell::Kind::kText);
      break;
    case ColumnType::kJson:
      BeginJson();
      AppendJsonString(text, &page_->arena);
      return EndJson();
    case ColumnType::kText:
      break;
  }
  Text(text);
}

void CellWriter::EndJson() {
  Finish(type_ == ColumnType::kJson ? Cell::Kind::kJson : Cell::Kind::kText);
}

void CellWriter::SetInteger(int64_t value) {
  Cell& cell = page_->cells[cell_];
  cell.kind = Cell::Kind::kInteger;
  cell.integer = value;
}

void CellWriter::SetReal(double value) {
  Cell& cell = page_->cells[cell_];
  cell.kind = Cell::Kind::kReal;
  cell.real = value;
}

}  // namespace apisql
