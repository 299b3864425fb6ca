#include "vtab/statements/exec_runner.h"

#include <optional>
#include <string>
#include <utility>

#include "registry/write_builder.h"
#include "src/base/text.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

// The column that an argument fills, -1: none.
int ArgumentColumn(const Resource& resource, const Method& method, const std::string& name) {
  const int column = resource.FindColumn(name);
  if (column >= 0) return column;
  const Parameter* parameter = method.FindParameter(name);
  return parameter == nullptr ? -1 : resource.FindColumn(parameter->column);
}

std::string ValueText(const SqlValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return QuoteText(*text);
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  return "NULL";
}

// "id = 'ABC'", as far as the arguments tell.
std::string KeyOf(const Resource& resource, const std::vector<SqlValue>& row) {
  std::vector<std::string> parts;
  for (const std::string& name : resource.key) {
    const SqlValue& value = row[static_cast<size_t>(resource.FindColumn(name))];
    if (std::holds_alternative<std::monostate>(value)) continue;
    parts.push_back(name + " = " + ValueText(value));
  }
  return Join(parts, ", ");
}

std::vector<std::string> ExecMethods(const Resource& resource) {
  std::vector<std::string> names;
  for (const Method& method : resource.methods) {
    if (method.verb == Verb::kExec) names.push_back(method.name);
  }
  return names;
}

}  // namespace

StatusOr<StatementSummary> ExecRunner::Run(const ParsedStatement& statement, std::string_view text,
                                           RowSink& sink, int64_t* error_offset) {
  RETURN_IF_ERROR(CheckAllowed(statement));
  ASSIGN_OR_RETURN(Mutation mutation, MakeMutation(statement));
  *error_offset = -1;
  ASSIGN_OR_RETURN(const RewrittenSql select, SelectOf(mutation, text, error_offset));
  SqliteStatement prepared;
  if (!select.text.empty()) {
    ASSIGN_OR_RETURN(prepared, runner_.Prepare(select, text, error_offset));
  }
  RETURN_IF_ERROR(Send(std::move(mutation)));
  StatementSummary summary;
  if (prepared != nullptr && !connection_.writes().options().dry_run) {
    auto rows = runner_.RunPrepared(prepared.get(), select, "", sink, error_offset);
    if (!rows.ok()) {
      return std::move(rows).status().Annotate("the action is done, but its answer is not shown");
    }
    summary = *std::move(rows);
  }
  summary.wrote = true;
  RETURN_IF_ERROR(writer_.Finish(true, sink, &summary));
  return summary;
}

StatusOr<PreviewedRequest> ExecRunner::Preview(const ParsedStatement& statement) {
  ASSIGN_OR_RETURN(const Mutation mutation, MakeMutation(statement));
  return PreviewedRequest{mutation.resource->name, mutation.request.method, mutation.request.url,
                          mutation.request.body};
}

Status ExecRunner::CheckAllowed(const ParsedStatement& statement) const {
  if (runner_.authorizer().read_only()) {
    return {StatusCode::kFailedPrecondition,
            statement.table + ": EXEC is not allowed in a read-only session (--read-only)"};
  }
  if (!writer_.in_transaction()) return OkStatus();
  return {StatusCode::kFailedPrecondition,
          "EXEC is not possible inside of a transaction: it is sent at once, and ROLLBACK could "
          "not take it back. Run it outside of BEGIN ... COMMIT"};
}

StatusOr<const Method*> ExecRunner::FindMethod(const Resource& resource,
                                               const ParsedStatement& statement) const {
  const Method* method = resource.FindMethod(statement.method);
  if (method != nullptr && method->verb == Verb::kExec) return method;
  if (method != nullptr) {
    const bool select = method->verb == Verb::kSelect;
    return Status(StatusCode::kInvalidArgument,
                  resource.name + ": " + method->name + " is not run by EXEC; " +
                      (select ? "SELECT reads with it"
                              : "that is what INSERT, UPDATE and DELETE "
                                "are for"));
  }
  const std::vector<std::string> known = ExecMethods(resource);
  const std::string known_text =
      known.empty() ? " The table has none for EXEC." : " EXEC takes " + Join(known, ", ") + ".";
  return Status(StatusCode::kNotFound, "no such method: " + resource.name + "." + statement.method +
                                           "." + DidYouMean(statement.method, known) + known_text);
}

StatusOr<Mutation> ExecRunner::MakeMutation(const ParsedStatement& statement) {
  Mutation mutation;
  ASSIGN_OR_RETURN(mutation.resource, connection_.catalog().Find(statement.table));
  const Resource& resource = *mutation.resource;
  ASSIGN_OR_RETURN(mutation.method, FindMethod(resource, statement));
  ASSIGN_OR_RETURN(mutation.endpoint,
                   connection_.EndpointFor(*resource.provider, mutation.method->server, ""));
  ASSIGN_OR_RETURN(mutation.request, BuildExec(resource, *mutation.method,
                                               mutation.endpoint->base_url, statement.arguments));
  mutation.request.label.statement = connection_.statement_number();
  mutation.row.resize(resource.columns.size());
  for (const auto& [name, value] : statement.arguments) {
    const int column = ArgumentColumn(resource, *mutation.method, name);
    if (column < 0) continue;
    mutation.row[static_cast<size_t>(column)] =
        std::visit([](const auto& one) -> SqlValue { return one; }, value);
  }
  mutation.key = KeyOf(resource, mutation.row);
  return mutation;
}

StatusOr<RewrittenSql> ExecRunner::SelectOf(const Mutation& mutation, std::string_view text,
                                            int64_t* error_offset) const {
  WriteStatement write;
  write.table = mutation.resource->name;
  ASSIGN_OR_RETURN(const RewrittenSql sql, RewriteSql(text, names_, error_offset));
  write.returning = FindReturning(sql.text);
  if (write.returning) {
    RETURN_IF_ERROR(CheckReturning(sql, *write.returning, error_offset));
    return ReturningSelect(sql, write);
  }
  if (!mutation.method->returns_row) return RewrittenSql{};
  return RewrittenSql{
      "SELECT * FROM " + QuoteName(write.table) + R"( WHERE "_returned" = 1)", {}, {write.table}};
}

Status ExecRunner::Send(Mutation mutation) {
  WriteSet& writes = connection_.writes();
  RETURN_IF_ERROR(writes.Stage(std::move(mutation)));
  Status sent = writes.Sync();
  if (sent.ok()) {
    writes.Commit();
  } else {
    writes.Rollback();
  }
  return sent;
}

}  // namespace apisql
