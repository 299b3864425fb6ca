// Runs a built program as its users do: a command line, an environment, and what comes out.
#ifndef APISQL_TESTS_PROGRAMS_RUN_PROGRAM_H_
#define APISQL_TESTS_PROGRAMS_RUN_PROGRAM_H_

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace apisql {

struct ProgramResult {
  int exit_code = -1;
  std::string out;
  std::string err;
};

// A folder of its own for one test: its home, and where its files are. Removed at the end.
class TestHome {
 public:
  TestHome();
  ~TestHome();
  TestHome(const TestHome&) = delete;
  TestHome& operator=(const TestHome&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  // Writes a file below it, readable by its owner alone; returns its full name.
  std::string Write(const std::string& name, const std::string& text) const;

  // Runs `arguments` (the first is the program) with only these variables beside PATH and the home.
  // Standard input is `input`. The program has a minute.
  ProgramResult Run(const std::vector<std::string>& arguments,
                    const std::map<std::string, std::string>& environment = {},
                    const std::string& input = "") const;

 private:
  std::filesystem::path folder_;
};

// A program that runs beside the test, with the same environment as TestHome::Run() gives. Standard
// input is empty, output and errors are files below the home. `before` is called in the new process
// and may change that, without allocating.
class ChildProgram {
 public:
  ChildProgram(const TestHome& home, const std::vector<std::string>& arguments,
               const std::map<std::string, std::string>& environment = {},
               const std::function<void()>& before = nullptr);
  // Kills it, unless it has ended.
  ~ChildProgram();
  ChildProgram(const ChildProgram&) = delete;
  ChildProgram& operator=(const ChildProgram&) = delete;

  void Signal(int signal) const;
  bool Ended() const;
  // Waits for its end. The exit code is 1000 and the signal's number when one killed it, and -1
  // when it has not ended within 20 seconds.
  ProgramResult Wait();
  std::string OutSoFar() const;
  // The most memory that it has had so far; 0 when it has ended.
  int64_t PeakKilobytes() const;

 private:
  const TestHome& home_;
  pid_t pid_ = -1;
};

// The built program of that name: "apisql", "apisql.so", "apisql_engine.so".
std::string Built(const std::string& name);

}  // namespace apisql

#endif  // APISQL_TESTS_PROGRAMS_RUN_PROGRAM_H_
