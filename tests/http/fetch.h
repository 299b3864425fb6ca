// Helpers for tests of the real transport.
#ifndef APISQL_TESTS_HTTP_FETCH_H_
#define APISQL_TESTS_HTTP_FETCH_H_

#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "src/http/transport/transport.h"

namespace apisql {

// Runs until all of `ids` have finished; at most ten seconds. Outcomes in the order of `ids`.
inline std::vector<FinishedTransfer> FinishAll(Transport* transport,
                                               const std::vector<TransferId>& ids) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  std::map<TransferId, FinishedTransfer> done;
  while (done.size() < ids.size() && std::chrono::steady_clock::now() < deadline) {
    for (FinishedTransfer& one : transport->Run(std::chrono::milliseconds(100))) {
      const TransferId id = one.id;
      done.insert_or_assign(id, std::move(one));
    }
  }
  std::vector<FinishedTransfer> outcomes;
  for (const TransferId id : ids) {
    const auto found = done.find(id);
    outcomes.push_back(
        found != done.end()
            ? std::move(found->second)
            : FinishedTransfer{id, Status(StatusCode::kInternal, "never ended"), true});
  }
  return outcomes;
}

inline FinishedTransfer Fetch(Transport* transport, Request request) {
  return std::move(FinishAll(transport, {transport->Start(std::move(request))}).front());
}

inline Request MakeRequest(const std::string& method, const std::string& url) {
  Request request;
  request.method = method;
  request.url = url;
  request.idempotent = method == "GET";
  return request;
}

// Sets (or, with none, unsets) an environment variable, and puts the old value back at the end.
class ScopedVariable {
 public:
  ScopedVariable(std::string name, const std::optional<std::string>& value)
      : name_(std::move(name)) {
    if (const char* old = std::getenv(name_.c_str())) old_ = old;
    Set(value);
  }
  ~ScopedVariable() { Set(old_); }
  ScopedVariable(const ScopedVariable&) = delete;
  ScopedVariable& operator=(const ScopedVariable&) = delete;

 private:
  void Set(const std::optional<std::string>& value) const {
    if (value) {
      setenv(name_.c_str(), value->c_str(), 1);
    } else {
      unsetenv(name_.c_str());
    }
  }

  std::string name_;
  std::optional<std::string> old_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_HTTP_FETCH_H_
