#include "vtab/fetch/scan.h"

#include "vtab/rows/row_hash.h"

namespace apisql {
Scan::Scan(ScanContext& context, std::shared_ptr<RowSet> rows, RowFilter filter)
    : context_(context), rows_(std::move(rows)), filter_(std::move(filter)) {}

Scan::Scan(ScanContext& context, std::shared_ptr<RowSet> rows, RowFilter filter,
           std::vector<RowPosition> positions)
    : context_(context),
      rows_(std::move(rows)),
      filter_(std::move(filter)),
      positions_(std::move(positions)) {}

Scan::~Scan() = default;

// Makes the page of the current step the current one. False after the last step.
StatusOr<bool> Scan::OpenStep() {
  if (positions_) {
    if (step_ >= positions_->size()) return false;
  } else {
    if (never_waits_ && !rows_->Ready(step_)) {
      return Status(StatusCode::kUnavailable, resource().name + ": not arrived yet");
    }
    ASSIGN_OR_RETURN(const bool found, rows_->Find(step_));
    if (!found) return false;
  }
  const size_t number = PageOf(step_);
  if (!page_.decoded || loaded_page_ != number) {
    // Rows that were looked up are few; SQLite itself looks between one look-up and the next.
    if (!positions_) RETURN_IF_ERROR(context_.api().CheckInterrupted());
    ASSIGN_OR_RETURN(page_, rows_->Load(number));
    loaded_page_ = number;
  }
  row_ = FirstRowOf(step_);
  end_row_ = positions_ ? row_ + 1 : page_.rows();
  open_ = true;
  return true;
}

namespace {

// Then the identity of a row is all that is in it.
bool HasNoKey(const Resource& resource) { return resource.key.empty() && !resource.has_one_row(); }

}  // namespace

StatusOr<bool> Scan::NextRow() {
  if (open_ && ++row_ < end_row_) return true;
  if (open_) {
    if (!positions_) rows_->Leave(step_);
    ++step_;
    open_ = false;
  }
  return OpenStep();
}

StatusOr<bool> Scan::Next() {
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, NextRow());
    if (!more) {
      page_ = {};
      return false;
    }
    // Before the filter: the number of a row among equal ones must not depend on it.
    if (HasNoKey(*rows_->resource())) occurrence_ = occurrences_[HashRow(0)]++;
    if (!gives_repeated_ && !page_.values->own.empty() && !page_.IsOwn(row_)) continue;
    if (!filter_.Passes([this](int column) { return page_.At(row_, column); })) continue;
    ++rows_given_;
    return true;
  }
}

bool Scan::Ready() {
  if (positions_ || (open_ && row_ + 1 < end_row_)) return true;
  return rows_->Ready(open_ ? step_ + 1 : step_);
}

int64_t Scan::RowId() const {
  const Resource& resource = *rows_->resource();
  if (HasNoKey(resource)) return static_cast<int64_t>(HashRow(occurrence_) & INT64_MAX);
  return RowIdOfKey(resource, [this](int column) { return At(column); });
}

// Of a table without a key.
uint64_t Scan::HashRow(uint64_t occurrence) const {
  const Resource& resource = *rows_->resource();
  RowHash hash;
  hash.Add(resource.name);
  for (size_t i = 0; i < resource.columns.size(); ++i) AddCell(At(static_cast<int>(i)), &hash);
  hash.Add(occurrence);
  return hash.Value();
}

}  // namespace apisql
