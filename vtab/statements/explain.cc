// EXPLAIN [ANALYZE] REQUESTS, as it is read.
#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vtab/explain/explain_analyze.h"
#include "vtab/explain/explain_requests.h"
#include "vtab/explain/explain_writes.h"
#include "vtab/statements/exec.h"
#include "vtab/statements/sql_query.h"
#include "vtab/statements/statement_table.h"
#include "vtab/write/pending_writes.h"

namespace apisql {
namespace {

// True where SQLite's ANALYZE cannot go on.
bool StartsStatement(const StatementReader& reader) {
  constexpr std::string_view kWords[] = {"select", "with",   "values",  "insert",
                                         "update", "delete", "replace", "exec"};
  const Token* token = reader.Peek();
  return token != nullptr &&
         std::ranges::any_of(kWords, [&](std::string_view word) { return token->IsWord(word); });
}

Status AnalyzesNothing() {
  return {StatusCode::kInvalidArgument,
          "EXPLAIN ANALYZE needs the word REQUESTS: EXPLAIN ANALYZE REQUESTS SELECT ... runs the "
          "statement and tells what was sent. EXPLAIN QUERY PLAN shows SQLite's own plan"};
}

// What an action would send is known to the last byte, where no row of another table has a part.
StatusOr<std::vector<PlannedRequest>> PlanExec(Database& database, const ExecStatement& exec,
                                               const Parameters& values) {
  ASSIGN_OR_RETURN(std::optional<std::string> select, exec.SelectText(database, values));
  if (select) return PlanReads(database, SqlText::Own(*std::move(select), {exec.table}));
  ASSIGN_OR_RETURN(const auto unfinished, exec.Unfinished(database, values));
  if (unfinished) {
    return std::vector{DescribeUnfinished(*unfinished->resource, *unfinished->method,
                                          unfinished->known, database.connection().api.config())};
  }
  ASSIGN_OR_RETURN(const Mutation mutation, exec.MakeMutation(database, values));
  return std::vector{DescribePreview(*mutation.method, PreviewOf(mutation))};
}

// `explained` begins at `body` of what the user typed. Other statements of the session than EXEC
// send nothing, and SQLite says that they cannot be explained.
RequestPlan PlanOf(std::shared_ptr<const ParsedStatement> explained, std::string typed,
                   size_t body) {
  if (!explained->meaning().empty()) typed = explained->meaning();
  if (auto exec = std::dynamic_pointer_cast<const ExecStatement>(std::move(explained))) {
    return [exec = std::move(exec)](Database& database, const Parameters& values) {
      return PlanExec(database, *exec, values);
    };
  }
  return [typed = std::move(typed), body](Database& database, const Parameters& /*values*/) {
    return PlanSql(database, typed, body);
  };
}

}  // namespace

Parsed ReadExplain(StatementReader& reader) {
  const bool analyze = reader.TakeWord("analyze");
  if (!reader.TakeWord("requests")) {
    if (analyze && StartsStatement(reader)) return AnalyzesNothing().At(reader.Peek()->offset);
    return std::unique_ptr<ParsedStatement>();
  }
  if (reader.Peek() == nullptr) return reader.SyntaxError();
  // ANALYZE of an index or a table in a schema with that name.
  if (analyze && reader.Peek()->IsOperator('.')) return std::unique_ptr<ParsedStatement>();
  const size_t body = reader.Peek()->offset;
  ASSIGN_OR_RETURN(std::shared_ptr<const ParsedStatement> explained,
                   ReadStatement(reader.typed(), body, reader.tables()));
  std::string typed(reader.typed());
  if (analyze) {
    const bool is_sql = dynamic_cast<const SqlQuery*>(explained.get()) != nullptr;
    return MakeExplainAnalyze(std::move(typed), body, is_sql);
  }
  std::vector<SqlParameter> parameters = explained->parameters();
  return std::unique_ptr<ParsedStatement>(std::make_unique<ExplainRequestsStatement>(
      std::move(parameters), PlanOf(std::move(explained), std::move(typed), body)));
}

}  // namespace apisql
