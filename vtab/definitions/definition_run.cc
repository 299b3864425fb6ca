#include "vtab/definitions/definition_run.h"

#include <utility>

namespace apisql {
namespace {

constexpr const char* kBegin = "SAVEPOINT apisql_definition";
constexpr const char* kKeep = "RELEASE apisql_definition";
constexpr const char* kTakeBack = "ROLLBACK TO apisql_definition; RELEASE apisql_definition";

}  // namespace

Status RunToEnd(Database& database, SqlText sql, const Parameters& parameters) {
  ASSIGN_OR_RETURN(SqlStatement statement, database.Prepare(std::move(sql)));
  RETURN_IF_ERROR(statement.Bind(parameters));
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, statement.Step());
    if (!more) return OkStatus();
  }
}

Status DefinitionRun::Begin() {
  RETURN_IF_ERROR(RunToEnd(database_, SqlText::Own(kBegin)));
  open_ = true;
  return OkStatus();
}

Status DefinitionRun::Keep() {
  RETURN_IF_ERROR(RunToEnd(database_, SqlText::Own(kKeep)));
  open_ = false;
  return OkStatus();
}

// An interruption may have ended all of it already; then there is nothing to take back.
DefinitionRun::~DefinitionRun() {
  if (open_) sqlite3_exec(database_.db(), kTakeBack, nullptr, nullptr, nullptr);
}

}  // namespace apisql
