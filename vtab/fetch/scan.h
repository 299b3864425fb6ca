// Scan: the rows of one table access, one after the other.
#ifndef APISQL_VTAB_FETCH_SCAN_H_
#define APISQL_VTAB_FETCH_SCAN_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "vtab/fetch/row_set.h"
#include "vtab/rows/row_index.h"
#include "vtab/rows/row_source.h"
#include "vtab/values/row_filter.h"

namespace apisql {

// Reads a RowSet from its start, or the rows of it that a look-up found; leaves out what cannot
// pass `filter`.
//
// Not thread-safe. `context` must outlive it. After a failed Next() the Scan is done. What At()
// returns is valid until the next call of Next().
class Scan final : public RowSource {
 public:
  Scan(ScanContext& context, std::shared_ptr<RowSet> rows, RowFilter filter);
  Scan(ScanContext& context, std::shared_ptr<RowSet> rows, RowFilter filter,
       std::vector<RowPosition> positions);
  ~Scan() override;

  StatusOr<bool> Next() override;
  ScanCell At(int column) const override {
    // The table has a column more than the resource, which no answer holds.
    const size_t columns = page_.decoded->fields->size();
    return static_cast<size_t>(column) < columns ? page_.At(row_, column) : ScanCell();
  }
  // The same for the same row in every scan: a hash of table and key columns, never negative.
  // Tables without a key hash the whole row and its number among equal rows.
  int64_t RowId() const override;
  const Scan* Answer() const override { return this; }

  // Next() then fails where it would wait.
  void set_never_waits() { never_waits_ = true; }
  // Gives the rows that another call of the same list gives, too. Then Next() leaves out no row
  // but what the filter does, and without a filter never comes to a page that Ready() has not seen.
  void set_gives_repeated() { gives_repeated_ = true; }
  // True when the next row that is looked at is there, or the end.
  bool Ready();
  // Next() will be called, so what it needs is to be asked for. Reads a RowSet from its start.
  void Want() { rows_->Want(open_ ? step_ + 1 : step_); }
  const Resource& resource() const { return *rows_->resource(); }

  // The scan whose row this one was opened for; null when that is not known. Good while this scan
  // is on a row: a loop does not move on before the loops within it have ended.
  const Scan* outer() const { return outer_; }
  void set_outer(const Scan* outer) { outer_ = outer; }
  // What its filter compares with, for its memory. Ends the scan.
  std::vector<ScanArgument> TakeArguments() { return filter_.TakeArguments(); }
  // Rows handed out so far.
  int64_t rows_given() const { return rows_given_; }

  // Where in the rows the reader stands.
  struct Place {
    size_t step = 0;  // Page, or number of the position that a look-up found.
    size_t row = 0;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  // The place of the current row.
  Place place() const { return {step_, row_}; }
  // Calls visit(at) for the rows behind `from` that can be had without waiting and pass the filter,
  // in order, until it returns false; at(column) gives a cell. Returns the last place visited.
  template <typename Visit>
  Place ForEachAhead(Place from, Visit visit) const;
  const RowSet& rows() const { return *rows_; }

 private:
  StatusOr<bool> NextRow();
  StatusOr<bool> OpenStep();
  size_t FirstRowOf(size_t step) const { return positions_ ? (*positions_)[step].row : 0; }
  size_t PageOf(size_t step) const { return positions_ ? (*positions_)[step].page : step; }
  size_t known_steps() const { return positions_ ? positions_->size() : rows_->known_pages(); }
  uint64_t HashRow(uint64_t occurrence) const;

  ScanContext& context_;
  std::shared_ptr<RowSet> rows_;
  RowFilter filter_;
  std::optional<std::vector<RowPosition>> positions_;  // Of rows that were looked up.
  size_t step_ = 0;                                    // Of the current row.
  size_t row_ = 0;
  size_t end_row_ = 0;  // Of the current step.
  const Scan* outer_ = nullptr;
  int64_t rows_given_ = 0;
  bool open_ = false;  // The step has been loaded.
  bool never_waits_ = false;
  bool gives_repeated_ = false;
  size_t loaded_page_ = 0;
  RowPage page_;
  std::unordered_map<uint64_t, uint64_t> occurrences_;  // Of equal rows; keyless tables only.
  uint64_t occurrence_ = 0;                             // Of the current row.
};

template <typename Visit>
Scan::Place Scan::ForEachAhead(Place from, Visit visit) const {
  for (size_t step = from.step; step < known_steps(); ++step) {
    const auto loaded = rows_->Load(PageOf(step));
    if (!loaded.ok()) return from;
    const size_t end = positions_ ? FirstRowOf(step) + 1 : loaded->rows();
    for (size_t row = step == from.step ? from.row + 1 : FirstRowOf(step); row < end; ++row) {
      from = {step, row};
      const auto at = [&](int column) { return loaded->At(row, column); };
      if (loaded->IsOwn(row) && filter_.Passes(at) && !visit(at)) return from;
    }
  }
  return from;
}

}  // namespace apisql

#endif  // APISQL_VTAB_FETCH_SCAN_H_
