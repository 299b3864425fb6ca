// Shell: runs statements and dot commands, prints results and errors, and keeps the exit code.
#ifndef APISQL_SHELL_RUN_SHELL_H_
#define APISQL_SHELL_RUN_SHELL_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shell/files/copy_statement.h"
#include "shell/files/output_file.h"
#include "shell/files/pager.h"
#include "shell/output/error_text.h"
#include "shell/output/output.h"
#include "shell/output/renderer.h"
#include "shell/people/kept_result.h"
#include "shell/process/exit_code.h"
#include "shell/run/progress.h"
#include "shell/script/variables.h"
#include "vtab/prepared/result_table.h"
#include "vtab/session/session.h"

namespace apisql {

// What is told after a statement, beside its rows. On a terminal it stands behind the count of
// rows, elsewhere, and from formats for programs, on standard error.
enum class Timer {
  kUsual,    // Time, requests and bytes, on a terminal alone.
  kOff,      // Nothing.
  kOn,       // Elsewhere, too.
  kVerbose,  // And the requests by table.
};

// What the user may change while it runs.
struct ShellSettings {
  const Format* format = nullptr;
  bool header = true;
  Timer timer = Timer::kUsual;
  bool continue_on_error = false;
  bool quiet = false;        // No notes.
  bool json_errors = false;  // Errors, warnings and notes are for programs.
  bool terminal = false;     // Standard output is one.
  bool attributes = false;   // It shows bold and dim text.
  bool interactive = false;  // Statements are typed.
  // On a terminal some statements give sentences in place of a table, unless --format asked for it.
  bool sentences = false;
  std::function<size_t()> width;  // Of the terminal in columns; null: unlimited.
  // Of the terminal that errors are shown on; 0: it is none. Null: 0.
  std::function<size_t()> error_width = nullptr;
  // Of the terminal in lines; null: results are not paged.
  std::function<size_t()> height = nullptr;
  // The command that shows results which are longer than the screen; empty: none does.
  std::string pager = {};
};

// Not thread-safe. What the constructor gets must outlive it.
class Shell {
 public:
  // `variables` are those that the session's variable_text tells of, too.
  Shell(Session& session, Output& out, Output& errors, Progress& progress, Variables& variables,
        ShellSettings settings);

  // Runs everything in `script`: statements, and commands on lines that begin with a dot between
  // statements. Errors go to `errors`. False when it stopped before the end: on an error (unless
  // continue_on_error), .quit or a failed output; and on an interrupt, whenever it comes.
  bool Run(const Script& script);

  // As Run(), on the content of a file. Files may read each other, but not for ever.
  bool RunFile(const std::string& file);

  // Prints the rows of a SELECT that stands for `command`, in the chosen format.
  Status Show(std::string_view command, std::string_view select);
  // Prints what is there as a whole, in the form of results of the statement that runs, where a
  // person sees it: never into the file that results go to. Does not use the session.
  Status ShowOnScreen(const ResultTable& table);
  // Prints the last result again, in another format; an error where none was kept.
  Status ShowLast(const Format& format);

  // Runs the first statement of `*rest` into `sink`, with the variables as its parameters, and
  // removes it there.
  StatusOr<StatementSummary> RunNext(std::string_view* rest, RowSink& sink);
  // Shows rows in the chosen format.
  std::unique_ptr<RowSink> MakeRenderer();
  // Tells it at once.
  void Note(const std::string& message);
  // The terminal has echoed ^C: what is told next begins a line of its own. Once for each ^C.
  void LeaveCtrlCLine();
  // Results go to `file` from here on, in the format that the name's ending stands for; what is
  // there is that of one statement or command, or of all up to EndRedirect().
  enum class Redirection { kOnce, kOn };
  Status Redirect(const std::string& file, Redirection kind, const Format* format = nullptr);
  // Back to standard output. The file is there under its name where it is `complete`; else as if
  // nothing had been written. Nothing when results are not redirected.
  Status EndRedirect(bool complete);

  // Reports to people what a command has done, beside its result.
  void Report(const std::string& what);

  // The last line that says whether everything that was shown is whole, and the rows of it.
  void MarkEnd();

