// WriteDatabase: plain tables into a new SQLite file.
#ifndef APISQL_VTAB_WORKSPACE_WRITE_DATABASE_H_
#define APISQL_VTAB_WORKSPACE_WRITE_DATABASE_H_

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "src/base/status.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

// Writes plain tables into a SQLite file: `apisql sandbox --dump`. An error when the file exists.
struct PlainTable {
  std::string name;
  std::vector<std::pair<std::string, std::string>> columns;  // Name and type.
  std::vector<std::vector<SqlValue>> rows;
};
Status WriteDatabase(const std::string& file, std::span<const PlainTable> tables);

}  // namespace apisql

#endif  // APISQL_VTAB_WORKSPACE_WRITE_DATABASE_H_
