#include "shell/run/shell.h"

#include <cstdio>

#include "shell/process/interrupt.h"
#include "shell/process/read_text.h"
#include "shell/run/commands.h"
#include "shell/run/script_text.h"
#include "vtab/write/outcomes_text.h"

namespace apisql {
namespace {

constexpr int kDeepestRead = 16;

// Exit codes by how much the caller must know of them.
int Severity(ExitCode code) {
  switch (code) {
    case ExitCode::kDone:
      return 0;
    case ExitCode::kIncomplete:
      return 1;
    case ExitCode::kFailed:
      return 2;
    case ExitCode::kUsage:
      return 3;
    case ExitCode::kInterrupted:
      return 4;
    case ExitCode::kHungUp:
    case ExitCode::kTerminated:
      return 5;
  }
  return 0;
}

std::string RowCount(int64_t count) { return Grouped(count) + (count == 1 ? " row" : " rows"); }

// "(2 rows applied, 1 absent)": what a statement did that its result does not show.
std::string ChangesText(const StatementSummary& summary) {
  const WriteCounts& outcomes = summary.outcomes;
  if (outcomes.dropped > 0) return "(" + RowCount(outcomes.dropped) + " dropped, not sent)\n";
  const auto also = [](int64_t count, const char* what) {
    return count == 0 ? "" : ", " + Grouped(count) + what;
  };
  const bool waits = summary.staged > 0 || (summary.wrote && summary.in_transaction);
  if (waits) {
    return "(" + RowCount(summary.staged) + " to be sent at COMMIT" +
           also(outcomes.unchanged, " unchanged") + ")\n";
  }
  if (summary.wrote && outcomes.previewed == 0) {
    if (summary.returned_rows && outcomes.absent == 0) return "";
    return "(" + RowCount(outcomes.applied) + " applied" + also(outcomes.absent, " absent") +
           also(outcomes.unchanged, " unchanged") + ")\n";
  }
  if (summary.returned_rows || summary.changes == 0) return "";
  return "(" + RowCount(summary.changes) + " changed)\n";
}

}  // namespace

Shell::Shell(Session& session, Output& out, Output& errors, Progress& progress,
             ShellSettings settings)
    : session_(session),
      out_(out),
      errors_(errors),
      progress_(progress),
      settings_(std::move(settings)) {}

bool Shell::Run(const Script& script) {
  std::string_view rest = script.text;
  while (!quit_) {
    rest.remove_prefix(LeadingBlanks(rest));
    const size_t at = script.text.size() - rest.size();
    if (Interrupted()) return FailInterrupted(script, at);
    if (rest.empty()) return true;
    bool go_on = false;
    if (StartsCommand(script.text, at)) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(line.size());
      go_on = RunCommandLine(script, line);
    } else {
      const size_t before = rest.size();
      go_on = RunStatement(script, &rest) && rest.size() < before;
    }
    if (!go_on) return false;
  }
  return false;
}

// What stands before `at` has run, so a transaction that was committed there is done.
bool Shell::FailInterrupted(const Script& script, size_t at) {
  if (at == script.text.size()) {
    return Fail(script, {StatusCode::kCancelled, "interrupted behind the last statement"}, -1);
  }
  return Fail(script, {StatusCode::kCancelled, "interrupted before this statement"},
              static_cast<int64_t>(at));
}

bool Shell::RunFile(const std::string& file) {
  if (depth_ >= kDeepestRead) {
    return Fail({}, Status(StatusCode::kFailedPrecondition, "files read each other: " + file), -1);
  }
  auto text = ReadText(file);
  if (!text.ok()) return Fail({}, text.status(), -1);
  ++depth_;
  const bool finished = Run({file, *std::move(text)});
  --depth_;
  return finished;
}

bool Shell::RunCommandLine(const Script& script, std::string_view line) {
  const Status status = RunCommand(*this, line);
  if (!out_.Flush().ok()) return Fail(script, out_.status(), -1);
  if (status.ok()) return true;
  return Fail(script, status, script.name.empty() ? -1 : line.data() - script.text.data());
}

