#include "shell/files/pager.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "shell/process/interrupt.h"
#include "src/base/text.h"
#include "src/files/shell_command.h"

namespace apisql {
namespace {

constexpr int kNotFoundExit = 127;  // And 126: as sh says that a command could not be run.

void SetInterrupt(void (*handler)(int), struct sigaction* before) {
  struct sigaction action = {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, before);
}

bool IsInstalled(const std::string& program) {
  const char* path = std::getenv("PATH");
  if (path == nullptr) return false;
  const std::vector<std::string> folders = Split(path, ':');
  return std::ranges::any_of(folders, [&](const std::string& folder) {
    return access((folder + "/" + program).c_str(), X_OK) == 0;
  });
}

}  // namespace

std::string DefaultPager() {
  const char* chosen = std::getenv("PAGER");
  if (chosen != nullptr) return chosen;
  return IsInstalled("less") ? "less -SR" : "";
}

Pager::Pager(Output& terminal, std::string command, size_t height)
    : terminal_(terminal),
      command_(std::move(command)),
      height_(height),
      out_([this](std::string_view bytes) { return Take(bytes); }) {
  out_.set_eager(true);
  terminal_.set_when_idle([this] { out_.Idle(); });
}

Pager::~Pager() {
  terminal_.set_when_idle(nullptr);
  const Status status = Finish();
  if (!status.ok()) left_ = true;  // There is nobody to tell.
}

Status Pager::Take(std::string_view bytes) {
  if (program_ >= 0) return Send(bytes);
  held_ += bytes;
  lines_ += static_cast<size_t>(std::ranges::count(bytes, '\n'));
  if (lines_ >= height_) return Start();
  terminal_.Write(bytes);
  return terminal_.Flush();
}

Status Pager::Start() {
  if (before_start_) before_start_();
  terminal_.Flush();
  std::array<int, 2> ends = {-1, -1};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return {StatusCode::kUnavailable, std::string("cannot start the pager: ") + strerror(errno)};
  }
  SetInterrupt(SIG_IGN, &interrupt_before_);
  program_ = StartShellCommand(command_, {.input = ends[0]});
  close(ends[0]);
  pipe_ = ends[1];
  if (program_ < 0) {
    const std::string reason = std::strerror(errno);
    sigaction(SIGINT, &interrupt_before_, nullptr);
    close(std::exchange(pipe_, -1));
    return {StatusCode::kUnavailable, "cannot start the pager: " + reason};
  }
  InterruptWhenNobodyReads(pipe_);
  return Send(std::exchange(held_, ""));
}

Status Pager::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(pipe_, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EINTR || EndRequested()) {
      left_ = true;
      return {StatusCode::kUnavailable, "the pager was left"};
    }
  }
  return OkStatus();
}

bool Pager::left() const { return left_ || (pipe_ >= 0 && NobodyReads(pipe_)); }

Status Pager::Finish() {
  out_.Flush();
  if (program_ < 0) return OkStatus();
  InterruptWhenNobodyReads(-1);
  close(std::exchange(pipe_, -1));
  int state = 0;
  while (waitpid(program_, &state, 0) < 0 && errno == EINTR) {
    if (EndRequested()) kill(program_, SIGTERM);  // It gives the terminal back as it was.
  }
  program_ = -1;
  sigaction(SIGINT, &interrupt_before_, nullptr);
  if (!WIFEXITED(state) || WEXITSTATUS(state) < kNotFoundExit - 1) return OkStatus();
  if (WEXITSTATUS(state) > kNotFoundExit) return OkStatus();
  return {StatusCode::kNotFound,
          "the pager cannot be run: " + command_ + "; .pager off shows results without one"};
}

}  // namespace apisql
