// SqlQuery: a statement of SQLite's own, such as SELECT, CREATE TABLE or COMMIT, and writes on API
// tables.
#ifndef APISQL_VTAB_STATEMENTS_SQL_QUERY_H_
#define APISQL_VTAB_STATEMENTS_SQL_QUERY_H_

#include <cstddef>
#include <functional>
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

// What a statement of SQLite's is run with.
struct SqlRun {
  std::optional<Parameters> values;  // Given: whatever it is started with.
  std::vector<std::string> notes;    // Told behind its rows.
};
StatusOr<std::unique_ptr<Execution>> PrepareSql(Database& database, SqlText sql, SqlRun run = {});

// A SELECT that answers one of the session's own statements.
struct OwnSelect final : ParsedStatement {
  // What is to be told beside the rows.
  using Notes = std::function<StatusOr<std::vector<std::string>>(Catalog& catalog)>;

  explicit OwnSelect(std::string text, Notes notes_of = {})
      : select(std::move(text)), notes(std::move(notes_of)) {}
  std::vector<SqlParameter> parameters() const override {
    return where.end == 0 ? std::vector<SqlParameter>() : ReadParameters(where.typed, where.begin);
  }
  StatusOr<std::unique_ptr<Execution>> Prepare(Database& database) const override;

  // A condition on the result's columns, as it was typed; nothing where `end` is 0.
  struct TypedCondition {
    std::string typed;
    size_t begin = 0;
    size_t end = 0;
  };

  std::string select;
  Notes notes;
  TypedCondition where = {};
};
inline Parsed MakeSelect(std::string select, OwnSelect::Notes notes = {}) {
  return std::unique_ptr<ParsedStatement>(
      std::make_unique<OwnSelect>(std::move(select), std::move(notes)));
}

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_SQL_QUERY_H_
