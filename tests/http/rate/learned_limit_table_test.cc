// 10,000 calls against limits that the server tells by nothing but 429, with and without
// Retry-After: each kind of limit under each latency and concurrency. Prints the table of the time,
// as a ratio to what the limit itself takes for so many calls, and of the share of refused
// requests.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "src/http/client.h"
#include "tests/http/rate/limited_server.h"

namespace apisql {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kCallsPerCell = 10'000;

struct Kind {
  std::string name;
  std::function<std::unique_ptr<Limit>()> make;
  double per_second = 0;        // 0: it limits no rate.
  int at_once = kCallsPerCell;  // That it allows.
  double most_ratio = 1.1;      // What was reached.
  double most_refused = 1.0;    // Percent.
};

Kind Bucket(double per_second, int burst, bool tells, double most_ratio = 1.1) {
  const std::vector<Header> headers =
      tells ? std::vector<Header>{{"Retry-After", "1"}} : std::vector<Header>();
  return {.name = "bucket of " + std::to_string(burst) + ", " + std::to_string(int(per_second)) +
                  " per s" + (tells ? ", told" : ""),
          .make = [=] { return std::make_unique<BucketLimit>(per_second, burst, headers); },
          .per_second = per_second,
          .most_ratio = most_ratio};
}

template <typename Window>
Kind WindowOf(const char* name, int requests, int window, typename Window::Tells tells) {
  return {.name = name + std::to_string(requests) + " in " + std::to_string(window) + " s" +
                  (tells == Window::Tells::kRetryAfter ? ", told" : ""),
          .make = [=] { return std::make_unique<Window>(requests, seconds(window), tells); },
          .per_second = static_cast<double>(requests) / window};
}

Kind AtATime(int most, bool tells, double most_ratio = 1.1) {
  const std::vector<Header> headers =
      tells ? std::vector<Header>{{"Retry-After", "1"}} : std::vector<Header>();
  return {.name = std::to_string(most) + " at a time" + (tells ? ", told" : ""),
          .make = [=] { return std::make_unique<ConcurrencyLimit>(most, headers); },
          .at_once = most,
          .most_ratio = most_ratio};
}

std::vector<Kind> Kinds() {
  std::vector<Kind> kinds;
  for (const bool tells : {false, true}) {
    kinds.push_back(Bucket(10, 20, tells));
    kinds.push_back(Bucket(50, 100, tells));
    // A second of waiting for what takes 10 ms, and no burst that makes up for it.
    kinds.push_back(Bucket(100, 1, tells, tells ? 1.15 : 1.1));
    for (const int most : {2, 4}) kinds.push_back(AtATime(most, tells));
    // Three times a second of waiting, in half a minute.
    kinds.push_back(AtATime(16, tells, tells ? 1.15 : 1.1));
  }
  for (const auto& [requests, window] : {std::pair(100, 10), {1000, 60}, {60, 1}}) {
    for (const auto tells : {WindowLimit::Tells::kNothing, WindowLimit::Tells::kRetryAfter}) {
      kinds.push_back(WindowOf<WindowLimit>("fixed window, ", requests, window, tells));
    }
    for (const auto tells : {SlidingLimit::Tells::kNothing, SlidingLimit::Tells::kRetryAfter}) {
      kinds.push_back(WindowOf<SlidingLimit>("sliding window, ", requests, window, tells));
    }
  }
  return kinds;
}

struct Result {
  double ratio = 0;
  double refused = 0;  // Percent.
  int failed = 0;
};

Result RunCalls(const Kind& kind, milliseconds latency, int concurrency) {
  FakeClock clock;
  clock.passed = seconds(84);  // Not at the start of a window.
  const std::unique_ptr<Limit> limit = kind.make();
  LimitedServer server(&clock, limit.get(), latency, 0.2);
  RequestLog log(1);
  Client client(server, log, clock, nullptr);
  client.set_random([engine = std::minstd_rand()]() mutable {
    return std::uniform_real_distribution<double>()(engine);
  });
  auto endpoint = std::make_shared<Endpoint>();
  endpoint->provider = "acme";
  endpoint->base_url = "https://api.example.com";
  endpoint->max_concurrency = concurrency;
  Request request;
  request.url = "https://api.example.com/things";
  const auto begin = clock.Steady();
  std::vector<CallId> ids;
  for (int i = 0; i < kCallsPerCell; ++i) ids.push_back(client.Send(endpoint, request));
  Result result;
  for (const CallId id : ids) {
    const StatusOr<Response> response = client.Wait(id);
    if (!response.ok() || response->status != 200) ++result.failed;
  }
  const double took = std::chrono::duration<double>(clock.Steady() - begin).count();
  double own = kCallsPerCell * std::chrono::duration<double>(latency).count() /
               std::min(concurrency, kind.at_once);
  if (kind.per_second > 0) own = std::max(own, kCallsPerCell / kind.per_second);
  result.ratio = took / own;
  result.refused = 100.0 * server.refused / (server.taken + server.refused);
  return result;
}

TEST(LearnedLimitTableTest, TenThousandCallsTakeLittleLongerThanEachKindOfLimit) {
  for (const Kind& kind : Kinds()) {
    std::string row = kind.name + std::string(32 - std::min<size_t>(32, kind.name.size()), ' ');
    for (const int latency : {50, 200}) {
      for (const int concurrency : {8, 32}) {
        const Result result = RunCalls(kind, milliseconds(latency), concurrency);
        char cell[64];
        std::snprintf(cell, sizeof cell, " | %5.3f %4.2f%%", result.ratio, result.refused);
        row += cell;
        SCOPED_TRACE(row);
        EXPECT_EQ(result.failed, 0);
        EXPECT_LE(result.ratio, kind.most_ratio);
        EXPECT_LT(result.refused, kind.most_refused);
      }
    }
    std::puts(row.c_str());
  }
}

}  // namespace
}  // namespace apisql
