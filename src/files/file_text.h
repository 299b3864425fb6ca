// ReadFileText: a small file, whole, with what matters for secrets: who else can read or write it.
#ifndef APISQL_SRC_FILES_FILE_TEXT_H_
#define APISQL_SRC_FILES_FILE_TEXT_H_

#include <string>

#include "src/base/status.h"

namespace apisql {

struct FileText {
  std::string text;
  bool others_can_read = false;   // Group or others may read or write it.
  bool others_can_write = false;  // Group or others may write it; false for what is no plain file.
  bool foreign = false;           // It belongs neither to the user of this process nor to root.
};

// At most `most` bytes. kNotFound when there is no such file, kInvalidArgument when it cannot be
// read, is a directory or is larger; both name the file.
StatusOr<FileText> ReadFileText(const std::string& path, size_t most);

}  // namespace apisql

#endif  // APISQL_SRC_FILES_FILE_TEXT_H_
