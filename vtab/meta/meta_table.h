// MetaTable: a small read-only table of apisql's own ("apisql.providers"), made from rows that a
// function lists.
#ifndef APISQL_VTAB_META_META_TABLE_H_
#define APISQL_VTAB_META_META_TABLE_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "src/base/status.h"
#include "vtab/module/virtual_table.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

struct MetaColumn {
  std::string name;
  std::string type;  // TEXT or INTEGER.
};

using MetaRow = std::vector<SqlValue>;
// One per key column: the text that the column must equal, where the query says so.
using MetaKeys = std::span<const std::optional<std::string>>;

struct MetaTableSpec {
  std::string name;  // apisql.columns
  std::vector<MetaColumn> columns = {};
  // The first so many columns tell rows apart, also while the table grows.
  size_t identity_columns = 1;
  // The first so many columns may narrow rows(). SQLite checks the rows again, so rows() may give
  // more than was asked for, and never less.
  size_t key_columns = 0;
  std::function<StatusOr<std::vector<MetaRow>>(MetaKeys keys)> rows = {};
};

class MetaTable final : public ReadOnlyTable {
 public:
  explicit MetaTable(std::shared_ptr<const MetaTableSpec> spec)
      : ReadOnlyTable(spec->name + " cannot be written"), spec_(std::move(spec)) {}

  std::string Declaration() const override;
  bool BestIndex(sqlite3_index_info* info) const override;
  std::unique_ptr<VirtualCursor> OpenCursor() const override;

 private:
  std::shared_ptr<const MetaTableSpec> spec_;
};

// Makes the table of `spec` an eponymous table of `db`. What rows() uses must live as long as `db`.
Status RegisterMetaTable(sqlite3* db, MetaTableSpec spec);

}  // namespace apisql

#endif  // APISQL_VTAB_META_META_TABLE_H_
