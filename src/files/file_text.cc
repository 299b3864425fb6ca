#include "src/files/file_text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace apisql {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

Status FileError(const std::string& path, int error) {
  const StatusCode code = error == ENOENT ? StatusCode::kNotFound : StatusCode::kInvalidArgument;
  return {code, path + ": " + std::generic_category().message(error)};
}

}  // namespace

StatusOr<FileText> ReadFileText(const std::string& path, size_t most) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return FileError(path, errno);
  struct stat facts = {};
  if (fstat(file.get(), &facts) != 0) return FileError(path, errno);
  FileText result;
  result.others_can_read = (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0;
  const bool plain = S_ISREG(facts.st_mode);
  result.others_can_write = plain && (facts.st_mode & (S_IWGRP | S_IWOTH)) != 0;
  if (plain && facts.st_size > 0) {
    result.text.reserve(std::min(static_cast<size_t>(facts.st_size), most) + 1);
  }
  result.foreign = facts.st_uid != geteuid() && facts.st_uid != 0;
  std::array<char, 16384> buffer{};
  for (;;) {
    const ssize_t got = read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return FileError(path, errno);
    if (got == 0) return result;
    result.text.append(buffer.data(), static_cast<size_t>(got));
    if (result.text.size() > most) return FileError(path, EFBIG);
  }
}

}  // namespace apisql
