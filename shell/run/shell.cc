#include "shell/run/shell.h"

#include <cstdio>
#include <utility>

#include "shell/files/end_mark.h"
#include "shell/output/display.h"
#include "shell/people/changes_text.h"
#include "shell/people/cost_text.h"
#include "shell/people/explain_text.h"
#include "shell/people/people_sink.h"
#include "shell/process/interrupt.h"
#include "shell/process/read_text.h"
#include "shell/run/commands.h"
#include "shell/run/script_text.h"
#include "shell/script/familiar_words.h"
#include "src/base/text.h"
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

Status Print(const ResultTable& table, RowSink& sink) {
  RETURN_IF_ERROR(sink.Begin(table.columns));
  std::vector<Value> row;
  for (const std::vector<SqlValue>& values : table.rows) {
    row.clear();
    for (const SqlValue& value : values) row.push_back(ViewOf(value));
    RETURN_IF_ERROR(sink.Row(row));
  }
  return sink.End();
}

}  // namespace

Shell::Shell(Session& session, Output& out, Output& errors, Progress& progress,
             Variables& variables, ShellSettings settings)
    : session_(session),
      out_(out),
      errors_(errors),
      progress_(progress),
      variables_(variables),
      settings_(std::move(settings)) {}

bool Shell::Run(const Script& script) {
  std::string_view rest = script.text;
  while (!quit_) {
    rest.remove_prefix(LeadingBlanks(rest));
    const size_t at = script.text.size() - rest.size();
    if (Interrupted()) return FailInterrupted(script, at);
    if (rest.empty()) return true;
    bool go_on = false;
    const int failures_before = failures_;
    const int redirection = redirect_ ? redirect_->number : 0;
    if (redirect_) redirect_->file->BeginResult();
    if (StartsCommand(script.text, at)) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(line.size());
      go_on = RunCommandLine(script, line, line);
    } else if (const auto familiar = RunFamiliar(script, &rest)) {
      go_on = *familiar;
    } else {
      const size_t before = rest.size();
      go_on = RunStatement(script, &rest) && rest.size() < before;
    }
    const bool same = redirect_ && redirect_->number == redirection;
    if (same) go_on = EndResult(go_on, failures_before);
    if (!go_on) return false;
  }
  return false;
}

// What stands before `at` has run, so a transaction that was committed there is done.
bool Shell::FailInterrupted(const Script& script, size_t at) {
  if (at == script.text.size()) {
    return Fail(script, {StatusCode::kCancelled, "interrupted behind the last statement"}, {});
  }
  return Fail(script, {StatusCode::kCancelled, "interrupted before this statement"},
              {static_cast<int64_t>(at)});
}

bool Shell::RunFile(const std::string& file) {
  if (depth_ >= kDeepestRead) {
    return Fail({}, Status(StatusCode::kFailedPrecondition, "files read each other: " + file), {});
  }
  auto text = ReadText(file);
  if (!text.ok()) return Fail({}, text.status(), {});
  ++depth_;
  const bool finished = Run({file, *std::move(text)});
  --depth_;
  return finished;
}

std::optional<bool> Shell::RunFamiliar(const Script& script, std::string_view* rest) {
  const std::string_view line = rest->substr(0, rest->find('\n'));
  const auto meant = MeantBy(line);
  const bool unknown = !meant && line.starts_with('\\');
  if (!meant && !unknown) return std::nullopt;
  rest->remove_prefix(line.size());
  if (meant && meant->ends_with(';')) return Run({"", *meant});
  return RunCommandLine(script, line, meant ? *meant : line);
}

bool Shell::RunCommandLine(const Script& script, std::string_view line, std::string_view command) {
  const Status status = RunCommand(*this, command);
  if (!out().Flush().ok()) return Fail(script, out().status(), {});
  if (status.ok()) return true;
  const int64_t at = line.data() - script.text.data();
  return Fail(script, status, {script.name.empty() ? -1 : at, at});
}

bool Shell::RunStatement(const Script& script, std::string_view* rest) {
  std::string_view behind = *rest;
  const std::string_view text = Session::TakeStatement(&behind);
  if (!IsCopyStatement(text)) return RunSql(script, rest);
  *rest = behind;
  return RunCopy(script, text);
}

bool Shell::RunSql(const Script& script, std::string_view* rest) {
  const auto start = std::chrono::steady_clock::now();
  const int64_t offset = rest->data() - script.text.data();
  const auto& records = session_.requests().records();
  requests_before_ = records.empty() ? 0 : records.back().number;
  std::string_view statement = *rest;
  last_statement_ = Session::TakeStatement(&statement);
  left_out_ = {};
  std::vector<std::string> notes;
  RenderOptions options = MakeRenderOptions();
  options.notes = &notes;
  const std::unique_ptr<Pager> pager = MakePager(options);
  Output& target = pager ? pager->out() : out();
  options.footer = [this, start] { return FooterText(std::chrono::steady_clock::now() - start); };
  const auto renderer = MakeSink(last_statement_, target, options);
  const StatusOr<StatementSummary> summary = RunInto(*renderer, last_statement_, rest);
  target.Flush();
  if (pager && EndPager(*pager, summary.status())) return true;
  Tell("note", notes);
  // What failed may be the output: the statement's own error tells more, such as a write that is
  // done.
  if (summary.ok() && !out().status().ok()) {
    return Fail(script, OutputFailure(*summary), {-1, offset});
  }
  if (!summary.ok()) {
    const std::optional<size_t> place = summary.status().place();
    return Fail(script, WithForgottenSemicolon(summary.status(), last_statement_),
                {place ? offset + static_cast<int64_t>(*place) : -1, offset});
  }
  Succeed(*summary, std::chrono::steady_clock::now() - start - left_out_);
  return true;
}

