#include "tests/programs/run_program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>
#include <thread>

namespace apisql {
namespace {

// For /bin/sh.
std::string ShellQuoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string ReadAll(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace

TestHome::TestHome() {
  std::string name = (std::filesystem::temp_directory_path() / "apisql_home_XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) std::abort();
  folder_ = name;
}

TestHome::~TestHome() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string TestHome::Write(const std::string& name, const std::string& text) const {
  const std::filesystem::path file = folder_ / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  std::filesystem::permissions(
      file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return file.string();
}

ProgramResult TestHome::Run(const std::vector<std::string>& arguments,
                            const std::map<std::string, std::string>& environment,
                            const std::string& input) const {
  const std::string in = Write("stdin", input);
  const std::filesystem::path out = folder_ / "stdout";
  const std::filesystem::path err = folder_ / "stderr";
  std::string command = "env -i PATH=/usr/bin:/bin HOME=" + ShellQuoted(folder_.string());
  for (const auto& [name, value] : environment) command += " " + ShellQuoted(name + "=" + value);
  command += " timeout 60";
  for (const std::string& argument : arguments) command += " " + ShellQuoted(argument);
  command +=
      " <" + ShellQuoted(in) + " >" + ShellQuoted(out.string()) + " 2>" + ShellQuoted(err.string());
  const int status = std::system(command.c_str());
  ProgramResult result;
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  result.out = ReadAll(out);
  result.err = ReadAll(err);
  return result;
}

namespace {

void OpenAs(int descriptor, const std::filesystem::path& file, int flags) {
  const int opened = open(file.c_str(), flags, 0600);
  dup2(opened, descriptor);
  close(opened);
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

ChildProgram::ChildProgram(const TestHome& home, const std::vector<std::string>& arguments,
                           const std::map<std::string, std::string>& environment,
                           const std::function<void()>& before)
    : home_(home) {
  std::vector<std::string> words = arguments;
  std::vector<std::string> variables = {"PATH=/usr/bin:/bin", "HOME=" + home.folder().string()};
  for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
  const std::vector<char*> argv = Pointers(words);
  const std::vector<char*> envp = Pointers(variables);
  const std::filesystem::path out = home.folder() / "stdout";
  const std::filesystem::path err = home.folder() / "stderr";
  home.Write("stdout", "");  // OutSoFar() must not see an earlier program's.
  pid_ = fork();
  if (pid_ != 0) return;
  // The test itself may run with signals that are ignored.
  for (const int number : {SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGXFSZ}) signal(number, SIG_DFL);
  OpenAs(STDIN_FILENO, "/dev/null", O_RDONLY);
  OpenAs(STDOUT_FILENO, out, O_WRONLY | O_CREAT | O_TRUNC);
  OpenAs(STDERR_FILENO, err, O_WRONLY | O_CREAT | O_TRUNC);
  if (before) before();
  execve(argv[0], argv.data(), envp.data());
  _exit(127);
}

ChildProgram::~ChildProgram() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void ChildProgram::Signal(int signal) const {
  if (pid_ > 0) kill(pid_, signal);
}

bool ChildProgram::Ended() const {
  siginfo_t info = {};
  // It stays to be waited for.
  const int failed = waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
  return failed != 0 || info.si_pid == pid_;
}

ProgramResult ChildProgram::Wait() {
  ProgramResult result;
  int status = 0;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  pid_t ended = 0;
  while (ended == 0 && std::chrono::steady_clock::now() < deadline) {
    ended = waitpid(pid_, &status, WNOHANG);
    if (ended == 0) std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  if (ended == pid_) {
    pid_ = -1;
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }
  result.out = ReadAll(home_.folder() / "stdout");
  result.err = ReadAll(home_.folder() / "stderr");
  return result;
}

std::string ChildProgram::OutSoFar() const { return ReadAll(home_.folder() / "stdout"); }

int64_t ChildProgram::PeakKilobytes() const {
  constexpr std::string_view kName = "VmHWM:";
  const std::string status = ReadAll("/proc/" + std::to_string(pid_) + "/status");
  const size_t at = status.find(kName);
  return at == std::string::npos ? 0 : std::atoll(status.c_str() + at + kName.size());
}

std::string Built(const std::string& name) { return std::string(APISQL_BINARY_DIR) + "/" + name; }

}  // namespace apisql
