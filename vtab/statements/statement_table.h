// The table of statements. A new statement is a file with its reader and a row in
// statement_table.cc: reading, completion and error texts are made from that table.
#ifndef APISQL_VTAB_STATEMENTS_STATEMENT_TABLE_H_
#define APISQL_VTAB_STATEMENTS_STATEMENT_TABLE_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vtab/run/parsed_statement.h"
#include "vtab/statements/statement_reader.h"

namespace apisql {

struct StatementKind {
  std::string_view word;  // That it begins with.
  // Reads what follows the word. Null in place of a function: the statement is SQLite's own. Null
  // as its result: it is SQLite's after all, in this form.
  Parsed (*read)(StatementReader& reader) = nullptr;
  // Further words of it, none of which is a keyword of SQLite's.
  std::vector<std::string> (*completes)() = nullptr;
  // Words behind which a table's name comes, where SQLite has none behind them.
  std::string_view before_table = "";
};
std::span<const StatementKind> StatementKinds();

// Reads the statement that begins at `begin` of what the user typed. Never null. SQLite has no
// statement that begins like one of the session's own, so recognizing them takes nothing away. A
// fault in one of these is an error with its place.
Parsed ReadStatement(std::string_view typed, size_t begin, const KnownTables& tables);

//   SHOW [EXTENDED] PROVIDERS | SERVICES [IN p] | RESOURCES [IN p | p.s] | METHODS IN p.s.r |
//        SETTINGS | FUNCTIONS | TABLES [IN p | p.s] | COLUMNS IN p.s.r [LIKE 'pattern'] [WHERE ...]
//   SHOW INSERT INTO p.s.r
// FROM does for IN.
Parsed ReadShow(StatementReader& reader);
std::vector<std::string> ShowWords();
//   DESCRIBE [EXTENDED] p.s.r | METHOD [EXTENDED] p.s.r.method, also DESC
Parsed ReadDescribe(StatementReader& reader);
// What follows the words DESCRIBE [EXTENDED] and DESCRIBE [EXTENDED] METHOD, up to further clauses.
Parsed ReadDescribedTable(StatementReader& reader);
Parsed ReadDescribeMethod(StatementReader& reader, bool extended);
//   CREATE OR REPLACE [TEMP] VIEW | TABLE ..., CREATE [OR REPLACE] MATERIALIZED VIEW name AS ...
Parsed ReadCreate(StatementReader& reader);
//   REFRESH MATERIALIZED VIEW name
Parsed ReadRefresh(StatementReader& reader);
//   DROP MATERIALIZED VIEW [IF EXISTS] name
Parsed ReadDrop(StatementReader& reader);
//   REPLACE p.s.r SET ...
Parsed ReadReplace(StatementReader& reader);
//   SET name = value
Parsed ReadSet(StatementReader& reader);
//   EXEC p.s.r.method [[@]name = value, ...] [@@json = 'object'] [RETURNING expressions]
Parsed ReadExec(StatementReader& reader);
//   EXPLAIN [ANALYZE] REQUESTS statement. Of SQLite's EXPLAIN ANALYZE, which explains the gathering
//   of index statistics, those with a name stay.
Parsed ReadExplain(StatementReader& reader);

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_STATEMENT_TABLE_H_
