// MetaTable: a small read-only table of apisql's own ("apisql.providers"), made from rows that a
// function lists. One module serves them all.
#ifndef APISQL_VTAB_TABLE_META_MODULE_H_
#define APISQL_VTAB_TABLE_META_MODULE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "src/base/status.h"

struct sqlite3;

namespace apisql {

struct MetaColumn {
  std::string name;
  std::string type;  // TEXT or INTEGER.
};

using MetaValue = std::variant<std::monostate, int64_t, std::string>;
using MetaRow = std::vector<MetaValue>;
// One per key column: the text that the column must equal, where the query says so.
using MetaKeys = std::span<const std::optional<std::string>>;

struct MetaTable {
  std::string name;  // apisql.columns
  std::vector<MetaColumn> columns;
  // The first so many columns tell rows apart, also while the table grows.
  size_t identity_columns = 1;
  // The first so many columns may narrow rows(). SQLite checks the rows again, so rows() may give
  // more than was asked for, and never less.
  size_t key_columns = 0;
  std::function<StatusOr<std::vector<MetaRow>>(MetaKeys keys)> rows;
};

// Makes `table` an eponymous table of `db`. What rows() uses must live as long as `db`.
Status RegisterMetaTable(sqlite3* db, MetaTable table);

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_META_MODULE_H_
