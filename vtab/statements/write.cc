#include "vtab/statements/write.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "registry/model/resource.h"
#include "registry/source/catalog.h"
#include "src/base/scoped_value.h"
#include "src/base/text.h"
#include "vtab/prepared/preview_table.h"
#include "vtab/run/api_write.h"
#include "vtab/run/hints.h"
#include "vtab/run/statement_notes.h"
#include "vtab/sql/tokens.h"
#include "vtab/statements/write_report.h"
#include "vtab/table/write_guard.h"

namespace apisql {
namespace {

// True when RETURNING names nothing but columns that an INSERT gives.
bool ReturnsOnlyGiven(const Resource& resource, const SqlText& sql, const ReturningClause& clause) {
  const std::string_view expressions =
      std::string_view(sql.text).substr(clause.expressions, clause.end - clause.expressions);
  return std::ranges::all_of(SignificantTokens(expressions), [&](const Token& token) {
    if (token.IsOperator('*')) return false;
    const int column = token.IsName() ? resource.FindColumn(Unquote(token)) : -1;
    return column < 0 || resource.columns[static_cast<size_t>(column)].on_create;
  });
}

// What only the server fills, a one-time secret for one, would be lost: the row is sent at COMMIT.
StatusOr<bool> ReturnsWhatIsMade(Database& database, const SqlText& sql,
                                 const WriteStatement& write) {
  if (!write.returning || write.verb != Verb::kInsert) return false;
  ASSIGN_OR_RETURN(const auto resource, database.connection().api.catalog().Find(write.table));
  return !ReturnsOnlyGiven(*resource, sql, *write.returning);
}

Status CheckReturnsNow(const Database& database, bool returns_what_is_made) {
  if (!returns_what_is_made || !database.in_transaction()) return OkStatus();
  return {StatusCode::kFailedPrecondition,
          "INSERT ... RETURNING of columns that the server fills is not possible inside of a "
          "transaction: the row is sent at COMMIT. Run the statement outside of BEGIN ... COMMIT"};
}

// Errors that hang on the state of the session.
Status CheckAllowed(Database& database, const WriteStatement& write, bool returns_what_is_made) {
  RETURN_IF_ERROR(CheckReturnsNow(database, returns_what_is_made));
  return CheckWhere({write.table, write.verb, false, write.has_where}, database.connection());
}

class WriteExecution final : public TableExecution {
 public:
  WriteExecution(Database& database, WriteStatement write, bool returns_what_is_made,
                 SqlStatement statement, std::optional<SqlStatement> select,
                 std::vector<std::string> notes)
      : database_(database),
        write_(std::move(write)),
        returns_what_is_made_(returns_what_is_made),
        statement_(std::move(statement)),
        select_(std::move(select)),
        notes_(std::move(notes)) {}

 protected:
  std::vector<ResultColumn> KnownColumns() override {
    if (database_.connection().writes.options().dry_run) return PreviewColumns();
    return select_ ? select_->columns() : std::vector<ResultColumn>();
  }

  StatusOr<TableRun> Run(const Parameters& parameters) override {
    RETURN_IF_ERROR(statement_.sql().Fault(CheckAllowed(database_, write_, returns_what_is_made_),
                                           write_.verb_offset));
    WriteOptions& options = database_.connection().writes.options();
    const bool dry_run = options.dry_run;
    const ScopedValue await(options.await, options.await || HasAwaitHint(statement_.sql().typed));
    TableRun run;
    run.failure = RunWithoutReturning(database_, write_, statement_, parameters);
    // Inside of a transaction the rows are given as they are staged.
    const bool answered = run.failure.ok() || database_.connection().writes.answered();
    if (!run.failure.ok() && (!select_ || !answered || dry_run)) {
      return WithUnknownValues(std::move(run.failure));
    }
    if (select_ && !dry_run) {
      RETURN_IF_ERROR(ReadReturning(parameters, &run));
    }
    if (run.failure.ok()) Report(&run);
    return run;
  }

 private:
  // A value that the document does not know is likely to be what the server has refused.
  Status WithUnknownValues(Status failure) {
    const std::vector<std::string> notes = database_.connection().writes.TakeWarnings();
    const bool stopped =
        failure.code() == StatusCode::kDeclined || failure.code() == StatusCode::kCancelled;
    if (notes.empty() || stopped) return failure;
    std::string message = failure.message() + "; " + Join(notes, "; ");
    return std::move(failure).WithMessage(std::move(message));
  }

  Status ReadReturning(const Parameters& parameters, TableRun* run) {
    // What the statement has read is not what is there now.
    database_.statement().ForgetRows();
    RETURN_IF_ERROR(select_->Bind(parameters));
    StatusOr<ResultTable> rows = ReadAll(*select_);
    if (!rows.ok()) {
      if (!run->failure.ok()) return run->failure;
      return std::move(rows).status().Annotate("the write is done, but RETURNING failed");
    }
    run->table = *std::move(rows);
    return OkStatus();
  }

  void Report(TableRun* run) {
    run->summary.wrote = true;
    std::optional<ResultTable> previews =
        ReportWrites(database_, !database_.in_transaction(), &run->summary);
    run->summary.notes.insert(run->summary.notes.begin(), notes_.begin(), notes_.end());
    if (previews && run->table.columns.empty()) run->table = *std::move(previews);
  }

  Database& database_;
  const WriteStatement write_;
  const bool returns_what_is_made_;
  SqlStatement statement_;
  std::optional<SqlStatement> select_;  // That answers RETURNING.
  const std::vector<std::string> notes_;
};

}  // namespace

// The SELECT is prepared first: what is wrong in RETURNING must show before anything is sent.
StatusOr<std::unique_ptr<Execution>> PrepareWrite(Database& database, const SqlText& sql,
                                                  const WriteStatement& write) {
  Status possible = CheckPossible(database, write);
  ASSIGN_OR_RETURN(const bool made, ReturnsWhatIsMade(database, sql, write));
  if (possible.ok()) possible = CheckAllowed(database, write, made);
  RETURN_IF_ERROR(sql.Fault(possible, write.verb_offset));
  std::optional<SqlStatement> select;
  if (write.returning) {
    RETURN_IF_ERROR(CheckReturning(sql, *write.returning));
    ASSIGN_OR_RETURN(select, database.Prepare(ReturningSelect(sql, write)));
  }
  ASSIGN_OR_RETURN(SqlStatement statement, database.Prepare(WithoutReturning(sql, write)));
  return std::unique_ptr<Execution>(std::make_unique<WriteExecution>(
      database, write, made, std::move(statement), std::move(select),
      StatementNotes(sql, database.connection().api.catalog())));
}

StatusOr<ResultTable> ReadAll(SqlStatement& statement) {
  ResultTable table;
  std::vector<Value> row;
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, statement.Step());
    if (table.columns.empty()) table.columns = statement.columns();
    if (!more) return table;
    statement.ReadRow(&row);
    std::vector<SqlValue>& copy = table.rows.emplace_back();
    for (const Value& value : row) copy.push_back(CopyOf(value));
  }
}

}  // namespace apisql