StatusOr<StatementSummary> Shell::RunNext(std::string_view* rest, RowSink& sink) {
  const std::string_view sql = Session::TakeStatement(rest);
  if (Session::IsBlank(sql)) return StatementSummary{};
  progress_.Start(session_.requests());
  StatusOr<StatementSummary> summary = RunOne(sql, sink);
  progress_.Erase();
  return summary;
}

StatusOr<StatementSummary> Shell::RunOne(std::string_view sql, RowSink& sink) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Prepared> prepared, session_.Prepare(sql));
  RETURN_IF_ERROR(variables_.Bind(*prepared, IsExplained(sql)));
  RETURN_IF_ERROR(prepared->Fetch(sink).status());
  return prepared->summary();
}

StatusOr<StatementSummary> Shell::RunInto(RowSink& sink, std::string_view statement,
                                          std::string_view* rest) {
  const InterruptibleStatement interruptible(session_);
  if (!Keeps(statement)) return RunNext(rest, sink);
  KeepingSink keeping(sink, kept_);
  StatusOr<StatementSummary> summary = RunNext(rest, keeping);
  if (!summary.ok()) kept_.Forget("the last statement failed");
  return summary;
}

// Null where results are not paged.
std::unique_ptr<Pager> Shell::MakePager(const RenderOptions& options) {
  if (!options.terminal || !settings_.height || settings_.pager.empty()) return nullptr;
  auto pager = std::make_unique<Pager>(out_, settings_.pager, settings_.height());
  pager->set_before_start([this] {
    progress_.Erase();
    progress_.set_hidden(true);
  });
  return pager;
}

// True when the user left the pager before the result was whole, which is what was wanted.
bool Shell::EndPager(Pager& pager, const Status& status) {
  const bool interrupted = status.code() == StatusCode::kCancelled && !Interrupted();
  const bool refused = !status.ok() && status.message() == pager.out().status().message();
  const bool left = pager.left() && (interrupted || refused);
  const Status ended = pager.Finish();
  progress_.set_hidden(false);
  if (!ended.ok()) {
    settings_.pager.clear();
    Fail({}, ended, {});
  }
  return left;
}

void Shell::Report(const std::string& what) {
  if (!settings_.terminal) return;
  out_.Write("(" + what + ")\n");
  out_.Flush();
}

void Shell::MarkEnd() {
  out().StartLine();
  out().Write(EndMark(*settings_.format, rows_, first_failure_));
  out().Flush();
}

void Shell::Tell(std::string_view severity, std::span<const std::string> messages) {
  if (settings_.quiet && severity == "note") return;
  for (const std::string& message : messages) {
    errors_.Write(settings_.json_errors
                      ? NoteJson(severity, message)
                      : ErrorText({}, std::string(severity) + ": " + message, {}, ErrorWidth()));
  }
}

void Shell::Note(const std::string& message) {
  Tell("note", {&message, 1});
  errors_.Flush();
}

void Shell::LeaveCtrlCLine() {
  if (settings_.terminal && !std::exchange(has_left_ctrl_c_line_, true)) errors_.Write("\n");
}

void Shell::Succeed(const StatementSummary& summary, std::chrono::steady_clock::duration elapsed) {
  std::vector<std::string> notes = summary.notes;
  last_rows_ = summary.rows;
  rows_ += summary.rows;
  if (settings_.terminal && settings_.format->for_people) {
    const bool sent = summary.requests > 0;
    out_.Write(WrapWords(ChangesText(summary, sent ? FooterText(elapsed) : ""), Width()));
    out_.Flush();
    std::erase(notes, AbsentNote(summary.outcomes));  // The counts say it.
    if (HasSentences()) std::erase_if(notes, IsToldByExplainText);
  }
  Tell("note", notes);
  Tell("warning", summary.warnings);
  if (summary.incomplete) Worsen(ExitCode::kIncomplete);
  TellCost(summary, elapsed);
  errors_.Flush();
}

void Shell::TellCost(const StatementSummary& summary, std::chrono::steady_clock::duration elapsed) {
  if (settings_.timer == Timer::kUsual || settings_.timer == Timer::kOff) return;
  if (!has_footers() || !summary.returned_rows) {
    char text[96];
    std::snprintf(text, sizeof text, "%.3f s, %s\n", std::chrono::duration<double>(elapsed).count(),
                  Counted(summary.requests, "request", "requests").c_str());
    errors_.Write(text);
  }
  if (settings_.timer != Timer::kVerbose) return;
  Output& where = has_footers() ? out_ : errors_;
  where.Write(CostByTable(session_.requests(), requests_before_));
  where.Flush();
}

