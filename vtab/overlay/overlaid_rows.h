// OverlaidRows: what an API answers, with the rows that the open transaction has staged laid over.
//
// A row whose UPDATE is staged is shown changed, one whose DELETE is staged is left out. The answer
// may lack rows that match now: the API's filter knows nothing of what is staged. So the staged
// rows that it did not bring are offered behind it, each key once, and SQLite checks them.
#ifndef APISQL_VTAB_OVERLAY_OVERLAID_ROWS_H_
#define APISQL_VTAB_OVERLAY_OVERLAID_ROWS_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "vtab/rows/row_source.h"
#include "vtab/write/staged_rows.h"

namespace apisql {

class OverlaidRows final : public RowSource {
 public:
  // Reads the row that `image` names by its key: null where there is none.
  using Fetch = std::function<StatusOr<std::unique_ptr<RowSource>>(const RowImage& image)>;

  // `answer` is null where nothing has to be asked. `offered` are those of `staged` that may stand
  // in it.
  OverlaidRows(std::shared_ptr<const Resource> resource, std::unique_ptr<RowSource> answer,
               std::shared_ptr<const StagedRows> staged, std::vector<const StagedRow*> offered,
               Fetch fetch);

  StatusOr<bool> Next() override;
  ScanCell At(int column) const override;
  int64_t RowId() const override;
  const Scan* Answer() const override { return answers_ ? answer_->Answer() : nullptr; }
  std::optional<RowImage> StagedImage() const override;

 private:
  StatusOr<bool> NextAnswered();
  StatusOr<bool> NextOffered();
  RowImage ImageOfAnswer() const;
  StatusOr<bool> Complete(const StagedRow& row);

  std::shared_ptr<const Resource> resource_;
  std::unique_ptr<RowSource> answer_;  // Stays to the end: scans within this one's rows know it.
  bool answers_;                       // The answer has rows that were not given yet.
  std::shared_ptr<const StagedRows> staged_;
  std::vector<const StagedRow*> offered_;
  size_t next_offered_ = 0;
  Fetch fetch_;
  std::set<const StagedRow*> shown_;
  std::optional<RowImage> current_;  // None: the current row is the answer's, as it is.
  bool current_answered_ = false;    // `current_` is the answer's with what is staged for it.
};

}  // namespace apisql

#endif  // APISQL_VTAB_OVERLAY_OVERLAID_ROWS_H_
