#include "vtab/statements/exec.h"

#include <algorithm>
#include <optional>

#include "registry/request/write_builder.h"
#include "src/base/text.h"
#include "vtab/prepared/preview_table.h"
#include "vtab/sql/registered_names.h"
#include "vtab/sql/rewrite.h"
#include "vtab/sql/tokens.h"
#include "vtab/sql/write_statement.h"
#include "vtab/statements/sql_query.h"
#include "vtab/statements/statement_table.h"
#include "vtab/statements/write.h"
#include "vtab/statements/write_report.h"
#include "vtab/values/sql_value.h"

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

// The SELECT that a method stands for, and the values of its conditions.
struct ReadingSelect {
  std::string table;
  std::vector<std::pair<std::string, SqlValue>> conditions;

  // `text_of` gives the text of the value of that condition.
  template <typename TextOf>
  std::string Text(const TextOf& text_of) const {
    std::string text = "SELECT * FROM " + QuoteName(table);
    for (size_t i = 0; i < conditions.size(); ++i) {
      text += (i == 0 ? " WHERE " : " AND ") + QuoteName(conditions[i].first) + " = " + text_of(i);
    }
    return text;
  }
};

// None for an action.
StatusOr<std::optional<ReadingSelect>> ReadSelect(const ExecStatement& statement,
                                                  Catalog& catalog) {
  ASSIGN_OR_RETURN(const auto resource, catalog.Find(statement.table));
  ASSIGN_OR_RETURN(const Method* method, FindMethod(*resource, statement.method));
  if (method->verb != Verb::kSelect) return std::optional<ReadingSelect>();
  ASSIGN_OR_RETURN(const KnownRow values,
                   ReadExecArguments(*resource, *method, statement.arguments));
  ReadingSelect select{resource->name, {}};
  for (size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) continue;
    select.conditions.emplace_back(resource->columns[i].name, AsSqlValue(*values[i]));
  }
  return std::optional<ReadingSelect>(std::move(select));
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

StatusOr<Mutation> BuildMutation(const ExecStatement& statement, Connection& connection) {
  Mutation mutation;
  ASSIGN_OR_RETURN(mutation.resource, connection.api.catalog().Find(statement.table));
  const Resource& resource = *mutation.resource;
  ASSIGN_OR_RETURN(mutation.method, FindMethod(resource, statement.method));
  ASSIGN_OR_RETURN(mutation.endpoint,
                   connection.api.EndpointFor(*resource.provider, mutation.method->server, ""));
  ASSIGN_OR_RETURN(mutation.request, BuildExec(resource, *mutation.method,
                                               mutation.endpoint->base_url, statement.arguments));
  mutation.request.label.statement = connection.statements.entered()->number();
  std::vector<SqlValue> row(resource.columns.size());
  for (const auto& [name, value] : statement.arguments) {
    const int column = ArgumentColumn(resource, *mutation.method, name);
    if (column < 0) continue;
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
StatusOr<std::optional<SqlStatement>> PrepareAnswer(Database& database, const Mutation& mutation,
                                                    const std::string& typed) {
  WriteStatement write;
  write.table = mutation.resource->name;
  const std::optional<ReturningClause> clause = FindReturning(typed);
  if (!clause && !mutation.method->returns_row) return std::optional<SqlStatement>();
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
    ASSIGN_OR_RETURN(Mutation mutation, statement_.MakeMutation(database_));
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

// What is sent is known before the statement is run, so that it can be shown.
Status TakesNoParameter(std::string_view parameter) {
  return {StatusCode::kInvalidArgument,
          "EXEC takes its values as they are written; the parameter " + std::string(parameter) +
              " cannot stand here"};
}

// @name or name; either may have dots in it.
StatusOr<std::string> TakeArgumentName(StatementReader& reader) {
  std::string name;
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
  for (bool more = given; more; more = reader.TakeOperator(',')) {
    ASSIGN_OR_RETURN(std::string argument, TakeArgumentName(reader));
    if (!reader.TakeOperator('=')) return reader.SyntaxError();
    if (reader.Peek() != nullptr && reader.Peek()->kind == TokenKind::kParameter) {
      return TakesNoParameter(reader.Peek()->text).At(reader.Peek()->offset);
    }
    ASSIGN_OR_RETURN(ColumnValue value, reader.TakeValue());
    statement->arguments.emplace_back(std::move(argument), std::move(value));
  }
  if (!reader.TakeWord("returning")) RETURN_IF_ERROR(reader.CheckEnd());
  return std::unique_ptr<ParsedStatement>(std::move(statement));
}

// What stands before RETURNING are the names of arguments.
std::vector<SqlParameter> ExecStatement::parameters() const {
  const std::optional<ReturningClause> clause = FindReturning(typed);
  return clause ? ReadParameters(typed, clause->begin) : std::vector<SqlParameter>();
}

StatusOr<std::unique_ptr<Execution>> ExecStatement::Prepare(Database& database) const {
  auto select = ReadSelect(*this, database.connection().api.catalog());
  if (!select.ok()) return std::move(select).status().At(place);
  if (*select) {
    RETURN_IF_ERROR(CheckGivesNoReturning(typed).At(place));
    return PrepareRead(database, **select);
  }
  RETURN_IF_ERROR(CheckAllowed(database, table).At(place));
  ASSIGN_OR_RETURN(const Mutation mutation, MakeMutation(database));
  ASSIGN_OR_RETURN(std::optional<SqlStatement> answer, PrepareAnswer(database, mutation, typed));
  return std::unique_ptr<Execution>(
      std::make_unique<ExecExecution>(database, *this, std::move(answer)));
}

StatusOr<std::optional<std::string>> ExecStatement::SelectText(Database& database) const {
  auto select = ReadSelect(*this, database.connection().api.catalog());
  if (!select.ok()) return std::move(select).status().At(place);
  if (!*select) return std::optional<std::string>();
  const ReadingSelect& read = **select;
  return std::optional<std::string>(
      read.Text([&](size_t i) { return ToSqlLiteral(read.conditions[i].second); }));
}

StatusOr<Mutation> ExecStatement::MakeMutation(Database& database) const {
  StatusOr<Mutation> mutation = BuildMutation(*this, database.connection());
  if (!mutation.ok()) return std::move(mutation).status().At(place);
  return mutation;
}

}  // namespace apisql
