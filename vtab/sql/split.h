// Where one statement ends and the next begins.
#ifndef APISQL_VTAB_SQL_SPLIT_H_
#define APISQL_VTAB_SQL_SPLIT_H_

#include <cstddef>
#include <string_view>

namespace apisql {

// Size of the first statement of `sql`, its ';' included; the whole size when there is no ';'. The
// body of a CREATE TRIGGER ends at ";END;", as in sqlite3_complete.
size_t FirstStatementSize(std::string_view sql);

// True when `sql` ends outside of a string, comment and trigger body, behind a ';'.
bool IsCompleteSql(std::string_view sql);

// True when there is nothing in it but blanks, comments and ';'.
bool IsBlankSql(std::string_view sql);

}  // namespace apisql

#endif  // APISQL_VTAB_SQL_SPLIT_H_
