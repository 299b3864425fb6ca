#include "shell/line/line_editor.h"

#include <histedit.h>
#include <langinfo.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstring>
#include <cwchar>

#include "shell/line/completion.h"
#include "shell/line/history_file.h"
#include "shell/output/display.h"
#include "shell/process/interrupt.h"
#include "src/files/user_folder.h"

namespace apisql {
namespace {

// Nobody types it: the way from a function of ours to one of libedit's.
constexpr char kPreviousEntry[] = "\x18\x10";
constexpr size_t kListedWords = 60;

// libedit drops every byte that is not ASCII in the C locale. Only LC_CTYPE: a decimal comma would
// break numbers.
void UseUtf8() {
  setlocale(LC_CTYPE, "");
  if (std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}

// libedit has no bracketed paste: a Tab with more input behind it was pasted, not pressed.
bool IsPasting() {
  int pending = 0;
  return ioctl(STDIN_FILENO, FIONREAD, &pending) == 0 && pending > 0;
}

void ListWords(FILE* terminal, const std::vector<std::string>& words) {
  std::fputc('\n', terminal);
  for (size_t i = 0; i < words.size() && i < kListedWords; ++i) {
    std::fprintf(terminal, "%s\n", Visible(words[i]).c_str());
  }
  if (words.size() > kListedWords) {
    std::fprintf(terminal, "... and %zu more\n", words.size() - kListedWords);
  }
}

// After a signal that libedit has handled: the terminal has another size, or is ours again. libedit
// writes the prompt where it takes the cursor to be, at the front of a line.
void DrawAgain(EditLine* edit) {
  FILE* terminal = nullptr;
  el_get(edit, EL_GETFP, 1, &terminal);
  char name[] = "cd";
  char* clear_to_end = nullptr;
  el_get(edit, EL_GETTC, name, &clear_to_end);
  std::fprintf(terminal, "\r%s", clear_to_end == nullptr ? "" : clear_to_end);
  std::fflush(terminal);
  el_set(edit, EL_REFRESH);
}

// False when Ctrl-C or another such signal has come.
bool WaitForKey(EditLine* edit) {
  constexpr int kTurnMilliseconds = 50;
  pollfd waited = {STDIN_FILENO, POLLIN, 0};
  while (!Interrupted()) {
    const int ready = poll(&waited, 1, kTurnMilliseconds);
    if (ready > 0 || (ready < 0 && errno != EINTR)) return true;  // Reading tells the error.
    if (ready < 0 && !Interrupted()) DrawAgain(edit);
  }
  return false;
}

// In the place of libedit's own, which sleeps on where a signal comes just before it reads.
int ReadCharacter(EditLine* edit, wchar_t* character) {
  std::mbstate_t state = {};
  for (;;) {
    if (!WaitForKey(edit)) {
      errno = EINTR;
      return -1;
    }
    char byte = 0;
    const ssize_t size = read(STDIN_FILENO, &byte, 1);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return static_cast<int>(size);
    const size_t used = std::mbrtowc(character, &byte, 1, &state);
    if (used <= 1) return 1;
    if (used == static_cast<size_t>(-1)) state = {};  // No character: it is dropped.
  }
}

}  // namespace

class LineEditor::Impl {
 public:
  Impl(std::string history_file, Completer completer)
      : file_(std::move(history_file)),
        completer_(std::move(completer)),
        terminal_(isatty(STDOUT_FILENO) != 0 ? stdout : stderr) {
    UseUtf8();
    edit_.reset(el_init("apisql", stdin, terminal_, stderr));
    history_.reset(history_init());
    if (!edit_ || !history_) return;
    SetUpHistory();
    SetUpKeys();
  }

  Outcome Read(const std::string& prompt, std::string* line) {
    if (!edit_) return Outcome::kEnd;
    prompt_ = prompt;
    ReadHistoryAnew();
    ClearInterrupt();  // What came before the prompt was not about it.
    int count = 0;
    errno = 0;
    const char* text = el_gets(edit_.get(), &count);
    if (text == nullptr || count <= 0) {
      const bool interrupted = count < 0 && errno == EINTR;
      if (interrupted) el_reset(edit_.get());
      std::fputc('\n', terminal_);
      std::fflush(terminal_);
      return interrupted ? Outcome::kInterrupted : Outcome::kEnd;
    }
    line->assign(text, static_cast<size_t>(count));
    while (line->ends_with('\n') || line->ends_with('\r')) line->pop_back();
    return Outcome::kLine;
  }

  Outcome Ask(const std::string& question, std::string* answer) {
    tcflush(STDIN_FILENO, TCIFLUSH);
    asking_ = true;
    const Outcome outcome = Read(question, answer);
    asking_ = false;
    return outcome;
  }

