// Child: other programs run as a shell runs them, with what they print, take and need.
#ifndef APISQL_BENCH_CHILD_H_
#define APISQL_BENCH_CHILD_H_

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace apisql::bench {

// One run of a program, from exec to exit.
struct ChildRun {
  std::string output;  // What it printed, without the last line end.
  double wall_ms = 0;
  double cpu_ms = 0;   // User and system time of the whole process.
  double peak_mb = 0;  // Largest resident memory, in units of 10^6 bytes.
  int exit_code = 0;
  bool timed_out = false;  // It was killed; nothing else counts then.
};

enum class StandardError { kOurs, kDropped };

// Ends this program when `command` cannot be started.
ChildRun RunChild(const std::vector<std::string>& command, std::chrono::seconds limit,
                  StandardError error = StandardError::kOurs);

// A server: a program that prints where it is, then runs until it is told to end.
class Service {
 public:
  // Returns once the program has printed a line that begins with `last_line`.
  explicit Service(const std::vector<std::string>& command, const std::string& last_line = "");
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  // What it has printed so far, without line ends.
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::string ReadLine() const;

  pid_t child_ = 0;
  int input_ = -1;
  int output_ = -1;
  std::vector<std::string> lines_;
};

}  // namespace apisql::bench

#endif  // APISQL_BENCH_CHILD_H_
