// ApiTable: a resource of an API as a table.
#ifndef APISQL_VTAB_TABLE_API_TABLE_H_
#define APISQL_VTAB_TABLE_API_TABLE_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "registry/resource.h"
#include "vtab/scan/scan.h"
#include "vtab/table/connection.h"
#include "vtab/table/virtual_table.h"

namespace apisql {

class ApiTable final : public VirtualTable {
 public:
  ApiTable(sqlite3* db, std::shared_ptr<Connection> connection,
           std::shared_ptr<const Resource> resource);

  // TEXT, INTEGER and REAL only, and no constraints: SQLite believes what is declared and checks
  // none of it (https://sqlite.org/vtab.html, 2.1.3).
  std::string Declaration() const override;
  bool BestIndex(sqlite3_index_info* info) const override;
  std::unique_ptr<VirtualCursor> OpenCursor() const override;
  Status RefuseWrite() const override;

  StatusOr<std::unique_ptr<Scan>> OpenScan(std::string_view plan,
                                           std::span<sqlite3_value*> arguments) const;

 private:
  sqlite3* db_;
  std::shared_ptr<Connection> connection_;
  std::shared_ptr<const Resource> resource_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_API_TABLE_H_
