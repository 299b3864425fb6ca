#include "shell/program/program.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <exception>

#include "shell/process/interrupt.h"
#include "shell/process/read_text.h"
#include "shell/program/check.h"
#include "shell/program/engine.h"
#include "shell/program/interactive.h"
#include "shell/program/sandbox_mode.h"
#include "shell/run/shell.h"
#include "shell/run/trace.h"

namespace apisql {
namespace {

bool IsTerminal(int descriptor) { return isatty(descriptor) != 0; }

size_t TerminalWidth() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

// https://no-color.org
bool HasAttributes() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  if (no_color != nullptr && *no_color != '\0') return false;
  return term != nullptr && *term != '\0' && std::string_view(term) != "dumb";
}

void Complain(Output& errors, std::string_view message) {
  errors.Write(ErrorText({}, message, -1));
  errors.Flush();
}

void Complain(Output& errors, const Options& options, const Status& status) {
  if (options.errors != "json") return Complain(errors, status.message());
  errors.Write(ErrorJson({}, status, -1));
  errors.Flush();
}

ShellSettings MakeSettings(const Options& options) {
  ShellSettings settings;
  settings.terminal = IsTerminal(STDOUT_FILENO);
  settings.format = FindFormat(!options.format.empty() ? options.format
                               : settings.terminal     ? "table"
                                                       : "csv");
  settings.header = !options.no_header;
  settings.json_errors = options.errors == "json";
  settings.continue_on_error = options.continue_on_error;
  settings.width = TerminalWidth;
  settings.attributes = settings.terminal && HasAttributes();
  settings.sentences = options.format.empty();
  return settings;
}

// The files, then the statements of the command line; without either, standard input.
void RunScripts(Shell& shell, const Options& options) {
  for (const std::string& file : options.files) {
    if (!shell.RunFile(file) && !options.continue_on_error) return;
    if (shell.quit() || Interrupted()) return;
  }
  if (!options.sql.empty()) {
    shell.Run({"", options.sql});
  } else if (options.files.empty()) {
    shell.RunFile("-");
  }
}

// Rows that wait for a COMMIT which never came are lost with the session.
ExitCode EndSession(const Session& session, const Options& options, ExitCode code, Output& errors) {
  const int64_t lost = session.staged_rows();
  if (lost == 0) return code;
  Complain(errors, options,
           {StatusCode::kFailedPrecondition,
            std::to_string(lost) + (lost == 1 ? " row was" : " rows were") +
                " not sent: the transaction was not ended by COMMIT"});
  return code == ExitCode::kDone || code == ExitCode::kIncomplete ? ExitCode::kFailed : code;
}

ExitCode RunStatements(const Options& options, Output& out, Output& errors) {
  Progress::Writer write_progress;
  if (IsTerminal(STDERR_FILENO)) {
    write_progress = [&errors](std::string_view text) {
      errors.Write(text);
      errors.Flush();
    };
  }
  const bool json = options.errors == "json";
  const auto note = [&errors, json](std::string_view text) {
    errors.Write(json ? NoteJson("note", text) : ErrorText({}, "note: " + std::string(text), -1));
    errors.Flush();
  };
  Progress progress(Clock::Real(), std::move(write_progress), note);
  EngineHooks hooks;
  hooks.trace = [&](const RequestRecord& record) {
    progress.Erase();
    errors.Write(TraceText(record));
    errors.Flush();
  };
  hooks.progress = [&](const RequestLog& log) {
    out.Idle();
    progress.Update(log);
  };
  CatchInterrupts();
  const auto engine = OpenEngine(options, std::move(hooks));
  if (!engine.ok()) {
    Complain(errors, options, engine.status());
    return ExitCode::kUsage;
  }
  ShellSettings settings = MakeSettings(options);
  if (settings.terminal) {
    out.set_eager(true);
    out.set_before_write([&progress] { progress.Erase(); });
  }
  Shell shell(*engine->session, out, errors, progress, std::move(settings));
  const bool interactive = options.sql.empty() && options.files.empty() && IsTerminal(STDIN_FILENO);
  shell.settings().interactive = interactive;
  if (!interactive) {
    RunScripts(shell, options);
    return EndSession(*engine->session, options, shell.exit_code(), errors);
  }
  RunInteractive(shell, options.sandbox);
  EndSession(*engine->session, options, ExitCode::kDone, errors);
  return EndRequested() ? InterruptedExit() : ExitCode::kDone;
}

ExitCode Run(const Options& options, Output& out, Output& errors) {
  switch (options.action) {
    case Action::kPrint:
      out.Write(options.text);
      return ExitCode::kDone;
    case Action::kCheck:
      return CheckFiles(options.check_files, out);
    case Action::kSandbox:
      return RunSandbox(options, out, errors);
    case Action::kRun:
      return RunStatements(options, out, errors);
  }
  return ExitCode::kUsage;
}

// A failed output is a failed run; the statement that met the failure has reported it already.
ExitCode Finish(ExitCode code, Output& out, Output& errors) {
  const bool known = !out.status().ok();
  if (out.Flush().ok()) return code;
  if (!known) Complain(errors, out.status().message());
  if (out.status().code() == StatusCode::kCancelled) return InterruptedExit();
  return code == ExitCode::kDone || code == ExitCode::kIncomplete ? ExitCode::kFailed : code;
}

// A standard descriptor that is closed would be given to the next socket or file, and results and
// errors be written into that. Opened the wrong way round, each read or write of it fails.
bool FillStandardDescriptors() {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) continue;
    const int flags = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (open("/dev/null", flags) != descriptor) return false;
  }
  return true;
}

}  // namespace

int RunProgram(int argc, const char* const* argv) {
  if (!FillStandardDescriptors()) return static_cast<int>(ExitCode::kUsage);
  CatchFailedWrites();
  Output out(STDOUT_FILENO, "standard output");
  Output errors(STDERR_FILENO, "standard error");
  try {
    const auto options = ParseOptions(argc, argv);
    if (!options.ok()) {
      Complain(errors, options.status().message() + "\napisql --help lists the options");
      return static_cast<int>(ExitCode::kUsage);
    }
    return static_cast<int>(Finish(Run(*options, out, errors), out, errors));
  } catch (const std::exception& error) {
    Complain(errors, std::string("internal error: ") + error.what());
    return static_cast<int>(ExitCode::kFailed);
  }
}

}  // namespace apisql
