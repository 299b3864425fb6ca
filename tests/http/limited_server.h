// LimitedServer: a server with a rate limit, in memory and on a fake clock.
#ifndef APISQL_TESTS_HTTP_LIMITED_SERVER_H_
#define APISQL_TESTS_HTTP_LIMITED_SERVER_H_

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "src/http/transport.h"
#include "tests/http/fake_transport.h"

namespace apisql {

// Says whether it takes a request that arrives now, and with which headers it answers.
class Limit {
 public:
  using Time = Clock::SteadyTime;
  struct Verdict {
    bool taken = true;
    std::vector<Header> headers;
  };
  virtual ~Limit() = default;
  virtual Verdict Judge(Time now) = 0;
};

// So many requests in each window of so long; the windows stand still, as a clock's minutes do.
class WindowLimit final : public Limit {
 public:
  enum class Tells { kNothing, kRetryAfter, kRoundedUp, kRoundedDown };

  WindowLimit(int requests, std::chrono::seconds window, Tells tells)
      : requests_(requests), window_(window), tells_(tells) {}

  Verdict Judge(Time now) override {
    const auto number = now.time_since_epoch() / window_;
    if (std::exchange(number_, number) != number) used_ = 0;
    const bool taken = used_ < requests_;
    if (taken) ++used_;
    return {taken, Headers((number + 1) * window_ - now.time_since_epoch(), taken)};
  }

 private:
  std::vector<Header> Headers(Clock::SteadyTime::duration left, bool taken) const {
    using std::chrono::seconds;
    const std::string up = std::to_string(std::chrono::ceil<seconds>(left).count());
    if (tells_ == Tells::kNothing) return {};
    if (tells_ == Tells::kRetryAfter) {
      return taken ? std::vector<Header>() : std::vector<Header>{{"Retry-After", up}};
    }
    const std::string down = std::to_string(std::chrono::floor<seconds>(left).count());
    return {{"X-RateLimit-Limit", std::to_string(requests_)},
            {"X-RateLimit-Remaining", std::to_string(requests_ - used_)},
            {"X-RateLimit-Reset", tells_ == Tells::kRoundedUp ? up : down}};
  }

  int requests_;
  std::chrono::seconds window_;
  Tells tells_;
  int64_t number_ = -1;
  int used_ = 0;
};

// Refuses one request and takes all others. `headers` are those of the refusal.
class OneRefusal final : public Limit {
 public:
  OneRefusal(int number, std::vector<Header> headers)
      : number_(number), headers_(std::move(headers)) {}

  Verdict Judge(Time) override {
    if (++judged_ != number_) return {true, {}};
    return {false, headers_};
  }

 private:
  const int number_;
  const std::vector<Header> headers_;
  int judged_ = 0;
};

// So many requests a second, and `burst` at once after a pause. Tells nothing.
class BucketLimit final : public Limit {
 public:
  BucketLimit(double per_second, double burst)
      : per_second_(per_second), burst_(burst), tokens_(burst) {}

  Verdict Judge(Time now) override {
    const double seconds = std::chrono::duration<double>(now - std::exchange(at_, now)).count();
    tokens_ = std::min(burst_, tokens_ + seconds * per_second_);
    if (tokens_ < 1) return {false, {}};
    tokens_ -= 1;
    return {true, {}};
  }

 private:
  double per_second_;
  double burst_;
  double tokens_;
  Time at_{};
};

// Answers 200 or 429 after `latency`; a request arrives after half of that.
class LimitedServer final : public Transport {
 public:
  LimitedServer(FakeClock* clock, Limit* limit, std::chrono::milliseconds latency)
      : clock_(clock), limit_(limit), latency_(latency) {}

  TransferId Start(Request request) override {
    flying_.emplace(++last_id_, Flight{clock_->passed, std::move(request), false, {}});
    return last_id_;
  }

  std::vector<FinishedTransfer> Run(std::chrono::milliseconds timeout) override {
    const auto deadline = clock_->passed + timeout;
    std::vector<FinishedTransfer> finished = Step();
    while (finished.empty() && clock_->passed < deadline) {
      // Nothing else happens on the way.
      clock_->passed = flying_.empty() ? deadline : clock_->passed + std::chrono::milliseconds(1);
      finished = Step();
    }
    return finished;
  }

  void Cancel(TransferId id) override { flying_.erase(id); }

  int taken = 0;
  int refused = 0;

 private:
  struct Flight {
    std::chrono::milliseconds started;
    Request request;
    bool arrived;
    Limit::Verdict verdict;
  };

  // What happens at the present moment.
  std::vector<FinishedTransfer> Step() {
    std::vector<FinishedTransfer> finished;
    for (auto it = flying_.begin(); it != flying_.end();) {
      Flight& flight = it->second;
      if (!flight.arrived && clock_->passed >= flight.started + latency_ / 2) Arrive(&flight);
      if (clock_->passed < flight.started + latency_) {
        ++it;
        continue;
      }
      finished.push_back({it->first, Answer(flight), true, false});
      it = flying_.erase(it);
    }
    return finished;
  }

  void Arrive(Flight* flight) {
    flight->arrived = true;
    flight->verdict = limit_->Judge(clock_->Steady());
    ++(flight->verdict.taken ? taken : refused);
  }

  static Response Answer(const Flight& flight) {
    Response response;
    response.status = flight.verdict.taken ? 200 : 429;
    response.headers = flight.verdict.headers;
    response.url = flight.request.url;
    response.method = flight.request.method;
    return response;
  }

  FakeClock* clock_;
  Limit* limit_;
  std::chrono::milliseconds latency_;
  std::map<TransferId, Flight> flying_;
  TransferId last_id_ = 0;
};

}  // namespace apisql

#endif  // APISQL_TESTS_HTTP_LIMITED_SERVER_H_
