// ViewTable: a table that its document defines as a SQL view over other tables. Its columns compare
// as those of a CREATE VIEW do, but for one thing: a virtual table has no column without an
// affinity, so that an expression such as count(*) compares with texts as a BLOB column does.
//
// `=`, IS and IN are made inside of the view too, so WHERE provider = 'rockset' prunes the branches
// of a UNION there, reaches the APIs' filters, and gives a table the value that it needs.
#ifndef APISQL_VTAB_VIEWS_VIEW_TABLE_H_
#define APISQL_VTAB_VIEWS_VIEW_TABLE_H_

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "registry/model/resource.h"
#include "vtab/connection/connection.h"
#include "vtab/module/virtual_table.h"
#include "vtab/views/view_plan.h"
#include "vtab/views/view_shape.h"

namespace apisql {

class ViewTable final : public ReadOnlyTable {
 public:
  // Reads the documents of the tables that the view names. Their faults, and those of the view, are
  // errors.
  static StatusOr<std::unique_ptr<ViewTable>> Make(sqlite3* db,
                                                   std::shared_ptr<Connection> connection,
                                                   const Resource& view);
  // True when no table inside waits for a value that `terms` do not give.
  static bool IsAnswered(sqlite3* db, const ViewShape& shape, std::span<const ViewTerm> terms);

  // Those that it reads, by full name.
  const std::vector<std::string>& tables() const { return shape_.tables; }

  std::string Declaration() const override { return DeclarationOf(shape_); }
  // False where the view's tables need a value that another order of the join gives.
  bool BestIndex(sqlite3_index_info* info) const override;
  std::unique_ptr<VirtualCursor> OpenCursor() const override;

 private:
  ViewTable(sqlite3* db, std::shared_ptr<Connection> connection, const Resource& view,
            ViewShape shape);

  sqlite3* db_;
  std::shared_ptr<Connection> connection_;
  ViewShape shape_;
  const Status may_read_;  // What the user has granted stays the same.
};

}  // namespace apisql

#endif  // APISQL_VTAB_VIEWS_VIEW_TABLE_H_
