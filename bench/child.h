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

// Runs `command` with standard error as ours. Ends this program when it cannot be started.
ChildRun RunChild(const std::vector<std::string>& command, std::chrono::seconds limit);

// A program that prints one line, then runs until its standard input ends.
class Service {
 public:
  explicit Service(const std::vector<std::string>& command);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  const std::string& line() const { return line_; }

 private:
  pid_t child_ = 0;
  int input_ = -1;
  std::string line_;
};

}  // namespace apisql::bench

#endif  // APISQL_BENCH_CHILD_H_
