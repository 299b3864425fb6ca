#include "tests/programs/terminal.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>

namespace apisql {

bool Terminal::ArePossible() {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal >= 0) close(terminal);
  return terminal >= 0;
}

Terminal::Terminal(const TestHome& home, const std::vector<std::string>& arguments,
                   const std::vector<std::string>& variables) {
  const std::string program = Built("apisql");
  const std::string home_variable = "HOME=" + home.folder().string();
  std::vector<char*> texts = {const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments)
    texts.push_back(const_cast<char*>(argument.c_str()));
  texts.push_back(nullptr);
  pid_ = forkpty(&descriptor_, nullptr, nullptr, nullptr);
  if (pid_ != 0) return;
  // The line editor's library keeps texts of its own to the end, which are no leaks of ours.
  std::vector<const char*> environment;
  for (const std::string& variable : variables) environment.push_back(variable.c_str());
  for (const char* variable : {home_variable.c_str(), "TERM=dumb", "ASAN_OPTIONS=detect_leaks=0"})
    environment.push_back(variable);
  environment.push_back(nullptr);
  execve(program.c_str(), texts.data(), const_cast<char**>(environment.data()));
  _exit(127);
}

Terminal::~Terminal() {
  if (pid_ > 0) kill(pid_, SIGKILL);
  if (pid_ > 0) waitpid(pid_, nullptr, 0);
  close(descriptor_);
}

void Terminal::Type(const std::string& text) const {
  ASSERT_EQ(write(descriptor_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
}

bool Terminal::Shows(const std::string& text) {
  while (shown_.find(text, found_) == std::string::npos) {
    if (Read() <= 0) return false;
  }
  found_ = shown_.find(text, found_) + text.size();
  return true;
}

bool Terminal::Prompts(const std::string& prompt) {
  if (!Shows(prompt)) return false;
  termios state = {};
  for (int turn = 0; turn < 10'000; ++turn) {
    if (tcgetattr(descriptor_, &state) == 0 && (state.c_lflag & ICANON) == 0) return true;
    usleep(2'000);
  }
  return false;
}

void Terminal::Signal(int signal) const { kill(pid_, signal); }

// Reads to the end, so that the program can write.
int Terminal::Wait() {
  if (!AtEnd()) kill(pid_, SIGKILL);
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

ssize_t Terminal::Read() {
  pollfd waited = {descriptor_, POLLIN, 0};
  char block[4096];
  if (poll(&waited, 1, 20'000) <= 0) return -1;
  const ssize_t size = read(descriptor_, block, sizeof block);
  if (size > 0) shown_.append(block, static_cast<size_t>(size));
  // Linux says so when the program has closed the terminal.
  return size < 0 && errno == EIO ? 0 : size;
}

bool Terminal::AtEnd() {
  ssize_t size = 1;
  while (size > 0) size = Read();
  return size == 0;
}

}  // namespace apisql
