#include "tests/generated/writes/sides.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "src/base/text.h"
#include "tests/generated/writes/resource_document.h"

namespace apisql::generated::writes {
namespace {

// A clock on which the second between two looks at an operation is over in a moment.
class QuickClock final : public Clock {
 public:
  WallTime Wall() const override { return Clock::Real().Wall(); }
  SteadyTime Steady() const override {
    constexpr int kTimesFaster = 20;
    const SteadyTime now = Clock::Real().Steady();
    return now + kTimesFaster * (now - begin_);
  }

 private:
  SteadyTime begin_ = Clock::Real().Steady();
};

std::string ListOf(const TextRows& rows) {
  std::string list;
  for (const TextRow& row : rows) list += "    " + Join(row, " | ") + "\n";
  return list;
}

TextRows LeftOf(const TextRows& rows, const TextRows& others) {
  TextRows rest;
  std::ranges::set_difference(SortedRows(rows), SortedRows(others), std::back_inserter(rest));
  return rest;
}

std::string DifferenceOf(const TextRows& api, const TextRows& plain) {
  return "  only from the API:\n" + ListOf(LeftOf(api, plain)) + "  only from plain tables:\n" +
         ListOf(LeftOf(plain, api));
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

bool IsFault(Verdict verdict) { return verdict >= Verdict::kOnlyApiFails; }

std::string_view VerdictName(Verdict verdict) {
  constexpr std::string_view kNames[] = {"same",
                                         "refused",
                                         "both fail",
                                         "only the API tables fail",
                                         "only the plain tables fail",
                                         "rows differ",
                                         "the server's rows differ",
                                         "wrong requests",
                                         "a secret is shown"};
  return kNames[static_cast<size_t>(verdict)];
}

StatusOr<std::unique_ptr<Sides>> Sides::Open(const Api& api, uint64_t number) {
  std::unique_ptr<Sides> sides(new Sides(api));
  sides->server_ = std::make_unique<WriteServer>(api);
  RETURN_IF_ERROR(sides->server_->Start());
  ASSIGN_OR_RETURN(sides->plain_, PlainTables::Open(api));
  RETURN_IF_ERROR(sides->OpenSession(number));
  return sides;
}

Sides::~Sides() {
  session_.reset();
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

Status Sides::OpenSession(uint64_t number) {
  std::string folder = (std::filesystem::temp_directory_path() / "apisql_sides_XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) {
    return {StatusCode::kInternal, folder + ": cannot be created"};
  }
  folder_ = folder;
  for (const Document& document : DocumentsOf(api_)) {
    std::ofstream(folder_ / document.file) << document.text;
  }
  std::unique_ptr<Catalog> catalog = Catalog::Builtin();
  RETURN_IF_ERROR(catalog->AddDirectory(folder));
  for (const Resource& resource : api_.resources) {
    RETURN_IF_ERROR(catalog->Find(FullNameOf(resource)).status());
  }
  Config config;
  config.provider(kProvider).base_url = server_->url();
  config.provider(kProvider).variables[kSiteVariable] = kSite;
  clock_ = std::make_unique<QuickClock>();
  transport_ = MakeCurlTransport({});
  SessionOptions options;
  options.settings = {{"await", "on"},
                      {"retry_delay", "1"},
                      {"prefetch", number % 2 == 0 ? "on" : "off"},
                      {"write_concurrency", number % 3 == 0 ? "1" : "4"}};
  ASSIGN_OR_RETURN(session_, Session::Open(std::move(catalog), std::move(config), *transport_,
                                           *clock_, std::move(options)));
  return OkStatus();
}

StatusOr<TextRows> Sides::RunApi(const std::string& sql) {
  RowCollector sink;
  std::string_view rest = sql;
  ASSIGN_OR_RETURN([[maybe_unused]] const StatementSummary summary, session_->RunNext(&rest, sink));
  return std::move(sink.rows);
}

std::string Sides::RequestList() const {
  std::string list = "  requests:\n";
  for (const Received& request : received_) {
    list += "    " + request.method + " " + request.target + " " + request.body + " -> " +
            std::to_string(request.status) + "\n";
  }
  return list;
}

Outcome Sides::Run(const Step& step) {
  ++steps_;
  Outcome outcome;
  if (step.kind == Step::Kind::kWrite) CheckRehearsals(step, outcome);
  if (outcome.verdict == Verdict::kSame) outcome = Compare(step);
  CheckSecrets("the error", {{outcome.error}}, outcome);
  if (step.kind == Step::Kind::kBegin || step.kind == Step::Kind::kEnd) written_.clear();
  if (step.kind == Step::Kind::kWrite && session_->in_transaction()) {
    written_.insert(step.resource);
  }
  if (IsFault(outcome.verdict)) outcome.details += RequestList();
  return outcome;
}

void Sides::CheckRehearsals(const Step& step, Outcome& outcome) {
  if (session_->in_transaction() || steps_ % 2 == 0) return;
  (void)server_->TakeReceived();
  StatusOr<TextRows> rows = RunApi("EXPLAIN REQUESTS " + step.sql);
  received_ = server_->TakeReceived();
  if (rows.ok()) CheckSecrets("EXPLAIN REQUESTS", *rows, outcome);
  if (!received_.empty()) {
    outcome = {.verdict = Verdict::kWrongRequests, .details = "  EXPLAIN REQUESTS sends\n"};
    return;
  }
  if (steps_ % 4 != 1) return;
  (void)RunApi("SET dry_run = on").ok();
  rows = RunApi(step.sql);
  (void)RunApi("SET dry_run = off").ok();
  received_ = server_->TakeReceived();
  if (rows.ok()) CheckSecrets("the dry run", *rows, outcome);
  const bool sent = std::ranges::any_of(
      received_, [](const Received& request) { return request.method != "GET"; });
  if (sent) outcome = {.verdict = Verdict::kWrongRequests, .details = "  the dry run writes\n"};
}

Outcome Sides::Compare(const Step& step) {
  (void)server_->TakeReceived();
  const StatusOr<TextRows> api = RunApi(step.sql);
  received_ = server_->TakeReceived();
  Outcome outcome;
  if (!api.ok()) outcome.error = api.status().message();
  if (!api.ok() && MayBeRefused(step, outcome.error)) {
    outcome.verdict = Verdict::kRefused;
    CheckRequests(step, outcome);
    return outcome;
  }
  const StatusOr<TextRows> plain = plain_->Run(step.sql);
  if (!plain.ok()) {
    outcome.verdict = api.ok() ? Verdict::kOnlyPlainFails : Verdict::kBothFail;
    outcome.details = "  plain tables: " + plain.status().message() + "\n";
    return outcome;
  }
  outcome.rows = plain->size();
  if (!api.ok()) {
    return {.verdict = Verdict::kOnlyApiFails,
            .error = outcome.error,
            .details = "  API tables: " + outcome.error + "\n"};
  }
  if (SortedRows(*api) != SortedRows(*plain)) {
    outcome.verdict = Verdict::kRowsDiffer;
    outcome.details = DifferenceOf(*api, *plain);
    return outcome;
  }
  CheckRequests(step, outcome);
  if (!IsFault(outcome.verdict) && !session_->in_transaction()) CheckState(outcome);
  return outcome;
}

// What a row lacks, or what the engine cannot know, is told before anything is sent.
bool Sides::MayBeRefused(const Step& step, const std::string& error) const {
  if (step.kind != Step::Kind::kWrite) return false;
  const Resource& resource = api_.resources[step.resource];
  if (resource.form && Contains(error, "cannot be sent in a form")) return true;
  return written_.contains(step.resource) && Contains(error, "COMMIT first");
}

void Sides::CheckRequests(const Step& step, Outcome& outcome) {
  std::multiset<std::string> changed;
  for (const Received& request : received_) {
    if (!request.changed.empty()) changed.insert(request.changed);
  }
  outcome.writes = changed.size();
  const bool quiet = outcome.verdict == Verdict::kRefused || session_->in_transaction() ||
                     step.kind == Step::Kind::kSelect || step.sql == "ROLLBACK";
  if (quiet && !changed.empty()) {
    outcome.verdict = Verdict::kWrongRequests;
    outcome.details = "  nothing was to be written\n";
  }
  if (step.kind != Step::Kind::kWrite) return;
  for (const std::string& row : changed) {
    if (changed.count(row) == 1) continue;
    outcome.verdict = Verdict::kWrongRequests;
    outcome.details = "  wrote a row again: " + row + "\n";
  }
}

void Sides::CheckState(Outcome& outcome) {
  const Api now = server_->Now();
  for (const Resource& resource : now.resources) {
    StatusOr<TextRows> plain = plain_->RowsOf(resource);
    if (plain.ok()) plain = SortedRows(*std::move(plain));
    TextRows server = ServerRowsOf(resource);
    // A new row has an id that only the server knows.
    for (size_t i = 0; resource.makes_key && plain.ok() && i < plain->size(); ++i) {
      if ((*plain)[i].back() == "NULL" && i < server.size()) server[i].back() = "NULL";
    }
    if (plain.ok() && *plain == server) continue;
    outcome.verdict = Verdict::kStateDiffers;
    outcome.details += "  table " + resource.name + ", the server's rows as the API's:\n";
    outcome.details += plain.ok() ? DifferenceOf(server, *plain) : plain.status().message();
  }
  if (const Status refilled = plain_->Refill(now); !refilled.ok()) {
    outcome.verdict = Verdict::kOnlyPlainFails;
    outcome.details += refilled.message();
  }
  for (const char* table : {"apisql.mutations", "apisql.requests"}) {
    const StatusOr<TextRows> rows = RunApi(std::string("SELECT * FROM ") + table);
    if (rows.ok()) CheckSecrets(table, *rows, outcome);
  }
}

void Sides::CheckSecrets(const std::string& where, const TextRows& rows, Outcome& outcome) {
  for (const TextRow& row : rows) {
    for (const std::string& cell : row) {
      if (!Contains(cell, kSecretWord)) continue;
      outcome.verdict = Verdict::kSecretShown;
      outcome.details = "  " + where + ": " + cell + "\n";
    }
  }
}

}  // namespace apisql::generated::writes
