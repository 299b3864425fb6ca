// The parameters of a statement: ?, ?2, :name, @name and $name.
#ifndef APISQL_VTAB_SQL_PARAMETERS_H_
#define APISQL_VTAB_SQL_PARAMETERS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace apisql {

struct SqlParameter {
  std::string
      name;        // ":id" as it is written; "?2" for the second one, also where it is a bare "?".
  int number = 0;  // From 1 on, by SQLite's rules: a bare "?" takes the next, a name its first.
  size_t place = 0;   // Of the first byte of its first mention.
  bool bare = false;  // Written as "?" alone.
};

// Each parameter of the statement that begins at `begin` of `sql`, once, in the order of their
// first mention. Places count from the front of `sql`.
std::vector<SqlParameter> ReadParameters(std::string_view sql, size_t begin = 0);

}  // namespace apisql

#endif  // APISQL_VTAB_SQL_PARAMETERS_H_
