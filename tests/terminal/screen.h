// A terminal with a screen, as tmux keeps it: keys go in, and what a person would see is read.
#ifndef APISQL_TESTS_TERMINAL_SCREEN_H_
#define APISQL_TESTS_TERMINAL_SCREEN_H_

#include <map>
#include <string>
#include <vector>

#include "tests/programs/run_program.h"

namespace apisql {

struct ScreenSize {
  int columns = 100;
  int rows = 40;
};

// Waits have a generous limit, so that only a failure takes long. Not thread-safe.
class Screen {
 public:
  // False where there is no tmux, or no terminal to be had.
  static bool IsPossible(const TestHome& home);

  // Starts the program there, with a tmux server of its own. `home` must outlive it.
  Screen(const TestHome& home, const std::vector<std::string>& command, ScreenSize size = {},
         const std::map<std::string, std::string>& environment = {});
  // Ends the server, and with it the program.
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  // Types `text` as it is, then Enter.
  void Enter(const std::string& text) const;
  void Type(const std::string& text) const;
  // A key by tmux's name: "C-c", "C-d", "Enter", "Up", "Tab".
  void Press(const std::string& key) const;
  void Resize(ScreenSize size) const;

  // The lines that are seen, without blanks at their ends and without empty ones at the end.
  std::string Text() const;
  // The same with escape sequences for bold, dim and their like.
  std::string Painted() const;
  // Waits until `text` is seen.
  bool Shows(const std::string& text) const;
  // Waits until the last line is `prompt`, without blanks at its end, and the line editor reads.
  bool Prompts(const std::string& prompt) const;
  // Waits until the program has ended, and gives its exit code; -1: it has not.
  int Wait() const;

 private:
  std::string Tmux(std::vector<std::string> arguments) const;
  std::string Ask(const std::string& format) const;
  bool LineEditorReads() const;

  const TestHome& home_;
  std::string socket_;
  std::string terminal_;  // The program's: /dev/pts/3.
};

}  // namespace apisql

#endif  // APISQL_TESTS_TERMINAL_SCREEN_H_