bool Shell::RunStatement(const Script& script, std::string_view* rest) {
  const auto start = std::chrono::steady_clock::now();
  const int64_t offset = rest->data() - script.text.data();
  const auto& records = session_.requests().records();
  requests_before_ = records.empty() ? 0 : records.back().number;
  left_out_ = {};
  progress_.Start(session_.requests());
  std::vector<std::string> notes;
  RenderOptions options = MakeRenderOptions();
  options.notes = &notes;
  const auto renderer = settings_.format->make(out_, options);
  StatusOr<StatementSummary> summary = Status();
  {
    const InterruptibleStatement interruptible(session_);
    summary = session_.RunNext(rest, *renderer);
  }
  progress_.Erase();
  out_.Flush();
  Tell("note", notes);
  // What failed may be the output: the statement's own error tells more, such as a write that is
  // done.
  if (summary.ok() && !out_.status().ok()) return Fail(script, OutputFailure(*summary), -1);
  if (!summary.ok()) {
    const std::optional<size_t> place = summary.status().place();
    return Fail(script, summary.status(), place ? offset + static_cast<int64_t>(*place) : -1);
  }
  Succeed(*summary, std::chrono::steady_clock::now() - start - left_out_);
  return true;
}

void Shell::Tell(std::string_view severity, std::span<const std::string> messages) {
  for (const std::string& message : messages) {
    errors_.Write(settings_.json_errors
                      ? NoteJson(severity, message)
                      : ErrorText({}, std::string(severity) + ": " + message, -1));
  }
}

void Shell::Succeed(const StatementSummary& summary, std::chrono::steady_clock::duration elapsed) {
  std::vector<std::string> notes = summary.notes;
  if (settings_.terminal && settings_.format->for_people) {
    out_.Write(ChangesText(summary));
    out_.Flush();
    std::erase(notes, AbsentNote(summary.outcomes));  // The counts say it.
  }
  Tell("note", notes);
  Tell("warning", summary.warnings);
  if (!summary.warnings.empty()) Worsen(ExitCode::kIncomplete);
  if (settings_.timer) {
    char text[96];
    std::snprintf(text, sizeof text, "%.3f s, %s %s\n",
                  std::chrono::duration<double>(elapsed).count(), Grouped(summary.requests).c_str(),
                  summary.requests == 1 ? "request" : "requests");
    errors_.Write(text);
  }
  errors_.Flush();
}

Status Shell::OutputFailure(const StatementSummary& summary) const {
  return WithWorkDone(out_.status(), summary.work_done);
}

bool Shell::Fail(const Script& script, const Status& status, int64_t offset) {
  if (out_.status().ok()) {
    out_.StartLine();
    out_.Flush();
  }
  if (status.code() == StatusCode::kDeclined) {
    TellDeclined();
    return false;
  }
  // What fails after a signal, such as a wait for a lock, may not know of it.
  const bool interrupted = status.code() == StatusCode::kCancelled || Interrupted();
  if (interrupted && settings_.terminal) errors_.Write("\n");  // After the terminal's own ^C.
  if (!status.message().empty()) {
    errors_.Write(settings_.json_errors ? ErrorJson(script, status, offset)
                                        : ErrorText(script, status.message(), offset));
    errors_.Flush();
  }
  Worsen(interrupted ? InterruptedExit() : ExitCode::kFailed);
  return settings_.continue_on_error && !interrupted && out_.status().ok();
}

// No error: it is what the person wanted. What stands behind the statement may build on it.
void Shell::TellDeclined() {
  out_.Write("(nothing was sent)\n");
  out_.Flush();
}

void Shell::Worsen(ExitCode code) {
  if (Severity(code) > Severity(exit_code_)) exit_code_ = code;
}

Status Shell::Show(std::string_view select) {
  const auto renderer = settings_.format->make(out_, MakeRenderOptions());
  return session_.RunNext(&select, *renderer).status();
}

Status Shell::Show(const ResultTable& table) {
  const auto renderer = settings_.format->make(out_, MakeRenderOptions());
  RETURN_IF_ERROR(renderer->Begin(table.columns));
  std::vector<Value> row;
  for (const std::vector<SqlValue>& values : table.rows) {
    row.clear();
    for (const SqlValue& value : values) row.push_back(ViewOf(value));
    RETURN_IF_ERROR(renderer->Row(row));
  }
  return renderer->End();
}

RenderOptions Shell::MakeRenderOptions() const {
  return {.header = settings_.header,
          .terminal = settings_.terminal,
          .width = settings_.width ? settings_.width() : 0};
}

}  // namespace apisql
