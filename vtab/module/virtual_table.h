// VirtualTable and VirtualCursor: what the module's callbacks forward to.
#ifndef APISQL_VTAB_MODULE_VIRTUAL_TABLE_H_
#define APISQL_VTAB_MODULE_VIRTUAL_TABLE_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "src/base/redactor.h"
#include "src/base/status.h"
#include "vtab/sqlite.h"
#include "vtab/write/write_set.h"

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
  virtual Status Column(sqlite3_context* context, int column) = 0;
  virtual int64_t RowId() = 0;
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

  // Called before the scan that finds the rows to write; an error ends the statement there.
  virtual Status BeginWrite() = 0;
  // One row to write, as xUpdate gets it (https://sqlite.org/vtab.html#xupdate). For an INSERT
  // `row_id` gets the new row's.
  virtual Status Write(std::span<sqlite3_value*> arguments, int64_t* row_id) = 0;
  // True where the clause OR ROLLBACK or OR FAIL says what a row that is refused means.
  virtual bool EndsByConflictClause() const { return false; }
  // The set that all writes of the connection go to; null for tables that cannot be written.
  virtual WriteSet* writes() const { return nullptr; }
  // Keeps an error whole that is about to be reported to SQLite, which keeps text and number only.
  virtual void NoteError(const Status& status) const { (void)status; }
  // What takes secrets out of an error's text before SQLite gets it. Null: there are none in it.
  virtual const Redactor* redactor() const { return nullptr; }
  // Called when the transaction has ended, either way.
  virtual void EndTransaction() {}
  // What was staged since a savepoint has been taken back, as it is when a statement fails.
  virtual void EndOfUndo() {}
};

// A table that no statement can write: `refusal` says why, before anything is scanned.
class ReadOnlyTable : public VirtualTable {
 public:
  explicit ReadOnlyTable(std::string refusal) : refusal_(std::move(refusal)) {}

  Status BeginWrite() final { return {StatusCode::kInvalidArgument, refusal_}; }
  Status Write(std::span<sqlite3_value*> /*arguments*/, int64_t* /*row_id*/) final {
    return BeginWrite();
  }

 private:
  std::string refusal_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_MODULE_VIRTUAL_TABLE_H_
