#include "vtab/table/write_guard.h"

#include <string>
#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "vtab/sql/write_statement.h"

namespace apisql {
namespace {

// A busy statement that is by its own text a write on a table of an API.
struct DirectWrite {
  sqlite3_stmt* handle = nullptr;
  WriteStatement write;
};

std::optional<DirectWrite> ReadDirectWrite(const BusyStatement& busy,
                                           const Connection& connection) {
  if (!busy.writes) return std::nullopt;
  auto write = ReadWriteStatement(sqlite3_sql(busy.handle), connection.names);
  if (!write || write->explained) return std::nullopt;
  return DirectWrite{busy.handle, *std::move(write)};
}

// The one that writes `resource`; those of other tables wait for it, or have rows to give.
std::optional<DirectWrite> FindDirectWrite(sqlite3* db, const Connection& connection,
                                           const Resource& resource, Verb verb) {
  const BusyStatements statements = BusyStatements::Of(db);
  for (const BusyStatement& busy : statements.all()) {
    auto found = ReadDirectWrite(busy, connection);
    if (found && found->write.verb == verb && EqualsIgnoreCase(found->write.table, resource.name)) {
      return found;
    }
  }
  return std::nullopt;
}

std::string_view NameOf(Verb verb) {
  switch (verb) {
    case Verb::kUpdate:
      return "UPDATE";
    case Verb::kDelete:
      return "DELETE";
    default:
      return "INSERT";
  }
}

Status NoTriggers(const Resource& resource, Verb verb, bool in_session) {
  const std::string what = resource.name + ": " + std::string(NameOf(verb)) +
                           " by a trigger or a view of the database is not allowed; ";
  return {StatusCode::kFailedPrecondition,
          what + (in_session ? "SET allow_trigger_writes = on allows it"
                             : "settings: {allow_trigger_writes: on} in the config file of apisql "
                               "allows it. Nothing was sent")};
}

// SQLite evaluates it before the row is sent, so it has nothing that the server makes.
Status NoReturning(const Resource& resource) {
  return {StatusCode::kInvalidArgument,
          resource.name +
              ": RETURNING needs the apisql program; here, write first and then "
              "SELECT ... WHERE \"_returned\" = 1"};
}

Status CheckConflict(sqlite3* db, const Resource& resource) {
  const int conflict = sqlite3_vtab_on_conflict(db);
  if (conflict != SQLITE_REPLACE && conflict != SQLITE_IGNORE) return OkStatus();
  return {StatusCode::kInvalidArgument,
          resource.name + ": an API cannot tell whether a row is there before it is asked, so OR " +
              (conflict == SQLITE_REPLACE ? "REPLACE" : "IGNORE") +
              " is not possible; use INSERT, or UPDATE"};
}

}  // namespace

std::optional<WriteTarget> FindPlainTarget(sqlite3* db, const Connection& connection,
                                           const StatementPlace& place) {
  std::optional<DirectWrite> only;
  const BusyStatements statements = BusyStatements::Of(db);
  for (const BusyStatement& busy : statements.all()) {
    if (!busy.writes) continue;
    if (only) return std::nullopt;
    only = ReadDirectWrite(busy, connection);
    if (!only) return std::nullopt;
  }
  if (!only) return std::nullopt;
  WriteTarget target{only->write.table, only->write.verb, false, only->write.has_where,
                     only->write.has_from};
  target.whole_key_suffices = place.alone && only->handle == place.handle &&
                              only->write.named_once && !only->write.returning &&
                              !only->write.has_from;
  return target;
}

Status CheckWhere(const WriteTarget& target, Connection& connection) {
  if (target.verb == Verb::kInsert || target.has_where) return OkStatus();
  if (connection.rules.allow_full_table_writes) return OkStatus();
  const std::string what = target.table + ": " + std::string(NameOf(target.verb)) +
                           " without WHERE would write every row; add WHERE, or ";
  const bool in_session = connection.statements.entered() != nullptr;
  return {StatusCode::kFailedPrecondition,
          what + (in_session ? "SET allow_full_table_writes = on"
                             : "settings: {allow_full_table_writes: on} in the config file of "
                               "apisql. Nothing was sent")};
}

Status CheckWrite(sqlite3* db, Connection& connection, const Resource& resource, Verb verb) {
  RETURN_IF_ERROR(CheckConflict(db, resource));
  const Statement* const entered = connection.statements.entered();
  std::optional<WriteTarget> target;
  if (entered != nullptr) {
    target = entered->target();
  } else if (const auto direct = FindDirectWrite(db, connection, resource, verb)) {
    if (sqlite3_column_count(direct->handle) > 0) return NoReturning(resource);
    target =
        WriteTarget{resource.name, verb, false, direct->write.has_where, direct->write.has_from};
  }
  if (target && target->verb == verb && EqualsIgnoreCase(target->table, resource.name)) {
    return CheckWhere(*target, connection);
  }
  if (connection.rules.allow_trigger_writes) return OkStatus();
  return NoTriggers(resource, verb, entered != nullptr);
}

Status CheckEarlierCommit(Connection& connection) {
  const std::string rows = connection.writes.TakeUntoldRollback();
  if (rows.empty() || connection.statements.entered() != nullptr) return OkStatus();
  return {StatusCode::kFailedPrecondition,
          "the COMMIT before failed behind its requests: " + rows +
              ". Look before you repeat it: SELECT * FROM \"apisql.mutations\". This is told once, "
              "and nothing was sent now"};
}

}  // namespace apisql
