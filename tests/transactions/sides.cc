#include "tests/transactions/sides.h"

#include <algorithm>
#include <iterator>
#include <regex>
#include <set>
#include <utility>

#include "src/base/text.h"
#include "tests/transactions/state.h"
#include "tests/transactions/written_table.h"
#include "vtab/sql/tokens.h"

namespace apisql::transactions {
namespace {

constexpr int64_t kToday = 1780272000;  // 2026-06-01 00:00:00 UTC.
constexpr int kSandboxKeys = 12;
constexpr int64_t kMostOperations = 3'000'000;
constexpr std::chrono::seconds kMostTime(10);

// A clock on which a minute is over in a moment: Rockset allows fifty writes a minute, and the
// session keeps to it.
class FastClock : public Clock {
 public:
  WallTime Wall() const override { return Clock::Real().Wall(); }
  SteadyTime Steady() const override {
    constexpr int kTimesFaster = 2000;
    const SteadyTime now = Clock::Real().Steady();
    return now + kTimesFaster * (now - begin_);
  }

 private:
  SteadyTime begin_ = Clock::Real().Steady();
};

TextRows Without(const TextRows& sorted, const TextRows& sorted_others) {
  TextRows rest;
  std::ranges::set_difference(sorted, sorted_others, std::back_inserter(rest));
  return rest;
}

std::string RowList(const TextRows& rows) {
  constexpr size_t kMostShown = 6;
  std::string list;
  for (size_t i = 0; i < std::min(rows.size(), kMostShown); ++i) {
    list += "    " + Join(rows[i], " | ") + "\n";
  }
  return rows.size() > kMostShown ? list + "    ...\n" : list;
}

std::string Differences(const TextRows& api, const TextRows& plain) {
  const TextRows api_sorted = SortedRows(api);
  const TextRows plain_sorted = SortedRows(plain);
  std::string text = "  API tables: " + std::to_string(api.size()) +
                     " rows, plain tables: " + std::to_string(plain.size()) + " rows\n";
  if (api_sorted == plain_sorted) {
    return text + "  the same rows in another order; API tables:\n" + RowList(api) +
           "  plain tables:\n" + RowList(plain);
  }
  return text + "  only from API tables:\n" + RowList(Without(api_sorted, plain_sorted)) +
         "  only from plain tables:\n" + RowList(Without(plain_sorted, api_sorted));
}

bool SameRows(const TextRows& a, const TextRows& b, bool ordered) {
  return ordered ? a == b : SortedRows(a) == SortedRows(b);
}

// The API's own no to a row that was sent to it.
bool IsServerRefusal(const std::string& error) {
  static const std::regex kRefusal(R"(: 4\d\d from (POST|PATCH|DELETE) )");
  return std::regex_search(error, kRefusal);
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::vector<size_t> Sizes(const std::vector<SandboxTable>& tables) {
  std::vector<size_t> sizes;
  for (const SandboxTable& table : tables) sizes.push_back(table.rows.size());
  return sizes;
}

}  // namespace

StatusOr<std::unique_ptr<Sides>> Sides::Start(const SidesOptions& options) {
  SandboxOptions sandbox_options;
  sandbox_options.keys = kSandboxKeys;
  sandbox_options.now = kToday;
  sandbox_options.seed = options.sandbox_seed;
  std::unique_ptr<Sides> sides(new Sides());
  ASSIGN_OR_RETURN(sides->sandbox_, Sandbox::Start(sandbox_options));
  sides->committed_ = sides->sandbox_->Dump();
  sides->first_sizes_ = Sizes(sides->committed_);
  CopyOptions copy_options;
  copy_options.max_operations = kMostOperations;
  ASSIGN_OR_RETURN(sides->copy_, CopySide::Open(sides->committed_, copy_options));
  sides->clock_ = std::make_unique<FastClock>();
  SessionOptions session_options;
  // Half of the sandboxes are read without it: the rows are the same.
  session_options.settings = {{"prefetch", options.sandbox_seed % 2 == 0 ? "on" : "off"}};
  std::ranges::copy(options.settings, std::back_inserter(session_options.settings));
  session_options.interrupted = [raw = sides.get(), interrupted = options.interrupted] {
    return (interrupted && interrupted()) || std::chrono::steady_clock::now() > raw->deadline_;
  };
  std::unique_ptr<Transport> transport = MakeCurlTransport({});
  if (options.around) transport = options.around(std::move(transport));
  ASSIGN_OR_RETURN(sides->api_, ApiSide::Open(*sides->sandbox_, std::move(session_options),
                                              *sides->clock_, std::move(transport)));
  return sides;
}

Outcome Sides::Run(const Step& step) { return Judge(step, RunApi(step.sql)); }

StatusOr<TextRows> Sides::RunApi(const std::string& sql) {
  deadline_ = std::chrono::steady_clock::now() + kMostTime;
  first_request_ = LastRequest();
  StatusOr<TextRows> rows = api_->Run(sql);
  requests_ += static_cast<uint64_t>(LastRequest() - first_request_);
  return rows;
}

Outcome Sides::Judge(const Step& step, const StatusOr<TextRows>& api) {
  Outcome outcome = Compare(step, api);
  const bool over = !IsFault(outcome.verdict) && !in_transaction() &&
                    step.kind != StepKind::kSelect && outcome.verdict != Verdict::kRefused;
  if (outcome.verdict == Verdict::kServerRefused) {
    if (const Status status = TakeOver(); !status.ok()) {
      return {.verdict = Verdict::kOnlyPlainFails, .details = status.message()};
    }
  } else if (over) {
    Outcome after = CompareState();
    if (IsFault(after.verdict)) outcome = std::move(after);
  }
  if (const auto repeated = RepeatedGet(); repeated && !IsFault(outcome.verdict)) {
    outcome = {.verdict = Verdict::kRepeatedGet, .details = "  twice: " + *repeated + "\n"};
  }
  if (IsFault(outcome.verdict)) outcome.details += RequestList();
  return outcome;
}

Status Sides::GiveUp() {
  if (in_transaction()) RETURN_IF_ERROR(copy_->Run("ROLLBACK").status());
  return TakeOver();
}

int64_t Sides::LastRequest() const {
  const auto& records = api_->requests().records();
  return records.empty() ? 0 : records.back().number;
}

Outcome Sides::Compare(const Step& step, const StatusOr<TextRows>& api) {
  if (!api.ok() && MayBeRefused(step, api.status().message())) {
    return {.verdict = Verdict::kRefused};
  }
  if (!api.ok() && IsServerRefusal(api.status().message())) {
    if (in_transaction()) {
      if (const Status status = copy_->Run("ROLLBACK").status(); !status.ok()) {
        return {.verdict = Verdict::kOnlyPlainFails, .details = status.message()};
      }
    }
    return {.verdict = Verdict::kServerRefused};
  }
  const StatusOr<TextRows> plain = copy_->Run(PlainSql(step.sql));
  if (!api.ok() && !plain.ok()) return {.verdict = Verdict::kBothFail};
  if (plain.status().code() == StatusCode::kCancelled) return {.verdict = Verdict::kTooMuch};
  if (!api.ok()) {
    return {.verdict = Verdict::kOnlyApiFails,
            .details = "  API tables: " + api.status().message() + "\n"};
  }
  if (!plain.ok()) {
    return {.verdict = Verdict::kOnlyPlainFails,
            .details = "  plain tables: " + plain.status().message() + "\n"};
  }
  return CompareRows(step, *api, *plain);
}

Outcome Sides::CompareRows(const Step& step, const TextRows& api, const TextRows& plain) {
  Outcome outcome{.verdict = Verdict::kSame, .rows = plain.size()};
  if (step.unlimited.empty()) {
    if (SameRows(api, plain, step.ordered)) return outcome;
    outcome.details = Differences(api, plain);
  } else {
    const StatusOr<TextRows> all = copy_->Run(PlainSql(step.unlimited));
    if (!all.ok()) return {.verdict = Verdict::kTooMuch};
    const TextRows strangers = Without(SortedRows(api), SortedRows(*all));
    if (api.size() == plain.size() && strangers.empty()) return outcome;
    outcome.details = Differences(api, *all);
  }
  const bool decided = step.kind != StepKind::kSelect || CopiesAgree(step, plain);
  outcome.verdict = decided ? Verdict::kRowsDiffer : Verdict::kUndecided;
  return outcome;
}

// What the engine may refuse. An UPDATE of rows whose INSERT is staged where the INSERT cannot
// carry the column; RETURNING of what only the server knows; an environment that there is not.
bool Sides::MayBeRefused(const Step& step, const std::string& error) {
  if (step.kind == StepKind::kSelect) {
    return Contains(error, ": 403 from GET ") && Contains(error, "/cmk/v2/clusters?environment=");
  }
  if (!in_transaction() || !Contains(error, "COMMIT")) return false;
  if (step.kind == StepKind::kInsert) return Contains(error, "RETURNING");
  const WrittenTable* written = FindWritten(step.table);
  if (step.kind != StepKind::kUpdate || written == nullptr) return false;
  const StatusOr<TextRows> staged =
      copy_->Run("SELECT 1 FROM " + step.table + " WHERE " + written->key.front() + " IS NULL");
  return staged.ok() && !staged->empty();
}

bool Sides::CopiesAgree(const Step& step, const TextRows& plain) {
  const StatusOr<std::vector<SandboxTable>> now = Now();
  if (!now.ok()) return true;
  const CopyOptions options = {
      .reversed = true, .optimized = false, .max_operations = 20 * kMostOperations};
  const auto other = CopySide::Open(*now, options);
  if (!other.ok()) return true;
  const StatusOr<TextRows> rows = (*other)->Run(PlainSql(step.sql));
  if (!rows.ok()) return false;
  if (!step.unlimited.empty()) return rows->size() == plain.size();
  return SameRows(*rows, plain, step.ordered);
}

StatusOr<std::vector<SandboxTable>> Sides::Now() {
  std::vector<SandboxTable> tables;
  for (const SandboxTable& table : committed_) {
    if (FindWritten(table.name) == nullptr) {
      tables.push_back(table);
    } else {
      ASSIGN_OR_RETURN(SandboxTable now, copy_->Read(table));
      tables.push_back(std::move(now));
    }
  }
  return tables;
}

Outcome Sides::CompareState() {
  StatusOr<std::vector<SandboxTable>> plain = Now();
  if (!plain.ok()) {
    return {.verdict = Verdict::kOnlyPlainFails, .details = plain.status().message()};
  }
  std::vector<SandboxTable> server = sandbox_->Dump();
  // On both sides: whether a role that is given to a deleted account stays depends on which of the
  // two came first.
  const std::set<std::string> deleted = DeletedAccounts(committed_, *plain);
  LeaveOutOwnedBy(deleted, *plain);
  LeaveOutOwnedBy(deleted, server);
  std::string details;
  for (size_t i = 0; i < server.size(); ++i) {
    const std::string difference = StateDifference((*plain)[i], server[i]);
    if (!difference.empty()) details += "  " + server[i].name + "\n" + difference;
  }
  if (!details.empty()) return {.verdict = Verdict::kStateDiffers, .details = details};
  if (const Status status = TakeOver(); !status.ok()) {
    return {.verdict = Verdict::kOnlyPlainFails, .details = status.message()};
  }
  return {};
}

Status Sides::TakeOver() {
  committed_ = sandbox_->Dump();
  for (const SandboxTable& table : committed_) {
    if (FindWritten(table.name) == nullptr) continue;
    ASSIGN_OR_RETURN(const SandboxTable now, copy_->Read(table));
    if (now.rows != table.rows) RETURN_IF_ERROR(copy_->Refill(table));
    if (table.name != "confluent.cmk.clusters") continue;
    const size_t phase = ColumnNumber(table, "phase");
    making_cluster_ |= std::ranges::any_of(table.rows, [phase](const auto& row) {
      return row[phase] == SandboxTable::Value("PROVISIONING");
    });
  }
  return OkStatus();
}

bool Sides::Fit() const {
  if (making_cluster_) return false;
  for (size_t i = 0; i < committed_.size(); ++i) {
    const size_t size = committed_[i].rows.size();
    if (size * 2 < first_sizes_[i] || size > first_sizes_[i] * 2 + 10) return false;
  }
  return true;
}

std::optional<std::string> Sides::RepeatedGet() const {
  std::set<std::string> seen;
  for (const RequestRecord& record : api_->requests().records()) {
    if (record.number <= first_request_ || record.attempt > 1 || record.method != "GET") continue;
    if (!seen.insert(record.url).second) return record.url;
  }
  return std::nullopt;
}

std::string Sides::RequestList() const {
  std::string list = "  requests:\n";
  for (const RequestRecord& record : api_->requests().records()) {
    if (record.number <= first_request_) continue;
    list += "    " + record.method + " " + record.url + " " + std::to_string(record.status) +
            (record.error.empty() ? "" : " " + record.error) + "\n";
  }
  return list;
}

}  // namespace apisql::transactions
