// The program at a terminal, as a person has it before them.
#ifndef APISQL_TESTS_PROGRAMS_TERMINAL_H_
#define APISQL_TESTS_PROGRAMS_TERMINAL_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/programs/run_program.h"

namespace apisql {

class Terminal {
 public:
  // False where the machine has none to give, such as a root without /dev/pts.
  static bool ArePossible();

  // Starts the built program with `arguments`, and with `variables` such as "TERM=xterm", which is
  // dumb without.
  Terminal(const TestHome& home, const std::vector<std::string>& arguments,
           const std::vector<std::string>& variables = {});
  // Kills it, unless it has ended.
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  void Type(const std::string& text) const;
  // Reads until `text` comes after what earlier calls have found.
  bool Shows(const std::string& text);
  // As Shows(), and waits until the line editor reads: it prints its prompt a moment before, and a
  // Ctrl-D in between would not reach it.
  bool Prompts(const std::string& prompt);
  void Signal(int signal) const;
  // The exit code; -1 when it has not ended within 20 seconds.
  int Wait();

  // Everything that it has shown, with what the terminal echoes of the typing.
  const std::string& shown() const { return shown_; }

 private:
  // As read(2), and -1 after 20 seconds without a byte.
  ssize_t Read();
  bool AtEnd();

  pid_t pid_ = -1;
  int descriptor_ = -1;
  std::string shown_;
  size_t found_ = 0;
};

}  // namespace apisql

#endif  // APISQL_TESTS_PROGRAMS_TERMINAL_H_
