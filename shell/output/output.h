// Output: buffered bytes on their way to a file descriptor, whose failures are kept.
#ifndef APISQL_SHELL_OUTPUT_OUTPUT_H_
#define APISQL_SHELL_OUTPUT_OUTPUT_H_

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "src/base/status.h"

namespace apisql {

// Not thread-safe. After a failed write everything more is dropped and status() tells why.
class Output {
 public:
  using Writer = std::function<Status(std::string_view bytes)>;

  // Writes to `descriptor`, which must stay open; `name` is for errors ("standard output").
  Output(int descriptor, std::string name);
  explicit Output(Writer writer) : writer_(std::move(writer)) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output();

  // Where renderers put text; follow it with Settle().
  std::string& buffer() { return buffer_; }
  // Writes the buffer out when it is full, or when nothing was written for 100 ms.
  const Status& Settle();
  void Write(std::string_view text);
  const Status& Flush();
  // Makes sure that what comes next begins on a line of its own.
  void StartLine();

  const Status& status() const { return status_; }
  // True until something is written.
  bool empty() const { return buffer_.empty() && !any_; }
  // True when it has failed because nobody reads the pipe any more.
  bool nobody_reads() const { return nobody_reads_; }
  // Called before bytes leave: clears what else stands on the terminal's line.
  void set_before_write(std::function<void()> hook) { before_write_ = std::move(hook); }
  // Called by Idle(), for rows that are held back. One at a time; null: none.
  void set_when_idle(std::function<void()> hook) { when_idle_ = std::move(hook); }
  // The program does nothing but wait, and will for a while.
  void Idle();
  // Every Settle() writes out, as a person watches.
  void set_eager(bool eager) { eager_ = eager; }

 private:
  using Time = std::chrono::steady_clock::time_point;

  Writer writer_;
  std::function<void()> before_write_;
  std::function<void()> when_idle_;
  std::string buffer_;
  Status status_;
  Time last_flush_ = std::chrono::steady_clock::now();
  char last_byte_ = '\n';
  bool eager_ = false;
  bool any_ = false;
  bool nobody_reads_ = false;
};

}  // namespace apisql

#endif  // APISQL_SHELL_OUTPUT_OUTPUT_H_
