// LazyTables: the tables of the catalog in a session, each of which is registered when a statement
// names it. SQLite looks through all modules of a connection for each that is added: a registry has
// thousands of tables, and a statement names a few.
#ifndef APISQL_VTAB_REGISTER_LAZY_TABLES_H_
#define APISQL_VTAB_REGISTER_LAZY_TABLES_H_

#include <memory>
#include <set>
#include <string>

#include "src/base/status.h"
#include "vtab/connection/connection.h"
#include "vtab/sqlite.h"

namespace apisql {

// Not thread-safe. Must outlive the database that it registers tables in.
class LazyTables {
 public:
  explicit LazyTables(std::shared_ptr<Connection> connection)
      : connection_(std::move(connection)) {}

  // Registers the table of that full name, and with it those that it reads where it is a view.
  // True: it was not registered. What the catalog does not have is passed over.
  StatusOr<bool> Register(sqlite3* db, const std::string& table);

 private:
  std::shared_ptr<Connection> connection_;
  std::set<std::string> registered_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_REGISTER_LAZY_TABLES_H_
