#include "vtab/statements/sql_query.h"

#include <optional>

#include "vtab/rewrite/rewrite.h"
#include "vtab/run/api_names.h"
#include "vtab/run/api_write.h"
#include "vtab/run/statement_notes.h"
#include "vtab/statements/write.h"
#include "vtab/statements/write_report.h"

namespace apisql {
namespace {

// Steps a statement of SQLite's. Behind the last row of one that writes stand the requests that
// dry_run kept from being sent: those of COMMIT, and of triggers.
class SqlExecution final : public Execution {
 public:
  SqlExecution(Database& database, SqlStatement statement, SqlRun run)
      : database_(database), statement_(std::move(statement)), run_(std::move(run)) {}

  std::vector<ResultColumn> columns() override {
    return previews_ ? previews_->columns : statement_.columns();
  }

  Status Start(const Parameters& parameters) override {
    Stop();
    return statement_.Bind(run_.values.value_or(parameters));
  }

  StatusOr<bool> Next(std::vector<Value>* row) override {
    if (!done_) {
      const bool interrupted = database_.interruption().RunRequested();
      if (interrupted) return Status(StatusCode::kCancelled, "interrupted");
      ASSIGN_OR_RETURN(const bool more, statement_.Step());
      if (more) statement_.ReadRow(row);
      if (more) return true;
      End();
    }
    return NextPreview(row);
  }

  void Finish(StatementSummary* summary) override { *summary = std::move(summary_); }

  void Stop() override {
    statement_.Reset();
    summary_ = {};
    previews_.reset();
    next_preview_ = 0;
    done_ = false;
  }

 private:
  // What other statements have written meanwhile is not told by one that only reads.
  void End() {
    done_ = true;
    summary_.changes = statement_.changes();
    summary_.notes = run_.notes;
    if (statement_.only_reads()) return;
    std::optional<ResultTable> previews = ReportWrites(database_, false, &summary_);
    if (statement_.columns().empty()) previews_ = std::move(previews);
  }

  bool NextPreview(std::vector<Value>* row) {
    if (!previews_ || next_preview_ == previews_->rows.size()) return false;
    row->clear();
    for (const SqlValue& value : previews_->rows[next_preview_]) row->push_back(ViewOf(value));
    ++next_preview_;
    return true;
  }

  Database& database_;
  SqlStatement statement_;
  SqlRun run_;
  StatementSummary summary_;
  bool done_ = false;
  std::optional<ResultTable> previews_;
  size_t next_preview_ = 0;
};

}  // namespace

StatusOr<std::unique_ptr<Execution>> PrepareSql(Database& database, SqlText sql, SqlRun run) {
  ASSIGN_OR_RETURN(SqlStatement statement, database.Prepare(std::move(sql)));
  return std::unique_ptr<Execution>(
      std::make_unique<SqlExecution>(database, std::move(statement), std::move(run)));
}

namespace {

StatusOr<std::unique_ptr<Execution>> PrepareTyped(Database& database, SqlText sql) {
  const std::optional<WriteStatement> write = FindWrite(database, sql);
  if (!write || write->explained) {
    SqlRun run;
    run.notes = StatementNotes(sql, database.connection().api.catalog());
    return PrepareSql(database, write ? WithoutReturning(sql, *write) : std::move(sql),
                      std::move(run));
  }
  // Nothing of it runs: it is refused by the authorizer while it is prepared.
  if (database.authorizer().read_only()) {
    return PrepareSql(database, WithoutReturning(sql, *write));
  }
  return PrepareWrite(database, sql, *write);
}

// The condition's own faults have the place where it was typed.
SqlText WithCondition(const std::string& select, const OwnSelect::TypedCondition& where) {
  if (where.end == 0) return SqlText::Own(select);
  SqlText sql{where.typed, "SELECT * FROM (" + select + ") WHERE ", {}, {}};
  sql.places.AddReplacement(0, where.begin);
  sql.places.AddCopy(sql.text.size(), where.begin);
  sql.text.append(where.typed, where.begin, where.end - where.begin);
  return sql;
}

}  // namespace

StatusOr<std::unique_ptr<Execution>> SqlQuery::Prepare(Database& database) const {
  ASSIGN_OR_RETURN(SqlText sql, RewriteSql(typed_, database.names(), begin_));
  for (;;) {
    StatusOr<std::unique_ptr<Execution>> prepared = PrepareTyped(database, sql);
    if (prepared.ok()) return prepared;
    std::optional<SqlText> other = WithColumnName(database, sql, prepared.status());
    if (!other) return prepared;
    sql = *std::move(other);
  }
}

StatusOr<std::unique_ptr<Execution>> OwnSelect::Prepare(Database& database) const {
  SqlRun run;
  if (notes) {
    ASSIGN_OR_RETURN(run.notes, notes(database.connection().api.catalog()));
  }
  return PrepareSql(database, WithCondition(select, where), std::move(run));
}

}  // namespace apisql
