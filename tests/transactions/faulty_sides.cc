#include "tests/transactions/faulty_sides.h"

#include <algorithm>
#include <utility>

#include "tests/transactions/faulty_transport.h"
#include "tests/transactions/written_table.h"

namespace apisql::transactions {
namespace {

Outcome Wrong(std::string details) {
  return {.verdict = Verdict::kOutcomesWrong, .details = std::move(details)};
}

}  // namespace

StatusOr<std::unique_ptr<FaultySides>> FaultySides::Start(uint64_t sandbox_seed,
                                                          uint64_t fault_seed, FaultTally& tally) {
  std::unique_ptr<FaultySides> faulty(new FaultySides(fault_seed, tally));
  FaultPlan& plan = faulty->plan_;
  SidesOptions options;
  options.sandbox_seed = sandbox_seed;
  // The budget is of a clock that runs fast.
  options.settings = {{"retry_delay", "2"},
                      {"retry_budget", "86400"},
                      {"max_retries", sandbox_seed % 2 == 0 ? "1" : "3"},
                      {"write_concurrency", sandbox_seed % 3 == 0 ? "3" : "1"}};
  options.interrupted = [&plan] { return plan.interrupted(); };
  options.around = [&plan](std::unique_ptr<Transport> inner) {
    return std::make_unique<FaultyTransport>(std::move(inner), plan);
  };
  ASSIGN_OR_RETURN(faulty->sides_, Sides::Start(options));
  faulty->sides_->sandbox().ChooseFaults(
      [&plan](const SandboxRequest& request) { return plan.AtServer(request); });
  return faulty;
}

FaultySides::~FaultySides() {
  for (const auto& [name, count] : plan_.counts()) tally_.faults[name] += count;
}

Outcome FaultySides::Run(const Step& step) {
  Settlement settlement;
  const bool was_open = sides_->in_transaction();
  const auto last = was_open || !IsWrite(step) ? sides_->Now() : Foreseen(step);
  if (!last.ok() && last.status().code() == StatusCode::kCancelled) {
    return {.verdict = Verdict::kTooMuch};
  }
  settlement.before = sides_->committed();
  settlement.last = last.ok() ? *last : settlement.before;
  settlement.rolled_back = step.sql == "ROLLBACK";
  if (!was_open) versions_ = {settlement.last};
  sides_->sandbox().ForgetRequests();
  const std::vector<WriteRecord> waited = records_;

  plan_.Begin(step.sql);
  const StatusOr<TextRows> api = sides_->RunApi(step.sql);
  plan_.End();
  if (const Status status = ReadRecords(); !status.ok()) return Wrong(status.message());
  settlement.status = api.status();
  for (size_t i = 0; i < records_.size(); ++i) {
    const bool is_new = i >= waited.size();
    if (is_new || waited[i].outcome == "staged") settlement.writes.push_back(records_[i]);
  }
  if (!api.ok() && plan_.met() > 0) {
    settlement.lost = std::ranges::count(waited, "staged", &WriteRecord::outcome);
    return Disturbed(step, std::move(settlement));
  }
  if (api.ok() && plan_.met() > 0) ++tally_.survived;

  Outcome outcome = sides_->Judge(step, api);
  if (IsFault(outcome.verdict)) return outcome;
  if (!sides_->in_transaction() && (was_open || IsWrite(step))) {
    Outcome settled = Settle(std::move(settlement));
    return IsFault(settled.verdict) ? settled : outcome;
  }
  Outcome sent = CheckNothingWasSent();
  if (IsFault(sent.verdict)) return sent;
  if (api.ok() && IsWrite(step)) {
    auto now = sides_->Now();
    if (!now.ok()) return {.verdict = Verdict::kOnlyPlainFails, .details = now.status().message()};
    for (size_t i = waited.size(); i < records_.size(); ++i) records_[i].version = versions_.size();
    versions_.push_back(*std::move(now));
  }
  return outcome;
}

Outcome FaultySides::Disturbed(const Step& step, Settlement settlement) {
  if (settlement.status.code() == StatusCode::kInternal) {
    return Wrong("  " + settlement.status.message() + "\n");
  }
  const bool was_open = sides_->in_transaction();
  if (was_open && ApiInTransaction()) {
    Outcome sent = CheckNothingWasSent();
    return IsFault(sent.verdict) ? sent : Outcome{.verdict = Verdict::kDisturbed};
  }
  if (!was_open && !IsWrite(step)) return {.verdict = Verdict::kDisturbed};
  if (was_open && step.kind != StepKind::kControl) {
    // SQLite takes the whole transaction back when a write in it is interrupted.
    settlement.rolled_back = true;
  } else {
    settlement.lost = 0;  // COMMIT counts by outcome.
  }
  Outcome settled = Settle(std::move(settlement));
  if (IsFault(settled.verdict)) return settled;
  if (const Status status = sides_->GiveUp(); !status.ok()) {
    return {.verdict = Verdict::kOnlyPlainFails, .details = status.message()};
  }
  return {.verdict = Verdict::kDisturbed};
}

// The transaction is over.
Outcome FaultySides::Settle(Settlement settlement) {
  settlement.requests = sides_->sandbox().Requests();
  settlement.after = sides_->sandbox().Dump();
  settlement.versions = std::exchange(versions_, {});
  for (const WriteRecord& record : settlement.writes) ++tally_.outcomes[record.outcome];
  if (!records_.empty()) last_number_ = records_.back().number;
  records_.clear();
  std::string faults = OutcomeFaults(settlement);
  if (faults.empty()) return {};
  faults += "  error: " + (settlement.status.ok() ? "none" : settlement.status.message()) + "\n";
  for (const WriteRecord& record : settlement.writes) {
    faults += "    " + record.outcome + " " + record.table + " " + record.key + "\n";
  }
  for (const SandboxRequest& request : settlement.requests) {
    if (request.method == "GET") continue;
    faults += "    server: " + request.method + " " + request.target + " " + request.body + " " +
              std::to_string(request.done_with) + ", answered " + std::to_string(request.status) +
              "\n";
  }
  return Wrong(faults + sides_->RequestList());
}

Outcome FaultySides::CheckNothingWasSent() {
  for (const SandboxRequest& request : sides_->sandbox().Requests()) {
    if (request.method == "GET") continue;
    return Wrong("  before COMMIT: " + request.method + " " + request.target + "\n");
  }
  return {};
}

StatusOr<std::vector<SandboxTable>> FaultySides::Foreseen(const Step& step) {
  CopySide& copy = sides_->copy();
  RETURN_IF_ERROR(copy.Run("BEGIN").status());
  const Status status = copy.Run(PlainSql(step.sql)).status();
  auto tables = sides_->Now();
  if (const Status back = copy.Run("ROLLBACK").status(); !back.ok()) return back;
  if (status.code() == StatusCode::kCancelled) return status;
  return tables;
}

Status FaultySides::ReadRecords() {
  const auto rows = sides_->api().Run(
      "SELECT number, \"table\", key, operation LIKE 'create%', method, url, outcome FROM "
      "apisql.mutations WHERE number > " +
      std::to_string(last_number_) + " ORDER BY number");
  RETURN_IF_ERROR(rows.status());
  for (size_t i = 0; i < rows->size(); ++i) {
    const TextRow& row = (*rows)[i];
    if (i == records_.size()) records_.emplace_back();
    WriteRecord& record = records_[i];
    record = {.number = std::stoll(row[0]),
              .table = TextIn(row[1]),
              .key = TextIn(row[2]),
              .inserts = row[3] == "1",
              .method = TextIn(row[4]),
              .url = TextIn(row[5]),
              .outcome = TextIn(row[6]),
              .version = record.version};
  }
  return OkStatus();
}

bool FaultySides::ApiInTransaction() {
  if (!sides_->api().Run("BEGIN").ok()) return true;
  (void)sides_->api().Run("ROLLBACK");
  return false;
}

}  // namespace apisql::transactions
