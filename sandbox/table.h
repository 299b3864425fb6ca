// Table and Index: how the state keeps its objects.
#ifndef APISQL_SANDBOX_TABLE_H_
#define APISQL_SANDBOX_TABLE_H_

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace apisql::sandbox {

using Position = uint32_t;

// Objects in order of creation, found by their member `id`. Positions never change and are never
// used again: a page token that names one stays right whatever is added or removed.
template <typename Row>
class Table {
 public:
  Table() = default;
  Table(const Table&) = delete;  // by_id_ points into rows_.
  Table& operator=(const Table&) = delete;
  Table(Table&&) noexcept = default;
  Table& operator=(Table&&) noexcept = default;

  // False, and nothing is added, when the id is in use.
  bool Add(Row row) {
    if (Find(row.id) != nullptr) return false;
    rows_.push_back(std::move(row));
    removed_.push_back(false);
    by_id_[rows_.back().id] = end() - 1;
    return true;
  }
  // False when there is no such object.
  bool Remove(std::string_view id) {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return false;
    removed_[found->second] = true;
    by_id_.erase(found);
    return true;
  }
  // Replaces the row of the same id, which must exist.
  void Replace(Row row) {
    const Position position = PositionOf(row.id);
    by_id_.erase(row.id);
    rows_[position] = std::move(row);
    by_id_[rows_[position].id] = position;
  }
  const Row* Find(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &rows_[found->second];
  }
  // The id must stay as it is: the table refers to this very text.
  Row* Find(std::string_view id) { return const_cast<Row*>(std::as_const(*this).Find(id)); }
  // Null when the object was removed. Needs position < end().
  const Row* At(Position position) const { return removed_[position] ? nullptr : &rows_[position]; }
  Position PositionOf(std::string_view id) const { return by_id_.at(id); }
  Position end() const { return static_cast<Position>(rows_.size()); }
  size_t size() const { return by_id_.size(); }  // Those that are not removed.

  // Calls `visit(row)` for each object in order.
  template <typename Visit>
  void Each(Visit visit) const {
    for (Position position = 0; position < end(); ++position) {
      if (const Row* row = At(position)) visit(*row);
    }
  }

 private:
  std::deque<Row> rows_;
  std::vector<bool> removed_;
  std::unordered_map<std::string_view, Position> by_id_;
};

// The positions of rows by a text that they hold, in order. Positions of removed rows stay.
class Index {
 public:
  void Add(const std::string& text, Position position) { positions_[text].push_back(position); }
  std::span<const Position> Find(const std::string& text) const {
    const auto found = positions_.find(text);
    if (found == positions_.end()) return {};
    return found->second;
  }

 private:
  std::unordered_map<std::string, std::vector<Position>> positions_;
};

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_TABLE_H_
