// Typist: types at the prompt as a person does, who waits for what the screen shows.
#ifndef APISQL_TESTS_DOCUMENTATION_TYPIST_H_
#define APISQL_TESTS_DOCUMENTATION_TYPIST_H_

#include <string>

#include "tests/terminal/screen.h"

namespace apisql {

// `screen` must outlive it. The waits end after a generous time with false.
class Typist {
 public:
  explicit Typist(const Screen& screen) : screen_(screen) {}

  // Types `text` and presses Enter once all of it stands on the screen. Whoever waits for a prompt
  // next cannot take the one for it that stood there before.
  bool Enter(const std::string& text) const;
  // Waits until a line like this one is seen, whatever times and byte counts it tells.
  bool SeesLike(const std::string& line) const;
  // Waits until the last line is this.
  bool Sees(const std::string& line) const { return screen_.Prompts(line); }

 private:
  bool IsEchoed(const std::string& text) const;

  const Screen& screen_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_DOCUMENTATION_TYPIST_H_
