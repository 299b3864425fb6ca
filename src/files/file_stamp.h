// FileStamp: by what a file is known to be the same as before, without reading it.
#ifndef APISQL_SRC_FILES_FILE_STAMP_H_
#define APISQL_SRC_FILES_FILE_STAMP_H_

#include <cstdint>
#include <string>

#include "src/base/status.h"

namespace apisql {

// What stat(2) says. An edit changes one of these at least: also one that keeps the size and sets
// the time of modification back changes the time of the last change.
struct FileStamp {
  int64_t size = 0;
  int64_t modified_ns = 0;  // Since 1970, as the file system has it.
  int64_t changed_ns = 0;
  uint64_t inode = 0;
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// Of a plain file. kNotFound when there is none, kInvalidArgument when it is something else or
// cannot be asked.
StatusOr<FileStamp> StampOf(const std::string& file);

}  // namespace apisql

#endif  // APISQL_SRC_FILES_FILE_STAMP_H_
