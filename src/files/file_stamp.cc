#include "src/files/file_stamp.h"

#include <sys/stat.h>

#include <cerrno>
#include <system_error>

namespace apisql {
namespace {

int64_t Nanoseconds(const timespec& time) {
  return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

StatusOr<FileStamp> StampOf(const std::string& file) {
  struct stat facts = {};
  if (stat(file.c_str(), &facts) != 0) {
    const StatusCode code = errno == ENOENT ? StatusCode::kNotFound : StatusCode::kInvalidArgument;
    return Status(code, file + ": " + std::generic_category().message(errno));
  }
  if (!S_ISREG(facts.st_mode)) {
    return Status(StatusCode::kInvalidArgument, file + ": this is no plain file");
  }
  return FileStamp{.size = facts.st_size,
                   .modified_ns = Nanoseconds(facts.st_mtim),
                   .changed_ns = Nanoseconds(facts.st_ctim),
                   .inode = facts.st_ino};
}

}  // namespace apisql
