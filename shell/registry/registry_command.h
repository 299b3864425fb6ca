// `apisql registry`: which providers there are, what documents from elsewhere want, how the user
// grants it, and packs of StackQL's.
#ifndef APISQL_SHELL_REGISTRY_REGISTRY_COMMAND_H_
#define APISQL_SHELL_REGISTRY_REGISTRY_COMMAND_H_

#include <functional>
#include <optional>
#include <span>
#include <string>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "shell/output/output.h"
#include "src/base/status.h"

namespace apisql {

struct RegistryRequest {
  std::string action;        // Of RegistryActions().
  std::string subject;       // The provider of show and trust, the folder of build.
  std::string out;           // For build: shell/registry/build_command.h.
  std::string cache_folder;  // Likewise.
  std::string file;          // The config file that trust writes; empty: none is known.
  // Asks somebody, who answers with a line; none at the end of input. Null: nobody sits there.
  std::function<std::optional<std::string>(const std::string& question)> ask;
  bool yes = false;  // Nobody is asked.
};

// "build", "list", "show", "trust".
std::span<const std::string> RegistryActions();

// kDeclined when the user has said no, kInvalidArgument for wrong usage.
Status RunRegistry(const RegistryRequest& request, Catalog& catalog, const Config& config,
                   Output& out);

}  // namespace apisql

#endif  // APISQL_SHELL_REGISTRY_REGISTRY_COMMAND_H_
