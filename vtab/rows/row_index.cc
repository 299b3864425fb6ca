#include "vtab/rows/row_index.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <numeric>
#include <string>
#include <utility>

#include "src/base/hash.h"
#include "src/base/text.h"

namespace apisql {
namespace {

bool IsNumeric(ColumnType type) {
  return type == ColumnType::kInteger || type == ColumnType::kReal || type == ColumnType::kBoolean;
}

uint64_t HashOfText(std::string_view text, bool nocase) {
  if (!nocase) return HashBytes(text);
  return HashBytes(AsciiLower(text.substr(0, text.find('\0'))));  // NOCASE compares up to there.
}

// Integers that share a double share a hash.
uint64_t HashOfNumber(double number) {
  return MixedHash(1, std::bit_cast<uint64_t>(number == 0 ? 0.0 : number));  // -0.0 equals 0.0.
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

// A counting sort by the first bits of the hash: about one entry to a bucket.
void RowIndex::Finish() {
  const int bits = std::max(1, static_cast<int>(std::bit_width(entries_.size())));
  shift_ = 64 - bits;
  starts_.assign((size_t{1} << bits) + 1, 0);
  for (const Entry& entry : entries_) ++starts_[BucketOf(entry.hash) + 1];
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  std::vector<Entry> sorted(entries_.size());
  std::vector<uint32_t> next(starts_.begin(), starts_.end() - 1);
  for (const Entry& entry : entries_) sorted[next[BucketOf(entry.hash)]++] = entry;
  entries_ = std::move(sorted);
}

std::vector<RowPosition> RowIndex::Find(const ProbeKey& key) const {
  std::vector<RowPosition> found;
  const size_t bucket = BucketOf(key.hash);
  for (size_t at = starts_[bucket]; at < starts_[bucket + 1]; ++at) {
    if (entries_[at].hash == key.hash) found.push_back(entries_[at].position);
  }
  if (uncertain_.empty()) return found;
  std::vector<RowPosition> all;
  std::ranges::merge(found, uncertain_, std::back_inserter(all));
  return all;
}

}  // namespace apisql
