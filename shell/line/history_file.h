// HistoryFile: what was typed in all shells of a user, in a plain text file that grep can read.
#ifndef APISQL_SHELL_LINE_HISTORY_FILE_H_
#define APISQL_SHELL_LINE_HISTORY_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace apisql {

// An entry is a line of the file: a line break within it is written as \n, a backslash as \\.
// Shells that run side by side add theirs one by one under a lock, so none loses another's.
// A file that cannot be read or written is no error: the history is then empty, or not kept.
class HistoryFile {
 public:
  // More entries than twice as many are cut down to so many when they are read.
  static constexpr size_t kMostEntries = 5000;

  // `file` may be empty: nothing is kept.
  explicit HistoryFile(std::string file) : file_(std::move(file)) {}

  // The entries, the oldest first. A file that libedit wrote (_HiStOrY_V2_) becomes a plain one.
  std::vector<std::string> Read();
  // True when the file is another than at the last Read(), such as by an entry of another shell.
  bool Changed() const;
  // Adds an entry. The file is made, with its folder, readable by its owner only.
  void Append(std::string_view entry);

 private:
  // What tells one state of the file from another.
  struct Stamp {
    uint64_t file = 0;
    int64_t size = -1;
    int64_t nanoseconds = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  Stamp StampNow() const;

  std::string file_;
  Stamp read_;
};

// An entry as a line of the file, without its end, and back.
std::string EscapeEntry(std::string_view entry);
std::string UnescapeEntry(std::string_view line);
// A line of a file that libedit wrote: \040 is a blank, \012 a line break.
std::string UnescapeLibeditEntry(std::string_view line);

}  // namespace apisql

#endif  // APISQL_SHELL_LINE_HISTORY_FILE_H_
