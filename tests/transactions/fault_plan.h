// FaultPlan: what goes wrong with each request of a statement.
//
// The seed, the statement's text and the request decide it, not what came before: so a script that
// leaves out other statements meets the same faults, and can be reduced.
#ifndef APISQL_TESTS_TRANSACTIONS_FAULT_PLAN_H_
#define APISQL_TESTS_TRANSACTIONS_FAULT_PLAN_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "sandbox/sandbox.h"
#include "src/http/message/request.h"
#include "tests/differential/random.h"

namespace apisql::transactions {

// What happens to a request between the client and the server.
enum class Loss {
  kNone,
  kNotSent,             // No connection: the server provably sees nothing of it.
  kAnswerLost,          // The server answers, and the connection ends before that arrives.
  kAnswerLate,          // The same, and the time is over.
  kInterruptedAtStart,  // The user interrupts when it has left,
  kInterruptedAtEnd,    // or when its answer is there.
};

// Thread-safe: the client and the sandbox's threads ask it.
class FaultPlan {
 public:
  explicit FaultPlan(uint64_t seed) : seed_(seed) {}

  // From here on requests are those of the statement; after End() nothing goes wrong.
  void Begin(const std::string& sql);
  void End();

  // Asked once for each sending, with a target as the server sees it.
  Loss OnTheWay(const std::string& method, const std::string& target, const std::string& body);
  std::optional<SandboxFault> AtServer(const SandboxRequest& request);

  void Interrupt() { interrupted_ = true; }
  bool interrupted() const { return interrupted_; }

  // Faults of the last statement.
  uint64_t met() const { return met_; }
  // All so far, by name.
  std::map<std::string, uint64_t> counts() const;

 private:
  differential::Random Decide(std::string_view place, const std::string& method,
                              const std::string& target, const std::string& body);
  void Note(const std::string& name);

  const uint64_t seed_;
  mutable std::mutex mutex_;  // Guards what follows.
  std::string sql_;
  bool on_ = false;
  std::map<std::string, uint64_t> sendings_;  // Of one request, by the statement.
  std::map<std::string, uint64_t> counts_;
  std::atomic<uint64_t> met_{0};
  std::atomic<bool> interrupted_{false};
};

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_FAULT_PLAN_H_
