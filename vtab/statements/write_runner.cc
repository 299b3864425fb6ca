#include "vtab/statements/write_runner.h"

#include <algorithm>
#include <string>
#include <utility>

#include "registry/write_builder.h"

namespace apisql {
namespace {

std::string_view VerbOf(const WriteStatement& write) {
  switch (write.verb) {
    case Verb::kUpdate:
      return "UPDATE";
    case Verb::kDelete:
      return "DELETE";
    default:
      return "INSERT";
  }
}

// A statement that gives no rows needs a sink all the same.
class NoRows final : public RowSink {
 public:
  Status Begin(std::span<const ResultColumn> /*columns*/) override { return OkStatus(); }
  Status Row(std::span<const Value> /*values*/) override { return OkStatus(); }
  Status End() override { return OkStatus(); }
};

class DryRunScope {
 public:
  explicit DryRunScope(WriteOptions& options) : options_(options), before_(options.dry_run) {
    options_.dry_run = true;
  }
  ~DryRunScope() { options_.dry_run = before_; }
  DryRunScope(const DryRunScope&) = delete;
  DryRunScope& operator=(const DryRunScope&) = delete;

 private:
  WriteOptions& options_;
  const bool before_;
};

Status GivePreviews(const std::vector<PreviewedRequest>& previews, RowSink& sink) {
  const std::vector<ResultColumn> columns = {
      {"table", "TEXT"}, {"method", "TEXT"}, {"url", "TEXT"}, {"body", "TEXT"}};
  RETURN_IF_ERROR(sink.Begin(columns));
  for (const PreviewedRequest& preview : previews) {
    const Value body = preview.body.empty() ? Value() : Value(std::string_view(preview.body));
    const std::vector<Value> row = {std::string_view(preview.table),
                                    std::string_view(preview.method), std::string_view(preview.url),
                                    body};
    RETURN_IF_ERROR(sink.Row(row));
  }
  return sink.End();
}

}  // namespace

StatusOr<StatementSummary> WriteRunner::Run(const RewrittenSql& sql, std::string_view typed,
                                            RowSink& sink, int64_t* error_offset) {
  const std::optional<WriteStatement> write = Find(sql);
  if (!write) return RunPlain(sql, typed, sink, error_offset);
  // Nothing of it runs: explained, or refused by the authorizer while it is prepared.
  if (write->explained || runner_.authorizer().read_only()) {
    return runner_.Run(WithoutReturning(sql, *write), typed, sink, error_offset);
  }
  Status allowed = CheckPossible(*write);
  if (allowed.ok()) allowed = CheckAllowed(*write);
  if (!allowed.ok()) {
    *error_offset = static_cast<int64_t>(sql.offsets.ToOriginal(write->verb_offset));
    return allowed;
  }
  return RunWrite(sql, *write, typed, sink, error_offset);
}

StatusOr<std::vector<PreviewedRequest>> WriteRunner::Preview(const RewrittenSql& sql,
                                                             const WriteStatement& write,
                                                             std::string_view typed,
                                                             int64_t* error_offset) {
  const DryRunScope dry_run(connection_.writes().options());
  NoRows none;
  const auto summary = RunStripped(sql, write, typed, none, error_offset);
  if (!summary.ok()) return summary.status();
  return connection_.writes().TakePreviews();
}

std::optional<WriteStatement> WriteRunner::Find(const RewrittenSql& sql) const {
  std::optional<WriteStatement> write = ReadWriteStatement(sql.text, names_);
  if (write && !connection_.catalog().Has(write->table)) write.reset();
  return write;
}

Status WriteRunner::CheckPossible(const WriteStatement& write) const {
  ASSIGN_OR_RETURN(const auto resource, connection_.catalog().Find(write.table));
  if (!resource->view_sql.empty()) {
    return {StatusCode::kInvalidArgument, write.table + " is a view and cannot be written"};
  }
  RETURN_IF_ERROR(WriteMethod(*resource, write.verb).status());
  if (write.conflict != "REPLACE" && write.conflict != "IGNORE") return OkStatus();
  return {StatusCode::kInvalidArgument,
          write.table + ": " + write.conflict +
              " is not possible: an API does not tell beforehand whether a row is there. Use "
              "INSERT for a new row, UPDATE for one that is there"};
}

Status WriteRunner::CheckAllowed(const WriteStatement& write) const {
  if (write.returning && in_transaction()) {
    return {StatusCode::kFailedPrecondition,
            "RETURNING is not possible inside of a transaction: the rows are sent at COMMIT. Run "
            "the statement outside of BEGIN ... COMMIT"};
  }
  if (write.verb == Verb::kInsert || write.has_where || connection_.rules().allow_full_table_writes)
    return OkStatus();
  return {StatusCode::kFailedPrecondition,
          write.table + ": " + std::string(VerbOf(write)) +
              " without WHERE would write every row; add WHERE, or SET allow_full_table_writes = "
              "on"};
}

StatusOr<StatementSummary> WriteRunner::RunPlain(const RewrittenSql& sql, std::string_view typed,
                                                 RowSink& sink, int64_t* error_offset) {
  ASSIGN_OR_RETURN(StatementSummary summary, runner_.Run(sql, typed, sink, error_offset));
  RETURN_IF_ERROR(Finish(false, sink, &summary));
  return summary;
}

// The SELECT is prepared first: what is wrong in RETURNING must show before anything is sent.
StatusOr<StatementSummary> WriteRunner::RunWrite(const RewrittenSql& sql,
                                                 const WriteStatement& write,
                                                 std::string_view typed, RowSink& sink,
                                                 int64_t* error_offset) {
  const bool dry_run = connection_.writes().options().dry_run;
  RewrittenSql select_sql;
  SqliteStatement select;
  if (write.returning) {
    RETURN_IF_ERROR(CheckReturning(sql, *write.returning, error_offset));
    select_sql = ReturningSelect(sql, write);
    ASSIGN_OR_RETURN(select, runner_.Prepare(select_sql, typed, error_offset));
  }
  StatusOr<StatementSummary> summary = RunStripped(sql, write, typed, sink, error_offset);
  const bool answered = summary.ok() || connection_.writes().answered();
  if (select != nullptr && answered && !dry_run) {
    int64_t ignored = -1;
    // What the statement has read is not what is there now.
    connection_.ForgetRows();
    auto rows = runner_.RunPrepared(select.get(), select_sql, typed, sink, &ignored);
    if (!rows.ok() && summary.ok()) {
      return std::move(rows).status().Annotate("the write is done, but RETURNING failed");
    }
    if (rows.ok() && summary.ok()) {
      summary->returned_rows = true;
      summary->rows = rows->rows;
    }
  }
  if (!summary.ok()) return summary;
  RETURN_IF_ERROR(Finish(!in_transaction(), sink, &*summary));
  return summary;
}

StatusOr<StatementSummary> WriteRunner::RunStripped(const RewrittenSql& sql,
                                                    const WriteStatement& write,
                                                    std::string_view typed, RowSink& sink,
                                                    int64_t* error_offset) {
  const RewrittenSql stripped = WithoutReturning(sql, write);
  ASSIGN_OR_RETURN(const SqliteStatement statement, runner_.Prepare(stripped, typed, error_offset));
  connection_.BeginStatement(
      connection_.statement_number(),
      WriteTarget{write.table, write.verb, KeySuffices(write), write.has_where});
  auto summary = runner_.RunPrepared(statement.get(), stripped, typed, sink, error_offset);
  if (summary.ok()) summary->wrote = true;
  return summary;
}

// A view, of the workspace or of a document, may read the table without naming it here.
bool WriteRunner::KeySuffices(const WriteStatement& write) const {
  const Authorizer& authorizer = runner_.authorizer();
  if (!write.named_once || write.returning) return false;
  // SQLite hands over all values of such a row, and asks for its rowid before it reads them.
  if (write.has_from) return false;
  if (authorizer.tables_read_inside().contains(write.table)) return false;
  return std::ranges::none_of(authorizer.tables_read(), [&](const std::string& table) {
    if (!connection_.catalog().Has(table)) return false;
    const auto resource = connection_.catalog().Find(table);
    return !resource.ok() || !(*resource)->view_sql.empty();
  });
}

Status WriteRunner::Finish(bool shows_requests, RowSink& sink, StatementSummary* summary) {
  WriteSet& writes = connection_.writes();
  summary->outcomes = writes.counts();
  const WriteCounts& counts = summary->outcomes;
  const bool counted = counts.applied + counts.absent + counts.previewed > 0;
  if (summary->wrote || summary->changes == 0) summary->changes = counts.applied;
  summary->wrote |= counted;
  if (in_transaction()) summary->staged = StagedNow();
  summary->notes = writes.TakeWarnings();
  const std::vector<PreviewedRequest> previews = writes.TakePreviews();
  const bool shows = writes.options().dry_run && (shows_requests || !previews.empty());
  if (!shows || summary->returned_rows) return OkStatus();
  summary->returned_rows = true;
  summary->rows = static_cast<int64_t>(previews.size());
  return GivePreviews(previews, sink);
}

// Those of this statement.
int64_t WriteRunner::StagedNow() const {
  const auto& records = connection_.writes().log().records();
  int64_t staged = 0;
  for (auto record = records.rbegin();
       record != records.rend() && record->statement == connection_.statement_number(); ++record) {
    if (record->outcome == Outcome::kStaged) ++staged;
  }
  return staged;
}

}  // namespace apisql
