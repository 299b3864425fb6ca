#include "vtab/run/api_write.h"

#include <algorithm>
#include <string>

#include "registry/request/write_builder.h"
#include "registry/source/catalog.h"
#include "src/base/scoped_value.h"

namespace apisql {
namespace {

// True when the server's answer has the row that RETURNING wants, so that it need not be read.
bool AnswersItsRow(Database& database, const WriteStatement& write) {
  if (database.in_transaction()) return false;
  const auto resource = database.connection().api.catalog().Find(write.table);
  if (!resource.ok()) return false;
  const auto method = WriteMethod(**resource, write.verb);
  return method.ok() && (*method)->returns_row;
}

}  // namespace

std::optional<WriteStatement> FindWrite(Database& database, const SqlText& sql) {
  std::optional<WriteStatement> write = ReadWriteStatement(sql.text, database.names());
  if (write && !database.connection().api.catalog().Has(write->table)) write.reset();
  return write;
}

Status CheckPossible(Database& database, const WriteStatement& write) {
  ASSIGN_OR_RETURN(const auto resource, database.connection().api.catalog().Find(write.table));
  if (!resource->view_sql.empty()) {
    return {StatusCode::kInvalidArgument, write.table + " is a view and cannot be written"};
  }
  ASSIGN_OR_RETURN(const Method* const method, WriteMethod(*resource, write.verb));
  if (method->by_inputs && write.returning && !AnswersItsRow(database, write)) {
    return {StatusCode::kInvalidArgument,
            write.table + ": RETURNING gives rows, and " + method->name +
                " reads none before it is sent" +
                (method->returns_row ? "; outside of a transaction its answer has the row" : "")};
  }
  if (write.conflict != "REPLACE" && write.conflict != "IGNORE") return OkStatus();
  return {StatusCode::kInvalidArgument,
          write.table + ": " + write.conflict +
              " is not possible: an API does not tell beforehand whether a row is there. Use "
              "INSERT for a new row, UPDATE for one that is there"};
}

// A view, of the workspace or of a document, may read the table without naming it here.
bool KeySuffices(Database& database, const WriteStatement& write, const StatementAccess& access) {
  if (!write.named_once || (write.returning && !AnswersItsRow(database, write))) return false;
  // SQLite hands over all values of such a row, and asks for its rowid before it reads them.
  if (write.has_from) return false;
  if (access.tables_inside.contains(write.table)) return false;
  Catalog& catalog = database.connection().api.catalog();
  return std::ranges::none_of(access.tables, [&](const std::string& table) {
    if (!catalog.Has(table)) return false;
    const auto resource = catalog.Find(table);
    return !resource.ok() || !(*resource)->view_sql.empty();
  });
}

Status RunWithoutReturning(Database& database, const WriteStatement& write, SqlStatement& statement,
                           const Parameters& parameters) {
  const bool key_suffices = KeySuffices(database, write, statement.access());
  database.statement().set_target(
      WriteTarget{write.table, write.verb, key_suffices, write.has_where, write.has_from});
  RETURN_IF_ERROR(statement.Bind(parameters));
  return statement.Step().status();
}

StatusOr<std::vector<PreviewedRequest>> PreviewWrite(Database& database, const SqlText& sql,
                                                     const WriteStatement& write) {
  WriteSet& writes = database.connection().writes;
  const ScopedValue dry_run(writes.options().dry_run, true);
  ASSIGN_OR_RETURN(SqlStatement statement, database.Prepare(WithoutReturning(sql, write)));
  RETURN_IF_ERROR(RunWithoutReturning(database, write, statement, Parameters()));
  return writes.TakePreviews();
}

}  // namespace apisql
