// CountedSides: a script, and for each statement of a transaction the requests that it sends
// against those of the same statement where nothing is staged.
//
// The bound. Let A be the server's state, and B what it would be after a COMMIT right before the
// statement. Staged rows may change what a join looks up and how many pages or parents that needs,
// so neither state alone bounds it: a row that is moved from one owner to another is looked up
// under the one in A and under the other in B. But whatever the statement reads with the staged
// rows laid over A, one of the two has it: so it sends no more GETs than on A or on B, whichever
// takes more, and one for each row that was staged by its key alone, which is read now. Where a
// statement names one table once, nothing is looked up for what is staged, and A alone is the
// bound. Of new rows neither state has what the transaction has: NULL for what only the server
// knows. A join may find by it what it finds on neither; such a statement has no bound.
#ifndef APISQL_TESTS_TRANSACTIONS_COUNTED_SIDES_H_
#define APISQL_TESTS_TRANSACTIONS_COUNTED_SIDES_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "tests/support/sides/api_side.h"
#include "tests/transactions/script_runner.h"
#include "tests/transactions/sides.h"

namespace apisql::transactions {

struct CountTally {
  uint64_t compared = 0;   // Statements of transactions that have staged rows of their tables.
  uint64_t as_many = 0;    // As on A;
  uint64_t fewer = 0;      // fewer;
  uint64_t for_keys = 0;   // more, for rows staged by key alone;
  uint64_t as_after = 0;   // more, and no more than on B.
  uint64_t new_rows = 0;   // more, with new rows of its tables: no bound;
  uint64_t by_chance = 0;  // more, and not when it runs again: it hangs on what comes first;
  uint64_t undecided = 0;  // B cannot be had: the server refuses the COMMIT.
};

// Not thread-safe. `tally` must outlive it.
class CountedSides final : public ScriptRunner {
 public:
  static StatusOr<std::unique_ptr<CountedSides>> Start(uint64_t sandbox_seed, CountTally& tally);

  Outcome Run(const Step& step) override;
  Sides& sides() override { return *sides_; }

 private:
  CountedSides(uint64_t sandbox_seed, CountTally& tally)
      : sandbox_seed_(sandbox_seed), tally_(tally) {}
  Outcome Compare(const Step& step, int64_t staged);
  // Of a SELECT that runs some more times.
  int64_t GetsAtBest(const Step& step);
  int64_t KeyedRowsOf(const Step& step) const;
  void NoteWritten(const Step& step, int64_t first);
  // On B. None where the server refuses to get there.
  std::optional<int64_t> GetsAfterCommit(const Step& step) const;

  const uint64_t sandbox_seed_;
  CountTally& tally_;
  std::unique_ptr<Sides> sides_;
  std::unique_ptr<ApiSide> bare_;  // On the same sandbox, without staged rows.
  Script script_;
  std::set<std::string> inserted_;                       // Tables with new rows of it.
  std::set<std::string> written_;                        // Tables, by the open transaction.
  std::set<std::pair<std::string, std::string>> keyed_;  // Table and key of rows staged by it.
};

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_COUNTED_SIDES_H_
