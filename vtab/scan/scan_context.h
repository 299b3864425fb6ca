// ScanContext: what a scan needs from the connection it runs on.
#ifndef APISQL_VTAB_SCAN_SCAN_CONTEXT_H_
#define APISQL_VTAB_SCAN_SCAN_CONTEXT_H_

#include <cstdint>
#include <memory>
#include <string>

#include "registry/catalog.h"
#include "src/base/status.h"
#include "src/http/client.h"

namespace apisql {

class StatementCache;

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
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_SCAN_CONTEXT_H_
