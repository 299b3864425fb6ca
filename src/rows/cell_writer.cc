#include "src/rows/cell_writer.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
#include <variant>

#include "src/base/text.h"
#include "src/json/text.h"

namespace apisql {

std::optional<bool> ParseBoolean(std::string_view text) {
  if (text == "1" || EqualsIgnoreCase(text, "true")) return true;
  if (text == "0" || EqualsIgnoreCase(text, "false")) return false;
  return std::nullopt;
}

// To SQLite's own JSON functions, too, a boolean is a number where one is wanted.
void CellWriter::Boolean(bool value) {
  const std::string_view text = value ? "true" : "false";
  switch (type_) {
    case ColumnType::kBoolean:
    case ColumnType::kInteger:
      return SetInteger(value ? 1 : 0);
    case ColumnType::kReal:
      return SetReal(value ? 1 : 0);
    case ColumnType::kTimestamp:
      return Misfits(std::string(text));
    case ColumnType::kText:
      return Text(text);
    case ColumnType::kJson:
      break;
  }
  BeginJson();
  page_->arena += text;
  EndJson();
}

void CellWriter::Integer(int64_t value) {
  if (type_ == ColumnType::kInteger) return SetInteger(value);
  if (type_ == ColumnType::kReal) return SetReal(static_cast<double>(value));
  if (type_ == ColumnType::kTimestamp) {
    start_ = page_->arena.size();
    if (AppendSqliteTime(value, time_, &page_->arena)) return Finish(Cell::Kind::kText);
  }
  char digits[24];
  const char* end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  Number({digits, static_cast<size_t>(end - digits)});
}

void CellWriter::Real(double value) { SetReal(value); }

void CellWriter::SetNumber(const ColumnNumber& value, std::string_view text) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return SetInteger(*integer);
  if (const auto* real = std::get_if<double>(&value)) return SetReal(*real);
  if (std::holds_alternative<std::string_view>(value)) return Text(text);
  Misfits(std::string(text));
}

// A number is no time in text, not even one that looks like a date: 20260822 may be seconds.
void CellWriter::Number(std::string_view digits) {
  switch (type_) {
    case ColumnType::kInteger:
      return SetNumber(IntegerColumnValue(digits), digits);
    case ColumnType::kReal:
      return SetNumber(RealColumnValue(digits), digits);
    case ColumnType::kBoolean:
      if (digits != "0" && digits != "1") return Misfits(std::string(digits));
      return SetInteger(digits == "1" ? 1 : 0);
    case ColumnType::kTimestamp:
      if (time_ == TimeForm::kText) return Misfits(std::string(digits));
      return Time(digits);
    case ColumnType::kJson:
      BeginJson();
      page_->arena += digits;
      return EndJson();
    case ColumnType::kText:
      return Text(digits);
  }
}

void CellWriter::Time(std::string_view text) {
  start_ = page_->arena.size();
  if (AppendSqliteTime(text, time_, &page_->arena)) return Finish(Cell::Kind::kText);
  Misfits(std::string(text));
}

// Where no text is meant, an empty one says that there is no value.
void CellWriter::ConvertString(std::string_view text) {
  if (type_ == ColumnType::kJson) {
    BeginJson();
    AppendJsonString(text, &page_->arena);
    return EndJson();
  }
  if (text.empty()) return;
  if (type_ == ColumnType::kTimestamp) return Time(text);
  if (type_ == ColumnType::kBoolean) {
    const std::optional<bool> value = ParseBoolean(text);
    if (!value) return Misfits(std::string(text));
    return SetInteger(*value ? 1 : 0);
  }
  // To SQLite this is NULL as well.
  if (EqualsIgnoreCase(text, "nan")) return;
  Number(text);
}

void CellWriter::EndJson() {
  if (type_ == ColumnType::kJson) return Finish(Cell::Kind::kJson);
  if (type_ == ColumnType::kText) return Finish(Cell::Kind::kText);
  std::string json = page_->arena.substr(start_);
  page_->arena.resize(start_);
  Misfits(std::move(json));
}

// A page may have as many as it has cells: all but the first are only counted.
void CellWriter::Misfits(std::string text) {
  const size_t field = cell_ % page_->columns;
  const auto known = std::ranges::find(page_->misfits, field, &Misfit::field);
  if (known != page_->misfits.end()) {
    ++known->count;
  } else {
    page_->misfits.push_back({field, 1, std::move(text)});
  }
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
