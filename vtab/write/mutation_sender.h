// MutationSender: carries mutations to the server, each at most once, and reads what it says.
#ifndef APISQL_VTAB_WRITE_MUTATION_SENDER_H_
#define APISQL_VTAB_WRITE_MUTATION_SENDER_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "src/base/status.h"
#include "src/http/client.h"
#include "vtab/watch/completion_watch.h"
#include "vtab/write/mutation.h"
#include "vtab/write/sending_watch.h"

namespace apisql {

// What it is to a statement that a row which it writes is not there.
enum class AbsentWrites {
  kNote,   // Told, and counted apart.
  kError,  // A failure like any other: nothing is sent after it.
};

struct WriteOptions {
  int64_t max_affected_rows = 0;  // Of one statement; 0: no limit.
  int write_concurrency = 1;      // Rows sent side by side; rows of one key keep their order.
  bool dry_run = false;
  bool confirm_writes = true;  // Where there is somebody to be asked.
  AbsentWrites absent_writes = AbsentWrites::kNote;
  bool await = false;  // After a 202, wait until the document's done or failed state.
};

// What sending gave beside the outcomes.
struct SentRows {
  std::vector<ReturnedRow> returned;  // In the order of the mutations.
  std::vector<std::string> warnings;
};

// Not thread-safe. `client` must outlive it.
class MutationSender {
 public:
  MutationSender(Client& client, Pause pause) : client_(client), pause_(std::move(pause)) {}

  // Is told of each Send(), and may stop it; null: nobody. Must outlive its use.
  void set_watch(SendingWatch* watch);

  // Sends those that are kStaged, in order; calls `changed` whenever an outcome changes. Starts
  // nothing after the first that fails, and returns that one's error. Of those that are absent only
  // AbsentWrites::kError makes a failure. kCancelled when the watch keeps rows from leaving.
  Status Send(std::span<Mutation> mutations, const WriteOptions& options, SentRows* sent,
              const std::function<void(const Mutation&)>& changed);

 private:
  struct Flight {
    size_t index = 0;
    CallId call = 0;
  };

  Status SendAll(std::span<Mutation> mutations, const WriteOptions& options, SentRows* sent,
                 const std::function<void(const Mutation&)>& changed);
  bool IsStopping() const { return watch_ != nullptr && watch_->IsStopping(); }
  // The error of a mutation that was not applied. `accepted` tells whether the server took it, and
  // `row` what it answered then.
  Status Finish(CallId call, const WriteOptions& options, Mutation* mutation, ReturnedRow* row,
                bool* accepted, std::vector<std::string>* warnings);
  // The error of an answer that is no success, also of one that says that the row is absent.
  Status Judge(Response* answer, Mutation* mutation);
  // Puts what the answer to a write that was applied tells into `row` and the mutation. Gives what
  // is amiss with it, "" where nothing is.
  std::string ReadAnswer(const Response& response, Mutation* mutation, ReturnedRow* row);
  // Polls until the document's done or failed state; kFailedPrecondition is the failed one.
  Status AwaitDone(const Mutation& mutation, const Response& accepted, ReturnedRow* row);

  Client& client_;
  Pause pause_;
  SendingWatch* watch_ = nullptr;
};

}  // namespace apisql

#endif  // APISQL_VTAB_WRITE_MUTATION_SENDER_H_
