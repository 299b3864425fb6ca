#include "vtab/table/rehearsal.h"

#include <utility>

#include "vtab/ahead/bytecode.h"
#include "vtab/connection/statements.h"
#include "vtab/module/values.h"
#include "vtab/sqlite_handles.h"
#include "vtab/table/api_table.h"

namespace apisql {
namespace {

// About 20 ms of work, which the answer that is waited for takes anyway.
constexpr size_t kMostRows = 20'000;

// Ends the run; nobody sees it.
Status Ended(const char* reason) { return {StatusCode::kUnavailable, reason}; }

}  // namespace

void Rehearsal::Run(sqlite3* db, const std::string& sql, Statements& statements,
                    const std::shared_ptr<Statement>& of) {
  const StatementScope scope(statements, of, nullptr, /*replays=*/true);
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db, sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) return;
  const SqliteStatement statement(raw);
  if (raw == nullptr || sqlite3_stmt_readonly(raw) == 0) return;
  const HandleScope executing(statements, raw);
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(raw);
  to_come_.all = code == SQLITE_DONE;
}

PrefetchKeys Rehearsal::TakeLookUps() { return std::move(to_come_); }

StatusOr<std::unique_ptr<Scan>> Rehearsal::Open(const ApiTable& table, std::string_view plan,
                                                std::span<sqlite3_value*> arguments) {
  RETURN_IF_ERROR(CountRow());
  const std::string name = NameInBytecode(&table);
  if (name == site_.table && plan == site_.plan) {
    return OpenWanted(arguments);
  }
  if (!foresight_.ReadsBefore(name, plan, site_)) return std::unique_ptr<Scan>();
  const TableAccess* access = cache_.Access(table.resource(), plan);
  if (access == nullptr) return Ended("not read yet");
  ASSIGN_OR_RETURN(std::vector<ScanArgument> values, ReadArguments(access->plan(), arguments));
  ASSIGN_OR_RETURN(std::unique_ptr<Scan> scan, access->OpenKnown(std::move(values)));
  if (scan == nullptr) return Ended("not known yet");
  scan->set_never_waits();
  return scan;
}

// Rows that have come go on: in a recursion they bring the next keys.
StatusOr<std::unique_ptr<Scan>> Rehearsal::OpenWanted(std::span<sqlite3_value*> arguments) {
  ASSIGN_OR_RETURN(std::vector<ScanArgument> values, ReadArguments(access_.plan(), arguments));
  ASSIGN_OR_RETURN(std::optional<BoundScan> look_up, access_.UnknownLookUp(values));
  if (look_up) {
    RETURN_IF_ERROR(Note(*std::move(look_up)));
    return std::unique_ptr<Scan>();
  }
  ASSIGN_OR_RETURN(std::unique_ptr<Scan> scan, access_.OpenKnown(std::move(values)));
  if (scan == nullptr || !scan->Ready()) return std::unique_ptr<Scan>();
  scan->set_never_waits();
  return scan;
}

Status Rehearsal::Note(BoundScan look_up) {
  const std::string name = StatementCache::NameOf(access_.resource(), look_up);
  if (!noted_.insert(name).second) return OkStatus();
  to_come_.look_ups.push_back(std::move(look_up));
  if (to_come_.look_ups.size() >= access_.MostAhead()) return Ended("enough");
  return OkStatus();
}

Status Rehearsal::CountRow() { return ++rows_ > kMostRows ? Ended("too many rows") : OkStatus(); }

}  // namespace apisql
