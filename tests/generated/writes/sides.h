// Sides: an API that is written with its server, a session that has its documents, and plain tables
// with its rows. Steps run on both, and are compared.
#ifndef APISQL_TESTS_GENERATED_WRITES_SIDES_H_
#define APISQL_TESTS_GENERATED_WRITES_SIDES_H_

#include <cstddef>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/clock.h"
#include "src/base/status.h"
#include "tests/generated/writes/plain_tables.h"
#include "tests/generated/writes/step.h"
#include "tests/generated/writes/write_server.h"
#include "vtab/session/session.h"

namespace apisql::generated::writes {

enum class Verdict {
  kSame,
  kRefused,  // An error of the engine that says what cannot be sent; nothing was.
  kBothFail,
  kOnlyApiFails,
  kOnlyPlainFails,
  kRowsDiffer,
  kStateDiffers,
  kWrongRequests,  // A row was written twice, or something was sent too early.
  kSecretShown,
};
bool IsFault(Verdict verdict);
std::string_view VerdictName(Verdict verdict);

struct Outcome {
  Verdict verdict = Verdict::kSame;
  size_t rows = 0;
  size_t writes = 0;         // Requests that changed something.
  std::string error = {};    // Of the engine.
  std::string details = {};  // Of a fault.
};

// Not thread-safe.
class Sides {
 public:
  // `number` chooses among ways to the same rows.
  static StatusOr<std::unique_ptr<Sides>> Open(const Api& api, uint64_t number);
  ~Sides();

  Outcome Run(const Step& step);
  PlainTables& plain() { return *plain_; }

 private:
  explicit Sides(const Api& api) : api_(api) {}
  Status OpenSession(uint64_t number);
  StatusOr<TextRows> RunApi(const std::string& sql);
  Outcome Compare(const Step& step);
  // What must not send or show anything: EXPLAIN REQUESTS, and a dry run.
  void CheckRehearsals(const Step& step, Outcome& outcome);
  void CheckRequests(const Step& step, Outcome& outcome);
  void CheckState(Outcome& outcome);
  void CheckSecrets(const std::string& where, const TextRows& rows, Outcome& outcome);
  bool MayBeRefused(const Step& step, const std::string& error) const;
  std::string RequestList() const;

  Api api_;
  std::filesystem::path folder_;
  std::unique_ptr<WriteServer> server_;
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<PlainTables> plain_;
  std::vector<Received> received_;  // Of the last step.
  std::set<size_t> written_;        // By the open transaction.
  size_t steps_ = 0;
};

}  // namespace apisql::generated::writes

#endif  // APISQL_TESTS_GENERATED_WRITES_SIDES_H_
