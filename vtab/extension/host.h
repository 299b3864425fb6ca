// Host: what the tables of one connection of another program live on; in a Session its owner has
// it.
#ifndef APISQL_VTAB_EXTENSION_HOST_H_
#define APISQL_VTAB_EXTENSION_HOST_H_

#include <memory>

#include "src/base/status.h"
#include "src/http/transport/transport.h"
#include "vtab/connection/connection.h"

struct sqlite3;

namespace apisql {

class Host {
 public:
  // Makes the tables of the built-in catalog in `db`, which owns what they live on, and those of
  // the folders that the config file names (vtab/register/register_tables.h). The file is read
  // here. Does nothing where they are already.
  static Status Attach(sqlite3* db);

  Host(sqlite3* db, std::unique_ptr<Catalog> catalog, Config config);

 private:
  std::unique_ptr<Transport> transport_;
  Connection connection_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_EXTENSION_HOST_H_
