#include "registry/config/secret_reader.h"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "src/base/file_text.h"

namespace apisql {
namespace {

constexpr size_t kMostBytes = size_t{64} << 10;

Status SecretError(std::string text) { return {StatusCode::kInvalidArgument, std::move(text)}; }

// The first line of `text`; `source` says in errors where it came from.
StatusOr<Secret> FirstLine(std::string_view text, const std::string& source) {
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty()) return SecretError("the first line of " + source + " is empty");
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::ranges::any_of(line, control)) {
    return SecretError("the first line of " + source + " holds control characters");
  }
  return Secret(std::string(line));
}

StatusOr<Secret> FromFile(const std::string& path) {
  auto read = ReadFileText(path, kMostBytes);
  if (!read.ok()) return SecretError("secret file " + read.status().message());
  if (read->others_can_read) {
    return SecretError("others have access to the secret file " + path + ": chmod 600 " + path);
  }
  return FirstLine(read->text, "the secret file " + path);
}

// Reads all there is, so that the command does not die of a closed pipe; keeps kMostBytes of it.
std::string ReadAll(FILE* pipe) {
  std::string text;
  std::array<char, 4096> buffer{};
  while (const size_t got = fread(buffer.data(), 1, buffer.size(), pipe)) {
    if (text.size() < kMostBytes) text.append(buffer.data(), got);
  }
  return text;
}

StatusOr<Secret> FromCommand(const std::string& command) {
  const std::string source = "the secret command \"" + command + "\"";
  FILE* pipe = popen(command.c_str(), "re");
  if (pipe == nullptr) return SecretError(source + " could not be started");
  const std::string text = ReadAll(pipe);
  const int state = pclose(pipe);
  if (!WIFEXITED(state)) return SecretError(source + " was ended by a signal");
  if (WEXITSTATUS(state) != 0) {
    return SecretError(source + " failed with exit code " + std::to_string(WEXITSTATUS(state)));
  }
  return FirstLine(text, "what " + source + " printed");
}

}  // namespace

StatusOr<Secret> ReadSecret(const SecretReference& reference) {
  if (!reference.file.empty()) return FromFile(reference.file);
  if (!reference.command.empty()) return FromCommand(reference.command);
  if (reference.environment.empty()) return reference.value;
  const char* value = getenv(reference.environment.c_str());
  return Secret(value == nullptr ? "" : value);
}

}  // namespace apisql
