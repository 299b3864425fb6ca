// What README.md tells to run, as it is written there, against the sandbox.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"
#include "tests/programs/run_program.h"
#include "tests/programs/sanitized.h"
#include "tests/programs/terminal.h"

namespace apisql {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::string Readme() {
  std::ifstream file(std::string(APISQL_SOURCE_DIR) + "/README.md");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> AllMatches(const std::string& text, const std::string& pattern) {
  std::vector<std::string> found;
  const std::regex regex(pattern);
  for (std::sregex_iterator match(text.begin(), text.end(), regex), end; match != end; ++match) {
    found.push_back((*match)[1]);
  }
  return found;
}

// The text of the blocks ```LANGUAGE of the README.
std::vector<std::string> Blocks(const std::string& language) {
  return AllMatches(Readme(), "```" + language + "\n([^`]*)```");
}

// A command may go on, within quotes or behind a backslash.
bool GoesOn(const std::string& command) {
  if (command.ends_with("\\")) return true;
  size_t quotes = 0;
  for (size_t i = 0; i < command.size(); ++i) {
    quotes += command[i] == '"' && (i == 0 || command[i - 1] != '\\');
  }
  return quotes % 2 == 1;
}

// The commands of a console block, those that begin with `prefix`.
std::vector<std::string> Commands(const std::string& prefix) {
  std::vector<std::string> commands;
  for (const std::string& block : Blocks("console")) {
    std::istringstream lines(block);
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("$ " + prefix)) continue;
      std::string command = line.substr(2);
      while (GoesOn(command) && std::getline(lines, line)) command += "\n" + line;
      commands.push_back(command);
    }
  }
  return commands;
}

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

// SQL on standard input, in one session.
ProgramResult RunSql(const std::string& sql, const std::string& format = "csv") {
  return TestHome().Run({Built("apisql"), "--sandbox", "--format", format}, {}, sql);
}

TEST(ReadmeTest, ItsSqlRuns) {
  const std::vector<std::string> blocks = Blocks("sql");
  ASSERT_GE(blocks.size(), 3);
  for (const std::string& sql : blocks) {
    const ProgramResult result = RunSql(sql);
    EXPECT_EQ(result.exit_code, 0) << sql << result.err;
  }
}

TEST(ReadmeTest, TheFirstQuestionHasTheAnswerThatIsShown) {
  const std::string shown = Blocks("text").at(0);
  const ProgramResult result = RunSql(Blocks("sql").at(0), "box");
  EXPECT_THAT(result.out, Not(IsEmpty()));
  EXPECT_THAT(shown, StartsWith(result.out)) << result.err;
}

// Those that are whole: without "..." and without a number that is called N.
TEST(ReadmeTest, ItsStatementsWithinSentencesRun) {
  std::vector<std::string> statements =
      AllMatches(Readme(), "`((?:SHOW|DESCRIBE|SET|EXEC)\\s[^`]*)`");
  std::erase_if(statements, [](const std::string& sql) {
    return sql.find("...") != std::string::npos || sql.ends_with("= N");
  });
  ASSERT_GE(statements.size(), 8);
  for (const std::string& sql : statements) {
    const ProgramResult result = RunSql(sql);
    EXPECT_EQ(result.exit_code, 0) << sql << "\n" << result.err;
  }
}

// Without how long statements took, which is another time in each run.
std::string WithoutTimes(const std::string& text) {
  return std::regex_replace(text, std::regex(", [0-9.]+ m?s([,;)])"), ", TIME$1");
}

// "apisql*[2]> " of a line that is typed behind it; "" of all others.
std::string PromptOf(const std::string& line) {
  const size_t end = line.find("> ");
  return line.starts_with("apisql") && end != std::string::npos ? line.substr(0, end + 2) : "";
}

// The blocks with a prompt, typed line by line.
TEST(ReadmeTest, ItsTerminalShowsWhatIsShown) {
  if (!Terminal::ArePossible()) GTEST_SKIP() << "no terminals here: /dev/pts is not mounted";
  const std::string prompt = "apisql> ";
  int typed = 0;
  for (const std::string& block : Blocks("text")) {
    if (!block.starts_with(prompt)) continue;
    const TestHome home;
    Terminal terminal(home, {"--sandbox"});
    ASSERT_TRUE(terminal.Prompts(prompt));
    const size_t start = terminal.shown().size() - prompt.size();
    std::istringstream stream(block);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) {
      if (!PromptOf(line).empty()) lines.push_back(line);
    }
    for (size_t i = 0; i < lines.size(); ++i) {
      const std::string next = i + 1 < lines.size() ? PromptOf(lines[i + 1]) : prompt;
      terminal.Type(lines[i].substr(PromptOf(lines[i]).size()) + "\n");
      ASSERT_TRUE(terminal.Prompts("\n" + next)) << lines[i] << terminal.shown();
      ++typed;
    }
    std::string shown = terminal.shown().substr(start);
    std::erase(shown, '\r');
    EXPECT_EQ(WithoutTimes(shown), WithoutTimes(block + prompt));
  }
  EXPECT_GE(typed, 3);
}

TEST(ReadmeTest, ItsCommandsOfTheProgramGiveRows) {
  const std::string program = "build/release/apisql";
  const std::vector<std::string> commands = Commands(program + " ");
  ASSERT_GE(commands.size(), 2);
  for (const std::string& command : commands) {
    const bool on_sandbox = command.find("--sandbox") != std::string::npos;
    const ProgramResult result = TestHome().Run(
        {"sh", "-c",
         Replaced(command, program, "\"$0\"" + std::string(on_sandbox ? "" : " --sandbox")),
         Built("apisql")});
    EXPECT_EQ(result.exit_code, 0) << command << "\n" << result.err;
    EXPECT_GT(std::ranges::count(result.out, '\n'), 1) << command;
  }
}

TEST(ReadmeTest, ItsCommandsOfSqliteGiveRows) {
  if (kSanitized) GTEST_SKIP() << "sqlite3 itself does not carry the sanitizers' runtime";
  const auto sandbox = Sandbox::Start(SandboxOptions());
  ASSERT_TRUE(sandbox.ok()) << sandbox.status().message();
  const SandboxAccess& access = (*sandbox)->access();
  const std::vector<std::string> commands = Commands("sqlite3 ");
  ASSERT_GE(commands.size(), 1);
  for (const std::string& command : commands) {
    const TestHome home;
    home.Write(".config/apisql/config.yaml",
               "providers: {confluent: {base_url: \"" + access.confluent_url + "\"}}");
    const ProgramResult result =
        home.Run({"sh", "-c", Replaced(command, "build/release/apisql", Built("apisql"))},
                 {{"CONFLUENT_CLOUD_API_KEY", access.confluent_key},
                  {"CONFLUENT_CLOUD_API_SECRET", access.confluent_secret}});
    EXPECT_EQ(result.exit_code, 0) << command << "\n" << result.err;
    EXPECT_GT(std::ranges::count(result.out, '\n'), 1) << command;
  }
}

}  // namespace
}  // namespace apisql
