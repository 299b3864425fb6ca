// `apisql registry build`: packs of all services of a folder of StackQL's documents at once.
#ifndef APISQL_SHELL_REGISTRY_BUILD_COMMAND_H_
#define APISQL_SHELL_REGISTRY_BUILD_COMMAND_H_

#include <string>

#include "shell/output/output.h"
#include "src/base/status.h"

namespace apisql {

struct BuildRequest {
  std::string directory;     // A registry of StackQL, or a provider of it.
  std::string cache_folder;  // That keeps the packs.
  // A folder that gets packs which are their own source; empty: those of the cache are made.
  std::string out;
};

// Tells of each provider how many services and tables it has, what could not be taken over, and
// which hosts and variables of the environment its documents name. kNotFound where there is no
// provider of StackQL, kFailedPrecondition where packs cannot be written.
Status RunBuild(const BuildRequest& request, Output& out);

}  // namespace apisql

#endif  // APISQL_SHELL_REGISTRY_BUILD_COMMAND_H_
