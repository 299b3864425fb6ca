#include "src/files/shell_command.h"

#include <spawn.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace apisql {
namespace {

class FileActions {
 public:
  explicit FileActions(const CommandStreams& streams) {
    posix_spawn_file_actions_init(&actions_);
    if (streams.input >= 0) {
      posix_spawn_file_actions_adddup2(&actions_, streams.input, STDIN_FILENO);
    }
    if (streams.output >= 0) {
      posix_spawn_file_actions_adddup2(&actions_, streams.output, STDOUT_FILENO);
    }
    // Libraries open descriptors that stay open in a new program.
    posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
  }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

// No signal is blocked or ignored. What is ignored stays so in a new program unless it is told.
class DefaultSignals {
 public:
  DefaultSignals() {
    posix_spawnattr_init(&attributes_);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes_, &signals);
    for (const int signal : {SIGINT, SIGPIPE, SIGTERM, SIGHUP, SIGCHLD}) {
      sigaddset(&signals, signal);
    }
    posix_spawnattr_setsigdefault(&attributes_, &signals);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  ~DefaultSignals() { posix_spawnattr_destroy(&attributes_); }
  DefaultSignals(const DefaultSignals&) = delete;
  DefaultSignals& operator=(const DefaultSignals&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

}  // namespace

pid_t StartShellCommand(const std::string& command, const CommandStreams& streams) {
  const FileActions actions(streams);
  const DefaultSignals signals;
  std::string shell = "sh";
  std::string option = "-c";
  std::string text = command;
  const std::array<char*, 4> arguments = {shell.data(), option.data(), text.data(), nullptr};
  pid_t program = -1;
  const int error =
      posix_spawn(&program, "/bin/sh", actions.get(), signals.get(), arguments.data(), environ);
  errno = error;
  return error == 0 ? program : -1;
}

}  // namespace apisql