  void Remember(const std::string& entry) {
    if (entry.empty() || entry.front() == ' ' || !history_) return;
    if (entry == last_) return;
    Enter(entry);
    file_.Append(entry);
  }

 private:
  static Impl* Self(EditLine* edit) {
    void* self = nullptr;
    el_get(edit, EL_CLIENTDATA, &self);
    return static_cast<Impl*>(self);
  }

  static char* Prompt(EditLine* edit) { return Self(edit)->prompt_.data(); }
  static unsigned char OnTab(EditLine* edit, int) { return Self(edit)->Complete(); }

  static unsigned char OnUp(EditLine* edit, int) { return Self(edit)->GoUp(); }

  void SetUpHistory() {
    HistEvent event;
    history(history_.get(), &event, H_SETSIZE, static_cast<int>(HistoryFile::kMostEntries));
    history(history_.get(), &event, H_SETUNIQUE, 1);
    ReadHistoryAnew();
    el_set(edit_.get(), EL_HIST, history, history_.get());
  }

  void SetUpKeys() {
    EditLine* edit = edit_.get();
    el_set(edit, EL_CLIENTDATA, this);
    el_set(edit, EL_PROMPT, Prompt);
    el_set(edit, EL_EDITOR, "emacs");
    el_set(edit, EL_SIGNAL, 1);
    el_set(edit, EL_GETCFN, ReadCharacter);
    el_set(edit, EL_ADDFN, "apisql-complete", "Complete the word", OnTab);
    el_set(edit, EL_BIND, "^I", "apisql-complete", nullptr);
    el_set(edit, EL_ADDFN, "apisql-up", "Go to the entry before", OnUp);
    el_set(edit, EL_BIND, kPreviousEntry, "ed-prev-history", nullptr);
    el_set(edit, EL_BIND, "\x1b[A", "apisql-up", nullptr);
    el_set(edit, EL_BIND, "\x1bOA", "apisql-up", nullptr);
    el_set(edit, EL_BIND, "^R", "em-inc-search-prev", nullptr);
    // The user's ~/.editrc, which may bind keys to statements. libedit takes a relative HOME too.
    if (!HomeFolder().empty()) el_source(edit, nullptr);
  }

  void Enter(const std::string& entry) {
    HistEvent event;
    history(history_.get(), &event, H_ENTER, entry.c_str());
    last_ = entry;
  }

  void ReadHistoryAnew() {
    if (!file_.Changed()) return;
    HistEvent event;
    history(history_.get(), &event, H_CLEAR);
    for (const std::string& entry : file_.Read()) Enter(entry);
  }

  // An empty line is where a person begins to look for what was typed, here or in another shell.
  unsigned char GoUp() {
    const LineInfo* line = el_line(edit_.get());
    if (line->lastchar == line->buffer) ReadHistoryAnew();
    el_push(edit_.get(), kPreviousEntry);
    return CC_NORM;
  }

  unsigned char Complete() {
    if (IsPasting()) return Insert("\t");
    if (asking_) return CC_REFRESH_BEEP;
    const LineInfo* line = el_line(edit_.get());
    const std::string before(line->buffer, line->cursor);
    const Completion completion = CompleteWord(before, completer_(before));
    if (!completion.insert.empty()) return Insert(completion.insert.c_str());
    if (completion.words.size() < 2) return CC_REFRESH_BEEP;
    ListWords(terminal_, completion.words);
    return CC_REDISPLAY;
  }

  unsigned char Insert(const char* text) {
    return el_insertstr(edit_.get(), text) == 0 ? CC_REFRESH : CC_REFRESH_BEEP;
  }

  HistoryFile file_;
  std::string last_;  // The newest entry.
  Completer completer_;
  FILE* terminal_;
  std::string prompt_;
  bool asking_ = false;
  std::unique_ptr<History, decltype(&history_end)> history_{nullptr, history_end};
  std::unique_ptr<EditLine, decltype(&el_end)> edit_{nullptr, el_end};
};

LineEditor::LineEditor(std::string history_file, Completer completer)
    : impl_(std::make_unique<Impl>(std::move(history_file), std::move(completer))) {}

LineEditor::~LineEditor() = default;

LineEditor::Outcome LineEditor::Read(const std::string& prompt, std::string* line) {
  return impl_->Read(prompt, line);
}

LineEditor::Outcome LineEditor::Ask(const std::string& question, std::string* answer) {
  return impl_->Ask(question, answer);
}

void LineEditor::Remember(const std::string& entry) { impl_->Remember(entry); }

}  // namespace apisql
