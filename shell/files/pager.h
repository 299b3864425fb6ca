// Pager: shows a result that is longer than the screen by another program, such as less.
#ifndef APISQL_SHELL_FILES_PAGER_H_
#define APISQL_SHELL_FILES_PAGER_H_

#include <signal.h>
#include <sys/types.h>

#include <functional>
#include <string>
#include <string_view>

#include "shell/output/output.h"
#include "src/base/status.h"

namespace apisql {

// Of one result. Until it fills the screen it goes to the terminal at once, so that its first rows
// do not wait; then the program starts and gets all of it from the top. While the program runs,
// Ctrl-C is the program's: this one does not hear of it.
class Pager {
 public:
  // `command` is for /bin/sh. `height`, of the terminal, counts lines. `terminal` must outlive it.
  Pager(Output& terminal, std::string command, size_t height);
  // As Finish().
  ~Pager();
  Pager(const Pager&) = delete;
  Pager& operator=(const Pager&) = delete;

  // Called when the program is about to start, which then has the screen.
  void set_before_start(std::function<void()> hook) { before_start_ = std::move(hook); }

  // Where the result is to be written. It is idle when the terminal is.
  Output& out() { return out_; }
  // Waits until the user has left the program. An error says that it could not be run.
  Status Finish();
  // True when the user has left it before Finish(): out() fails from then on, and a statement that
  // runs is interrupted.
  bool left() const;

 private:
  Status Take(std::string_view bytes);
  Status Start();
  Status Send(std::string_view bytes);

  Output& terminal_;
  std::string command_;
  size_t height_;
  std::function<void()> before_start_;
  std::string held_;  // All that is on the screen.
  size_t lines_ = 0;
  pid_t program_ = -1;
  int pipe_ = -1;
  bool left_ = false;
  struct sigaction interrupt_before_ = {};
  Output out_;  // Behind all that its writer uses.
};

// $PAGER, or less where it is installed; empty: there is none.
std::string DefaultPager();

}  // namespace apisql

#endif  // APISQL_SHELL_FILES_PAGER_H_
