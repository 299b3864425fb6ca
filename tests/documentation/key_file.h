// docs/pictures/*.keys: what is typed at a prompt for a picture.
#ifndef APISQL_TESTS_DOCUMENTATION_KEY_FILE_H_
#define APISQL_TESTS_DOCUMENTATION_KEY_FILE_H_

#include <string>
#include <vector>

#include "src/base/status.h"
#include "tests/terminal/screen.h"

namespace apisql {

// A line is one of these; empty ones are left out. The first comment is the picture's title.
//   # COMMENT
//   size COLUMNS ROWS    of the terminal
//   wait LINE            until this is the last line of the screen
//   enter TEXT           types it and presses Enter
//   press KEY            by its name in tmux: C-c, Up, Tab
struct KeyFile {
  enum class Verb { kWait, kEnter, kPress };
  struct Step {
    Verb verb = Verb::kWait;
    std::string argument;
  };

  std::string title;
  ScreenSize size;
  std::vector<Step> steps;
};

StatusOr<KeyFile> ReadKeyFile(const std::string& text);
// Plays it in the program on `screen`. An error says which step got no answer, and what is seen.
Status Play(const KeyFile& keys, const Screen& screen);

}  // namespace apisql

#endif  // APISQL_TESTS_DOCUMENTATION_KEY_FILE_H_
