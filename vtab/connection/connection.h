// Connection: what all virtual tables of one SQLite connection share.
#ifndef APISQL_VTAB_CONNECTION_CONNECTION_H_
#define APISQL_VTAB_CONNECTION_CONNECTION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "src/base/clock.h"
#include "src/http/transport/transport.h"
#include "vtab/api/api_access.h"
#include "vtab/connection/connected_tables.h"
#include "vtab/connection/row_map.h"
#include "vtab/connection/statements.h"
#include "vtab/sql/registered_names.h"
#include "vtab/write/write_set.h"

struct sqlite3;

namespace apisql {

class PrefetchRun;

// What statements may write.
struct WriteRules {
  bool read_only = false;                // Nothing.
  bool allow_trigger_writes = false;     // By triggers and views of the database, too.
  bool allow_full_table_writes = false;  // UPDATE and DELETE without WHERE.
};

// The parts, each for whoever needs it, made in this order and ended in the other. Owned together
// by the tables of a connection, and by the Session where there is one. Not thread-safe.
struct Connection {
  // `transport` and `clock` must outlive it; `interrupted` is polled while something is waited for.
  Connection(std::unique_ptr<Catalog> catalog, Config config, Transport& transport,
             const Clock& clock, std::function<bool()> interrupted);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // The number of the statement that stages a row on `db` now. Where it is the first of that
  // statement in a plain connection, what the one before left to be taken is forgotten.
  int64_t BeginStaging(sqlite3* db);

  ApiAccess api;
  const RegisteredNames names;  // Of the tables that can be written, as SQL compares names.
  WriteRules rules;
  Statements statements;
  ConnectedTables tables;
  WriteSet writes;
  RowMap rows_found;                    // By writes: until their transaction ends.
  PrefetchRun* prefetch_run = nullptr;  // The run ahead that is under way; null: none is.
  int64_t staging = 0;                  // Number of the statement that staged last.
};

}  // namespace apisql

#endif  // APISQL_VTAB_CONNECTION_CONNECTION_H_
