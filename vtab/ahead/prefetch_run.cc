#include "vtab/ahead/prefetch_run.h"

#include <utility>

#include "vtab/module/values.h"

namespace apisql {
namespace {

// About 20 ms of work, which the answer that is waited for takes anyway.
constexpr size_t kMostRows = 20'000;

// Ends the run; nobody sees it.
Status Ended(const char* reason) { return {StatusCode::kUnavailable, reason}; }

}  // namespace

void PrefetchRun::Run(sqlite3_stmt* statement) {
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(statement);
  to_come_.all = code == SQLITE_DONE;
}

PrefetchKeys PrefetchRun::TakeLookUps() { return std::move(to_come_); }

StatusOr<std::unique_ptr<Scan>> PrefetchRun::Open(const std::string& table,
                                                  const Resource& resource, std::string_view plan,
                                                  std::span<sqlite3_value*> arguments) {
  RETURN_IF_ERROR(CountRow());
  if (table == site_.table && plan == site_.plan) return OpenWanted(arguments);
  if (!shape_.ReadsBefore(table, plan, site_)) return std::unique_ptr<Scan>();
  const TableAccess* access = accesses_.Find(resource, plan);
  if (access == nullptr) return Ended("not read yet");
  ASSIGN_OR_RETURN(std::vector<ScanArgument> values, ReadArguments(access->plan(), arguments));
  ASSIGN_OR_RETURN(std::unique_ptr<Scan> scan, access->OpenKnown(std::move(values)));
  if (scan == nullptr) return Ended("not known yet");
  scan->set_never_waits();
  return scan;
}

// Rows that have come go on: in a recursion they bring the next keys.
StatusOr<std::unique_ptr<Scan>> PrefetchRun::OpenWanted(std::span<sqlite3_value*> arguments) {
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

Status PrefetchRun::Note(BoundScan look_up) {
  const std::string name = RowCache::NameOf(access_.resource(), look_up);
  if (!noted_.insert(name).second) return OkStatus();
  to_come_.look_ups.push_back(std::move(look_up));
  if (to_come_.look_ups.size() >= access_.MostAhead()) return Ended("enough");
  return OkStatus();
}

Status PrefetchRun::CountRow() { return ++rows_ > kMostRows ? Ended("too many rows") : OkStatus(); }

}  // namespace apisql
