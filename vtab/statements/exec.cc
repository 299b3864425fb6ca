#include "vtab/statements/exec.h"

#include <algorithm>
#include <optional>

#include "registry/request/write_builder.h"
#include "registry/request/write_parts.h"
#include "src/base/scoped_value.h"
#include "src/base/text.h"
#include "vtab/prepared/preview_table.h"
#include "vtab/rewrite/rewrite.h"
#include "vtab/rows/sql_value.h"
#include "vtab/run/hints.h"
#include "vtab/scan/parent_values.h"
#include "vtab/sql/registered_names.h"
#include "vtab/sql/tokens.h"
#include "vtab/sql/write_statement.h"
#include "vtab/statements/sql_query.h"
#include "vtab/statements/statement_table.h"
#include "vtab/statements/write.h"
#include "vtab/statements/write_report.h"

namespace apisql {
namespace {

// The column that an argument fills, -1: none.
int ArgumentColumn(const Resource& resource, const Method& method, const std::string& name) {
  const int column = resource.FindColumn(name);
  if (column >= 0) return column;
  const Parameter* parameter = method.FindParameter(name);
  return parameter == nullptr ? -1 : resource.FindColumn(parameter->column);
}

// "id = 'ABC'", as far as the arguments tell.
std::string KeyOf(const Resource& resource, const std::vector<SqlValue>& row) {
  std::vector<std::string> parts;
  for (const std::string& name : resource.key) {
    const SqlValue& value = row[static_cast<size_t>(resource.FindColumn(name))];
    if (std::holds_alternative<std::monostate>(value)) continue;
    parts.push_back(name + " = " + ToSqlLiteral(value));
  }
  return Join(parts, ", ");
}

bool IsRun(Verb verb) { return verb == Verb::kExec || verb == Verb::kSelect; }

Status UnknownMethod(const Resource& resource, const std::string& method) {
  std::vector<std::string> known;
  for (const Method& one : resource.methods) {
    if (IsRun(one.verb)) known.push_back(one.name);
  }
  const Status unknown = UnknownName("method", resource.name + "." + method, {});
  std::string hint = Suggestion(method, known);
  if (!hint.empty()) hint += ' ';
  hint += known.empty() ? "The table has none for EXEC." : "EXEC takes " + Join(known, ", ") + ".";
  return Status(unknown).WithMessage(unknown.message() + ". " + hint).WithHint(hint);
}

StatusOr<const Method*> FindMethod(const Resource& resource, const std::string& name) {
  const Method* method = resource.FindMethod(name);
  if (method == nullptr) return UnknownMethod(resource, name);
  if (IsRun(method->verb)) return method;
  return Status(StatusCode::kInvalidArgument,
                resource.name + ": " + method->name +
                    " is not run by EXEC; that is what INSERT, UPDATE and DELETE are for");
}

StatusOr<std::unique_ptr<Execution>> PrepareRead(Database& database, const ReadingSelect& select) {
  const std::string text =
      select.Text([](size_t condition) { return "?" + std::to_string(condition + 1); });
  Parameters values(ReadParameters(text));
  for (size_t i = 0; i < select.conditions.size(); ++i) {
    RETURN_IF_ERROR(values.Set(static_cast<int>(i) + 1, select.conditions[i].second));
  }
  return PrepareSql(database, SqlText::Own(text, {select.table}), {std::move(values), {}});
}

// A method that reads, with values that each run brings.
class BoundRead final : public Execution {
 public:
  BoundRead(Database& database, const ExecStatement& statement, std::vector<ResultColumn> columns)
      : database_(database), statement_(statement), columns_(std::move(columns)) {}

  std::vector<ResultColumn> columns() override { return columns_; }

  Status Start(const Parameters& parameters) override {
    ASSIGN_OR_RETURN(read_, statement_.PrepareSelect(database_, parameters));
    return read_->Start(parameters);
  }
  StatusOr<bool> Next(std::vector<Value>* row) override { return read_->Next(row); }
  void Finish(StatementSummary* summary) override { read_->Finish(summary); }
  void Stop() override {
    if (read_ != nullptr) read_->Stop();
  }

