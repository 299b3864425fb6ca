// VirtualTable and VirtualCursor: one API table of one SQLite connection.
#ifndef APISQL_VTAB_TABLE_VIRTUAL_TABLE_H_
#define APISQL_VTAB_TABLE_VIRTUAL_TABLE_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "registry/resource.h"
#include "src/base/status.h"
#include "vtab/scan/scan.h"
#include "vtab/sqlite.h"
#include "vtab/table/connection.h"

namespace apisql {

// Owns a share of all that it uses: on re-registration of a module SQLite destroys the module's
// data before it disconnects the tables.
class VirtualTable : public sqlite3_vtab {
 public:
  VirtualTable(sqlite3* db, std::shared_ptr<Connection> connection,
               std::shared_ptr<const Resource> resource);

  // CREATE TABLE for sqlite3_declare_vtab: TEXT, INTEGER and REAL only, and no constraints, for
  // SQLite believes what is declared and checks none of it (https://sqlite.org/vtab.html, 2.1.3).
  static std::string Declaration(const Resource& resource);

  // False: a required value is not to be had in this join order.
  bool BestIndex(sqlite3_index_info* info) const;

  StatusOr<std::unique_ptr<Scan>> OpenScan(std::string_view plan,
                                           std::span<sqlite3_value*> arguments) const;

  // The reason why nothing can be written to this table.
  Status RefuseWrite() const;

  const Resource& resource() const { return *resource_; }

 private:
  sqlite3* db_;
  std::shared_ptr<Connection> connection_;
  std::shared_ptr<const Resource> resource_;
};

class VirtualCursor : public sqlite3_vtab_cursor {
 public:
  explicit VirtualCursor(const VirtualTable& table) : sqlite3_vtab_cursor{}, table_(table) {}

  Status Filter(std::string_view plan, std::span<sqlite3_value*> arguments);
  Status Next();
  bool AtEnd() const { return at_end_; }
  void Column(sqlite3_context* context, int column) const;
  int64_t RowId() const { return scan_->RowId(); }

 private:
  const VirtualTable& table_;
  std::unique_ptr<Scan> scan_;
  bool at_end_ = true;
};

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_VIRTUAL_TABLE_H_
