// WriteSupervisor: the person at the prompt is asked before rows are sent, and may stop the
// sending.
#ifndef APISQL_SHELL_PROGRAM_WRITE_SUPERVISOR_H_
#define APISQL_SHELL_PROGRAM_WRITE_SUPERVISOR_H_

#include <optional>
#include <string>

#include "shell/line/line_editor.h"
#include "shell/run/confirm_writes.h"
#include "shell/run/shell.h"

namespace apisql {

// While it lives. Both must outlive it.
class WriteSupervisor {
 public:
  WriteSupervisor(Shell& shell, LineEditor& editor);
  ~WriteSupervisor();
  WriteSupervisor(const WriteSupervisor&) = delete;
  WriteSupervisor& operator=(const WriteSupervisor&) = delete;

 private:
  std::optional<std::string> ReadLine(const std::string& question);
  void TellStopping();

  Shell& shell_;
  LineEditor& editor_;
  ConfirmWrites confirm_;
};

}  // namespace apisql

#endif  // APISQL_SHELL_PROGRAM_WRITE_SUPERVISOR_H_
