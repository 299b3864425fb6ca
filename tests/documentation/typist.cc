#include "tests/documentation/typist.h"

#include <chrono>
#include <functional>
#include <thread>

#include "tests/documentation/varying.h"

namespace apisql {
namespace {

bool Becomes(const std::function<bool()>& holds) {
  constexpr int kTurns = 2'000;
  for (int turn = 0; turn < kTurns; ++turn) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  return false;
}

std::string LastLine(const std::string& text) { return text.substr(text.rfind('\n') + 1); }

}  // namespace

bool Typist::Enter(const std::string& text) const {
  screen_.Type(text);
  if (!Becomes([&] { return IsEchoed(text); })) return false;
  screen_.Press("Enter");
  return true;
}

bool Typist::SeesLike(const std::string& line) const {
  const std::string like = WithoutVarying(line);
  return Becomes([&] { return WithoutVarying(screen_.Text()).find(like) != std::string::npos; });
}

// A text that is wider than the screen goes on in the next line, where only its end stands.
bool Typist::IsEchoed(const std::string& text) const {
  const size_t last = text.find_last_not_of(' ');
  if (last == std::string::npos) return true;
  const std::string typed = text.substr(0, last + 1);
  const std::string line = LastLine(screen_.Text());
  return line.ends_with(typed) || (!line.empty() && typed.ends_with(line));
}

}  // namespace apisql
