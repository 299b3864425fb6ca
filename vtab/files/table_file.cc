#include "vtab/files/table_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "src/base/text.h"
#include "src/json/text.h"

namespace apisql {
namespace {

class InputFile {
 public:
  explicit InputFile(const std::string& file)
      : descriptor_(open(file.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~InputFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

// "; did you mean keys.csv?" with what the folder of `file` has.
std::string NearestFiles(const std::string& file) {
  namespace fs = std::filesystem;
  const fs::path path(file);
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::vector<std::string> names;
  std::error_code failure;
  for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    names.push_back(entry->path().filename().string());
  }
  return DidYouMean(path.filename().string(), names);
}

Status CannotRead(const std::string& file, int error) {
  if (error == EINTR) return {StatusCode::kCancelled, "interrupted"};
  const std::string nearest = error == ENOENT ? NearestFiles(file) : "";
  return {StatusCode::kNotFound, "cannot read " + file + ": " + std::strerror(error) + nearest};
}

StatusOr<std::string> WholeText(const std::string& file) {
  const InputFile input(file);
  if (input.descriptor() < 0) return CannotRead(file, errno);
  std::string text;
  std::string block(size_t{1} << 16, '\0');
  for (;;) {
    const ssize_t size = read(input.descriptor(), block.data(), block.size());
    if (size < 0) return CannotRead(file, errno);
    if (size == 0) return text;
    text.append(block, 0, static_cast<size_t>(size));
  }
}

// Checked once and for all, so that whoever reads the text need not.
Status CheckText(const std::string& file, std::string& text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return {StatusCode::kInvalidArgument, file + " is UTF-16; save it as UTF-8"};
  }
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  size_t at = text.find('\0');
  if (at == std::string::npos) {
    const std::string valid = ReplaceInvalidUtf8(text);
    if (valid.size() == text.size() && valid == text) return OkStatus();
    at = static_cast<size_t>(std::ranges::mismatch(valid, text).in2 - text.begin());
  }
  const auto line = std::ranges::count(std::string_view(text).substr(0, at), '\n') + 1;
  return {StatusCode::kInvalidArgument,
          file + ":" + std::to_string(line) + ": this is no UTF-8 text; save it as UTF-8"};
}

}  // namespace

std::optional<FileFormat> FileFormatOf(std::string_view file) {
  const std::string name = AsciiLower(file);
  if (name.ends_with(".csv")) return FileFormat::kCsv;
  if (name.ends_with(".tsv") || name.ends_with(".tab")) return FileFormat::kTsv;
  for (const std::string_view ending : {".json", ".ndjson", ".jsonl"}) {
    if (name.ends_with(ending)) return FileFormat::kJson;
  }
  return std::nullopt;
}

StatusOr<std::unique_ptr<TableFile>> ReadTableFile(const std::string& file, FileFormat format) {
  ASSIGN_OR_RETURN(std::string text, WholeText(file));
  RETURN_IF_ERROR(CheckText(file, text));
  if (format == FileFormat::kJson) return ReadJsonRows(file, std::move(text));
  // Some programs end lines with CR alone. Where there is any LF, that is no line end.
  if (text.find('\n') == std::string::npos) std::ranges::replace(text, '\r', '\n');
  return ReadDelimited(file, std::move(text), format);
}

}  // namespace apisql
