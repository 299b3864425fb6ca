// Verdict: what a comparison says of one step.
#ifndef APISQL_TESTS_TRANSACTIONS_VERDICT_H_
#define APISQL_TESTS_TRANSACTIONS_VERDICT_H_

#include <cstddef>
#include <string>

namespace apisql::transactions {

enum class Verdict {
  kSame,
  kBothFail,
  kUndecided,      // They differ, but so do two copies of the state: SQLite promises no one answer.
  kTooMuch,        // More work for plain SQLite than a statement may be.
  kRefused,        // The engine says that it cannot stage this, or the API has no such filter.
  kServerRefused,  // The server refused a row at COMMIT; the plain tables take over its state.
  kDisturbed,      // Requests were made to fail, and the statement failed: a right answer.
  kRowsDiffer,
  kStateDiffers,  // After the transaction.
  kOnlyApiFails,
  kOnlyPlainFails,
  kRepeatedGet,    // The same rows, but a GET was sent twice.
  kOutcomesWrong,  // What the engine says of its writes is not what the server did.
  kMoreRequests,   // More than the same statement sends where nothing is staged.
};
constexpr size_t kVerdicts = static_cast<size_t>(Verdict::kMoreRequests) + 1;

bool IsFault(Verdict verdict);
const char* VerdictName(Verdict verdict);

struct Outcome {
  Verdict verdict = Verdict::kSame;
  size_t rows = 0;
  std::string details = {};  // Of a fault.
};

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_VERDICT_H_
