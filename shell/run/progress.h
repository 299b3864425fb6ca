// Progress: one line on the terminal that says what a slow statement has done so far. Elsewhere one
// note where a statement does nothing but wait.
#ifndef APISQL_SHELL_RUN_PROGRESS_H_
#define APISQL_SHELL_RUN_PROGRESS_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "src/base/clock.h"
#include "src/http/request_log.h"

namespace apisql {

// "12 requests, 1,100 rows, 3.2 s", and "; waiting 9 s: confluent answered 503" where nothing can
// be done before. Shown from half a second on, rewritten in place, and erased before anything else
// is printed. Not thread-safe.
class Progress {
 public:
  using Writer = std::function<void(std::string_view text)>;

  // Prints through `write`, which is null for a standard error that is no terminal. Then `note` is
  // called once a statement, when all its waiting has come to ten seconds, with "waiting 15 s:
  // confluent answered 429": how long that will have been when it goes on, and why. Null: never.
  Progress(const Clock& clock, Writer write, Writer note = nullptr)
      : clock_(clock), write_(std::move(write)), note_(std::move(note)) {}

  // A statement starts; records of `log` up to now belong to others.
  void Start(const RequestLog& log);
  void Update(const RequestLog& log);
  void Erase();
  // While another program has the screen, nothing is shown.
  void set_hidden(bool hidden) { hidden_ = hidden; }

 private:
  std::string Text(const RequestLog& log, std::chrono::milliseconds elapsed) const;
  std::string WaitText(const RequestLog& log) const;
  void NoteWait(const RequestLog& log);

  const Clock& clock_;
  Writer write_;
  Writer note_;
  Clock::SteadyTime start_;
  int64_t last_foreign_ = 0;  // Number of the last record before this statement.
  size_t shown_ = 0;          // Columns now on the terminal.
  // Of this statement: how long it has waited, up to when that is counted, and whether it waited
  // then.
  Clock::SteadyTime::duration waited_{};
  Clock::SteadyTime counted_to_;
  bool was_waiting_ = false;
  bool noted_ = false;
  bool hidden_ = false;
};

}  // namespace apisql

#endif  // APISQL_SHELL_RUN_PROGRESS_H_
