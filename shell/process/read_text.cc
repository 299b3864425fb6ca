#include "shell/process/read_text.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "shell/process/interrupt.h"

namespace apisql {
namespace {

class OpenFile {
 public:
  explicit OpenFile(const std::string& file)
      : owned_(file != "-"),
        descriptor_(owned_ ? open(file.c_str(), O_RDONLY | O_CLOEXEC) : STDIN_FILENO) {}
  ~OpenFile() {
    if (owned_ && descriptor_ >= 0) close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int descriptor() const { return descriptor_; }

 private:
  bool owned_;
  int descriptor_;
};

Status InterruptedStatus() { return Status(StatusCode::kCancelled, "interrupted"); }

Status ReadFailure(const std::string& file) {
  if (errno == EINTR) return InterruptedStatus();
  const std::string name = file == "-" ? "standard input" : file;
  return Status(StatusCode::kNotFound, "cannot read " + name + ": " + std::strerror(errno));
}

}  // namespace

StatusOr<std::string> ReadText(const std::string& file) {
  const OpenFile opened(file);
  if (opened.descriptor() < 0) return ReadFailure(file);
  std::string text;
  char block[1 << 16];
  for (;;) {
    if (!WaitUnlessInterrupted(opened.descriptor(), POLLIN, 0)) return InterruptedStatus();
    const ssize_t size = read(opened.descriptor(), block, sizeof block);
    if (size == 0) break;
    if (size > 0) {
      text.append(block, static_cast<size_t>(size));
    } else if (errno != EINTR) {
      return ReadFailure(file);
    }
  }
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  return text;
}

}  // namespace apisql
