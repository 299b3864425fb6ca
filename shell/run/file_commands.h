// The commands that read and write files: .once, .output, .import, .export, .pager.
#ifndef APISQL_SHELL_RUN_FILE_COMMANDS_H_
#define APISQL_SHELL_RUN_FILE_COMMANDS_H_

#include <span>
#include <string>

#include "shell/files/import_file.h"
#include "src/base/status.h"

namespace apisql {

class Shell;

// As Command::run.
Status RunOnce(Shell& shell, std::span<const std::string> arguments);
Status RunOutput(Shell& shell, std::span<const std::string> arguments);
Status RunImport(Shell& shell, std::span<const std::string> arguments);
Status RunExport(Shell& shell, std::span<const std::string> arguments);
Status RunPager(Shell& shell, std::span<const std::string> arguments);

// What .import and COPY FROM do.
Status Import(Shell& shell, const ImportRequest& request);

}  // namespace apisql

#endif  // APISQL_SHELL_RUN_FILE_COMMANDS_H_