std::string Shell::FooterText(std::chrono::steady_clock::duration elapsed) const {
  if (!has_footers() || settings_.timer == Timer::kOff) return "";
  return CostText(elapsed, session_.requests(), requests_before_);
}

Status Shell::OutputFailure(const StatementSummary& summary) const {
  const Status& failure = redirect_ ? redirect_->file->out().status() : out_.status();
  return WithWorkDone(failure, summary.work_done);
}

bool Shell::Fail(const Script& script, const Status& status, ErrorPlace place) {
  ++failures_;
  if (first_failure_.empty()) first_failure_ = status.message();
  if (out().status().ok()) {
    out().StartLine();
    out().Flush();
  }
  if (status.code() == StatusCode::kDeclined) {
    TellDeclined();
    return false;
  }
  // What fails after a signal, such as a wait for a lock, may not know of it.
  const bool interrupted = status.code() == StatusCode::kCancelled || Interrupted();
  if (interrupted && !status.message().empty()) LeaveCtrlCLine();
  has_left_ctrl_c_line_ = false;
  // Who closes a pipe, as head does, has what was wanted.
  const bool is_wanted = out_.nobody_reads() && status.message() == out_.status().message();
  if (!status.message().empty() && !is_wanted) {
    errors_.Write(settings_.json_errors ? ErrorJson(script, status, place)
                                        : ErrorText(script, status.message(), place, ErrorWidth()));
  }
  errors_.Flush();
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

std::unique_ptr<RowSink> Shell::MakeRenderer() {
  return settings_.format->make(out(), MakeRenderOptions());
}

size_t Shell::Width() const { return settings_.width && !redirect_ ? settings_.width() : 0; }

size_t Shell::ErrorWidth() const { return settings_.error_width ? settings_.error_width() : 0; }

Status Shell::Show(std::string_view command, std::string_view select) {
  const auto renderer = MakeSink(command, out(), MakeRenderOptions());
  return session_.RunNext(&select, *renderer).status();
}

Status Shell::ShowOnScreen(const ResultTable& table) {
  std::optional<Redirected> redirect = std::exchange(redirect_, std::nullopt);
  const Format* const format = settings_.format;
  if (redirect) settings_.format = redirect->format_before;
  const Status shown = Print(table, *MakeSink(last_statement_, out_, MakeRenderOptions()));
  settings_.format = format;
  redirect_ = std::move(redirect);
  return shown;
}

Status Shell::ShowLast(const Format& format) {
  if (!KeepsResults()) {
    return {StatusCode::kFailedPrecondition,
            "a result is kept only where a terminal shows it; run the statement again"};
  }
  RenderOptions options = MakeRenderOptions();
  std::vector<std::string> notes;
  options.notes = &notes;
  options.for_all = ".last line shows all";
  RETURN_IF_ERROR(kept_.Replay(*format.make(out(), options)));
  if (!kept_.whole()) {
    notes.push_back("the first " + Counted(static_cast<int64_t>(kept_.rows()), "row", "rows") +
                    " alone were kept");
  }
  Tell("note", notes);
  errors_.Flush();
  return OkStatus();
}

bool Shell::KeepsResults() const { return settings_.terminal && !redirect_; }

// What a server shows once is not to be shown again by whoever comes to the terminal later.
bool Shell::Keeps(std::string_view statement) {
  if (!KeepsResults()) return false;
  if (ShowsOnce(statement)) {
    kept_.Forget("it may have had secrets, so it was not kept");
    return false;
  }
  if (!session_.reveals_secrets()) return true;
  kept_.Forget("nothing is kept while allow_reveal is on");
  return false;
}

bool Shell::HasSentences() const {
  return settings_.sentences && settings_.terminal && !redirect_ &&
         settings_.format == FindFormat("table");
}

std::unique_ptr<RowSink> Shell::MakeSink(std::string_view statement, Output& target,
                                         const RenderOptions& options) {
  auto table = settings_.format->make(target, options);
  if (!HasSentences()) return table;
  return MakePeopleSink(statement, session_.catalog(), target, options, std::move(table));
}

// Null where the column comes from no table of an API.
const Resource* Shell::ResourceOf(const ResultColumn& column) {
  if (column.table.empty() || !session_.catalog().Has(column.table)) return nullptr;
  const auto found = session_.catalog().Find(column.table);
  return found.ok() ? found->get() : nullptr;  // The catalog keeps it.
}

RenderOptions Shell::MakeRenderOptions() {
  RenderOptions options;
  options.header = settings_.header;
  options.terminal = settings_.terminal && !redirect_;
  options.attributes = settings_.attributes && !redirect_;
  options.width = Width();
  options.resource_of = [this](const ResultColumn& column) { return ResourceOf(column); };
  options.for_all = settings_.interactive ? ".last shows all" : "--format line shows all";
  return options;
}

}  // namespace apisql
