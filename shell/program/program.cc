#include "shell/program/program.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>

#include "registry/config/config.h"
#include "shell/process/interrupt.h"
#include "shell/program/check.h"
#include "shell/program/engine.h"
#include "shell/program/interactive.h"
#include "shell/program/sandbox_mode.h"
#include "shell/registry/import_command.h"
#include "shell/registry/registry_command.h"
#include "shell/run/shell.h"
#include "shell/run/trace.h"
#include "shell/script/start_file.h"
#include "shell/script/variables.h"
#include "src/files/user_folder.h"

namespace apisql {
namespace {

bool IsTerminal(int descriptor) { return isatty(descriptor) != 0; }

winsize SizeOf(int descriptor) {
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return {};
  return size;
}

size_t WidthOf(int descriptor) { return SizeOf(descriptor).ws_col; }

size_t TerminalHeight() {
  constexpr size_t kUsualHeight = 24;
  const size_t height = SizeOf(STDOUT_FILENO).ws_row;
  return height == 0 ? kUsualHeight : height;
}
size_t TerminalWidth() { return WidthOf(STDOUT_FILENO); }
// https://no-color.org
bool HasAttributes() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  if (no_color != nullptr && *no_color != '\0') return false;
  return term != nullptr && *term != '\0' && std::string_view(term) != "dumb";
}

size_t ErrorWidth() { return IsTerminal(STDERR_FILENO) ? WidthOf(STDERR_FILENO) : 0; }

void Complain(Output& errors, std::string_view message) {
  errors.Write(ErrorText({}, message, {}, ErrorWidth()));
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
  settings.quiet = options.quiet;
  settings.continue_on_error = options.continue_on_error;
  settings.width = TerminalWidth;
  settings.error_width = ErrorWidth;
  settings.attributes = settings.terminal && HasAttributes();
  settings.sentences = options.format.empty();
  return settings;
}

// Each -f and -c, then the statements of the command line; without any, standard input.
void RunScripts(Shell& shell, const Options& options) {
  for (const ScriptInput& input : options.inputs) {
    const bool finished = input.kind == ScriptInput::Kind::kFile ? shell.RunFile(input.text)
                                                                 : shell.Run({"", input.text});
    if (!finished && !options.continue_on_error) return;
    if (shell.quit() || Interrupted()) return;
  }
  if (!options.sql.empty()) {
    shell.Run({"", options.sql});
  } else if (options.inputs.empty()) {
    shell.RunFile("-");
  }
}

StatusOr<Variables> MakeVariables(const Options& options) {
  Variables variables;
  for (const auto& [name, text] : options.variables) {
    RETURN_IF_ERROR(variables.Set(name, ValueOfWord(text)).Annotate("--var"));
  }
  return variables;
}

// What the user wants at each prompt. A fault in it is told, and the prompt comes all the same.
void RunStartFile(Shell& shell, const Options& options, Output& errors) {
  if (options.no_rc) return;
  const auto script = ReadStartFile(StartFileBeside(Config::DefaultFile()));
  if (!script.ok()) return Complain(errors, options, script.status());
  if (*script) shell.Run(**script);
}

Status StartOutput(Shell& shell, const Options& options) {
  if (options.output.empty() || options.output == "-") return OkStatus();
  const Format* format = options.format.empty() ? nullptr : FindFormat(options.format);
  return shell.Redirect(options.output, Shell::Redirection::kOn, format);
}

// A file of -o is kept where everything has succeeded: half of a result must not pass for one.
ExitCode EndOutput(Shell& shell, const Options& options, Output& errors) {
  const ExitCode code = shell.exit_code();
  const bool succeeded = code == ExitCode::kDone || code == ExitCode::kIncomplete;
  if (options.mark_end) shell.MarkEnd();
  const Status status = shell.EndRedirect(succeeded || options.output.empty());
  if (status.ok()) return code;
  Complain(errors, options, status);
  return succeeded ? ExitCode::kFailed : code;
}

void RunPrompt(Shell& shell, const Options& options, Output& errors) {
  shell.settings().pager = DefaultPager();
  shell.settings().height = TerminalHeight;
  RunInteractive(shell, options.sandbox);
  const Status ended = shell.EndRedirect(true);
  if (!ended.ok()) Complain(errors, options, ended);
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

// What they are given must outlive them.
EngineHooks MakeHooks(Output& out, Output& errors, Progress& progress, const Variables& variables) {
  EngineHooks hooks;
  hooks.variable_text = [&variables](std::string_view name) { return variables.TextOf(name); };
  hooks.trace = [&](const RequestRecord& record) {
    progress.Erase();
    errors.Write(TraceText(record));
    errors.Flush();
  };
  hooks.progress = [&](const RequestLog& log) {
    out.Idle();
    progress.Update(log);
  };
  return hooks;
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
  const auto note = [&errors, json, quiet = options.quiet](std::string_view text) {
    if (quiet) return;
    errors.Write(json ? NoteJson("note", text)
                      : ErrorText({}, "note: " + std::string(text), {}, ErrorWidth()));
    errors.Flush();
  };
  for (const std::string& variable : IgnoredFolderVariables()) {
    note(variable + " is no absolute path, and is ignored");
  }
  Progress progress(Clock::Real(), std::move(write_progress), note);
  CatchInterrupts();
  StatusOr<Variables> variables = MakeVariables(options);
  if (!variables.ok()) {
    Complain(errors, options, variables.status());
    return ExitCode::kUsage;
  }
  const auto engine = OpenEngine(options, MakeHooks(out, errors, progress, *variables));
  if (!engine.ok()) {
    Complain(errors, options, engine.status());
    return ExitCode::kUsage;
  }
  ShellSettings settings = MakeSettings(options);
  if (settings.terminal) {
    out.set_eager(true);
    out.set_before_write([&progress] { progress.Erase(); });
  }
  Shell shell(*engine->session, out, errors, progress, *variables, std::move(settings));
  const bool interactive =
      options.sql.empty() && options.inputs.empty() && IsTerminal(STDIN_FILENO);
  shell.settings().interactive = interactive;
  const Status started = StartOutput(shell, options);
  if (!started.ok()) {
    Complain(errors, options, started);
    return ExitCode::kFailed;
  }
  if (!interactive) {
    RunScripts(shell, options);
    const ExitCode code = EndOutput(shell, options, errors);
    return EndSession(*engine->session, options, code, errors);
  }
  RunStartFile(shell, options, errors);
  RunPrompt(shell, options, errors);
  EndSession(*engine->session, options, ExitCode::kDone, errors);
  return EndRequested() ? InterruptedExit() : ExitCode::kDone;
}

std::optional<std::string> ReadAnswer(Output& out, const std::string& question) {
  out.Write(question);
  out.Flush();
  std::string answer;
  char one = 0;
  while (read(STDIN_FILENO, &one, 1) == 1 && one != '\n') answer += one;
  return one == '\n' ? std::optional(answer) : std::nullopt;
}

ExitCode RunRegistryCommand(const Options& options, Output& out, Output& errors) {
  const auto sources = OpenSources(options);
  if (!sources.ok()) {
    Complain(errors, sources.status().message());
    return ExitCode::kUsage;
  }
  RegistryRequest request;
  request.action = options.registry_action;
  request.subject = options.registry_subject;
  request.out = options.registry_out;
  request.cache_folder = CacheFolder();
  request.file = options.config.empty() ? Config::DefaultFile() : options.config;
  request.yes = options.yes;
  if (IsTerminal(STDIN_FILENO) && IsTerminal(STDOUT_FILENO)) {
    request.ask = [&out](const std::string& question) { return ReadAnswer(out, question); };
  }
  const Status status = RunRegistry(request, *sources->catalog, sources->config, out);
  if (status.ok()) return ExitCode::kDone;
  out.Flush();
  Complain(errors, status.message());
  return status.code() == StatusCode::kInvalidArgument || status.code() == StatusCode::kNotFound
             ? ExitCode::kUsage
             : ExitCode::kFailed;
}

ExitCode RunImportCommand(const Options& options, Output& out, Output& errors) {
  const Status status =
      RunImport({options.import_format, options.import_directory, options.import_out}, out);
  if (status.ok()) return ExitCode::kDone;
  out.Flush();
  Complain(errors, status.message());
  return status.code() == StatusCode::kNotFound ? ExitCode::kUsage : ExitCode::kFailed;
}

ExitCode Run(const Options& options, Output& out, Output& errors) {
  switch (options.action) {
    case Action::kPrint:
      out.Write(options.text);
      return ExitCode::kDone;
    case Action::kCheck:
      return CheckFiles(options.check_files, out);
    case Action::kRegistry:
      return RunRegistryCommand(options, out, errors);
    case Action::kImport:
      return RunImportCommand(options, out, errors);
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
  if (!known && !out.nobody_reads()) Complain(errors, out.status().message());
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
