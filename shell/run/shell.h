// Shell: runs statements and dot commands, prints results and errors, and keeps the exit code.
#ifndef APISQL_SHELL_RUN_SHELL_H_
#define APISQL_SHELL_RUN_SHELL_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shell/output/error_text.h"
#include "shell/output/output.h"
#include "shell/output/renderer.h"
#include "shell/process/exit_code.h"
#include "shell/run/progress.h"
#include "vtab/prepared/result_table.h"
#include "vtab/session/session.h"

namespace apisql {

// What the user may change while it runs.
struct ShellSettings {
  const Format* format = nullptr;
  bool header = true;
  bool timer = false;
  bool continue_on_error = false;
  bool json_errors = false;       // Errors, warnings and notes are for programs.
  bool terminal = false;          // Standard output is one.
  std::function<size_t()> width;  // Of the terminal in columns; null: unlimited.
};

// Not thread-safe. What the constructor gets must outlive it.
class Shell {
 public:
  Shell(Session& session, Output& out, Output& errors, Progress& progress, ShellSettings settings);

  // Runs everything in `script`: statements, and commands on lines that begin with a dot between
  // statements. Errors go to `errors`. False when it stopped before the end: on an error (unless
  // continue_on_error), .quit or a failed output; and on an interrupt, whenever it comes.
  bool Run(const Script& script);

  // As Run(), on the content of a file. Files may read each other, but not for ever.
  bool RunFile(const std::string& file);

  // Prints the rows of a SELECT that stands for a command, in the chosen format.
  Status Show(std::string_view select);
  // Prints what is there as a whole. Does not use the session.
  Status Show(const ResultTable& table);

  // The statement that runs now has waited that long for a person, which is none of its time.
  void LeaveOut(std::chrono::steady_clock::duration time) { left_out_ += time; }

  // The worst of what happened so far.
  ExitCode exit_code() const { return exit_code_; }
  bool quit() const { return quit_; }
  void Quit() { quit_ = true; }

  Session& session() { return session_; }
  Output& out() { return out_; }
  Output& errors() { return errors_; }
  ShellSettings& settings() { return settings_; }
  // Number of the last request before the last statement; those after it are that statement's.
  int64_t requests_before() const { return requests_before_; }

 private:
  bool RunCommandLine(const Script& script, std::string_view line);
  bool RunStatement(const Script& script, std::string_view* rest);
  void Tell(std::string_view severity, std::span<const std::string> messages);
  void Succeed(const StatementSummary& summary, std::chrono::steady_clock::duration elapsed);
  Status OutputFailure(const StatementSummary& summary) const;
  // False when running must stop.
  bool Fail(const Script& script, const Status& status, int64_t offset);
  void TellDeclined();
  bool FailInterrupted(const Script& script, size_t at);
  void Worsen(ExitCode code);
  RenderOptions MakeRenderOptions() const;

  Session& session_;
  Output& out_;
  Output& errors_;
  Progress& progress_;
  ShellSettings settings_;
  ExitCode exit_code_ = ExitCode::kDone;
  bool quit_ = false;
  int depth_ = 0;  // Of files reading files.
  int64_t requests_before_ = 0;
  std::chrono::steady_clock::duration left_out_{};  // Of the time of the statement.
};

}  // namespace apisql

#endif  // APISQL_SHELL_RUN_SHELL_H_
