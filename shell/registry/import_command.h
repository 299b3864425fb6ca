// `apisql import`: documents of ours, made of those that other programs have.
#ifndef APISQL_SHELL_REGISTRY_IMPORT_COMMAND_H_
#define APISQL_SHELL_REGISTRY_IMPORT_COMMAND_H_

#include <span>
#include <string>

#include "shell/output/output.h"
#include "src/base/status.h"

namespace apisql {

struct ImportRequest {
  std::string format;     // Of ImportFormats().
  std::string directory;  // What is read.
  std::string out;        // The folder that gets a folder for each provider.
};

// "stackql".
std::span<const std::string> ImportFormats();

// Prints what could not be taken over, one "FILE:LINE: NAME: reason" a line, what is called by EXEC
// in the place of another verb, and how many there are of each reason. kNotFound where nothing is
// found to import, kFailedPrecondition where a provider's folder is there already.
Status RunImport(const ImportRequest& request, Output& out);

}  // namespace apisql

#endif  // APISQL_SHELL_REGISTRY_IMPORT_COMMAND_H_
