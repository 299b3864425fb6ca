// ConfirmWrites: asks the person at the shell before rows are sent to an API.
#ifndef APISQL_SHELL_RUN_CONFIRM_WRITES_H_
#define APISQL_SHELL_RUN_CONFIRM_WRITES_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "src/base/status.h"
#include "vtab/write/pending_writes.h"

namespace apisql {

class Shell;

// "DELETE 153 rows of confluent.iam.api_keys, 153 requests; first: id = '...'", fit for a terminal.
std::string PendingText(const PendingWrites& writes);

// What an answer means. Whatever is not understood is a no.
enum class Answer { kNo, kYes, kAll, kShow };
Answer ReadAnswer(std::string_view text);

// `shell` must outlive it. It does not use the session, which is in the middle of a statement.
class ConfirmWrites {
 public:
  // Reads a line behind a question; none at the end of input, and when it is interrupted.
  using LineReader = std::function<std::optional<std::string>(const std::string& question)>;

  ConfirmWrites(Shell& shell, LineReader read) : shell_(shell), read_(std::move(read)) {}

  // Prints what is to be sent, of actions the requests too, and asks until there is an answer.
  Consent Ask(const PendingWrites& writes);

 private:
  Status Print(const PendingWrites& writes);

  Shell& shell_;
  LineReader read_;
};

}  // namespace apisql

#endif  // APISQL_SHELL_RUN_CONFIRM_WRITES_H_