 private:
  Database& database_;
  const ExecStatement statement_;
  const std::vector<ResultColumn> columns_;
  std::unique_ptr<Execution> read_;  // Of the run; null before the first.
};

void LearnSecrets(const Resource& resource, const KnownRow& values, Redactor* redactor) {
  for (size_t i = 0; i < values.size(); ++i) {
    const Column& column = resource.columns[i];
    if (!column.secret || !values[i]) continue;
    for (const std::string& text : TextsOfSecret(column, *values[i])) redactor->Add(text);
  }
}

// Looks up what is not given of the values that the method takes from rows of parents.
Status AddParentValues(const Resource& resource, const Method& method, Connection& connection,
                       const KnownRow& given, ArgumentValues* arguments) {
  if (!ParentValues::Lacks(resource, method, given)) return OkStatus();
  RETURN_IF_ERROR(connection.api.CheckMaySend(resource, method).Annotate(resource.name));
  Statement& statement = *connection.statements.entered();
  // Where the action goes is decided by the whole list.
  statement.context().set_writes();
  KnownRow known = given;
  const auto find_table = [&](const std::string& name) {
    return connection.api.catalog().Find(name);
  };
  RETURN_IF_ERROR(ParentValues(statement.context(), statement.cache(), resource, method)
                      .Fill(find_table, &known));
  for (size_t i = 0; i < given.size(); ++i) {
    if (known[i] && !given[i]) arguments->emplace_back(resource.columns[i].name, *known[i]);
  }
  return OkStatus();
}

StatusOr<Mutation> BuildMutation(const ExecStatement& statement, ArgumentValues arguments,
                                 Connection& connection) {
  Mutation mutation;
  ASSIGN_OR_RETURN(mutation.resource, connection.api.catalog().Find(statement.table));
  const Resource& resource = *mutation.resource;
  ASSIGN_OR_RETURN(mutation.method, FindMethod(resource, statement.method));
  ASSIGN_OR_RETURN(const KnownRow given, ReadExecArguments(resource, *mutation.method, arguments));
  LearnSecrets(resource, given, &connection.api.client().redactor());
  RETURN_IF_ERROR(AddParentValues(resource, *mutation.method, connection, given, &arguments));
  ASSIGN_OR_RETURN(const KnownRow whole, ReadExecArguments(resource, *mutation.method, arguments));
  ASSIGN_OR_RETURN(const Arguments sent, ParameterArguments(resource, *mutation.method, whole));
  ASSIGN_OR_RETURN(mutation.endpoint, connection.api.EndpointFor(resource, *mutation.method, sent));
  ASSIGN_OR_RETURN(mutation.request,
                   BuildExec(resource, *mutation.method, mutation.endpoint->base_url, arguments));
  mutation.request.label.statement = connection.statements.entered()->number();
  std::vector<SqlValue> row(resource.columns.size());
  for (const auto& [name, value] : arguments) {
    const int column = ArgumentColumn(resource, *mutation.method, name);
    if (column < 0 || resource.columns[static_cast<size_t>(column)].secret) continue;
    row[static_cast<size_t>(column)] = AsSqlValue(value);
  }
  mutation.key = KeyOf(resource, row);
  mutation.image = {mutation.resource, {row.begin(), row.end()}};
  return mutation;
}

Status CheckAllowed(Database& database, const std::string& table) {
  if (database.authorizer().read_only()) {
    return {StatusCode::kFailedPrecondition,
            table + ": EXEC is not allowed in a read-only session (--read-only)"};
  }
  if (!database.in_transaction()) return OkStatus();
  return {StatusCode::kFailedPrecondition,
          "EXEC is not possible inside of a transaction: it is sent at once, and ROLLBACK could "
          "not take it back. Run it outside of BEGIN ... COMMIT"};
}

Status Send(WriteSet& writes, Mutation mutation) {
  RETURN_IF_ERROR(writes.Stage(std::move(mutation)));
  Status sent = writes.Sync();
  if (sent.ok()) {
    writes.Commit();
  } else {
    writes.Rollback();
  }
  return sent;
}

Status CheckGivesNoReturning(const std::string& typed) {
  if (!FindReturning(typed)) return OkStatus();
  return {StatusCode::kInvalidArgument,
          "RETURNING is for methods that write; SELECT chooses among the columns of what is read"};
}

// The SELECT that gives the answer; none where there is none to give.
StatusOr<std::optional<SqlStatement>> PrepareAnswer(Database& database, const Resource& resource,
                                                    const Method& method,
                                                    const std::string& typed) {
  WriteStatement write;
  write.table = resource.name;
  const std::optional<ReturningClause> clause = FindReturning(typed);
  if (!clause && !method.returns_row) return std::optional<SqlStatement>();
  SqlText sql;
  if (clause) {
    ASSIGN_OR_RETURN(sql, RewriteSql(typed, database.names(), clause->begin));
    write.returning = FindReturning(sql.text);
    RETURN_IF_ERROR(CheckReturning(sql, *write.returning));
    sql = ReturningSelect(sql, write);
  } else {
    sql = SqlText::Own("SELECT * FROM " + QuoteName(write.table) + R"( WHERE "_returned" = 1)",
                       {write.table});
  }
  ASSIGN_OR_RETURN(SqlStatement answer, database.Prepare(std::move(sql)));
  return std::optional<SqlStatement>(std::move(answer));
}

class ExecExecution final : public TableExecution {
 public:
  ExecExecution(Database& database, const ExecStatement& statement,
                std::optional<SqlStatement> answer)
      : database_(database), statement_(statement), answer_(std::move(answer)) {}

