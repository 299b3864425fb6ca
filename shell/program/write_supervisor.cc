#include "shell/program/write_supervisor.h"

#include <utility>

#include "shell/process/interrupt.h"

namespace apisql {

WriteSupervisor::WriteSupervisor(Shell& shell, LineEditor& editor)
    : shell_(shell),
      editor_(editor),
      confirm_(shell, [this](const std::string& question) { return ReadLine(question); }) {
  WriteSupervision supervision;
  // Who does not see what is printed is not asked about it.
  if (shell.settings().terminal) {
    supervision.ask = [this](const PendingWrites& writes) { return confirm_.Ask(writes); };
  }
  supervision.stopping = [this] { TellStopping(); };
  shell.session().Supervise(std::move(supervision));
}

WriteSupervisor::~WriteSupervisor() { shell_.session().Supervise({}); }

std::optional<std::string> WriteSupervisor::ReadLine(const std::string& question) {
  std::string line;
  const LineEditor::Outcome outcome = editor_.Ask(question, &line);
  return outcome == LineEditor::Outcome::kLine ? std::optional(line) : std::nullopt;
}

void WriteSupervisor::TellStopping() {
  AllowAnotherPress();
  shell_.errors().Write(
      "\napisql: stopping: no further row is sent; what is under way has 2 s, Ctrl-C ends it at "
      "once\n");
  shell_.errors().Flush();
}

}  // namespace apisql
