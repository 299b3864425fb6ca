#include "tests/differential/comparer.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "src/base/text.h"
#include "tests/differential/transitive_terms.h"
#include "tests/differential/workspace.h"

namespace apisql::differential {
namespace {

constexpr int64_t kToday = 1780272000;  // 2026-06-01 00:00:00 UTC.
constexpr int64_t kMostOperations = 3'000'000;
constexpr std::chrono::seconds kMostTime(10);
// Rockset allows 500 requests a minute.
constexpr size_t kMostLimitedRequests = 300;

std::string RowList(const TextRows& rows) {
  constexpr size_t kMostShown = 5;
  std::string list;
  for (size_t i = 0; i < std::min(rows.size(), kMostShown); ++i) {
    list += "    " + Join(rows[i], " | ") + "\n";
  }
  if (rows.size() > kMostShown) {
    list += "    ... " + std::to_string(rows.size() - kMostShown) + " more\n";
  }
  return list;
}

TextRows Without(const TextRows& sorted, const TextRows& sorted_others) {
  TextRows rest;
  std::ranges::set_difference(sorted, sorted_others, std::back_inserter(rest));
  return rest;
}

std::string Differences(const TextRows& api, const TextRows& copy) {
  const TextRows api_sorted = SortedRows(api);
  const TextRows copy_sorted = SortedRows(copy);
  std::string text = "  API tables: " + std::to_string(api.size()) +
                     " rows, plain tables: " + std::to_string(copy.size()) + " rows\n";
  if (api_sorted == copy_sorted) {
    return text + "  the same rows in another order; API tables:\n" + RowList(api) +
           "  plain tables:\n" + RowList(copy);
  }
  return text + "  only from API tables:\n" + RowList(Without(api_sorted, copy_sorted)) +
         "  only from plain tables:\n" + RowList(Without(copy_sorted, api_sorted));
}

bool SameRows(const TextRows& a, const TextRows& b, bool ordered) {
  return ordered ? a == b : SortedRows(a) == SortedRows(b);
}

// To an environment that there is not Confluent answers as to one that may not be read.
bool IsRefusal(const Status& status) {
  const std::string& text = status.message();
  return text.find(": 403 from GET ") != std::string::npos &&
         text.find("/cmk/v2/clusters?environment=") != std::string::npos;
}

}  // namespace

bool IsFault(Verdict verdict) { return verdict >= Verdict::kRowsDiffer; }

const char* VerdictName(Verdict verdict) {
  constexpr const char* kNames[] = {"same rows",
                                    "both fail",
                                    "too much work",
                                    "the API refuses a value",
                                    "API too slow",
                                    "undecided",
                                    "rows differ",
                                    "only the API tables fail",
                                    "only the plain tables fail",
                                    "a GET was sent twice"};
  return kNames[static_cast<size_t>(verdict)];
}

StatusOr<std::unique_ptr<Comparer>> Comparer::Open(int keys) {
  SandboxOptions options;
  options.keys = keys;
  options.now = kToday;
  AddTransitiveTermsFunction();
  std::unique_ptr<Comparer> comparer(new Comparer());
  ASSIGN_OR_RETURN(comparer->sandbox_, Sandbox::Start(options));
  RETURN_IF_ERROR(comparer->OpenCopies());
  RETURN_IF_ERROR(comparer->OpenApi());
  return comparer;
}

Status Comparer::OpenCopies() {
  const std::vector<SandboxTable> dump = sandbox_->Dump();
  std::vector<Table> tables;
  for (const SandboxTable& table : dump) tables.push_back(TableOf(table));
  setup_ = WorkspaceSql(tables);
  CopyOptions options;
  options.max_operations = kMostOperations;
  ASSIGN_OR_RETURN(copy_, CopySide::Open(dump, options));
  options.reversed = true;
  options.optimized = false;
  options.max_operations = 20 * kMostOperations;
  ASSIGN_OR_RETURN(other_copy_, CopySide::Open(dump, options));
  RETURN_IF_ERROR(copy_->Run(setup_).status());
  RETURN_IF_ERROR(other_copy_->Run(setup_).status());
  ASSIGN_OR_RETURN(std::vector<Table> workspace, WorkspaceTables(*copy_));
  std::ranges::move(workspace, std::back_inserter(tables));
  schema_.emplace(std::move(tables));
  return OkStatus();
}

Status Comparer::OpenApi() {
  deadline_ = std::chrono::steady_clock::now() + kMostTime;
  SessionOptions options;
  options.interrupted = [this] { return std::chrono::steady_clock::now() > deadline_; };
  ASSIGN_OR_RETURN(api_, ApiSide::Open(*sandbox_, std::move(options)));
  limited_requests_ = 0;
  return api_->Run(setup_).status();
}

Status Comparer::RenewApi() {
  return limited_requests_ < kMostLimitedRequests ? OkStatus() : OpenApi();
}

StatusOr<TextRows> Comparer::RunApi(const std::string& sql) {
  RETURN_IF_ERROR(RenewApi());
  sandbox_->ForgetRequests();
  const auto& records = api_->requests().records();
  first_request_ = records.empty() ? 0 : records.back().number;
  deadline_ = std::chrono::steady_clock::now() + kMostTime;
  for (const std::string& setting : settings_) RETURN_IF_ERROR(api_->Run(setting).status());
  StatusOr<TextRows> rows = api_->Run(sql);
  requests_ = sandbox_->Requests();
  limited_requests_ += static_cast<size_t>(std::ranges::count_if(
      requests_, [](const auto& request) { return request.target.starts_with("/v1/"); }));
  return rows;
}

void Comparer::ChooseSettings(uint64_t number) {
  settings_ = {number % 2 == 0 ? "SET prefetch = on" : "SET prefetch = off",
               number % 3 == 0 ? "SET prefer = 'requests'" : "SET prefer = 'waiting'"};
}

Comparison Comparer::Compare(const Statement& statement) {
  const StatusOr<TextRows> copy = copy_->Run(statement.sql);
  if (copy.status().code() == StatusCode::kCancelled) return {.verdict = Verdict::kTooMuch};
  const StatusOr<TextRows> api = RunApi(statement.sql);
  Comparison comparison = CompareRows(statement, api, copy);
  comparison.requests = requests_.size();
  if (copy.ok()) comparison.rows = copy->size();
  if (IsFault(comparison.verdict) && !CopiesAgree(statement, copy)) {
    comparison.verdict = Verdict::kUndecided;
  }
  if (comparison.verdict == Verdict::kRowsDiffer && LosesCollation(statement, copy)) {
    comparison.verdict = Verdict::kUndecided;
  }
  if (const auto repeated = RepeatedGet(); repeated && !IsFault(comparison.verdict)) {
    comparison.verdict = Verdict::kRepeatedGet;
    comparison.details = "  sent twice: " + *repeated + "\n";
  }
  if (IsFault(comparison.verdict)) comparison.details += RequestList();
  return comparison;
}

Comparison Comparer::CompareRows(const Statement& statement, const StatusOr<TextRows>& api,
                                 const StatusOr<TextRows>& copy) {
  if (!api.ok() && api.status().code() == StatusCode::kCancelled) {
    return {.verdict = Verdict::kApiTooSlow};
  }
  if (!api.ok() && !copy.ok()) return {.verdict = Verdict::kBothFail};
  if (!api.ok() && IsRefusal(api.status())) return {.verdict = Verdict::kRefused};
  if (!api.ok()) {
    return {.verdict = Verdict::kOnlyApiFails,
            .details = "  API tables: " + api.status().message() + "\n"};
  }
  if (!copy.ok()) {
    return {.verdict = Verdict::kOnlyCopyFails,
            .details = "  plain tables: " + copy.status().message() + "\n"};
  }
  if (statement.unlimited.empty()) {
    if (SameRows(*api, *copy, statement.ordered)) return {};
    return {.verdict = Verdict::kRowsDiffer, .details = Differences(*api, *copy)};
  }
  const StatusOr<TextRows> all = copy_->Run(statement.unlimited);
  if (!all.ok()) return {.verdict = Verdict::kTooMuch};
  const TextRows strangers = Without(SortedRows(*api), SortedRows(*all));
  if (api->size() == copy->size() && strangers.empty()) return {};
  return {.verdict = Verdict::kRowsDiffer, .details = Differences(*api, *all)};
}

bool Comparer::CopiesAgree(const Statement& statement, const StatusOr<TextRows>& copy) {
  const StatusOr<TextRows> other = other_copy_->Run(statement.sql);
  if (!copy.ok() || !other.ok()) return copy.ok() == other.ok();
  if (!statement.unlimited.empty()) return other->size() == copy->size();
  return SameRows(*copy, *other, statement.ordered);
}

bool Comparer::LosesCollation(const Statement& statement, const StatusOr<TextRows>& copy) {
  const auto let = [this](bool on) {
    return api_->Run(TransitiveTermsSql(on)).ok() &&
           api_->Run(std::string("PRAGMA automatic_index = ") + (on ? "on" : "off")).ok();
  };
  if (!MayLoseCollation(statement.sql) || !let(false)) return false;
  const Comparison other = CompareRows(statement, RunApi(WithLongerOrs(statement.sql)), copy);
  return let(true) && !IsFault(other.verdict);
}

std::optional<std::string> Comparer::RepeatedGet() const {
  std::set<std::string> seen;
  // The client's own record: one that the statement before has given up may reach the sandbox late.
  for (const RequestRecord& record : api_->requests().records()) {
    if (record.number <= first_request_ || record.attempt > 1 || record.method != "GET") continue;
    if (!seen.insert(record.url).second) return record.url;
  }
  return std::nullopt;
}

std::string Comparer::RequestList() const {
  std::string list = "  requests:\n";
  for (const RequestRecord& record : api_->requests().records()) {
    if (record.number <= first_request_) continue;
    list += "    " + record.method + " " + record.url + " " + std::to_string(record.status);
    if (record.attempt > 1) list += " attempt " + std::to_string(record.attempt);
    list += (record.error.empty() ? "" : " " + record.error) + "\n";
  }
  return list;
}

}  // namespace apisql::differential
