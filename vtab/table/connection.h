// Connection: what all virtual tables of one SQLite connection share.
#ifndef APISQL_VTAB_TABLE_CONNECTION_H_
#define APISQL_VTAB_TABLE_CONNECTION_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "registry/catalog.h"
#include "registry/config.h"
#include "src/base/clock.h"
#include "src/http/client.h"
#include "src/http/request_log.h"
#include "src/http/transport.h"
#include "vtab/scan/scan_context.h"
#include "vtab/scan/statement_cache.h"
#include "vtab/table/row_map.h"
#include "vtab/write/write_set.h"

struct sqlite3;

namespace apisql {

struct ConnectionOptions {
  bool read_only = false;      // Writes on API tables are refused.
  bool allow_partial = false;  // A failed call ends its part of a result with a warning.
};

// What a statement writes.
struct WriteTarget {
  std::string table;
  Verb verb = Verb::kSelect;
  // The table is named once in the statement, and nothing of its rows is wanted but their key: a
  // WHERE that gives the whole key then needs no GET before the write.
  bool whole_key_suffices = false;
};

// Owned together by the tables of a connection, and by the Session where there is one.
// Not thread-safe. `transport` and `clock` must outlive it.
class Connection final : public ScanContext {
 public:
  Connection(std::unique_ptr<Catalog> catalog, Config config, Transport& transport,
             const Clock& clock, std::function<bool()> interrupted);

  // Registers one eponymous module per table of the catalog, quoted dotted names
  // ("confluent.iam.api_keys"). Documents are read when a table is first named in a statement.
  static Status Register(sqlite3* db, const std::shared_ptr<Connection>& connection);

  Catalog& catalog() override { return *catalog_; }
  const Config& config() const { return config_; }
  Client& client() override { return client_; }
  RequestLog& log() { return log_; }
  ConnectionOptions& options() { return options_; }

  // Statement scope. A session calls Begin before it steps a statement and End after it: requests
  // are labelled with `number`, and what was cached for the statement is dropped at its end. Where
  // nobody calls them (a plain connection with the extension) the executing statement is asked for.
  void BeginStatement(int64_t number, std::optional<WriteTarget> target = std::nullopt);
  void EndStatement();
  // The cache of the statement that is executing on `db` now.
  StatementCache& CacheFor(sqlite3* db);
  int64_t statement_number() const override { return statement_number_; }

  // True when a statement under way on `db` writes something.
  static bool IsWriting(sqlite3* db);
  // True when the statement that is executing hands rows to its caller.
  static bool ReturnsRows(sqlite3* db);
  // What the statement writes, where a session told it.
  const std::optional<WriteTarget>& write_target() const { return write_target_; }
  WriteSet& writes() { return writes_; }
  RowMap& row_map() { return row_map_; }
  // Called by a table when it takes part in a transaction.
  void BeginWriting();

  // Warnings since the last call: partial results under allow_partial.
  std::vector<std::string> TakeWarnings();
  // Once per statement: a join comes to the same failed call again and again.
  void AddWarning(std::string text) override;
  bool allow_partial() const override { return options_.allow_partial; }

  // The endpoint of a provider's server; made once. `host` fills "{column}" in its URL.
  StatusOr<std::shared_ptr<const Endpoint>> EndpointFor(const Provider& provider,
                                                        const std::string& server,
                                                        const std::string& host) override;

 private:
  std::unique_ptr<Catalog> catalog_;
  Config config_;
  RequestLog log_;
  Client client_;
  ConnectionOptions options_;
  std::map<std::string, std::shared_ptr<const Endpoint>> endpoints_;
  StatementScopes scopes_;
  StatementScopes::Key plain_statement_;  // Last seen where no session sets the scope.
  bool in_statement_ = false;
  int64_t statement_number_ = 0;
  std::optional<WriteTarget> write_target_;
  WriteSet writes_;
  RowMap row_map_;
  std::vector<std::string> warnings_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_CONNECTION_H_
