#include "shell/line/history_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "src/base/text.h"

namespace apisql {
namespace {

constexpr std::string_view kLibeditMark = "_HiStOrY_V2_";
constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

// A descriptor of the file with the lock on it, given back at the end.
class LockedFile {
 public:
  // With `make` the file and its folder are made where they are not there.
  LockedFile(const std::string& file, bool make) {
    if (make) MakeFolder(file);
    // Who waits for the lock may get it on a file that another shell has just replaced.
    while (!Open(file, make)) {
    }
  }
  ~LockedFile() { Close(); }
  LockedFile(const LockedFile&) = delete;
  LockedFile& operator=(const LockedFile&) = delete;

  bool ok() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }

  std::string Text() const {
    std::string text;
    char block[1 << 16];
    ssize_t size = 0;
    while ((size = pread(descriptor_, block, sizeof block, static_cast<off_t>(text.size()))) > 0) {
      text.append(block, static_cast<size_t>(size));
    }
    return text;
  }

 private:
  static void MakeFolder(const std::string& file) {
    std::error_code error;
    const std::filesystem::path folder = std::filesystem::path(file).parent_path();
    if (std::filesystem::create_directories(folder, error)) chmod(folder.c_str(), S_IRWXU);
  }

  // False: try again.
  bool Open(const std::string& file, bool make) {
    const int flags = O_RDWR | O_APPEND | O_CLOEXEC | (make ? O_CREAT : 0);
    descriptor_ = open(file.c_str(), flags, kOwnerOnly);
    if (descriptor_ < 0) return true;
    struct stat mine = {};
    struct stat named = {};
    const bool locked = flock(descriptor_, LOCK_EX) == 0 && fstat(descriptor_, &mine) == 0;
    if (!locked) {
      Close();
      return true;
    }
    if ((mine.st_mode & (S_IRWXG | S_IRWXO)) != 0) fchmod(descriptor_, kOwnerOnly);
    if (stat(file.c_str(), &named) == 0 && named.st_ino == mine.st_ino) return true;
    Close();
    return false;
  }

  void Close() {
    if (descriptor_ >= 0) close(descriptor_);
    descriptor_ = -1;
  }

  int descriptor_ = -1;
};

bool WriteWhole(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = write(descriptor, text.data(), text.size());
    if (size <= 0) return false;
    text.remove_prefix(static_cast<size_t>(size));
  }
  return true;
}

// Under the lock of the old one. A program that ends half-way leaves the old one whole.
void Replace(const std::string& file, const std::vector<std::string>& entries) {
  std::string text;
  for (const std::string& entry : entries) text += EscapeEntry(entry) + "\n";
  const std::string fresh = file + ".new";
  const int descriptor = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kOwnerOnly);
  if (descriptor < 0) return;
  const bool written = WriteWhole(descriptor, text);
  close(descriptor);
  if (!written || rename(fresh.c_str(), file.c_str()) != 0) unlink(fresh.c_str());
}

bool IsOctal(char c) { return c >= '0' && c <= '7'; }

std::vector<std::string> EntriesOf(std::string_view text,
                                   std::string (*unescape)(std::string_view)) {
  std::vector<std::string> entries;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (!line.empty()) entries.push_back(unescape(line));
  }
  return entries;
}

// Whole entries, whatever the file was; `*rewritten` when it has to be written anew.
std::vector<std::string> Parse(std::string_view text, bool* rewritten) {
  *rewritten = text.starts_with(kLibeditMark);
  if (!*rewritten) return EntriesOf(text, UnescapeEntry);
  text.remove_prefix(std::min(text.find('\n'), text.size()));
  return EntriesOf(text, UnescapeLibeditEntry);
}

}  // namespace

std::string EscapeEntry(std::string_view entry) {
  std::string line;
  for (const char c : entry) {
    if (c == '\n') {
      line += "\\n";
    } else if (c == '\\') {
      line += "\\\\";
    } else if (c != '\r') {
      line += c;
    }
  }
  return line;
}

std::string UnescapeEntry(std::string_view line) {
  std::string entry;
  for (size_t i = 0; i < line.size(); ++i) {
    const char next = i + 1 < line.size() ? line[i + 1] : '\0';
    if (line[i] != '\\' || (next != 'n' && next != '\\')) {
      entry += line[i];
      continue;
    }
    entry += next == 'n' ? '\n' : '\\';
    ++i;
  }
  return entry;
}

std::string UnescapeLibeditEntry(std::string_view line) {
  std::string entry;
  for (size_t i = 0; i < line.size(); ++i) {
    const std::string_view rest = line.substr(i);
    if (rest.size() >= 4 && rest[0] == '\\' && std::ranges::all_of(rest.substr(1, 3), IsOctal)) {
      entry += static_cast<char>((rest[1] - '0') * 64 + (rest[2] - '0') * 8 + (rest[3] - '0'));
      i += 3;
    } else if (rest.starts_with("\\\\")) {
      entry += '\\';
      ++i;
    } else {
      entry += rest[0];
    }
  }
  return entry;
}

HistoryFile::Stamp HistoryFile::StampNow() const {
  struct stat facts = {};
  if (file_.empty() || stat(file_.c_str(), &facts) != 0) return {};
  constexpr int64_t kSecond = 1'000'000'000;
  return {facts.st_ino, facts.st_size, facts.st_mtim.tv_sec * kSecond + facts.st_mtim.tv_nsec};
}

bool HistoryFile::Changed() const { return StampNow() != read_; }

std::vector<std::string> HistoryFile::Read() {
  if (file_.empty()) return {};
  std::vector<std::string> entries;
  {
    const LockedFile locked(file_, false);
    if (locked.ok()) {
      bool rewritten = false;
      entries = Parse(locked.Text(), &rewritten);
      const bool too_many = entries.size() > 2 * kMostEntries;
      if (entries.size() > kMostEntries) {
        entries.erase(entries.begin(), std::prev(entries.end(), kMostEntries));
      }
      if (rewritten || too_many) Replace(file_, entries);
    }
  }
  read_ = StampNow();
  return entries;
}

void HistoryFile::Append(std::string_view entry) {
  if (file_.empty()) return;
  // Another version of the program may have made it one of libedit's meanwhile.
  if (Changed()) Read();
  const LockedFile locked(file_, true);
  if (locked.ok()) WriteWhole(locked.descriptor(), EscapeEntry(entry) + "\n");
}

}  // namespace apisql
