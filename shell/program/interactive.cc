#include "shell/program/interactive.h"

#include <cstdlib>

#include "shell/line/line_editor.h"
#include "shell/line/prompt.h"
#include "shell/process/interrupt.h"
#include "shell/program/version.h"
#include "shell/program/write_supervisor.h"
#include "shell/run/commands.h"
#include "shell/run/script_text.h"

namespace apisql {
namespace {

void Greet(Shell& shell, bool sandbox) {
  shell.out().Write(std::string("apisql ") + Version() +
                    (sandbox ? ", answered by the sandbox" : "") +
                    "\n.help for commands, .tables for tables, SQL ends with a semicolon.\n");
  shell.out().Flush();
}

bool IsCommand(const std::string& text) { return StartsCommand(text, LeadingBlanks(text)); }

PromptState StateOf(const Session& session) {
  return {.in_transaction = session.in_transaction(),
          .staged_rows = session.staged_rows(),
          .read_only = session.read_only()};
}

// Reads one statement, or several on a line, or a command. False at the end of input, where an
// unfinished statement is dropped: Ctrl-D is no semicolon.
bool ReadEntry(LineEditor& editor, const Session& session, std::string& entry) {
  entry.clear();
  std::string line;
  while (!EndRequested()) {
    switch (editor.Read(PromptText(StateOf(session), entry), &line)) {
      case LineEditor::Outcome::kEnd:
        return false;
      case LineEditor::Outcome::kInterrupted:
        entry.clear();
        continue;
      case LineEditor::Outcome::kLine:
        break;
    }
    entry += entry.empty() ? line : "\n" + line;
    if (Session::IsBlank(entry) && !HasOpenPart(entry)) entry.clear();
    if (entry.empty()) continue;
    if (IsCommand(entry) || Session::IsComplete(entry)) return true;
  }
  return false;
}

void TellDropped(Shell& shell, const std::string& entry) {
  if (entry.empty()) return;
  shell.errors().Write("apisql: the statement without a semicolon was not run\n");
  shell.errors().Flush();
}

}  // namespace

std::string HistoryFile() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && *state == '/') return std::string(state) + "/apisql/history";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home != '\0') return std::string(home) + "/.local/state/apisql/history";
  return "";
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
  Greet(shell, sandbox);
  while (!shell.quit() && shell.out().status().ok() && ReadEntry(editor, shell.session(), entry)) {
    editor.Remember(entry);
    const Script script{"", std::move(entry)};
    entry.clear();
    ClearInterrupt();
    shell.Run(script);
  }
  TellDropped(shell, entry);
}

}  // namespace apisql
