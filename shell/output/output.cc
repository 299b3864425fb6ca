#include "shell/output/output.h"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>

#include "shell/process/interrupt.h"

namespace apisql {
namespace {

constexpr size_t kBufferBytes = size_t{64} << 10;
constexpr std::chrono::milliseconds kLongestDelay{100};
// How long a reader that has stopped reading may keep an interrupted program.
constexpr int kPatienceMilliseconds = 500;

// True where a write sleeps until somebody reads.
bool IsPipe(int descriptor) {
  struct stat state = {};
  return fstat(descriptor, &state) == 0 && (S_ISFIFO(state.st_mode) || S_ISSOCK(state.st_mode));
}

Status WriteAll(int descriptor, const std::string& name, std::string_view bytes,
                bool* nobody_reads) {
  bool waits = IsPipe(descriptor);
  while (!bytes.empty()) {
    if (waits && !WaitUnlessInterrupted(descriptor, POLLOUT, kPatienceMilliseconds)) {
      return Status(StatusCode::kCancelled, "interrupted: nobody reads " + name);
    }
    // Of a pipe that is ready, so many bytes are free: the write does not sleep.
    const size_t size = waits ? std::min<size_t>(bytes.size(), PIPE_BUF) : bytes.size();
    const ssize_t written = ::write(descriptor, bytes.data(), size);
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (errno == EAGAIN) {
      waits = true;  // Somebody else has made it a descriptor that does not.
    } else if (errno != EINTR) {
      *nobody_reads = errno == EPIPE;
      return Status(StatusCode::kUnavailable,
                    "cannot write to " + name + ": " + std::strerror(errno));
    }
  }
  return OkStatus();
}

}  // namespace

Output::Output(int descriptor, std::string name)
    : writer_([this, descriptor, name = std::move(name)](std::string_view bytes) {
        return WriteAll(descriptor, name, bytes, &nobody_reads_);
      }) {}

Output::~Output() { Flush(); }

const Status& Output::Settle() {
  if (eager_ || buffer_.size() >= kBufferBytes) return Flush();
  if (std::chrono::steady_clock::now() - last_flush_ > kLongestDelay) return Flush();
  return status_;
}

void Output::Idle() {
  if (when_idle_) when_idle_();
  Settle();
}

void Output::Write(std::string_view text) {
  buffer_ += text;
  Settle();
}

const Status& Output::Flush() {
  last_flush_ = std::chrono::steady_clock::now();
  if (buffer_.empty()) return status_;
  any_ = true;
  if (status_.ok()) {
    if (before_write_) before_write_();
    status_ = writer_(buffer_);
  }
  last_byte_ = buffer_.back();
  buffer_.clear();
  return status_;
}

void Output::StartLine() {
  if ((buffer_.empty() ? last_byte_ : buffer_.back()) != '\n') Write("\n");
}

}  // namespace apisql