  // The statement that runs now has waited that long for a person, which is none of its time.
  void LeaveOut(std::chrono::steady_clock::duration time) { left_out_ += time; }

  // The worst of what happened so far.
  ExitCode exit_code() const { return exit_code_; }
  bool quit() const { return quit_; }
  void Quit() { quit_ = true; }

  Session& session() { return session_; }
  // What a person sees, wherever results go.
  Output& screen() { return out_; }
  // Where results go now.
  Output& out() { return redirect_ ? redirect_->file->out() : out_; }
  Output& errors() { return errors_; }
  // Of the terminal that results go to, in columns; 0: unlimited.
  size_t Width() const;
  // Of the terminal that errors are shown on; 0: it is none.
  size_t ErrorWidth() const;
  ShellSettings& settings() { return settings_; }
  Variables& variables() { return variables_; }
  // Number of the last request before the last statement; those after it are that statement's.
  int64_t requests_before() const { return requests_before_; }
  const std::string& last_statement() const { return last_statement_; }

 private:
  // `command` is what `line` stands for.
  bool RunCommandLine(const Script& script, std::string_view line, std::string_view command);
  // None where the front of `rest` is no word of other shells.
  std::optional<bool> RunFamiliar(const Script& script, std::string_view* rest);
  bool RunStatement(const Script& script, std::string_view* rest);
  bool RunSql(const Script& script, std::string_view* rest);
  StatusOr<CopyStatement> ReadCopy(std::string_view text) const;
  bool RunCopy(const Script& script, std::string_view text);
  bool CopyOut(const Script& script, const CopyStatement& copy);
  bool EndResult(bool go_on, int failures_before);
  std::unique_ptr<Pager> MakePager(const RenderOptions& options);
  bool EndPager(Pager& pager, const Status& status);
  StatusOr<StatementSummary> RunOne(std::string_view sql, RowSink& sink);
  StatusOr<StatementSummary> RunInto(RowSink& sink, std::string_view statement,
                                     std::string_view* rest);
  void Tell(std::string_view severity, std::span<const std::string> messages);
  void Succeed(const StatementSummary& summary, std::chrono::steady_clock::duration elapsed);
  Status OutputFailure(const StatementSummary& summary) const;
  // False when running must stop.
  bool Fail(const Script& script, const Status& status, ErrorPlace place);
  void TellDeclined();
  bool FailInterrupted(const Script& script, size_t at);
  void Worsen(ExitCode code);
  RenderOptions MakeRenderOptions();
  // The sink of `statement`, or of a command by its name.
  std::unique_ptr<RowSink> MakeSink(std::string_view statement, Output& target,
                                    const RenderOptions& options);
  bool KeepsResults() const;
  bool HasSentences() const;
  const Resource* ResourceOf(const ResultColumn& column);
  // Of this statement; where it does not, .last will say why.
  bool Keeps(std::string_view statement);
  void TellCost(const StatementSummary& summary, std::chrono::steady_clock::duration elapsed);
  std::string FooterText(std::chrono::steady_clock::duration elapsed) const;
  bool has_footers() const {
    return settings_.terminal && !redirect_ && settings_.format->for_people;
  }

  Session& session_;
  Output& out_;
  Output& errors_;
  Progress& progress_;
  Variables& variables_;
  ShellSettings settings_;
  ExitCode exit_code_ = ExitCode::kDone;
  struct Redirected {
    std::unique_ptr<OutputFile> file;
    Redirection kind = Redirection::kOn;
    int number = 0;  // Which it is of all that there were.
    const Format* format_before = nullptr;
  };

  std::optional<Redirected> redirect_;
  int redirections_ = 0;
  int failures_ = 0;
  std::string first_failure_;
  bool has_left_ctrl_c_line_ = false;
  int64_t rows_ = 0;       // Of all results.
  int64_t last_rows_ = 0;  // Of the last one.
  bool quit_ = false;
  int depth_ = 0;  // Of files reading files.
  int64_t requests_before_ = 0;
  std::string last_statement_;
  KeptResult kept_;
  std::chrono::steady_clock::duration left_out_{};  // Of the time of the statement.
};

}  // namespace apisql

#endif  // APISQL_SHELL_RUN_SHELL_H_
