#include "tests/transactions/fault_plan.h"

#include <iterator>

#include "sandbox/faults.h"

namespace apisql::transactions {
namespace {

using differential::Random;

// Of the connection, the server, and what stands between the two. None changes what the API says
// of its rows: a statement that succeeds must have the rows that there are.
constexpr std::string_view kAtServer[] = {
    "reset",         "reset",
    "close",         "reset_after",
    "reset_after",   "close_in_body",
    "reset_in_body", "truncated_json",
    "html",          "status_429",
    "status_429",    "status_429_seconds",
    "status_500",    "status_500_after",
    "status_502",    "status_503",
    "status_504",    "status_504_after",
    "status_408",    "status_401",
    "status_403",    "status_409",
};

constexpr std::pair<Loss, const char*> kOnTheWay[] = {
    {Loss::kNotSent, "no connection"},
    {Loss::kNotSent, "no connection"},
    {Loss::kAnswerLost, "answer lost"},
    {Loss::kAnswerLate, "answer late"},
    {Loss::kInterruptedAtStart, "interrupt at start"},
    {Loss::kInterruptedAtEnd, "interrupt at end"},
};

// FNV-1a: the same on every machine.
uint64_t HashOf(std::string_view text, uint64_t hash) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

// How many of a hundred requests meet a fault, at the server and on the way each. Most statements
// have a chance to succeed, some to lose every repeat of a request.
size_t RateOf(Random mood, bool write) {
  constexpr size_t kOfReads[] = {0, 1, 4, 30};
  constexpr size_t kOfWrites[] = {0, 4, 12, 30};
  return write ? kOfWrites[mood.Weighted({20, 25, 25, 30})]
               : kOfReads[mood.Weighted({20, 40, 27, 13})];
}

}  // namespace

void FaultPlan::Begin(const std::string& sql) {
  const std::lock_guard lock(mutex_);
  sql_ = sql;
  on_ = true;
  sendings_.clear();
  met_ = 0;
  interrupted_ = false;
}

void FaultPlan::End() {
  const std::lock_guard lock(mutex_);
  on_ = false;
  interrupted_ = false;
}

Random FaultPlan::Decide(std::string_view place, const std::string& method,
                         const std::string& target, const std::string& body) {
  std::string request = std::string(place) + " " + method + " " + target + " " + body;
  const uint64_t sending = ++sendings_[request];
  return Random(HashOf(request + " " + std::to_string(sending) + " " + sql_, seed_));
}

Loss FaultPlan::OnTheWay(const std::string& method, const std::string& target,
                         const std::string& body) {
  const std::lock_guard lock(mutex_);
  if (!on_) return Loss::kNone;
  Random random = Decide("on the way", method, target, body);
  if (!random.Chance(RateOf(Random(HashOf(sql_, seed_)), method != "GET"))) return Loss::kNone;
  const auto& [loss, name] = kOnTheWay[random.Below(std::size(kOnTheWay))];
  Note(name);
  return loss;
}

std::optional<SandboxFault> FaultPlan::AtServer(const SandboxRequest& request) {
  const std::lock_guard lock(mutex_);
  if (!on_) return std::nullopt;
  Random random = Decide("at the server", request.method, request.target, request.body);
  const size_t rate = RateOf(Random(HashOf(sql_, seed_)), request.method != "GET");
  if (!random.Chance(rate)) return std::nullopt;
  const std::string_view name = kAtServer[random.Below(std::size(kAtServer))];
  auto fault = MakeFault(name);
  if (!fault.ok()) return std::nullopt;
  Note(std::string(name));
  return *std::move(fault);
}

std::map<std::string, uint64_t> FaultPlan::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

void FaultPlan::Note(const std::string& name) {
  ++met_;
  ++counts_[name];
}

}  // namespace apisql::transactions
