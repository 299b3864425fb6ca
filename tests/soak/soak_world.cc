#include "tests/soak/soak_world.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "registry/source/catalog.h"
#include "sandbox/faults.h"
#include "src/base/clock.h"
#include "tests/support/sides/api_side.h"

namespace apisql {
namespace {

using std::chrono::milliseconds;

constexpr int kKeys = 120;
constexpr int64_t kNow = 1780272000;  // 2026-06-01 00:00:00 UTC.
constexpr milliseconds kTotalTimeout{150};

// Their rows differ from the truth because the server says other things, not because the engine
// reads them wrongly; or they make the engine wait for a second each.
constexpr std::string_view kLeftOut[] = {
    "invalid_utf8",
    "lone_surrogate",
    "nul_text",
    "control_text",
    "big_number",
    "endless_number",
    "status_429_seconds",
    "status_429_date",
    // An empty list without pages is a good answer, and so is JSON to a write.
    "endless_empty_pages",
};

template <typename Names>
bool Contains(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != std::ranges::end(names);
}

std::vector<const NamedFault*> UsedFaults() {
  std::vector<const NamedFault*> faults;
  for (const NamedFault& fault : NamedFaults()) {
    if (!Contains(kLeftOut, fault.name)) faults.push_back(&fault);
  }
  return faults;
}

std::string KindOf(const std::string& error) {
  static constexpr std::pair<const char*, const char*> kKinds[] = {
      {"paging is broken", "paging"},
      {"comes twice", "moved list"},
      {"expected JSON", "no JSON"},
      {"invalid JSON", "broken JSON"},
      {"rows: expected", "no rows"},
      {"redirect", "redirect"},
      {"without an answer", "no answer"},
      {"broke off", "broken off"},
      {"no complete answer", "too late"},
      {"interrupted", "interrupted"},
      {" from ", "status"}};
  for (const auto& [text, kind] : kKinds) {
    if (error.find(text) != std::string::npos) return kind;
  }
  return "other";
}

// A fault of the soak's own making, no finding.
template <typename T>
T Must(StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::cerr << "soak: " << value.status().message() << "\n";
  std::exit(2);
}

}  // namespace

SoakWorld::SoakWorld(uint64_t seed) : random_(seed) {
  sandbox_ = Must(Sandbox::Start({.keys = kKeys, .seed = seed % 1000 + 1, .now = kNow}));
  TransportOptions options;
  options.total_timeout = kTotalTimeout;
  transport_ = MakeCurlTransport(options);
  OpenSession();
}

void SoakWorld::OpenSession() {
  session_.reset();
  allows_partial_ = Chance(20);
  SessionOptions options;
  options.allow_partial = allows_partial_;
  options.settings = {{"retry_delay", "2"}, {"max_retries", std::to_string(Below(4))}};
  options.interrupted = [this] {
    if (polls_left_ > 0) --polls_left_;
    return polls_left_ == 0;
  };
  session_ = Must(Session::Open(Catalog::Builtin(), SandboxConfig(sandbox_->access()), *transport_,
                                Clock::Real(), std::move(options)));
}

void SoakWorld::OrderFaults(const std::string& method) {
  static constexpr std::string_view kPaths[] = {"/",
                                                "/iam/v2/api-keys",
                                                "/iam/v2/api-keys?page_size=100&page_token=",
                                                "/iam/v2/users",
                                                "/iam/v2/service-accounts",
                                                "/org/v2/environments",
                                                "/cmk/v2/clusters",
                                                "/v1/orgs/self/users"};
  const std::vector<const NamedFault*> faults = UsedFaults();
  conditions_.clear();
  for (size_t i = Chance(25) ? 0 : 1 + Below(2); i > 0; --i) {
    const NamedFault& named = *Pick(faults);
    SandboxFault fault = named.make();
    fault.method = method;
    fault.path_prefix = method == "GET" ? Pick(kPaths) : "/";
    fault.skip = Chance(50) ? 0 : static_cast<int>(Below(6));
    fault.times = Chance(20) ? -1 : static_cast<int>(1 + Below(3));
    conditions_ += std::string(named.name) + " on " + fault.path_prefix + " after " +
                   std::to_string(fault.skip) + ", " + std::to_string(fault.times) + " times; ";
    sandbox_->AddFault(std::move(fault));
    ++counts_.faults;
  }
}

void SoakWorld::MaybeInterrupt() {
  polls_left_ = Chance(5) ? static_cast<int64_t>(1 + Below(10)) : -1;
  if (polls_left_ > 0) conditions_ += "interrupted; ";
}

SoakResult SoakWorld::Run(std::string_view sql) {
  SoakResult result;
  RowCollector sink;
  while (result.status.ok() && !Session::IsBlank(sql)) {
    ++counts_.statements;
    auto summary = session_->RunNext(&sql, sink);
    result.status = summary.status();
    if (summary.ok()) result.summary = *std::move(summary);
  }
  polls_left_ = -1;
  result.rows = std::move(sink.rows);
  if (!result.status.ok()) ++counts_.errors[KindOf(result.status.message())];
  return result;
}

const std::vector<SandboxTable>& SoakWorld::Tables() {
  if (!tables_) tables_ = sandbox_->Dump();
  return *tables_;
}

CopySide& SoakWorld::Copy() {
  if (!copy_) copy_ = Must(CopySide::Open(Tables()));
  return *copy_;
}

void SoakWorld::StateChanged() {
  tables_.reset();
  copy_.reset();
}

std::vector<std::string> SoakWorld::Column(const std::string& table, const std::string& column) {
  std::vector<std::string> texts;
  const SandboxTable& found = *std::ranges::find(Tables(), table, &SandboxTable::name);
  const auto place = std::ranges::find(found.columns, column, &SandboxTable::Column::name);
  for (const auto& row : found.rows) {
    const auto& value = row[static_cast<size_t>(place - found.columns.begin())];
    const auto* text = std::get_if<std::string>(&value);
    texts.push_back(text == nullptr ? "" : *text);
  }
  return texts;
}

}  // namespace apisql
