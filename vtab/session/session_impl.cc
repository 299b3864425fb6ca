#include "vtab/session/session_impl.h"

#include <algorithm>
#include <utility>

#include "registry/write_builder.h"
#include "src/base/text.h"
#include "vtab/run/workspace.h"
#include "vtab/sql/rewrite.h"
#include "vtab/sql/split.h"
#include "vtab/statements/completion.h"
#include "vtab/statements/explain_analyze.h"
#include "vtab/statements/explain_requests.h"
#include "vtab/table/meta_tables.h"
#include "vtab/table/rehearsal.h"

namespace apisql {
namespace {

constexpr std::string_view kSettingsTable = "apisql.settings";

std::vector<std::string> NamesToRegister(const std::shared_ptr<Connection>& connection) {
  std::vector<std::string> names = connection->catalog().TableNames();
  for (const MetaTableSpec& table : MetaTables(connection)) names.push_back(table.name);
  names.emplace_back(kSettingsTable);
  std::ranges::sort(names);
  return names;
}

// Labels requests with the statement, and drops what was cached for it at its end.
class RunScope {
 public:
  RunScope(Connection& connection, int64_t number) : connection_(connection) {
    connection_.BeginStatement(number);
  }
  ~RunScope() { connection_.EndStatement(); }
  RunScope(const RunScope&) = delete;
  RunScope& operator=(const RunScope&) = delete;

