// FakeTransport and FakeClock: a server in memory, and time that stands still.
#ifndef APISQL_TESTS_HTTP_FAKE_TRANSPORT_H_
#define APISQL_TESTS_HTTP_FAKE_TRANSPORT_H_

#include <algorithm>
#include <chrono>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "src/base/clock.h"
#include "src/http/transport/transport.h"

namespace apisql {

class FakeClock final : public Clock {
 public:
  WallTime Wall() const override { return WallTime(std::chrono::seconds(1'792'000'000) + passed); }
  SteadyTime Steady() const override { return SteadyTime(passed); }

  std::chrono::milliseconds passed{0};
};

// Answers by "METHOD URL"; what it has no answer for gets 200 and the body "ok". A transfer is
// answered in the first Run() after it was started, unless its URL is held.
class FakeTransport final : public Transport {
 public:
  explicit FakeTransport(FakeClock* clock) : clock_(clock) {}

  void Reply(const std::string& call, int status, std::string body,
             std::vector<Header> headers = {}) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    response.headers = std::move(headers);
    replies_[call] = {FinishedTransfer{0, std::move(response), true, false}};
  }
  void Fail(const std::string& call, Status status) {
    replies_[call] = {FinishedTransfer{0, std::move(status), true, false}};
  }
  // What the same call is answered after that; the last answer stays.
  void Then(const std::string& call, int status, std::string body,
            std::vector<Header> headers = {}) {
    auto earlier = std::move(replies_[call]);
    Reply(call, status, std::move(body), std::move(headers));
    replies_[call].insert(replies_[call].begin(), earlier.begin(), earlier.end());
  }
  // Fails in a way that may pass.
  void Break(const std::string& call, bool may_have_been_sent) {
    replies_[call] = {
        FinishedTransfer{0, Status(StatusCode::kUnavailable, "broken"), may_have_been_sent, true}};
  }
  // What it is answered is the answer to a second sending.
  void SendAgain(const std::string& call) {
    for (FinishedTransfer& one : replies_[call]) one.sent_again = true;
  }
  void Hold(const std::string& url) { held_.insert(url); }
  void Release(const std::string& url) { held_.erase(url); }

  TransferId Start(Request request) override {
    sent.push_back(request.method + " " + request.url);
    requests.push_back(request);
    flying_.emplace(++last_id_, std::move(request));
    most_in_flight = std::max(most_in_flight, flying_.size());
    return last_id_;
  }

  std::vector<FinishedTransfer> Run(std::chrono::milliseconds timeout) override {
    ++runs;
    longest_wait = std::max(longest_wait, timeout);
    std::vector<FinishedTransfer> finished;
    for (auto it = flying_.begin(); it != flying_.end();) {
      if (held_.contains(it->second.url)) {
        ++it;
        continue;
      }
      finished.push_back(Answer(it->second));
      finished.back().id = it->first;
      it = flying_.erase(it);
    }
    if (finished.empty()) clock_->passed += timeout;
    return finished;
  }

  void Cancel(TransferId id) override {
    const auto found = flying_.find(id);
    if (found == flying_.end()) return;
    cancelled.push_back(found->second.url);
    flying_.erase(found);
  }

  std::vector<std::string> sent;  // "GET https://..."
  std::vector<Request> requests;
  std::vector<std::string> cancelled;
  size_t most_in_flight = 0;
  int runs = 0;
  std::chrono::milliseconds longest_wait{0};

 private:
  FinishedTransfer Answer(const Request& request) {
    auto& answers = replies_[request.method + " " + request.url];
    FinishedTransfer answer;
    if (answers.empty()) {
      Response response;
      response.status = 200;
      response.body = "ok";
      answer = {0, std::move(response), true, false};
    } else {
      answer = answers.front();
      if (answers.size() > 1) answers.pop_front();
    }
    if (answer.outcome.ok()) {
      answer.outcome->url = request.url;
      answer.outcome->method = request.method;
    }
    return answer;
  }

  FakeClock* clock_;
  std::map<std::string, std::deque<FinishedTransfer>> replies_;
  std::set<std::string> held_;
  std::map<TransferId, Request> flying_;
  TransferId last_id_ = 0;
};

}  // namespace apisql

#endif  // APISQL_TESTS_HTTP_FAKE_TRANSPORT_H_
