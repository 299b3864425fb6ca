// Connection: what all virtual tables of one SQLite connection share.
#ifndef APISQL_VTAB_TABLE_CONNECTION_H_
#define APISQL_VTAB_TABLE_CONNECTION_H_

#include <array>
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
#include "vtab/table/foresight.h"
#include "vtab/table/row_map.h"
#include "vtab/write/write_set.h"

struct sqlite3;

namespace apisql {

class ApiCursor;
class ApiTable;
class Rehearsal;

struct ConnectionOptions {
  bool read_only = false;      // Writes on API tables are refused.
  bool allow_partial = false;  // A failed call ends its part of a result with a warning.
  bool learn_sizes = true;     // Plan with the sizes of tables that were read before.
  // Of decoded pages per statement; what a statement may read again beyond that is kept in a file.
  size_t page_memory_bytes = size_t{64} << 20;
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
  // Drops what the statement under way has fetched: its second half must see what its first wrote.
  void ForgetRows();

  // What can be known of the statement that is executing on `db`, from its plan.
  const Foresight& ForesightOf(sqlite3* db);
  // The look-ups that the statement that is executing on `db` will come to where `table` is read
  // with that plan.
  LookUpsToCome LookUpsAhead(sqlite3* db, const ApiTable& table, const std::string& plan,
                             const TableAccess& access);
  // The run under way; null: none is.
  Rehearsal* rehearsal() const { return rehearsal_; }
  // False for statements that write to an API: what they read depends on what they may send.
  bool MayStartEarly(sqlite3* db) const;
  // The tables that are connected, as SQLite's bytecode names them.
  void AddTable(const ApiTable* table);
  void RemoveTable(const ApiTable* table);
  static std::string NameInBytecode(const ApiTable* table);
  const ApiTable* FindTable(const std::string& name_in_bytecode) const;
  // Notes that the statement being prepared reads these columns, as in ScanPlan::columns.
  void NoteColumns(const Resource& resource, uint64_t columns);

  // A number for a cursor, by which the values that it hands to SQLite are known again; 0 when all
  // are taken. Fits into the subtype of a value.
  int TakeSlot(const ApiCursor* cursor);
  void FreeSlot(int slot);
  const ApiCursor* CursorAt(unsigned slot) const;

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
  Estimates estimates() override {
    // The same plan again.
    const TableStatistics& known = rehearsal_ != nullptr ? statistics_at_start_ : statistics_;
    return Estimates(*catalog_, options_.learn_sizes ? &known : nullptr);
  }
  void Learn(const Resource& resource, const BoundScan& bound, int64_t rows,
             int64_t requests) override;
  int ConcurrencyOf(const Provider& provider) override;
  uint64_t ColumnsOf(const Resource& resource) override;
  size_t page_memory_bytes() const override { return options_.page_memory_bytes; }
  Status CheckInterrupted() override;
  ScanTrace* trace() override { return trace_; }
  // Null ends it. `trace` must stay until then.
  void set_trace(ScanTrace* trace) { trace_ = trace; }
  const Clock& clock() const { return clock_; }

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
  const Clock& clock_;
  std::function<bool()> interrupted_;
  Clock::SteadyTime interrupt_checked_;
  TableStatistics statistics_;
  TableStatistics statistics_at_start_;  // Of the statement.
  Rehearsal* rehearsal_ = nullptr;
  std::map<std::string, uint64_t> columns_;  // By table.
  std::map<std::string, const ApiTable*> tables_;
  std::array<const ApiCursor*, 256> cursors_{};
  StatementScopes scopes_;
  std::map<StatementScopes::Key, Foresight> foresights_;
  StatementScopes::Key plain_statement_;  // Last seen where no session sets the scope.
  bool in_statement_ = false;
  int64_t statement_number_ = 0;
  std::optional<WriteTarget> write_target_;
  WriteSet writes_;
  RowMap row_map_;
  std::vector<std::string> warnings_;
  ScanTrace* trace_ = nullptr;
};

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_CONNECTION_H_
