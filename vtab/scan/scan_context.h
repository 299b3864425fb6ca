// ScanContext: what a scan needs from the connection it runs on.
#ifndef APISQL_VTAB_SCAN_SCAN_CONTEXT_H_
#define APISQL_VTAB_SCAN_SCAN_CONTEXT_H_

#include <cstdint>
#include <memory>
#include <string>

#include "registry/catalog.h"
#include "src/base/status.h"
#include "src/http/client.h"
#include "vtab/plan/estimates.h"

namespace apisql {

struct BoundScan;
class ScanTrace;

// Must outlive the scans made with it.
class ScanContext {
 public:
  virtual ~ScanContext() = default;
  virtual Client& client() = 0;
  virtual Catalog& catalog() = 0;
  // The endpoint of a provider's server; `host` fills "{column}" in its URL.
  virtual StatusOr<std::shared_ptr<const Endpoint>> EndpointFor(const Provider& provider,
                                                                const std::string& server,
                                                                const std::string& host) = 0;
  virtual int64_t statement_number() const = 0;
  // True: a failed call ends its part of the result with a warning instead of the statement.
  virtual bool allow_partial() const = 0;
  virtual void AddWarning(std::string text) = 0;

  // Sizes, for choices between plans.
  virtual Estimates estimates() = 0;
  // What a completed set of rows says of its table.
  virtual void Learn(const Resource& resource, const BoundScan& bound, int64_t rows,
                     int64_t requests) = 0;
  // Calls of the provider that may be under way at once.
  virtual int ConcurrencyOf(const Provider& provider) = 0;
  // Columns of the table that the statement reads anywhere, key included, as in
  // ScanPlan::columns: rows that two places share are decoded once, for both.
  virtual uint64_t ColumnsOf(const Resource& resource) = 0;
  // Decoded pages beyond this wait in a file.
  virtual size_t page_memory_bytes() const = 0;
  // kCancelled when the user has interrupted the statement. For long work without a request.
  virtual Status CheckInterrupted() = 0;
  // Where the scans note what they do; null: nobody asks.
  virtual ScanTrace* trace() { return nullptr; }
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_SCAN_CONTEXT_H_
