// Which statements are the session's own, and what they mean.
//
//   SHOW PROVIDERS | SERVICES [IN p] | RESOURCES [IN p | p.s] | METHODS IN p.s.r | SETTINGS |
//   TABLES SHOW INSERT INTO p.s.r DESCRIBE [EXTENDED] p.s.r SET name = value EXPLAIN
//   [ANALYZE] REQUESTS statement EXEC p.s.r.method [[@]name = value, ...] [RETURNING expressions]
//
// SQLite has no statement that begins like one of these, so recognizing them takes nothing away. Of
// its EXPLAIN ANALYZE, which explains the gathering of index statistics, those with a name stay.
#ifndef APISQL_VTAB_STATEMENTS_STATEMENT_KIND_H_
#define APISQL_VTAB_STATEMENTS_STATEMENT_KIND_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/column_value.h"
#include "src/base/status.h"

namespace apisql {

struct ParsedStatement {
  enum class Kind {
    kSql,              // SQLite's.
    kShow,             // Run `select` instead.
    kSet,              // Give `setting` the value `value`.
    kExplainRequests,  // Explain what begins at `body`.
    kAnalyzeRequests,  // Run what begins at `body`, and tell what was sent.
    kShowInsert,       // Show an INSERT for `table`.
    kExec,             // Run the method `method` of `table` with `arguments`.
  };
  Kind kind = Kind::kSql;
  std::string select;
  std::string setting;
  std::string value;
  size_t body = 0;  // Byte offset in the statement.
  std::string table;
  std::string method;
  std::vector<std::pair<std::string, ColumnValue>> arguments;
};

// The tables that SHOW and DESCRIBE can speak of.
struct KnownTables {
  const std::vector<std::string>& api_tables;  // Full names, as the catalog has them.
  // All others that a statement can name: apisql.requests, the workspace's own.
  std::function<std::vector<std::string>()> other_tables;
};

// Reads one statement. A fault in one of the session's own is an error; `*error_offset` is then its
// place in `sql`; also where EXEC names its method and SET its setting, for errors that come later.
StatusOr<ParsedStatement> ReadStatement(std::string_view sql, const KnownTables& tables,
                                  int64_t* error_offset);

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_STATEMENT_KIND_H_
