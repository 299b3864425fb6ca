// StatementCache: the calls that one SQL statement has made, so that none is made twice.
#ifndef APISQL_VTAB_SCAN_STATEMENT_CACHE_H_
#define APISQL_VTAB_SCAN_STATEMENT_CACHE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "vtab/scan/page_stream.h"

namespace apisql {

// Never shared between statements: the next one must see what has changed meanwhile.
class StatementCache {
 public:
  // The stream of that call: a new one, or the one that an equal call has made.
  std::shared_ptr<PageStream> Open(ScanContext& context, Call call);

 private:
  std::map<std::string, std::shared_ptr<PageStream>> streams_;
};

// The caches of the statements that are executing on a plain connection. A statement is known by
// its handle and by how often it has been run.
class StatementScopes {
 public:
  using Key = std::pair<const void*, int64_t>;

  // The cache of `key`, after dropping the caches of statements that `running` does not know.
  StatementCache& Enter(const Key& key, const std::function<bool(const Key&)>& running);
  void Clear() { caches_.clear(); }

 private:
  std::map<Key, StatementCache> caches_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_STATEMENT_CACHE_H_
