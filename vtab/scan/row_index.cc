#include "vtab/scan/row_index.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <string>

#include "src/base/text.h"
#include "vtab/scan/row_hash.h"

namespace apisql {
namespace {

bool IsNumeric(ColumnType type) {
  return type == ColumnType::kInteger || type == ColumnType::kReal || type == ColumnType::kBoolean;
}

uint64_t HashOfText(std::string_view text, bool nocase) {
  RowHash hash;
  if (nocase) {
    hash.Add(AsciiLower(text.substr(0, text.find('\0'))));  // NOCASE compares up to there.
  } else {
    hash.Add(text);
  }
  return hash.Value();
}

// Integers that share a double share a hash.
uint64_t HashOfNumber(double number) {
  RowHash hash;
  hash.Add(std::bit_cast<uint64_t>(number == 0 ? 0.0 : number));  // -0.0 equals 0.0.
  return hash.Value();
}

}  // namespace

ProbeKey ProbeKeyOf(const Column& column, const SqlValue& value, bool nocase) {
  using Kind = ProbeKey::Kind;
  if (std::holds_alternative<std::monostate>(value)) return {Kind::kNothing};
  if (IsNumeric(column.type)) {
    if (const auto* integer = std::get_if<int64_t>(&value)) {
      return {Kind::kHash, HashOfNumber(static_cast<double>(*integer))};
    }
    if (const auto* real = std::get_if<double>(&value)) return {Kind::kHash, HashOfNumber(*real)};
    return {Kind::kAny};
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return {Kind::kHash, HashOfText(*text, nocase)};
  }
  // A number is compared with a text column as a number: '007' equals 7.
  return {Kind::kAny};
}

void RowIndex::Add(const ScanCell& cell, RowPosition position) {
  switch (cell.kind) {
    case Cell::Kind::kNull:
      return;  // Equal to nothing.
    case Cell::Kind::kText:
    case Cell::Kind::kJson:
      if (IsNumeric(type_)) return uncertain_.push_back(position);
      return entries_.push_back({HashOfText(cell.text, nocase_), position});
    case Cell::Kind::kInteger:
      if (!IsNumeric(type_)) return uncertain_.push_back(position);
      return entries_.push_back({HashOfNumber(static_cast<double>(cell.integer)), position});
    case Cell::Kind::kReal:
      if (!IsNumeric(type_)) return uncertain_.push_back(position);
      return entries_.push_back({HashOfNumber(cell.real), position});
  }
}

void RowIndex::Finish() { std::ranges::sort(entries_); }

std::vector<RowPosition> RowIndex::Find(const ProbeKey& key) const {
  std::vector<RowPosition> found;
  const auto range =
      std::ranges::equal_range(entries_, key.hash, {}, [](const Entry& e) { return e.hash; });
  for (const Entry& entry : range) found.push_back(entry.position);
  if (uncertain_.empty()) return found;
  std::vector<RowPosition> all;
  std::ranges::merge(found, uncertain_, std::back_inserter(all));
  return all;
}

}  // namespace apisql
