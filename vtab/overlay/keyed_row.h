// KeyedRow: the row that a write names by its whole key. Nothing is fetched unless a value beside
// the key is asked for, so `DELETE ... WHERE id = 'x'` costs one request.
#ifndef APISQL_VTAB_OVERLAY_KEYED_ROW_H_
#define APISQL_VTAB_OVERLAY_KEYED_ROW_H_

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "registry/model/resource.h"
#include "vtab/rows/row_source.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

class KeyedRow final : public RowSource {
 public:
  using Fetch = std::function<StatusOr<std::unique_ptr<RowSource>>()>;

  // `known` has the values that the WHERE clause gave, the key among them. `fetch` opens the scan
  // that reads the row.
  KeyedRow(std::shared_ptr<const Resource> resource, std::vector<std::optional<SqlValue>> known,
           Fetch fetch);

  StatusOr<bool> Next() override;
  // Fetches the row when `column` is not known. Values of a row that does not exist are NULL.
  Status Load(int column) override;
  ScanCell At(int column) const override;
  int64_t RowId() const override;
  // What the WHERE clause gave, and what was fetched beside it.
  std::optional<RowImage> StagedImage() const override;

 private:
  std::shared_ptr<const Resource> resource_;
  std::vector<std::optional<SqlValue>> known_;
  Fetch fetch_;
  bool started_ = false;
  bool fetched_ = false;
  bool absent_ = false;
};

}  // namespace apisql

#endif  // APISQL_VTAB_OVERLAY_KEYED_ROW_H_
