// SqlQuery: a statement of SQLite's own, such as SELECT, CREATE TABLE or COMMIT, and writes on API
// tables.
#ifndef APISQL_VTAB_STATEMENTS_SQL_QUERY_H_
#define APISQL_VTAB_STATEMENTS_SQL_QUERY_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "vtab/run/parsed_statement.h"

namespace apisql {

class SqlQuery final : public ParsedStatement {
 public:
  // The statement begins at `begin` of what the user typed.
  SqlQuery(std::string typed, size_t begin) : typed_(std::move(typed)), begin_(begin) {}

  std::vector<SqlParameter> parameters() const override { return ReadParameters(typed_, begin_); }
  StatusOr<std::unique_ptr<Execution>> Prepare(Database& database) const override;

 private:
  std::string typed_;
  size_t begin_;
};

// A statement of SQLite's, run with `values` where they are given, whatever it is started with.
StatusOr<std::unique_ptr<Execution>> PrepareSql(Database& database, SqlText sql,
                                                std::optional<Parameters> values = std::nullopt);

// A SELECT that answers one of the session's own statements.
struct OwnSelect final : ParsedStatement {
  explicit OwnSelect(std::string text) : select(std::move(text)) {}
  StatusOr<std::unique_ptr<Execution>> Prepare(Database& database) const override;

  std::string select;
};
inline Parsed MakeSelect(std::string select) {
  return std::unique_ptr<ParsedStatement>(std::make_unique<OwnSelect>(std::move(select)));
}

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_SQL_QUERY_H_
