#include "shell/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace apisql {
namespace {

constexpr size_t kBufferBytes = size_t{64} << 10;
constexpr std::chrono::milliseconds kLongestDelay{100};

Status WriteAll(int descriptor, const std::string& name, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EINTR) {
      return Status(StatusCode::kUnavailable,
                    "cannot write to " + name + ": " + std::strerror(errno));
    }
  }
  return OkStatus();
}

}  // namespace

Output::Output(int descriptor, std::string name)
    : writer_([descriptor, name = std::move(name)](std::string_view bytes) {
        return WriteAll(descriptor, name, bytes);
      }) {}

Output::~Output() { Flush(); }

const Status& Output::Settle() {
  if (eager_ || buffer_.size() >= kBufferBytes) return Flush();
  if (std::chrono::steady_clock::now() - last_flush_ > kLongestDelay) return Flush();
  return status_;
}

void Output::Write(std::string_view text) {
  buffer_ += text;
  Settle();
}

const Status& Output::Flush() {
  last_flush_ = std::chrono::steady_clock::now();
  if (buffer_.empty()) return status_;
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
