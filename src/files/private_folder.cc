#include "src/files/private_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace apisql {

namespace fs = std::filesystem;

Status MakePrivateFolder(const fs::path& folder) {
  std::error_code ignored;
  if (folder.empty() || fs::exists(folder, ignored)) return OkStatus();
  RETURN_IF_ERROR(MakePrivateFolder(folder.parent_path()));
  if (mkdir(folder.c_str(), S_IRWXU) == 0 || errno == EEXIST) return OkStatus();
  return {StatusCode::kFailedPrecondition,
          folder.string() + ": " + std::generic_category().message(errno)};
}

bool IsPrivateFolder(const fs::path& folder) {
  struct stat facts = {};
  return lstat(folder.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode) &&
         facts.st_uid == geteuid() && (facts.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

}  // namespace apisql
