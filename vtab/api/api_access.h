// ApiAccess: what all statements of one connection share when they ask APIs: documents, servers and
// credentials, the client and its log, limits, and the sizes of tables that were read before.
#ifndef APISQL_VTAB_API_API_ACCESS_H_
#define APISQL_VTAB_API_API_ACCESS_H_

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "registry/config/config.h"
#include "registry/config/grants.h"
#include "registry/request/request_builder.h"
#include "registry/source/catalog.h"
#include "src/base/clock.h"
#include "src/base/status.h"
#include "src/http/client.h"
#include "src/http/request_log.h"
#include "src/http/transport/transport.h"
#include "vtab/plan/estimates.h"
#include "vtab/sizes/size_files.h"
#include "vtab/sizes/table_statistics.h"

namespace apisql {

struct BoundScan;

// Whose sizes of tables statements are planned with.
enum class LearnSizes {
  kOff,      // The documents' orders of magnitude.
  kSession,  // Those that this session has seen.
  kDisk,     // Those too that earlier sessions have left, and what this one sees is left to others.
};

// How JSON columns stand in results that are JSON themselves.
enum class JsonColumns {
  kNested,
  kText,  // As SQLite has them.
};

// How statements read.
struct ReadOptions {
  bool allow_partial = false;  // A failed call ends its part of a result with a warning.
  bool strict_pages = false;   // A list that may have more pages is an error, not a warning.
  bool allow_reveal = false;   // Let a SELECT ask for values that are secret.
  Preference preference = Preference::kLeastWaiting;
  bool prefetch = true;  // Ask for what SQLite's own plan tells will be wanted.
  LearnSizes learn_sizes = LearnSizes::kSession;
  JsonColumns json_columns = JsonColumns::kNested;
  // Of decoded pages per statement; what a statement may read again beyond that is kept in a file.
  size_t page_memory_bytes = size_t{64} << 20;
};

// Not thread-safe. `transport` and `clock` must outlive it.
class ApiAccess {
 public:
  // `interrupted` is polled while something is waited for; null: never.
  ApiAccess(std::unique_ptr<Catalog> catalog, Config config, Transport& transport,
            const Clock& clock, std::function<bool()> interrupted);

  Catalog& catalog() { return *catalog_; }
  const Config& config() const { return config_; }
  Client& client() { return client_; }
  RequestLog& log() { return log_; }
  const Clock& clock() const { return clock_; }
  ReadOptions& options() { return options_; }

  // That the providers and regions which the user names are there, for who starts: nothing was sent
  // by then.
  Status CheckConfig();
  // No request leaves that could change something: see CheckMaySend().
  void set_read_only() { read_only_ = true; }
  // That calls of the method may be sent: its documents are ours, or the user has granted what they
  // want; and it reads, where nothing else may be sent. kFailedPrecondition says what to do.
  Status CheckMaySend(const Resource& resource, const Method& method);
  // The same of a view that reads `tables`.
  Status CheckMayRead(const Resource& view, std::span<const std::string> tables);
  // Where the call of the method with these arguments is sent, which it must be allowed to be. They
  // fill the names in its server's URL and tell which credential it takes. Each is made once.
  StatusOr<std::shared_ptr<const Endpoint>> EndpointFor(const Resource& resource,
                                                        const Method& method,
                                                        const Arguments& arguments);
  // Calls of the provider that may be under way at once.
  int ConcurrencyOf(const Provider& provider);

  // Where sizes are kept from session to session, for LearnSizes::kDisk. Without it they are not.
  void set_cache_folder(std::string folder);
  // Leaves the sizes that this session has seen to later ones, where it is to do that.
  void KeepSizes() const;

  // Sizes, for choices between plans: those that learn_sizes allows.
  Estimates estimates() { return EstimatesBy(sizes_); }
  // The same with sizes that were learned by an earlier time.
  Estimates EstimatesBy(const TableStatistics& sizes);
  const TableStatistics& sizes() const { return sizes_; }
  // What a completed set of rows says of its table.
  void Learn(const Resource& resource, const BoundScan& bound, int64_t rows, int64_t requests);
  void LearnTotal(const Resource& resource, int64_t total, int64_t page_rows) {
    sizes_.LearnTotal(resource.name, total, page_rows);
  }

  // kCancelled when the user has interrupted. For long work without a request.
  Status CheckInterrupted();
  bool IsInterrupted() const { return interrupted_ && interrupted_(); }

 private:
  Status CheckReadOnly(const Resource& resource, const Method& method) const;
  Status NotGranted(const Resource& resource, const Wants& wants);

  std::unique_ptr<Catalog> catalog_;
  Config config_;
  bool read_only_ = false;
  std::set<const Method*> granted_;  // Of documents from elsewhere; the catalog keeps them.
  RequestLog log_;
  Client client_;
  ReadOptions options_;
  std::map<std::string, std::shared_ptr<const Endpoint>> endpoints_;
  TableStatistics sizes_;
  std::optional<SizeFiles> size_files_;  // None without a cache folder.
  const Clock& clock_;
  std::function<bool()> interrupted_;
  Clock::SteadyTime interrupt_checked_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_API_API_ACCESS_H_
