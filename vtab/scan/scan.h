// Scan: the rows of one table access.
#ifndef APISQL_VTAB_SCAN_SCAN_H_
#define APISQL_VTAB_SCAN_SCAN_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "vtab/scan/bound_values.h"
#include "vtab/scan/call_source.h"
#include "vtab/scan/page_stream.h"
#include "vtab/scan/row_source.h"
#include "vtab/scan/statement_cache.h"

namespace apisql {

// Yields the rows of one ScanPlan, page by page, fetching only as far as it is read: the calls of a
// fan-out or of a list run side by side, the pages of one call follow each other on demand.
//
// Not thread-safe. `context` must outlive it. After a failed Next() the Scan is done. What At()
// returns is valid until the next call of Next().
class Scan final : public RowSource {
 public:
  // `arguments` are xFilter's, in the order of the plan. Sends nothing yet.
  static StatusOr<std::unique_ptr<Scan>> Open(ScanContext& context, StatementCache& cache,
                                              std::shared_ptr<const Resource> resource,
                                              const ScanPlan& plan,
                                              std::span<const ScanArgument> arguments);
  ~Scan() override;

  StatusOr<bool> Next() override;
  ScanCell At(int column) const override;
  // The same for the same row in every scan: a hash of table and key columns, never negative.
  // Tables without a key hash the whole row and its number among equal rows.
  int64_t RowId() const override;

 private:
  struct ActiveCall {
    std::shared_ptr<PageStream> stream;
    std::vector<std::pair<int, SqlValue>> injected;
    bool absent_is_empty = true;
    // A page of the stream; null after the last.
    StatusOr<std::shared_ptr<const DecodedPage>> Get(size_t number, uint64_t columns) const;
  };

  Scan(ScanContext& context, StatementCache& cache, std::shared_ptr<const Resource> resource);
  Status StartCalls();
  StatusOr<bool> NextPage();
  void TakePartial(const Status& status);
  uint64_t HashRow(uint64_t occurrence) const;

  ScanContext& context_;
  StatementCache& cache_;
  std::shared_ptr<const Resource> resource_;
  uint64_t columns_ = 0;  // To decode.
  size_t window_ = 1;     // Calls that may be under way at once.
  std::unique_ptr<CallSource> source_;
  bool source_done_ = false;
  std::deque<ActiveCall> calls_;  // The front one is being read.
  size_t next_page_ = 0;
  std::shared_ptr<const DecodedPage> page_;
  size_t row_ = 0;
  std::unordered_map<uint64_t, uint64_t> occurrences_;  // Of equal rows; keyless tables only.
  uint64_t occurrence_ = 0;                             // Of the current row.
};

// Sizes of the catalog's tables, for PlanScan(). `catalog` must outlive the result.
Estimates EstimateFrom(Catalog& catalog);

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_SCAN_H_
