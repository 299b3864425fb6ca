#include "registry/config/secret_reader.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "src/files/file_text.h"
#include "src/files/shell_command.h"
#include "src/files/user_folder.h"

namespace apisql {
namespace {

constexpr size_t kMostBytes = size_t{64} << 10;

Status SecretError(std::string text) { return {StatusCode::kInvalidArgument, std::move(text)}; }

// A key file of JSON has many lines. In JSON a line break stands between values alone, where a
// blank is as good; none where `text` is of another kind.
std::optional<Secret> JsonOnOneLine(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  if (!text.starts_with('{') || !text.ends_with('}')) return std::nullopt;
  std::string line(text);
  std::ranges::replace_if(line, is_space, ' ');
  return Secret(std::move(line));
}

// The first line of `text`, or all of it where it is JSON; `source` says in errors where it came
// from.
StatusOr<Secret> FirstLine(std::string_view text, const std::string& source) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (std::optional<Secret> json = JsonOnOneLine(text)) return *std::move(json);
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty()) return SecretError("the first line of " + source + " is empty");
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::ranges::any_of(line, control)) {
    return SecretError("the first line of " + source + " holds control characters");
  }
  return Secret(std::string(line));
}

// True when nobody but its owner and root can put another file there.
bool FolderIsGuarded(const std::string& path) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(path, error);
  struct stat folder = {};
  if (error || stat(real.parent_path().c_str(), &folder) != 0) return false;
  if ((folder.st_mode & (S_IWGRP | S_IWOTH)) == 0) return true;
  struct statvfs mount = {};
  return statvfs(real.c_str(), &mount) == 0 && (mount.f_flag & ST_RDONLY) != 0;
}

// Containers are given secrets as files that all of their users can read.
Status CheckAccess(const FileText& file, const std::string& path) {
  if (!file.others_can_read) return OkStatus();
  if (file.others_can_write) {
    return SecretError("others can write the secret file " + path + ": chmod 600 " + path);
  }
  if (FolderIsGuarded(path)) return OkStatus();
  return SecretError("others have access to the secret file " + path +
                     ", in a folder that they can write to: chmod 600 " + path);
}

StatusOr<Secret> FromFile(const std::string& path) {
  auto read = ReadFileText(path, kMostBytes);
  if (!read.ok()) return SecretError("secret file " + read.status().message());
  RETURN_IF_ERROR(CheckAccess(*read, path));
  return FirstLine(read->text, "the secret file " + path);
}

// A program that runs, and what it writes.
class RunningCommand {
 public:
  explicit RunningCommand(const std::string& command) {
    std::array<int, 2> ends = {-1, -1};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return;
    program_ = StartShellCommand(command, {.output = ends[1]});
    close(ends[1]);
    pipe_ = ends[0];
  }
  ~RunningCommand() {
    if (pipe_ >= 0) close(pipe_);
  }
  RunningCommand(const RunningCommand&) = delete;
  RunningCommand& operator=(const RunningCommand&) = delete;

  bool started() const { return program_ >= 0; }

  // Reads all there is, so that the command does not die of a closed pipe, and keeps kMostBytes of
  // it. A program that it leaves behind may hold the pipe open: its own end is the end of the text.
  std::string ReadAll() {
    constexpr int kLookMilliseconds = 20;
    std::string text;
    for (bool open = true; open;) {
      const bool ended = HasEnded();
      pollfd waits = {.fd = pipe_, .events = POLLIN, .revents = 0};
      const int ready = poll(&waits, 1, ended ? 0 : kLookMilliseconds);
      if (ready > 0) open = ReadSome(&text);
      if (ready == 0 && ended) break;
    }
    return text;
  }

  // The state that waitpid() tells; none where the host collects the ends of all programs itself.
  std::optional<int> Wait() {
    while (!HasEnded(0)) {
    }
    return state_;
  }

 private:
  bool ReadSome(std::string* text) {
    std::array<char, 4096> buffer{};
    const ssize_t got = read(pipe_, buffer.data(), buffer.size());
    if (got < 0) return errno == EINTR || errno == EAGAIN;
    if (text->size() < kMostBytes) text->append(buffer.data(), static_cast<size_t>(got));
    return got > 0;
  }

  bool HasEnded(int flags = WNOHANG) {
    if (ended_) return true;
    int state = 0;
    const pid_t told = waitpid(program_, &state, flags);
    if (told == program_) state_ = state;
    ended_ = told == program_ || (told < 0 && errno != EINTR);
    return ended_;
  }

  pid_t program_ = -1;
  int pipe_ = -1;
  bool ended_ = false;
  std::optional<int> state_;
};

StatusOr<Secret> FromCommand(const std::string& command) {
  const std::string source = "the secret command \"" + command + "\"";
  RunningCommand running(command);
  if (!running.started()) return SecretError(source + " could not be started");
  const std::string text = running.ReadAll();
  const std::optional<int> state = running.Wait();
  if (state && !WIFEXITED(*state)) return SecretError(source + " was ended by a signal");
  if (state && WEXITSTATUS(*state) != 0) {
    return SecretError(source + " failed with exit code " + std::to_string(WEXITSTATUS(*state)));
  }
  return FirstLine(text, "what " + source + " printed");
}

}  // namespace

StatusOr<Secret> ReadSecret(const SecretReference& reference) {
  if (!reference.file_environment.empty()) {
    const char* path = getenv(reference.file_environment.c_str());
    if (path == nullptr || *path == '\0') return Secret();
    return FromFile(FullPath(path, reference.folder));
  }
  if (!reference.file.empty()) return FromFile(reference.file);
  if (!reference.command.empty()) return FromCommand(reference.command);
  if (reference.environment.empty()) return reference.value;
  const char* value = getenv(reference.environment.c_str());
  if (value == nullptr) return Secret();
  std::optional<Secret> json = JsonOnOneLine(value);
  return json ? *std::move(json) : Secret(value);
}

}  // namespace apisql
