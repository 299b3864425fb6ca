// InputRows: the rows that an UPDATE or DELETE names by the inputs of its method, of which rows do
// not tell some. Nothing is asked for them: one request is sent for each, whether or not there is
// such a row.
#ifndef APISQL_VTAB_SCAN_INPUT_ROWS_H_
#define APISQL_VTAB_SCAN_INPUT_ROWS_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/rows/row_image.h"
#include "vtab/rows/row_source.h"
#include "vtab/values/bound_values.h"

namespace apisql {

// That WHERE, as `plan` has it, gives all inputs that `method` must have, and compares nothing
// else. kInvalidArgument names what is missing, or too much.
Status CheckInputs(const Resource& resource, const Method& method, const ScanPlan& plan);

// That a scan which reads rows can: the table has a select, and no comparison is with an input that
// no row tells, as those of a trigger's DELETE would be.
Status CheckReads(const Resource& resource, const ScanPlan& plan);

// The error of a change that needs more of the row `image` than its inputs.
Status NeedsRow(const RowImage& image);

class InputRows final : public RowSource {
 public:
  // One row for each combination of the values that `arguments`, of `plan`, give the inputs; none
  // for NULL. `plan` has passed CheckInputs().
  InputRows(std::shared_ptr<const Resource> resource, const Method& method, const ScanPlan& plan,
            std::span<const ScanArgument> arguments);

  StatusOr<bool> Next() override;
  // An error for a column that is no input: SQLite wants it for a WHERE that no row was read for.
  Status Load(int column) override;
  ScanCell At(int column) const override;
  int64_t RowId() const override;
  std::optional<RowImage> StagedImage() const override { return rows_[next_ - 1]; }

 private:
  void Give(int column, const ScanArgument& values);

  std::shared_ptr<const Resource> resource_;
  const Method& method_;
  std::vector<RowImage> rows_;
  size_t next_ = 0;  // The current row is the one before.
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_INPUT_ROWS_H_
