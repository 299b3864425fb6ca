#include "tests/terminal/screen.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <thread>

namespace apisql {
namespace {

constexpr std::chrono::seconds kLongest{30};
constexpr std::chrono::milliseconds kTurn{10};

bool Until(const std::function<bool()>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + kLongest;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(kTurn);
  }
  return true;
}

std::string WithoutBlanksAtTheEnd(std::string text) {
  while (text.ends_with('\n') || text.ends_with(' ')) text.pop_back();
  return text;
}

constexpr const char* kEnded = "[exit ";

// A program that has ended leaves its screen.
constexpr const char* kConfiguration =
    "set -g remain-on-exit on\n"
    "set -g remain-on-exit-format ''\n"
    "set -g status off\n"
    "set -g default-terminal screen\n"
    "set -g escape-time 0\n";

}  // namespace

bool Screen::IsPossible(const TestHome& home) {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal >= 0) close(terminal);
  return terminal >= 0 && home.Run({"tmux", "-V"}).exit_code == 0;
}

Screen::Screen(const TestHome& home, const std::vector<std::string>& command, ScreenSize size,
               const std::map<std::string, std::string>& environment)
    : home_(home), socket_((home.folder() / "tmux").string()) {
  std::vector<std::string> arguments = {"-f", home.Write("tmux.conf", kConfiguration),
                                        "new-session", "-d", "-x", std::to_string(size.columns),
                                        "-y", std::to_string(size.rows), "env", "LC_ALL=C.UTF-8",
                                        // The line editor's library keeps texts of its own to the
                                        // end, which are no leaks of ours.
                                        "ASAN_OPTIONS=detect_leaks=0"};
  for (const auto& [name, value] : environment) {
    arguments.push_back(std::string(name).append("=").append(value));
  }
  // tmux itself does not always get to know the exit code. Ctrl-C is the program's.
  arguments.insert(arguments.end(), {"sh", "-c", R"(trap : INT; "$@"; echo "[exit $?]")", "sh"});
  arguments.insert(arguments.end(), command.begin(), command.end());
  Tmux(std::move(arguments));
  terminal_ = Ask("#{pane_tty}");
}

Screen::~Screen() { Tmux({"kill-server"}); }

void Screen::Enter(const std::string& text) const {
  Type(text);
  Press("Enter");
}

// A semicolon at the end of an argument would end tmux's command.
void Screen::Type(const std::string& text) const {
  std::string keys = text;
  if (keys.ends_with(';')) keys.insert(keys.size() - 1, "\\");
  Tmux({"send-keys", "-l", "--", keys});
}

void Screen::Press(const std::string& key) const { Tmux({"send-keys", key}); }

void Screen::Resize(ScreenSize size) const {
  Tmux({"resize-window", "-x", std::to_string(size.columns), "-y", std::to_string(size.rows)});
}

std::string Screen::Text() const { return WithoutBlanksAtTheEnd(Tmux({"capture-pane", "-p"})); }

std::string Screen::Painted() const {
  return WithoutBlanksAtTheEnd(Tmux({"capture-pane", "-e", "-p"}));
}

bool Screen::Shows(const std::string& text) const {
  return Until([&] { return Text().find(text) != std::string::npos; });
}

bool Screen::Prompts(const std::string& prompt) const {
  return Until([&] {
    const std::string text = Text();
    return text.substr(text.rfind('\n') + 1) == prompt && LineEditorReads();
  });
}

int Screen::Wait() const {
  if (!Shows(kEnded)) return -1;
  const std::string text = Text();
  return std::atoi(text.c_str() + text.rfind(kEnded) + std::strlen(kEnded));
}

std::string Screen::Tmux(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), {"tmux", "-u", "-S", socket_});
  return home_.Run(arguments, {{"LC_ALL", "C.UTF-8"}}).out;
}

std::string Screen::Ask(const std::string& format) const {
  return WithoutBlanksAtTheEnd(Tmux({"display-message", "-p", format}));
}

// It prints its prompt a moment before, and a key in between would not reach it.
bool Screen::LineEditorReads() const {
  const int terminal = open(terminal_.c_str(), O_RDONLY | O_NOCTTY);
  if (terminal < 0) return false;
  termios state = {};
  const bool reads = tcgetattr(terminal, &state) == 0 && (state.c_lflag & ICANON) == 0;
  close(terminal);
  return reads;
}

}  // namespace apisql
