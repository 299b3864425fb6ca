// LineEditor: lines typed at a terminal, with history and completion. The one user of libedit.
#ifndef APISQL_SHELL_LINE_LINE_EDITOR_H_
#define APISQL_SHELL_LINE_LINE_EDITOR_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace apisql {

// One at a time; not thread-safe. While it reads, the terminal is its own.
class LineEditor {
 public:
  enum class Outcome { kLine, kEnd, kInterrupted };
  // The words that may stand where `before_cursor`, a part of the current line, ends.
  using Completer = std::function<std::vector<std::string>(std::string_view before_cursor)>;

  // `history_file` (see HistoryFile) may be empty: no history is kept. It is read anew before a
  // line is read, and on Up from an empty line, where another shell has added to it.
  LineEditor(std::string history_file, Completer completer);
  ~LineEditor();

  // Reads a line, without its newline. kEnd: Ctrl-D on an empty line. kInterrupted: Ctrl-C.
  Outcome Read(const std::string& prompt, std::string* line);

  // Reads the answer to a question: what was typed before it stood there is none, and there are no
  // words to complete.
  Outcome Ask(const std::string& question, std::string* answer);

  // Adds an entry, which may have several lines, to the history and its file. One that begins with
  // a blank is not remembered: the user's way to keep it out.
  void Remember(const std::string& entry);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace apisql

#endif  // APISQL_SHELL_LINE_LINE_EDITOR_H_
