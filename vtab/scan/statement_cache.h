// StatementCache: what one SQL statement has asked APIs for, so that nothing is asked twice, and
// what moves all of it on while the statement waits for one part.
#ifndef APISQL_VTAB_SCAN_STATEMENT_CACHE_H_
#define APISQL_VTAB_SCAN_STATEMENT_CACHE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "src/rows/decode.h"
#include "vtab/plan/column_set.h"
#include "vtab/scan/page_store.h"
#include "vtab/scan/page_stream.h"
#include "vtab/scan/row_set.h"

namespace apisql {

class TableAccess;

// Never shared between statements: the next one must see what has changed meanwhile.
class StatementCache {
 public:
  explicit StatementCache(ScanContext& context);
  ~StatementCache();
  StatementCache(const StatementCache&) = delete;
  StatementCache& operator=(const StatementCache&) = delete;

  // The stream of that call: a new one, or the one that an equal call has made with at least these
  // columns. `fresh` makes a new one in any case.
  std::shared_ptr<PageStream> OpenCall(Call call, ColumnSet columns, bool fresh);

  // The rows that answer `bound`, new or known.
  std::shared_ptr<RowSet> Rows(const std::shared_ptr<const Resource>& resource,
                               const BoundScan& bound);
  // Those that are known and still there; null when there are none.
  std::shared_ptr<RowSet> KnownRows(const Resource& resource, const BoundScan& bound) const;

  // Nobody will read these rows: what they have not asked for yet is not asked for.
  void Abandon(const std::shared_ptr<RowSet>& rows);

  // The same for the same rows only.
  static std::string NameOf(const Resource& resource, const BoundScan& bound);

  // The place where the statement reads `resource` with the plan of that text; made by `make` when
  // it is read first. Valid as long as the cache.
  TableAccess* Access(const Resource& resource, std::string_view plan_text) const;
  TableAccess& AddAccess(const Resource& resource, std::string_view plan_text,
                         std::unique_ptr<TableAccess> access);

  // Waits for a request of `call` as Client::WaitForProgress() does, and moves on all that is under
  // way.
  Status WaitForProgress(CallId id, const Call& call);
  PageStore& store() { return store_; }
  // With its buffers kept from page to page.
  PageDecoder& decoder() { return decoder_; }
  ScanContext& context() { return context_; }

 private:
  void Pump();

  ScanContext& context_;
  PageStore store_;
  PageDecoder decoder_;
  std::unordered_map<std::string, std::shared_ptr<PageStream>> streams_;
  std::unordered_map<std::string, std::shared_ptr<RowSet>> rows_;
  std::vector<std::shared_ptr<RowSet>> unfinished_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<TableAccess>> accesses_;
  bool pumping_ = false;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_STATEMENT_CACHE_H_
