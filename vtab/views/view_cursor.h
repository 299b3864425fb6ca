// ViewCursor: runs a document's view as a statement of its own on the same connection. What that
// asks an API for belongs to the statement that reads the view, however often it runs the view.
#ifndef APISQL_VTAB_VIEWS_VIEW_CURSOR_H_
#define APISQL_VTAB_VIEWS_VIEW_CURSOR_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "vtab/connection/connection.h"
#include "vtab/connection/statements.h"
#include "vtab/module/virtual_table.h"
#include "vtab/rows/row_hash.h"
#include "vtab/sqlite_handles.h"
#include "vtab/views/view_query.h"
#include "vtab/views/view_shape.h"

namespace apisql {

class ViewCursor final : public VirtualCursor {
 public:
  // All must outlive it. Where the view may not read its tables, `may_read` is the error.
  ViewCursor(sqlite3* db, Connection& connection, const ViewShape& shape, const Status& may_read)
      : db_(db),
        statements_(connection.statements),
        place_(statements_.Open(db, this)),
        shape_(shape),
        may_read_(may_read) {}
  ~ViewCursor() override;

  Status Filter(std::string_view plan, std::span<sqlite3_value*> arguments) override;
  Status Next() override;
  bool AtEnd() const override { return at_end_; }
  Status Column(sqlite3_context* context, int column) override;
  // A hash of the row and its number among equal rows: scans of one statement may be filtered
  // differently (the terms of an OR), and must give a row the same identity.
  int64_t RowId() override;

 private:
  Status Prepare(const std::string& sql);
  Status Error() const;
  RowHash Hash() const;

  sqlite3* db_;
  Statements& statements_;
  StatementPlace place_;
  const ViewShape& shape_;
  const Status& may_read_;
  std::string sql_;  // Of the statement: a join comes here for each row of another table.
  SqliteStatement statement_;
  bool at_end_ = true;
  std::unordered_map<uint64_t, uint64_t> occurrences_;  // Of equal rows so far.
  uint64_t occurrence_ = 0;
};

}  // namespace apisql

#endif  // APISQL_VTAB_VIEWS_VIEW_CURSOR_H_
