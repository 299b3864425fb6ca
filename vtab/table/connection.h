// Connection: what all virtual tables of one SQLite connection share.
#ifndef APISQL_VTAB_TABLE_CONNECTION_H_
#define APISQL_VTAB_TABLE_CONNECTION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "registry/catalog.h"
#include "registry/config.h"
#include "src/base/clock.h"
#include "src/http/transport.h"
#include "vtab/scan/api_access.h"
#include "vtab/sql/registered_names.h"
#include "vtab/table/connected_tables.h"
#include "vtab/table/row_map.h"
#include "vtab/table/statements.h"
#include "vtab/write/write_set.h"

struct sqlite3;

namespace apisql {

class Rehearsal;

// What statements may write.
struct WriteRules {
  bool read_only = false;                // Nothing.
  bool allow_trigger_writes = false;     // By triggers and views of the database, too.
  bool allow_full_table_writes = false;  // UPDATE and DELETE without WHERE.
};

// Owned together by the tables of a connection, and by the Session where there is one.
// Not thread-safe. `transport` and `clock` must outlive it.
class Connection {
 public:
  Connection(std::unique_ptr<Catalog> catalog, Config config, Transport& transport,
             const Clock& clock, std::function<bool()> interrupted);

  // Registers one eponymous module per table of the catalog, quoted dotted names
  // ("confluent.iam.api_keys"). Documents are read when a table is first named in a statement.
  static Status Register(sqlite3* db, const std::shared_ptr<Connection>& connection);

  ApiAccess& api() { return api_; }
  Catalog& catalog() { return api_.catalog(); }
  const Config& config() const { return api_.config(); }
  Client& client() { return api_.client(); }
  RequestLog& log() { return api_.log(); }
  const Clock& clock() const { return api_.clock(); }
  // The tables that can be written, as SQL compares names.
  const RegisteredNames& names() const { return names_; }
  WriteRules& rules() { return rules_; }
  Statements& statements() { return statements_; }
  ConnectedTables& tables() { return tables_; }
  WriteSet& writes() { return writes_; }
  // Rows that writes have found: until their transaction ends.
  RowMap& row_map() { return row_map_; }

  // The run ahead that is under way; null: none is.
  Rehearsal* rehearsal() const { return rehearsal_; }
  void set_rehearsal(Rehearsal* rehearsal) { rehearsal_ = rehearsal; }

  // The number of the statement that stages a row on `db` now. Where it is the first of that
  // statement in a plain connection, what the one before left to be taken is forgotten.
  int64_t BeginStaging(sqlite3* db);

  Estimates estimates() { return api_.estimates(); }
  int ConcurrencyOf(const Provider& provider) { return api_.ConcurrencyOf(provider); }
  StatusOr<std::shared_ptr<const Endpoint>> EndpointFor(const Provider& provider,
                                                        const std::string& server,
                                                        const std::string& host) {
    return api_.EndpointFor(provider, server, host);
  }

 private:
  ApiAccess api_;
  RegisteredNames names_;
  WriteRules rules_;
  Statements statements_;
  ConnectedTables tables_;
  WriteSet writes_;
  RowMap row_map_;
  Rehearsal* rehearsal_ = nullptr;
  int64_t staging_ = 0;  // The statement that staged last.
};

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_CONNECTION_H_
