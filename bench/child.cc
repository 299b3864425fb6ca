#include "bench/child.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace apisql::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct Pipe {
  int read = -1;
  int write = -1;
};

[[noreturn]] void Fail(const std::string& what) {
  std::perror(("bench: " + what).c_str());
  std::exit(1);
}

Pipe MakePipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) Fail("pipe");
  return {ends[0], ends[1]};
}

// Starts a program; -1 as `input` means /dev/null.
pid_t Start(const std::vector<std::string>& command, int input, int output, StandardError error) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (input < 0) {
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  } else {
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  }
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  if (error == StandardError::kDropped) {
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  }
  pid_t child = 0;
  if (posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ) != 0) {
    Fail(command[0]);
  }
  posix_spawn_file_actions_destroy(&actions);
  return child;
}

// False when the time is up first.
bool ReadAll(int descriptor, SteadyClock::time_point deadline, std::string* text) {
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now()).count();
    pollfd polled{descriptor, POLLIN, 0};
    if (left <= 0 || poll(&polled, 1, static_cast<int>(left)) == 0) return false;
    char bytes[4096];
    const ssize_t size = read(descriptor, bytes, sizeof bytes);
    if (size <= 0) return true;
    text->append(bytes, static_cast<size_t>(size));
  }
}

double Milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

}  // namespace

ChildRun RunChild(const std::vector<std::string>& command, std::chrono::seconds limit,
                  StandardError error) {
  const Pipe output = MakePipe();
  const auto start = SteadyClock::now();
  const pid_t child = Start(command, -1, output.write, error);
  close(output.write);
  ChildRun run;
  run.timed_out = !ReadAll(output.read, start + limit, &run.output);
  if (run.timed_out) kill(child, SIGKILL);
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child) Fail("wait4");
  run.wall_ms = std::chrono::duration<double, std::milli>(SteadyClock::now() - start).count();
  close(output.read);
  run.cpu_ms = Milliseconds(usage.ru_utime) + Milliseconds(usage.ru_stime);
  run.peak_mb = static_cast<double>(usage.ru_maxrss) * 1024 / 1e6;
  run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  while (run.output.ends_with('\n')) run.output.pop_back();
  return run;
}

Service::Service(const std::vector<std::string>& command, const std::string& last_line) {
  const Pipe input = MakePipe();
  const Pipe output = MakePipe();
  child_ = Start(command, input.read, output.write, StandardError::kOurs);
  close(input.read);
  close(output.write);
  input_ = input.write;
  output_ = output.read;
  do {
    lines_.push_back(ReadLine());
  } while (!lines_.back().starts_with(last_line));
}

std::string Service::ReadLine() const {
  std::string line;
  char c = 0;
  while (read(output_, &c, 1) == 1) {
    if (c == '\n') return line;
    line += c;
  }
  Fail("a server did not start");
}

Service::~Service() {
  close(input_);
  kill(child_, SIGTERM);
  waitpid(child_, nullptr, 0);
  close(output_);
}

}  // namespace apisql::bench
