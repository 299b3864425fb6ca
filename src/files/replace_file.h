// ReplaceFile: a new text for a file, in one step.
#ifndef APISQL_SRC_FILES_REPLACE_FILE_H_
#define APISQL_SRC_FILES_REPLACE_FILE_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "src/base/status.h"

namespace apisql {

// What the file is to have beside its text.
struct ReplaceOptions {
  std::optional<mode_t> mode;  // Else it is its owner's alone.
  bool durable = false;        // It is on disk when this returns.
};

// Writes beside the file and renames, so that nobody reads half of it. An error leaves what was
// there, and is kFailedPrecondition.
Status ReplaceFile(const std::string& file, std::string_view text,
                   const ReplaceOptions& options = {});

}  // namespace apisql

#endif  // APISQL_SRC_FILES_REPLACE_FILE_H_
