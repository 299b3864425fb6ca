#include "shell/files/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "src/base/text.h"

namespace apisql {
namespace {

constexpr int kNewFileMode = 0666;  // Less what the user's mask takes away.
constexpr mode_t kPermissions = 07777;

Status CannotWrite(const std::string& file) {
  return {StatusCode::kUnavailable, "cannot write to " + file + ": " + std::strerror(errno)};
}

// The descriptor that `file` names: /dev/stdout, /dev/fd/3; -1: it names none.
int NamedDescriptor(const std::string& file) {
  if (file == "/dev/stdout") return STDOUT_FILENO;
  if (file == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!file.starts_with(folder)) continue;
    int number = -1;
    const char* end = file.data() + file.size();
    const auto read = std::from_chars(file.data() + folder.size(), end, number);
    if (read.ec == std::errc() && read.ptr == end) return number;
  }
  return -1;
}

// What others have written there stays, also where it is a regular file.
StatusOr<int> SameDescriptor(const std::string& file, int descriptor) {
  const int same = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (same < 0) return CannotWrite(file);
  return same;
}

struct Ending {
  std::string_view ending;
  const char* format;
};
constexpr Ending kEndings[] = {
    {".csv", "csv"},       {".tsv", "tsv"},      {".tab", "tsv"},     {".json", "json"},
    {".ndjson", "ndjson"}, {".jsonl", "ndjson"}, {".md", "markdown"}, {".html", "html"},
    {".htm", "html"},      {".sql", "insert"},   {".txt", "table"},
};

}  // namespace

const Format* FormatOfFile(std::string_view file) {
  const std::string name = AsciiLower(file);
  for (const Ending& one : kEndings) {
    if (name.ends_with(one.ending)) return FindFormat(one.format);
  }
  return nullptr;
}

StatusOr<std::unique_ptr<OutputFile>> OutputFile::Open(const std::string& file) {
  if (const int named = NamedDescriptor(file); named >= 0) {
    ASSIGN_OR_RETURN(const int descriptor, SameDescriptor(file, named));
    return std::unique_ptr<OutputFile>(new OutputFile(file, file, "", descriptor));
  }
  struct stat facts = {};
  const bool exists = stat(file.c_str(), &facts) == 0;
  const bool regular = !exists || S_ISREG(facts.st_mode);
  std::string target = file;
  std::string part;
  int descriptor = -1;
  if (regular) {
    // Behind links, so that the file which they lead to is replaced and not the link.
    std::error_code failure;
    if (exists) target = std::filesystem::canonical(file, failure).string();
    if (exists && access(target.c_str(), W_OK) != 0) return CannotWrite(file);
    part = target + ".part";
    unlink(part.c_str());
    descriptor = open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kNewFileMode);
    // Where that fails the new file has the usual mode, which is no reason to write none.
    if (exists && descriptor >= 0 && fchmod(descriptor, facts.st_mode & kPermissions) != 0) {
      errno = 0;
    }
  } else {
    descriptor = open(file.c_str(), O_WRONLY | O_CLOEXEC);
  }
  if (descriptor < 0) return CannotWrite(file);
  return std::unique_ptr<OutputFile>(
      new OutputFile(file, std::move(target), std::move(part), descriptor));
}

OutputFile::OutputFile(std::string name, std::string target, std::string part, int descriptor)
    : name_(std::move(name)),
      target_(std::move(target)),
      part_(std::move(part)),
      descriptor_(descriptor),
      out_(std::make_unique<Output>(descriptor, name_)) {}

OutputFile::~OutputFile() {
  if (descriptor_ < 0) return;
  out_.reset();
  close(descriptor_);
  if (!part_.empty()) unlink(part_.c_str());
}

void OutputFile::BeginResult() {
  out_->Flush();
  result_begin_ = lseek(descriptor_, 0, SEEK_CUR);
}

void OutputFile::TakeBack() {
  if (part_.empty() || result_begin_ < 0) return;
  out_->buffer().clear();
  if (ftruncate(descriptor_, result_begin_) == 0) lseek(descriptor_, result_begin_, SEEK_SET);
}

Status OutputFile::Finish() {
  Status status = out_->Flush();
  if (status.ok() && close(std::exchange(descriptor_, -1)) != 0) status = CannotWrite(name_);
  if (part_.empty()) return status;
  if (status.ok() && rename(part_.c_str(), target_.c_str()) != 0) status = CannotWrite(name_);
  if (!status.ok()) unlink(part_.c_str());
  return status;
}

}  // namespace apisql
