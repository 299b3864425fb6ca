#include "vtab/write/staged_rows.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <variant>

namespace apisql {

bool StagedRow::IsWhole() const {
  return std::ranges::all_of(image.values, [](const auto& value) { return value.has_value(); });
}

StagedRows::StagedRows(const Resource& resource, std::span<const Mutation> mutations) {
  for (const Mutation& mutation : mutations) {
    if (mutation.outcome != Outcome::kStaged || mutation.resource->name != resource.name) continue;
    StagedRow& row = RowOf(mutation);
    row.image = mutation.image;
    if (mutation.write == RowWrite::kDelete) {
      row.kind = StagedRow::Kind::kDeleted;
      row.changes.clear();
    } else if (mutation.write == RowWrite::kInsert) {
      row.kind = StagedRow::Kind::kInserted;
    } else if (row.kind != StagedRow::Kind::kInserted) {
      row.kind = StagedRow::Kind::kUpdated;
      row.changes.insert(row.changes.end(), mutation.changes.begin(), mutation.changes.end());
    }
  }
}

// A new row, or the one that an earlier mutation has written.
StagedRow& StagedRows::RowOf(const Mutation& mutation) {
  const auto made = by_insert_.find(mutation.image.insert);
  if (mutation.image.insert != 0 && made != by_insert_.end()) return rows_[made->second];
  const auto known = mutation.key.empty() ? by_key_.end() : by_key_.find(mutation.key);
  if (known != by_key_.end()) return rows_[known->second];
  if (mutation.image.insert != 0) by_insert_[mutation.image.insert] = rows_.size();
  if (!mutation.key.empty()) by_key_[mutation.key] = rows_.size();
  return rows_.emplace_back();
}

const StagedRow* StagedRows::ByInputs() const {
  const auto found = std::ranges::find_if(
      rows_, [](const StagedRow& row) { return row.image.by_inputs != nullptr; });
  return found == rows_.end() ? nullptr : &*found;
}

const StagedRow* StagedRows::Find(const std::string& key) const {
  const auto found = key.empty() ? by_key_.end() : by_key_.find(key);
  return found == by_key_.end() ? nullptr : &rows_[found->second];
}

// A join asks once for each of its rows.
const StagedRows::TextIndex& StagedRows::IndexOf(size_t column) const {
  const auto [place, is_new] = by_text_.try_emplace(column);
  if (!is_new) return place->second;
  for (size_t i = 0; i < rows_.size(); ++i) {
    const std::optional<SqlValue>& value = rows_[i].image.values[column];
    const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
    (text == nullptr ? place->second.others : place->second.by_text[*text]).push_back(i);
  }
  return place->second;
}

std::vector<const StagedRow*> StagedRows::OfText(size_t column, const std::string& text) const {
  const TextIndex& index = IndexOf(column);
  static const std::vector<size_t> kNone;
  const auto found = index.by_text.find(text);
  std::vector<size_t> places;
  std::ranges::merge(found == index.by_text.end() ? kNone : found->second, index.others,
                     std::back_inserter(places));
  std::vector<const StagedRow*> rows;
  for (const size_t place : places) rows.push_back(&rows_[place]);
  return rows;
}

}  // namespace apisql
