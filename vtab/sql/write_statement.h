// WriteStatement: what the tokens of an INSERT, UPDATE or DELETE on an API table tell, beside what
// SQLite makes of it. Whatever stands in strings, comments, parentheses and subqueries is not taken
// for a part of the statement itself.
#ifndef APISQL_VTAB_SQL_WRITE_STATEMENT_H_
#define APISQL_VTAB_SQL_WRITE_STATEMENT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "vtab/sql/registered_names.h"
#include "vtab/sql/sql_text.h"

namespace apisql {

// Byte offsets in the rewritten text.
struct ReturningClause {
  size_t begin = 0;        // Of the word RETURNING.
  size_t expressions = 0;  // Equal to `end` when there are none.
  size_t end = 0;
};

struct WriteStatement {
  Verb verb = Verb::kInsert;
  std::string table;  // As it is registered.
  std::string alias;
  std::string conflict;    // What follows OR, in upper case; REPLACE for the statement REPLACE.
  bool explained = false;  // EXPLAIN stands before it: it is not run.
  bool has_where = false;
  bool has_from = false;   // UPDATE ... FROM.
  bool named_once = true;  // No other place of the statement names the table.
  size_t verb_offset = 0;  // In the rewritten text.
  // Those that INSERT lists (none: all), or that UPDATE sets.
  std::vector<std::string> columns;
  std::optional<ReturningClause> returning;
};

// Reads the rewritten text of a statement. None: it is not a write on a registered table. Text that
// SQLite would refuse may give either.
std::optional<WriteStatement> ReadWriteStatement(std::string_view sql,
                                                 const RegisteredNames& names);

// The clause in text that is no write on a table: that of EXEC.
std::optional<ReturningClause> FindReturning(std::string_view sql);

// An error, with its place, for a clause that may not follow RETURNING's expressions.
Status CheckReturning(const SqlText& sql, const ReturningClause& returning);

// The statement without RETURNING, and the SELECT that answers RETURNING after it has run.
SqlText WithoutReturning(const SqlText& sql, const WriteStatement& write);
SqlText ReturningSelect(const SqlText& sql, const WriteStatement& write);

}  // namespace apisql

#endif  // APISQL_VTAB_SQL_WRITE_STATEMENT_H_