 protected:
  std::vector<ResultColumn> KnownColumns() override {
    if (database_.connection().writes.options().dry_run) return PreviewColumns();
    return answer_ ? answer_->columns() : std::vector<ResultColumn>();
  }

  StatusOr<TableRun> Run(const Parameters& parameters) override {
    RETURN_IF_ERROR(CheckAllowed(database_, statement_.table).At(statement_.place));
    if (answer_) RETURN_IF_ERROR(answer_->Bind(parameters));
    WriteSet& writes = database_.connection().writes;
    const ScopedValue await(writes.options().await,
                            writes.options().await || HasAwaitHint(statement_.typed));
    ASSIGN_OR_RETURN(Mutation mutation, statement_.MakeMutation(database_, parameters));
    RETURN_IF_ERROR(Send(writes, std::move(mutation)));
    TableRun run;
    if (answer_ && !writes.options().dry_run) {
      StatusOr<ResultTable> rows = ReadAll(*answer_);
      if (!rows.ok()) {
        return std::move(rows).status().Annotate("the action is done, but its answer is not shown");
      }
      run.table = *std::move(rows);
    }
    run.summary.wrote = true;
    std::optional<ResultTable> previews = ReportWrites(database_, true, &run.summary);
    if (previews && run.table.columns.empty()) run.table = *std::move(previews);
    return run;
  }

