#include "shell/script/start_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "shell/process/read_text.h"

namespace apisql {
namespace {

Status Refused(const std::string& file, const std::string& why, const std::string& hint) {
  return Status(StatusCode::kPermissionDenied, file + " was not run: " + why + ". " + hint)
      .WithHint(hint);
}

// The folder too: who can write it can put another file there.
Status CheckOwn(const std::string& path, const std::string& file) {
  struct stat facts = {};
  if (stat(path.c_str(), &facts) != 0) return OkStatus();  // Reading it says why.
  const std::string what = path == file ? "the file" : "its folder";
  if (facts.st_uid != geteuid() && facts.st_uid != 0) {
    return Refused(file, what + " is another user's", "chown it, or start with --no-rc");
  }
  if ((facts.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return Refused(file, "others can write " + what, "chmod go-w " + path);
  }
  return OkStatus();
}

}  // namespace

std::string StartFileBeside(const std::string& config_file) {
  if (config_file.empty()) return "";
  return (std::filesystem::path(config_file).parent_path() / "rc.sql").string();
}

StatusOr<std::optional<Script>> ReadStartFile(const std::string& file) {
  if (file.empty() || (access(file.c_str(), F_OK) != 0 && errno == ENOENT)) {
    return std::optional<Script>();
  }
  RETURN_IF_ERROR(CheckOwn(std::filesystem::path(file).parent_path().string(), file));
  RETURN_IF_ERROR(CheckOwn(file, file));
  ASSIGN_OR_RETURN(std::string text, ReadText(file));
  return std::optional<Script>(Script{file, std::move(text)});
}

}  // namespace apisql
