#include "tests/programs/run_program.h"

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

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

std::string Built(const std::string& name) { return std::string(APISQL_BINARY_DIR) + "/" + name; }

}  // namespace apisql
