// LimitedServer: a server with a rate limit, in memory and on a fake clock.
#ifndef APISQL_TESTS_HTTP_RATE_LIMITED_SERVER_H_
#define APISQL_TESTS_HTTP_RATE_LIMITED_SERVER_H_

#include <algorithm>
#include <chrono>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "src/http/transport/transport.h"
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
  // One that was taken has been carried out.
  virtual void Left() {}
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

// So many requests in any time of so long. Tells nothing, or when there is room for one.
class SlidingLimit final : public Limit {
 public:
  enum class Tells { kNothing, kRetryAfter };

  SlidingLimit(int requests, std::chrono::seconds window, Tells tells = Tells::kNothing)
      : requests_(requests), window_(window), tells_(tells) {}

  Verdict Judge(Time now) override {
    while (!taken_.empty() && taken_.front() + window_ <= now) taken_.pop_front();
    if (taken_.size() < requests_) {
      taken_.push_back(now);
      return {true, {}};
    }
    if (tells_ == Tells::kNothing) return {false, {}};
    const auto wait = std::chrono::ceil<std::chrono::seconds>(taken_.front() + window_ - now);
    return {false, {{"Retry-After", std::to_string(wait.count())}}};
  }

 private:
  size_t requests_;
  std::chrono::seconds window_;
  Tells tells_;
  std::deque<Time> taken_;
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

// So many requests a second, and `burst` at once after a pause. `headers` are those of a refusal.
class BucketLimit final : public Limit {
 public:
  BucketLimit(double per_second, double burst, std::vector<Header> headers = {})
      : per_second_(per_second), burst_(burst), tokens_(burst), headers_(std::move(headers)) {}

  Verdict Judge(Time now) override {
    constexpr double kRounding = 1e-9;
    const double seconds = std::chrono::duration<double>(now - std::exchange(at_, now)).count();
    tokens_ = std::min(burst_, tokens_ + seconds * per_second_);
    if (tokens_ < 1 - kRounding) return {false, headers_};
    tokens_ -= 1;
    return {true, {}};
  }

  void set_per_second(double per_second) { per_second_ = per_second; }

 private:
  double per_second_;
  double burst_;
  double tokens_;
  std::vector<Header> headers_;
  Time at_{};
};

// So many requests at a time. `headers` are those of a refusal.
class ConcurrencyLimit final : public Limit {
 public:
  explicit ConcurrencyLimit(int most, std::vector<Header> headers = {})
      : most_(most), headers_(std::move(headers)) {}

  Verdict Judge(Time) override {
    if (inside_ >= most_) return {false, headers_};
    ++inside_;
    return {true, {}};
  }
  void Left() override { --inside_; }

 private:
  const int most_;
  const std::vector<Header> headers_;
  int inside_ = 0;
};

// Answers 200 after about `latency`, of which a tenth is the way there and a tenth the way back; or
// 429, which takes no longer than the two ways. `spread`: the rest of the latency varies by this
// part of it, up and down.
class LimitedServer final : public Transport {
 public:
  using Duration = std::chrono::milliseconds;

  LimitedServer(FakeClock* clock, Limit* limit, Duration latency, double spread = 0)
      : clock_(clock), limit_(limit), latency_(latency), spread_(spread) {}

  TransferId Start(Request request) override {
    flying_.emplace(++last_id_,
                    Flight{Stage::kUnderWay, clock_->passed + Way(), std::move(request), {}});
    return last_id_;
  }

  std::vector<FinishedTransfer> Run(Duration timeout) override {
    const auto deadline = clock_->passed + timeout;
    std::vector<FinishedTransfer> finished = Step();
    while (finished.empty() && clock_->passed < deadline) {
      clock_->passed = deadline;
      for (const auto& [id, flight] : flying_) {
        clock_->passed = std::min(clock_->passed, flight.until);
      }
      finished = Step();
    }
    return finished;
  }

  void Cancel(TransferId id) override { flying_.erase(id); }

  int taken = 0;
  int refused = 0;

 private:
  enum class Stage { kUnderWay, kInside, kComingBack };
  struct Flight {
    Stage stage;
    Duration until;  // The end of the stage.
    Request request;
    Limit::Verdict verdict;
  };

  Duration Way() const { return latency_ / 10; }

  Duration TimeInside() {
    const double even = std::uniform_real_distribution<double>(1 - spread_, 1 + spread_)(random_);
    const auto usual = static_cast<double>((latency_ - 2 * Way()).count());
    return Duration(static_cast<int64_t>(usual * even));
  }

  // What happens at the present moment.
  std::vector<FinishedTransfer> Step() {
    std::vector<FinishedTransfer> finished;
    for (auto it = flying_.begin(); it != flying_.end();) {
      Flight& flight = it->second;
      while (flight.until <= clock_->passed && flight.stage != Stage::kComingBack) Move(&flight);
      if (flight.until > clock_->passed) {
        ++it;
        continue;
      }
      finished.push_back({it->first, Answer(flight), true, false});
      it = flying_.erase(it);
    }
    return finished;
  }

  void Move(Flight* flight) {
    if (flight->stage == Stage::kInside) {
      limit_->Left();
    } else {
      flight->verdict = limit_->Judge(clock_->Steady());
      ++(flight->verdict.taken ? taken : refused);
      if (flight->verdict.taken) {
        flight->stage = Stage::kInside;
        flight->until += TimeInside();
        return;
      }
    }
    flight->stage = Stage::kComingBack;
    flight->until += Way();
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
  Duration latency_;
  double spread_;
  std::minstd_rand random_;
  std::map<TransferId, Flight> flying_;
  TransferId last_id_ = 0;
};

}  // namespace apisql

#endif  // APISQL_TESTS_HTTP_RATE_LIMITED_SERVER_H_