 private:
  Database& database_;
  const ExecStatement statement_;
  std::optional<SqlStatement> answer_;
};

// A bare ? would count with those of RETURNING, which SQLite numbers by itself.
Status TakesNamedParameters(std::string_view parameter) {
  return {StatusCode::kInvalidArgument,
          "a parameter that is an argument of EXEC has a name, such as :id; " +
              std::string(parameter) + " cannot stand here"};
}

// "@@": SQLite has no such token.
bool IsJsonArgument(const StatementReader& reader) {
  return reader.Peek() != nullptr && reader.Peek()->text == "@";
}

// @name or name; either may have dots in it. @@json is kJsonArgument.
StatusOr<std::string> TakeArgumentName(StatementReader& reader) {
  std::string name;
  if (IsJsonArgument(reader)) {
    reader.Skip();
    const Token* json = reader.Peek();
    if (json == nullptr || !EqualsIgnoreCase(json->text, kJsonArgument)) {
      return reader.SyntaxErrorBefore();
    }
    reader.Skip();
    return std::string(kJsonArgument);
  }
  const Token* token = reader.Peek();
  if (token != nullptr && token->kind == TokenKind::kParameter && token->text[0] == '@') {
    name = token->text.substr(1);
    reader.Skip();
    if (!reader.TakeOperator('.')) return name;
    name += '.';
  }
  ASSIGN_OR_RETURN(const DottedName rest, reader.TakeName());
  return name + rest.text();
}

StatusOr<ExecArgument> TakeArgumentValue(StatementReader& reader, ExecStatement* statement) {
  ExecArgument argument;
  const Token* token = reader.Peek();
  if (token == nullptr || token->kind != TokenKind::kParameter) {
    ASSIGN_OR_RETURN(argument.value, reader.TakeValue());
    return argument;
  }
  if (token->text[0] == '?') return TakesNamedParameters(token->text).At(token->offset);
  argument.parameter = std::string(token->text);
  auto& known = statement->argument_parameters;
  if (std::ranges::find(known, argument.parameter, &SqlParameter::name) == known.end()) {
    known.push_back({argument.parameter, 0, token->offset});
  }
  reader.Skip();
  return argument;
}

std::vector<SqlParameter> ReturningParameters(const std::string& typed) {
  const std::optional<ReturningClause> clause = FindReturning(typed);
  return clause ? ReadParameters(typed, clause->begin) : std::vector<SqlParameter>();
}

// One that RETURNING has, too, is the same.
void NumberParameters(ExecStatement* statement) {
  const std::vector<SqlParameter> returning = ReturningParameters(statement->typed);
  int last = 0;
  for (const SqlParameter& one : returning) last = std::max(last, one.number);
  for (SqlParameter& parameter : statement->argument_parameters) {
    const auto same = std::ranges::find(returning, parameter.name, &SqlParameter::name);
    parameter.number = same == returning.end() ? ++last : same->number;
  }
}

}  // namespace

Parsed ReadExec(StatementReader& reader) {
  auto statement = std::make_unique<ExecStatement>();
  ASSIGN_OR_RETURN(const DottedName name, reader.TakeName());
  const std::string text = name.text();
  const size_t dot = text.rfind('.');
  ASSIGN_OR_RETURN(statement->table,
                   reader.FindApiTable({{text.substr(0, std::min(dot, text.size()))}, name.place}));
  statement->method = text.substr(dot + 1);
  statement->typed = reader.typed();
  statement->place = name.place;
  const bool given = reader.Peek() != nullptr && !reader.Peek()->IsWord("returning");
  for (bool more = given; more; more = reader.TakeOperator(',') || IsJsonArgument(reader)) {
    ASSIGN_OR_RETURN(std::string argument, TakeArgumentName(reader));
    if (!reader.TakeOperator('=')) return reader.SyntaxError();
    ASSIGN_OR_RETURN(ExecArgument value, TakeArgumentValue(reader, statement.get()));
    value.name = std::move(argument);
    statement->arguments.push_back(std::move(value));
  }
  if (!reader.TakeWord("returning")) RETURN_IF_ERROR(reader.CheckEnd());
  NumberParameters(statement.get());
  return std::unique_ptr<ParsedStatement>(std::move(statement));
}

std::vector<SqlParameter> ExecStatement::parameters() const {
  std::vector<SqlParameter> all = argument_parameters;
  for (SqlParameter& one : ReturningParameters(typed)) {
    if (std::ranges::find(all, one.name, &SqlParameter::name) == all.end()) {
      all.push_back(std::move(one));
    }
  }
  return all;
}

StatusOr<std::unique_ptr<Execution>> ExecStatement::PrepareSelect(Database& database,
                                                                  const Parameters& values) const {
  ASSIGN_OR_RETURN(const auto resource, database.connection().api.catalog().Find(table));
  ASSIGN_OR_RETURN(const Method* found, FindMethod(*resource, method));
  ASSIGN_OR_RETURN(const ArgumentValues arguments,
                   ValuesOf(arguments, argument_parameters, place, values));
  StatusOr<ReadingSelect> select = ReadSelect(*resource, *found, arguments);
  if (!select.ok()) return std::move(select).status().At(place);
  return PrepareRead(database, *select);
}

StatusOr<std::unique_ptr<Execution>> ExecStatement::PrepareReading(Database& database) const {
  RETURN_IF_ERROR(CheckGivesNoReturning(typed).At(place));
  if (argument_parameters.empty()) return PrepareSelect(database, {});
  const std::string all = "SELECT * FROM " + QuoteName(table);
  ASSIGN_OR_RETURN(SqlStatement whole, database.Prepare(SqlText::Own(all, {table})));
  return std::unique_ptr<Execution>(std::make_unique<BoundRead>(database, *this, whole.columns()));
}

StatusOr<std::unique_ptr<Execution>> ExecStatement::Prepare(Database& database) const {
  ASSIGN_OR_RETURN(const auto resource, database.connection().api.catalog().Find(table));
  const StatusOr<const Method*> found = FindMethod(*resource, method);
  if (!found.ok()) return Status(found.status()).At(place);
  if ((*found)->verb == Verb::kSelect) return PrepareReading(database);
  RETURN_IF_ERROR(CheckAllowed(database, table).At(place));
  // What can be known to be wrong is told before anything is run.
  if (argument_parameters.empty()) {
    ASSIGN_OR_RETURN(const std::optional<UnfinishedExec> unfinished, Unfinished(database, {}));
    if (!unfinished) RETURN_IF_ERROR(MakeMutation(database, {}).status());
  }
  ASSIGN_OR_RETURN(std::optional<SqlStatement> answer,
                   PrepareAnswer(database, *resource, **found, typed));
  return std::unique_ptr<Execution>(
      std::make_unique<ExecExecution>(database, *this, std::move(answer)));
}

StatusOr<std::optional<std::string>> ExecStatement::SelectText(Database& database,
                                                               const Parameters& values) const {
  ASSIGN_OR_RETURN(const auto resource, database.connection().api.catalog().Find(table));
  const StatusOr<const Method*> found = FindMethod(*resource, method);
  if (!found.ok()) return Status(found.status()).At(place);
  if ((*found)->verb != Verb::kSelect) return std::optional<std::string>();
  ASSIGN_OR_RETURN(const ArgumentValues arguments,
                   ValuesOf(arguments, argument_parameters, place, values));
  StatusOr<ReadingSelect> select = ReadSelect(*resource, **found, arguments);
  if (!select.ok()) return std::move(select).status().At(place);
  return std::optional<std::string>(
      select->Text([&](size_t i) { return ToSqlLiteral(select->conditions[i].second); }));
}

StatusOr<std::optional<UnfinishedExec>> ExecStatement::Unfinished(Database& database,
                                                                  const Parameters& values) const {
  UnfinishedExec exec;
  ASSIGN_OR_RETURN(exec.resource, database.connection().api.catalog().Find(table));
  ASSIGN_OR_RETURN(exec.method, FindMethod(*exec.resource, method));
  ASSIGN_OR_RETURN(const ArgumentValues given_values,
                   ValuesOf(arguments, argument_parameters, place, values));
  const auto given = ReadExecArguments(*exec.resource, *exec.method, given_values);
  if (!given.ok()) return Status(given.status()).At(place);
  if (!ParentValues::Lacks(*exec.resource, *exec.method, *given)) {
    return std::optional<UnfinishedExec>();
  }
  StatusOr<Arguments> known = ParameterArguments(*exec.resource, *exec.method, *given);
  if (!known.ok()) return std::move(known).status().At(place);
  exec.known = *std::move(known);
  return std::optional(std::move(exec));
}

StatusOr<Mutation> ExecStatement::MakeMutation(Database& database, const Parameters& values) const {
  ASSIGN_OR_RETURN(ArgumentValues given, ValuesOf(arguments, argument_parameters, place, values));
  StatusOr<Mutation> mutation = BuildMutation(*this, std::move(given), database.connection());
  if (!mutation.ok()) return std::move(mutation).status().At(place);
  return mutation;
}

}  // namespace apisql
