#include "src/files/user_folder.h"

#include <cstdlib>
#include <filesystem>

namespace apisql {
namespace {

// "" where the variable is not set or relative.
std::string AbsolutePath(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value == '/' ? value : "";
}

}  // namespace

std::string FullPath(const std::string& path, const std::string& folder) {
  const std::string home = HomeFolder();
  if (path.starts_with("~/") && !home.empty()) return std::filesystem::path(home) / path.substr(2);
  return std::filesystem::path(folder) / path;
}

std::string HomeFolder() { return AbsolutePath("HOME"); }

std::string UserFolder(const char* variable, const std::string& below_home) {
  std::string folder = AbsolutePath(variable);
  if (!folder.empty()) return folder;
  const std::string home = HomeFolder();
  return home.empty() ? "" : home + "/" + below_home;
}

std::string CacheFolder() {
  const std::string folder = UserFolder("XDG_CACHE_HOME", ".cache");
  return folder.empty() ? "" : folder + "/apisql";
}

std::vector<std::string> IgnoredFolderVariables() {
  std::vector<std::string> ignored;
  for (const char* variable : {"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"}) {
    const char* value = std::getenv(variable);
    // An XDG variable that is empty counts as not set.
    const bool is_home = std::string(variable) == "HOME";
    if (value == nullptr || *value == '/' || (*value == '\0' && !is_home)) continue;
    ignored.emplace_back(variable);
  }
  return ignored;
}

}  // namespace apisql
