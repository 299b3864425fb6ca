// FaultySides: a script while requests fail and the user interrupts, as a FaultPlan says.
//
// A statement that succeeds must do what it does on the plain tables. One that fails does nothing,
// unless it ends the transaction: then apisql.mutations and the error must say what the server did
// (OutcomeFaults), and the plain tables take over its state.
#ifndef APISQL_TESTS_TRANSACTIONS_FAULTY_SIDES_H_
#define APISQL_TESTS_TRANSACTIONS_FAULTY_SIDES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/transactions/fault_plan.h"
#include "tests/transactions/outcome_check.h"
#include "tests/transactions/script_runner.h"
#include "tests/transactions/sides.h"

namespace apisql::transactions {

// How often something happened, by name. Kept while one FaultySides follows another.
struct FaultTally {
  std::map<std::string, uint64_t> faults;
  std::map<std::string, uint64_t> outcomes;  // Of rows.
  uint64_t survived = 0;  // Statements that succeeded although requests of theirs failed.
};

// Not thread-safe. `tally` must outlive it.
class FaultySides final : public ScriptRunner {
 public:
  static StatusOr<std::unique_ptr<FaultySides>> Start(uint64_t sandbox_seed, uint64_t fault_seed,
                                                      FaultTally& tally);
  ~FaultySides() override;

  Outcome Run(const Step& step) override;
  Sides& sides() override { return *sides_; }

 private:
  FaultySides(uint64_t fault_seed, FaultTally& tally) : plan_(fault_seed), tally_(tally) {}
  Outcome Disturbed(const Step& step, Settlement settlement);
  Outcome Settle(Settlement settlement);
  Outcome CheckNothingWasSent();
  // What a statement outside of a transaction would do to the plain tables.
  StatusOr<std::vector<SandboxTable>> Foreseen(const Step& step);
  Status ReadRecords();
  bool ApiInTransaction();

  FaultPlan plan_;
  FaultTally& tally_;
  std::unique_ptr<Sides> sides_;
  std::vector<WriteRecord> records_;  // Of the open transaction.
  int64_t last_number_ = 0;           // Of the last transaction that is over.
  std::vector<std::vector<SandboxTable>> versions_;
};

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_FAULTY_SIDES_H_
