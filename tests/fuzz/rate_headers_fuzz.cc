// Any bytes as what a server says of its rate limits (src/http/rate/rate_headers.h), and what the
// governor makes of it. Each line is an event:
//
//   table             a request for that table is sent, when it may be
//   !table            the same after the wait that the governor asks for
//   +milliseconds     time goes by
//   429|Name: value|Name: value       the oldest request under way gets that answer
//   (empty)           it gets none
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <deque>

#include "src/base/text.h"
#include "src/http/message/http_date.h"
#include "src/http/rate/rate_headers.h"
#include "src/http/rate_governor.h"
#include "tests/fuzz/fuzz_target.h"

namespace apisql {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Time = RateGovernor::Time;

constexpr size_t kMostEvents = 100;  // Of at most a year each: the clock must not overflow.
constexpr size_t kMostUnderWay = 8;
constexpr Clock::WallTime kWallAtStart{seconds(1780272000)};  // 2026-06-01 00:00:00 UTC.

// The number that a text begins with; 0 when there is none.
int NumberAtStart(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Response ReadResponse(std::string_view line) {
  std::vector<std::string> parts = Split(line, '|');
  Response response;
  response.status = NumberAtStart(parts[0]);
  for (size_t i = 1; i < parts.size(); ++i) {
    const size_t colon = std::min(parts[i].find(':'), parts[i].size());
    const size_t value = std::min(colon + 1, parts[i].size());
    response.headers.push_back({parts[i].substr(0, colon), parts[i].substr(value)});
  }
  return response;
}

bool IsServerWait(milliseconds wait) {
  return wait >= milliseconds(0) && wait <= kLongestServerWait;
}

// A date that was understood is the same when written as servers write it today.
void CheckDate(std::string_view text) {
  const auto date = ParseHttpDate(text);
  if (!date) return;
  const std::time_t time = Clock::WallTime::clock::to_time_t(*date);
  std::tm parts{};
  Require(gmtime_r(&time, &parts) != nullptr, "a date is of this calendar", text);
  char written[64];
  const size_t size = strftime(written, sizeof written, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  Require(ParseHttpDate({written, size}) == date, "a date is the same when written anew", text);
}

void CheckRetryAfter(const Response& response, Clock::WallTime now) {
  const auto wait = RetryAfter(response, now);
  Require(!wait || IsServerWait(*wait), "Retry-After is from zero to a year");
  const auto value = response.header("Retry-After");
  Require(value || !wait, "without Retry-After there is none");
  if (!value) return;
  CheckDate(*value);
  const bool digits = !value->empty() && value->size() <= 9 &&
                      std::ranges::all_of(*value, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return;
  const auto told = std::min<milliseconds>(seconds(NumberAtStart(*value)), kLongestServerWait);
  Require(wait == told, "digits are seconds", *value);
}

void CheckReport(const Response& response, const RateRules& rules, Clock::WallTime now) {
  const auto report = ReadRateReport(response, rules, now);
  if (!report) return;
  Require(response.header(rules.remaining_header).has_value(), "what is left is told");
  Require(response.header(rules.reset_header).has_value(), "the end of a window is told");
  Require(report->limit >= 0 && report->remaining >= 0, "requests are counted from zero");
  Require(report->limit == 0 || response.header(rules.limit_header), "a limit is told");
  Require(IsServerWait(report->reset), "a window ends within a year");
}

// One credential, two tables, of which one has a budget.
class RateRun {
 public:
  RateRun() {
    endpoint_.provider = "acme";
    endpoint_.rates = {"X-Limit", "X-Remaining", "X-Reset", {{"reads", 3, seconds(10)}}};
    for (const char* table : {"plain", "budget"}) {
      tables_.emplace_back().label.table = table;
    }
    tables_[1].budgets = {"reads"};
  }

  void Event(std::string_view line) {
    if (line.empty() || (line[0] >= '0' && line[0] <= '9')) return Answer(line);
    if (line[0] == '+') return Pass(milliseconds(NumberAtStart(line.substr(1))));
    const bool waits = line[0] == '!';
    if (waits) line.remove_prefix(1);
    const auto request =
        std::ranges::find(tables_, line, [](const Request& table) { return table.label.table; });
    if (request != tables_.end()) Send(*request, waits);
  }

  // Whatever servers have said, what they allow again is sent in the end.
  void Finish() {
    while (!under_way_.empty()) Answer("");
    for (const Request& request : tables_) {
      constexpr int kMostLooks = 8;
      int looks = 0;
      while (Hold(request).until > now_) {
        Require(++looks <= kMostLooks, "a wait ends");
        now_ = Hold(request).until;
      }
    }
  }

 private:
  struct Sent {
    const Request* request;
    Time at;
  };

  Clock::WallTime wall() const { return kWallAtStart + now_.time_since_epoch(); }

  void Pass(milliseconds time) {
    now_ += std::clamp<milliseconds>(time, milliseconds(0), std::chrono::hours(24));
  }

  RateHold Hold(const Request& request) {
    RateHold hold = governor_.MayStart(endpoint_, request, now_);
    Require(hold.reason.empty() == (hold.until <= now_), "a wait has its reason", hold.reason);
    if (hold.until == RateGovernor::kAfterAnAnswer) {
      Require(!under_way_.empty(), "only an answer to come is waited for", hold.reason);
    } else {
      constexpr seconds kRounding{1};  // Of a server that cuts fractions off.
      Require(hold.until <= now_ + kLongestServerWait + kRounding, "no wait is longer than a year",
              hold.reason);
    }
    return hold;
  }

  void Send(const Request& request, bool waits) {
    if (under_way_.size() >= kMostUnderWay) return;
    const Time until = Hold(request).until;
    if (until > now_ && (!waits || until == RateGovernor::kAfterAnAnswer)) return;
    now_ = std::max(now_, until);
    governor_.Started(endpoint_, request, now_);
    under_way_.push_back({&request, now_});
  }

  void Answer(std::string_view line) {
    if (under_way_.empty()) return;
    const Sent sent = under_way_.front();
    under_way_.pop_front();
    if (line.empty()) {
      return governor_.Ended(endpoint_, *sent.request, sent.at, nullptr, true, now_, wall());
    }
    const Response response = ReadResponse(line);
    CheckRetryAfter(response, wall());
    CheckReport(response, endpoint_.rates, wall());
    governor_.Ended(endpoint_, *sent.request, sent.at, &response, true, now_, wall());
    CheckPause(response);
  }

  // Retry-After of a 429 that no other header explains holds every table back.
  void CheckPause(const Response& response) {
    const auto pause = RetryAfter(response, wall());
    const auto report = ReadRateReport(response, endpoint_.rates, wall());
    if (response.status != 429 || !pause || (report && report->remaining == 0)) return;
    for (const Request& request : tables_) {
      Require(Hold(request).until >= now_ + *pause, "Retry-After is kept");
    }
  }

  Endpoint endpoint_;
  std::vector<Request> tables_;
  RateGovernor governor_;
  Time now_{};
  std::deque<Sent> under_way_;
};

void FuzzRateHeaders(std::string_view input) {
  RateRun run;
  const std::vector<std::string> lines = Split(input, '\n');
  for (size_t i = 0; i < std::min(lines.size(), kMostEvents); ++i) run.Event(lines[i]);
  run.Finish();
}

const FuzzRegistration kRateHeaders("rate_headers", FuzzRateHeaders);

}  // namespace
}  // namespace apisql
