#include "shell/program/interactive.h"

#include "shell/line/line_editor.h"
#include "shell/line/prompt.h"
#include "shell/output/display.h"
#include "shell/output/error_text.h"
#include "shell/process/interrupt.h"
#include "shell/program/version.h"
#include "shell/program/write_supervisor.h"
#include "shell/run/commands.h"
#include "shell/run/script_text.h"
#include "shell/script/familiar_words.h"
#include "shell/script/secret_mask.h"
#include "src/base/text.h"
#include "src/files/user_folder.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

void Greet(Shell& shell, bool sandbox) {
  const std::string text = std::string("apisql ") + Version() +
                           (sandbox ? ", answered by the sandbox" : "") +
                           "\n.help for commands, .tables for tables, SQL ends with a semicolon.\n";
  shell.out().Write(WrapWords(text, shell.Width()));
  shell.out().Flush();
}

bool IsCommand(const std::string& text) {
  const size_t at = LeadingBlanks(text);
  if (StartsCommand(text, at) || text.substr(at).starts_with('\\')) return true;
  return MeantBy(std::string_view(text).substr(at)).has_value();
}

// In quotes or a comment that has not ended.
bool IsWithinText(std::string_view sql) {
  const std::vector<Token> tokens = Tokenize(sql);
  if (tokens.empty()) return false;
  const Token& last = tokens.back();
  if (last.kind == TokenKind::kIllegal) return true;
  return last.text.starts_with("/*") && (last.text.size() < 4 || !last.text.ends_with("*/"));
}

// A command behind a statement that has not ended: a person who types it has forgotten that.
bool TellMisplaced(Shell& shell, const std::string& entry, const std::string& line) {
  if (entry.empty() || !IsKnownCommand(line) || IsWithinText(entry + "\n")) return false;
  shell.errors().Write(ErrorText({},
                                 "note: " + std::string(StripBlanks(line)) +
                                     " was not run: the statement before it has not ended. "
                                     "End it with ; or drop it with Ctrl-C",
                                 {}, shell.ErrorWidth()));
  shell.errors().Flush();
  return true;
}

PromptState StateOf(const Session& session) {
  return {.in_transaction = session.in_transaction(),
          .staged_rows = session.staged_rows(),
          .read_only = session.read_only()};
}

// Reads one statement, or several on a line, or a command. False at the end of input, where an
// unfinished statement is dropped: Ctrl-D is no semicolon.
bool ReadEntry(Shell& shell, LineEditor& editor, std::string& entry) {
  entry.clear();
  std::string line;
  while (!EndRequested()) {
    switch (editor.Read(PromptText(StateOf(shell.session()), entry), &line)) {
      case LineEditor::Outcome::kEnd:
        return false;
      case LineEditor::Outcome::kInterrupted:
        entry.clear();
        continue;
      case LineEditor::Outcome::kLine:
        break;
    }
    if (TellMisplaced(shell, entry, line)) continue;
    entry += entry.empty() ? line : "\n" + line;
    if (Session::IsBlank(entry) && !HasOpenPart(entry)) entry.clear();
    if (entry.empty()) continue;
    if (IsCommand(entry) || Session::IsComplete(entry)) return true;
  }
  return false;
}

void TellDropped(Shell& shell, const std::string& entry) {
  if (entry.empty()) return;
  shell.errors().Write(
      ErrorText({}, "the statement without a semicolon was not run", {}, shell.ErrorWidth()));
  shell.errors().Flush();
}

}  // namespace

std::string HistoryFile() {
  const std::string folder = UserFolder("XDG_STATE_HOME", ".local/state");
  return folder.empty() ? "" : folder + "/apisql/history";
}

void RunInteractive(Shell& shell, bool sandbox) {
  std::string entry;
  LineEditor editor(HistoryFile(), [&shell, &entry](std::string_view before_cursor) {
    if (entry.empty() && before_cursor.starts_with('.')) {
      return CompleteCommand(shell, before_cursor);
    }
    const std::string before = entry.empty() ? "" : entry + "\n";
    return shell.session().Complete(before + std::string(before_cursor));
  });
  const WriteSupervisor supervisor(shell, editor);
  if (!shell.settings().quiet) Greet(shell, sandbox);
  while (!shell.quit() && shell.out().status().ok() && ReadEntry(shell, editor, entry)) {
    editor.Remember(
        MaskSecrets(entry, shell.session().catalog(), shell.session().CredentialsAtHand()));
    const Script script{"", std::move(entry)};
    entry.clear();
    ClearInterrupt();
    shell.Run(script);
  }
  TellDropped(shell, entry);
}

}  // namespace apisql
