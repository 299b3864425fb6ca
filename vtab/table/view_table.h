// ViewTable: a table that its document defines as a SQL view over other tables. Its cursor runs the
// view as a statement of its own on the same connection.
//
// Comparisons with text are passed into that statement, so WHERE provider = 'rockset' prunes the
// branches of a UNION there, and reaches the APIs' filters, as it does in an ordinary view.
#ifndef APISQL_VTAB_TABLE_VIEW_TABLE_H_
#define APISQL_VTAB_TABLE_VIEW_TABLE_H_

#include <memory>
#include <string>
#include <vector>

#include "registry/resource.h"
#include "vtab/table/virtual_table.h"

namespace apisql {

class ViewTable final : public ReadOnlyTable {
 public:
  struct ViewColumn {
    std::string name;
    std::string type;  // As SQLite derives it, "" for an expression.
  };

  // Compiles the view to learn its columns. A view that names itself is refused by SQLite.
  static StatusOr<std::unique_ptr<ViewTable>> Make(sqlite3* db,
                                                   std::shared_ptr<const Resource> resource);

  std::string Declaration() const override;
  bool BestIndex(sqlite3_index_info* info) const override;
  std::unique_ptr<VirtualCursor> OpenCursor() const override;

  sqlite3* db() const { return db_; }
  const Resource& resource() const { return *resource_; }
  const std::vector<ViewColumn>& columns() const { return columns_; }

 private:
  ViewTable(sqlite3* db, std::shared_ptr<const Resource> resource)
      : ReadOnlyTable(resource->name + " is a view and cannot be written"),
        db_(db),
        resource_(std::move(resource)) {}

  sqlite3* db_;
  std::shared_ptr<const Resource> resource_;
  std::vector<ViewColumn> columns_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_VIEW_TABLE_H_
