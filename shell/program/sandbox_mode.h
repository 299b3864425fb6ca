// The sandbox, inside the program (--sandbox) and by itself (`apisql sandbox`).
#ifndef APISQL_SHELL_PROGRAM_SANDBOX_MODE_H_
#define APISQL_SHELL_PROGRAM_SANDBOX_MODE_H_

#include <memory>
#include <set>
#include <string>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "sandbox/sandbox.h"
#include "shell/output/output.h"
#include "shell/process/exit_code.h"
#include "shell/program/options.h"

namespace apisql {

// Starts a sandbox whose threads never receive Ctrl-C.
StatusOr<std::unique_ptr<Sandbox>> StartSandbox(const Options& options);

// The providers that a sandbox imitates.
std::set<std::string> SandboxProviders();

// Points the providers that the sandbox imitates at it, with its credentials and no others. Of the
// other providers only those `elsewhere` may be asked over the network.
Status UseSandbox(const SandboxAccess& access, const std::set<std::string>& elsewhere,
                  Catalog& catalog, Config& config);

// How other programs reach it: URLs, variables to export, an apisql command line.
StatusOr<std::string> ReachText(const SandboxAccess& access, Catalog& catalog);

// `apisql sandbox`: serves until SIGINT or SIGTERM, or writes its state to a file.
ExitCode RunSandbox(const Options& options, Output& out, Output& errors);

}  // namespace apisql

#endif  // APISQL_SHELL_PROGRAM_SANDBOX_MODE_H_
