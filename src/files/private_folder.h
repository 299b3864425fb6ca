// Folders that are their owner's alone, as the XDG specification has those for configuration and
// caches.
#ifndef APISQL_SRC_FILES_PRIVATE_FOLDER_H_
#define APISQL_SRC_FILES_PRIVATE_FOLDER_H_

#include <filesystem>

#include "src/base/status.h"

namespace apisql {

// Makes what is missing of a folder's path, for its owner alone. kFailedPrecondition where that
// cannot be.
Status MakePrivateFolder(const std::filesystem::path& folder);

// True for a folder of this process's user that nobody else can look into or write, and that is no
// link.
bool IsPrivateFolder(const std::filesystem::path& folder);

}  // namespace apisql

#endif  // APISQL_SRC_FILES_PRIVATE_FOLDER_H_
