// OutcomeFaults: what the engine says of the writes of a transaction, against what the server has
// done: its own record of requests, and its state before and after.
#ifndef APISQL_TESTS_TRANSACTIONS_OUTCOME_CHECK_H_
#define APISQL_TESTS_TRANSACTIONS_OUTCOME_CHECK_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"
#include "src/base/status.h"

namespace apisql::transactions {

// A row of apisql.mutations.
struct WriteRecord {
  int64_t number = 0;
  std::string table;
  std::string key;  // Empty where the server has yet to make it.
  bool inserts = false;
  std::string method;
  std::string url;
  std::string outcome;
  // Settlement::versions[version] shows the row as it is after this write.
  size_t version = 0;
};

// The end of a transaction, whichever way it went.
struct Settlement {
  std::vector<WriteRecord> writes = {};  // What waited for it, as it is now.
  bool rolled_back = false;              // All of it was to be given up.
  int64_t lost = 0;    // Rows of earlier statements that an error has taken back with it.
  Status status = {};  // Of the statement that ended it.
  std::vector<SandboxRequest> requests = {};  // That the server has got since that began.
  std::vector<SandboxTable> before = {};      // The server's state,
  std::vector<SandboxTable> after = {};
  std::vector<std::vector<SandboxTable>> versions = {};  // and what each write statement staged.
  std::vector<SandboxTable> last = {};                   // Of them as they stood at the end.
};

// A line for each contradiction; empty when there is none.
//   - applied: the server did it, once; failed, unsent, absent: it did not; unknown: either.
//   - A POST or DELETE that may have been carried out is not sent again.
//   - An error counts the outcomes as they are; where there was no error all rows are applied.
//   - Each row on the server is as its outcomes say: as before, or as one of its writes left it.
std::string OutcomeFaults(const Settlement& settlement);

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_OUTCOME_CHECK_H_
