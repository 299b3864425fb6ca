// RowCache: what one SQL statement has asked APIs for, so that nothing is asked twice, and
// what moves all of it on while the statement waits for one part.
#ifndef APISQL_VTAB_FETCH_ROW_CACHE_H_
#define APISQL_VTAB_FETCH_ROW_CACHE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "src/rows/decode.h"
#include "vtab/columns/column_set.h"
#include "vtab/fetch/page_store.h"
#include "vtab/fetch/page_stream.h"
#include "vtab/fetch/row_set.h"

namespace apisql {

// Never shared between statements: the next one must see what has changed meanwhile.
class RowCache {
 public:
  explicit RowCache(ScanContext& context);
  ~RowCache();
  RowCache(const RowCache&) = delete;
  RowCache& operator=(const RowCache&) = delete;

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

  // Until the page of that number of `rows` is there, or its end, or an error: moves on all row
  // sets of the statement as answers come, each of them asking for what it wants next. The one
  // place where a statement waits for what it reads. kCancelled when interrupted.
  Status WaitFor(RowSet& rows, size_t number);
  PageStore& store() { return store_; }
  // With its buffers kept from page to page.
  PageDecoder& decoder() { return decoder_; }
  ScanContext& context() { return context_; }

 private:
  void AdvanceAll();

  ScanContext& context_;
  PageStore store_;
  PageDecoder decoder_;
  std::unordered_map<std::string, std::shared_ptr<PageStream>> streams_;
  std::unordered_map<std::string, std::shared_ptr<RowSet>> rows_;
  std::vector<std::shared_ptr<RowSet>> unfinished_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_FETCH_ROW_CACHE_H_