 private:
  Connection& connection_;
};

}  // namespace

StatusOr<std::unique_ptr<Session>> Session::Open(std::unique_ptr<Catalog> catalog, Config config,
                                                 Transport& transport, const Clock& clock,
                                                 SessionOptions options) {
  auto session = std::make_unique<SessionImpl>(std::move(catalog), std::move(config), transport,
                                               clock, std::move(options));
  RETURN_IF_ERROR(session->Start());
  return std::unique_ptr<Session>(std::move(session));
}

bool Session::IsComplete(std::string_view sql) { return IsCompleteSql(sql); }
bool Session::IsBlank(std::string_view sql) { return IsBlankSql(sql); }

SessionImpl::SessionImpl(std::unique_ptr<Catalog> catalog, Config config, Transport& transport,
                         const Clock& clock, SessionOptions options)
    : options_(std::move(options)),
      interruption_(
          options_.interrupted,
          [this] {
            if (options_.progress) options_.progress(connection_->log());
          },
          clock),
      connection_(
          std::make_shared<Connection>(std::move(catalog), std::move(config), transport, clock,
                                       [this] { return interruption_.PollWhileWaiting(); })),
      names_(NamesToRegister(connection_)),
      authorizer_(names_, connection_->rules()) {}

Status SessionImpl::Start() {
  connection_->rules().read_only = options_.read_only;
  connection_->log().set_listener(options_.trace);
  RETURN_IF_ERROR(ApplySettings());
  ASSIGN_OR_RETURN(db_, OpenWorkspace(options_.database));
  WaitForLocks(db_.get(), interruption_);
  RETURN_IF_ERROR(CheckNoneIsHidden(db_.get(), "main", names_));
  RETURN_IF_ERROR(RegisterTables());
  authorizer_.Install(db_.get());
  const auto poll = [](void* self) { return static_cast<SessionImpl*>(self)->IsToStop() ? 1 : 0; };
  sqlite3_progress_handler(db_.get(), Rehearsal::kOperationsPerPoll, poll, this);
  runner_ = std::make_unique<StatementRunner>(db_.get(), authorizer_, names_, catalog());
  writer_ = std::make_unique<WriteRunner>(*connection_, *runner_, names_);
  exec_ = std::make_unique<ExecRunner>(*connection_, *runner_, names_, *writer_);
  return OkStatus();
}

// Of the statement that is executing: a rehearsal ends alone.
bool SessionImpl::IsToStop() {
  Rehearsal* rehearsal = connection_->rehearsal();
  return interruption_.Requested() || (rehearsal != nullptr && rehearsal->HasDoneEnough());
}

Status SessionImpl::RegisterTables() {
  RETURN_IF_ERROR(Connection::Register(db_.get(), connection_));
  RETURN_IF_ERROR(RegisterMetaTables(db_.get(), connection_));
  return RegisterMetaTable(db_.get(), SettingsTable());
}

// What is said later wins: the config file, the options, then each --set.
Status SessionImpl::ApplySettings() {
  RETURN_IF_ERROR(ApplyConfiguredSettings(*connection_));
  if (options_.allow_partial) connection_->api().options().allow_partial = true;
  if (options_.dry_run) connection_->writes().options().dry_run = true;
  for (const auto& [name, value] : options_.settings) {
    RETURN_IF_ERROR(ApplySetting(*connection_, name, value));
  }
  return OkStatus();
}

MetaTableSpec SessionImpl::SettingsTable() {
  const auto rows = [this](MetaKeys) -> StatusOr<std::vector<MetaRow>> {
    std::vector<MetaRow> settings;
    for (const Setting& setting : AllSettings()) {
      settings.push_back({std::string(setting.name), setting.read(*connection_),
                          std::string(setting.default_value), std::string(setting.description)});
    }
    return settings;
  };
  return {.name = std::string(kSettingsTable),
          .columns = {{"name", "TEXT"},
                      {"value", "TEXT"},
                      {"default", "TEXT"},
                      {"description", "TEXT"}},
          .rows = rows};
}

StatusOr<StatementSummary> SessionImpl::RunNext(std::string_view* sql, RowSink& sink,
                                                StatementError* error) {
  const std::string_view text = sql->substr(0, FirstStatementSize(*sql));
  sql->remove_prefix(text.size());
  if (IsBlankSql(text)) return StatementSummary{};
  interruption_.Reset();
  const int64_t requests_before = RequestsSoFar();
  int64_t offset = -1;
  StatusOr<StatementSummary> summary = RunStatement(text, sink, &offset);
  std::vector<std::string> warnings = connection_->TakeWarnings();
  if (!summary.ok()) {
    if (error != nullptr) *error = {summary.status(), offset};
    return summary;
  }
  summary->requests = RequestsSoFar() - requests_before;
  summary->warnings = std::move(warnings);
  return summary;
}

StatusOr<StatementSummary> SessionImpl::RunStatement(std::string_view text, RowSink& sink,
                                                     int64_t* error_offset) {
  const size_t nul = text.find('\0');
  if (nul != std::string_view::npos) {
    *error_offset = static_cast<int64_t>(nul);
    return Status(StatusCode::kInvalidArgument, "SQL text cannot hold a NUL byte");
  }
  if (interruption_.Requested()) return Status(StatusCode::kCancelled, "interrupted");
  const RunScope scope(*connection_, ++statement_number_);
  ASSIGN_OR_RETURN(const ParsedStatement statement, Read(text, error_offset));
  return RunKind(statement, text, sink, error_offset);
}

StatusOr<ParsedStatement> SessionImpl::Read(std::string_view text, int64_t* error_offset) {
  const KnownTables known{catalog().TableNames(), [this] { return OtherTables(); }};
  return ReadStatement(text, known, error_offset);
}

StatusOr<StatementSummary> SessionImpl::RunKind(const ParsedStatement& statement,
                                                std::string_view text, RowSink& sink,
                                                int64_t* error_offset) {
  switch (statement.kind) {
    case ParsedStatement::Kind::kShow:
      return runner_->Run({statement.select, {}, {}}, "", sink, error_offset);
    case ParsedStatement::Kind::kSet:
      RETURN_IF_ERROR(ApplySetting(*connection_, statement.setting, statement.value));
      *error_offset = -1;
      return StatementSummary{};
    case ParsedStatement::Kind::kExplainRequests:
    case ParsedStatement::Kind::kAnalyzeRequests:
      return Explain(statement, text, sink, error_offset);
    case ParsedStatement::Kind::kShowInsert:
      return ShowInsert(statement.table, sink);
    case ParsedStatement::Kind::kExec:
      return exec_->Run(statement, text, sink, error_offset);
    case ParsedStatement::Kind::kSql:
      break;
  }
  ASSIGN_OR_RETURN(const RewrittenSql sql, RewriteSql(text, names_, error_offset));
  return writer_->Run(sql, text, sink, error_offset);
}

StatusOr<StatementSummary> SessionImpl::Explain(const ParsedStatement& statement,
                                                std::string_view text, RowSink& sink,
                                                int64_t* error_offset) {
  const size_t body = statement.body;
  const ExplainContext context{*connection_, *runner_, names_, *writer_, *exec_, options_.trace};
  const StatusOr<ParsedStatement> explained = Read(text.substr(body), error_offset);
  if (*error_offset >= 0) *error_offset += static_cast<int64_t>(body);
  if (!explained.ok()) return explained.status();
  if (statement.kind == ParsedStatement::Kind::kAnalyzeRequests) {
    *error_offset = static_cast<int64_t>(body);
    const bool readable = explained->kind == ParsedStatement::Kind::kSql;
    if (!readable) return NotAnalyzable();
    *error_offset = -1;
    return ExplainAnalyze(context, text, body, sink, error_offset);
  }
  if (explained->kind == ParsedStatement::Kind::kExec)
    return ExplainExec(context, *explained, sink);
  *error_offset = -1;
  return ExplainRequests(context, text, body, sink, error_offset);
}

// A row per line: a table on a terminal shows no line breaks within a value.
StatusOr<StatementSummary> SessionImpl::ShowInsert(const std::string& table, RowSink& sink) {
  ASSIGN_OR_RETURN(const auto resource, catalog().Find(table));
  ASSIGN_OR_RETURN(const std::string sql, InsertTemplate(*resource));
  const std::vector<ResultColumn> columns = {{"sql", "TEXT"}};
  RETURN_IF_ERROR(sink.Begin(columns));
  StatementSummary summary;
  summary.returned_rows = true;
  for (const std::string& line : Split(StripBlanks(sql), '\n')) {
    const std::vector<Value> row = {std::string_view(line)};
    RETURN_IF_ERROR(sink.Row(row));
    ++summary.rows;
  }
  RETURN_IF_ERROR(sink.End());
  return summary;
}

std::vector<std::string> SessionImpl::Complete(std::string_view sql) {
  const std::vector<std::string> tables = TableNames();
  const auto columns_of = [this](const std::string& table) {
    return QueryTexts(db_.get(),
                      "SELECT name FROM pragma_table_xinfo(?1) WHERE name <> '_returned'", table);
  };
  return CompleteSql(sql, {tables, names_, columns_of});
}

std::vector<std::string> SessionImpl::TableNames() {
  std::vector<std::string> tables = names_.all();
  for (std::string& table : WorkspaceTables(db_.get())) tables.push_back(std::move(table));
  std::ranges::sort(tables);
  return tables;
}

// Those that the catalog does not have.
std::vector<std::string> SessionImpl::OtherTables() const {
  std::vector<std::string> tables = WorkspaceTables(db_.get());
  for (const std::string& name : names_.all()) {
    if (!connection_->catalog().Has(name)) tables.push_back(name);
  }
  return tables;
}

int64_t SessionImpl::RequestsSoFar() const {
  const auto& records = connection_->log().records();
  return records.empty() ? 0 : records.back().number;
}

void SessionImpl::Interrupt() {
  interruption_.Request();
  sqlite3_interrupt(db_.get());
}

}  // namespace apisql
