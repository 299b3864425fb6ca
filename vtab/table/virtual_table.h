// VirtualTable and VirtualCursor: what the module's callbacks forward to.
#ifndef APISQL_VTAB_TABLE_VIRTUAL_TABLE_H_
#define APISQL_VTAB_TABLE_VIRTUAL_TABLE_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "src/base/status.h"
#include "vtab/sqlite.h"

namespace apisql {

// Reads the rows of one table access. SQLite destroys it before its table.
class VirtualCursor : public sqlite3_vtab_cursor {
 public:
  VirtualCursor() : sqlite3_vtab_cursor{} {}
  VirtualCursor(const VirtualCursor&) = delete;
  VirtualCursor& operator=(const VirtualCursor&) = delete;
  virtual ~VirtualCursor() = default;

  // Moves to the first row of `plan`, the text that BestIndex() left in idxStr.
  virtual Status Filter(std::string_view plan, std::span<sqlite3_value*> arguments) = 0;
  virtual Status Next() = 0;
  virtual bool AtEnd() const = 0;
  virtual void Column(sqlite3_context* context, int column) const = 0;
  virtual int64_t RowId() const = 0;
};

// Owns a share of all that it uses: on re-registration of a module SQLite destroys the module's
// data before it disconnects the tables.
class VirtualTable : public sqlite3_vtab {
 public:
  VirtualTable() : sqlite3_vtab{} {}
  VirtualTable(const VirtualTable&) = delete;
  VirtualTable& operator=(const VirtualTable&) = delete;
  virtual ~VirtualTable() = default;

  // CREATE TABLE for sqlite3_declare_vtab.
  virtual std::string Declaration() const = 0;
  // False: a required value is not to be had in this join order.
  virtual bool BestIndex(sqlite3_index_info* info) const = 0;
  virtual std::unique_ptr<VirtualCursor> OpenCursor() const = 0;
  // The reason why nothing can be written to this table.
  virtual Status RefuseWrite() const = 0;
};

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_VIRTUAL_TABLE_H_
