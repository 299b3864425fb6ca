#include "src/files/replace_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace apisql {
namespace {

bool WriteAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

Status ReplaceFile(const std::string& file, std::string_view text, const ReplaceOptions& options) {
  std::string beside = file + ".XXXXXX";
  const int descriptor = mkostemp(beside.data(), O_CLOEXEC);  // Made for the user alone.
  bool done = descriptor >= 0 && WriteAll(descriptor, text);
  done = done && (!options.mode || fchmod(descriptor, *options.mode) == 0);
  done = done && (!options.durable || fsync(descriptor) == 0);
  int error = errno;
  if (descriptor >= 0 && close(descriptor) != 0 && done) {
    error = errno;
    done = false;
  }
  if (done && std::rename(beside.c_str(), file.c_str()) == 0) return OkStatus();
  if (done) error = errno;
  if (descriptor >= 0) unlink(beside.c_str());
  return {StatusCode::kFailedPrecondition,
          "cannot write " + file + ": " + std::generic_category().message(error)};
}

}  // namespace apisql
