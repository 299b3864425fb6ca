// The completion scripts and the manual page: all of them have every option.
#include "shell/program/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "shell/output/renderer.h"
#include "shell/program/options.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::vector<OptionRow> AllOptions() {
  const CommandLine line = DescribeCommandLine();
  std::vector<OptionRow> all = line.options;
  for (const CommandLine& command : line.commands) {
    all.insert(all.end(), command.options.begin(), command.options.end());
  }
  return all;
}

std::string Replaced(std::string text, const std::string& old, const std::string& by) {
  for (size_t at = 0; (at = text.find(old, at)) != std::string::npos; at += by.size()) {
    text.replace(at, old.size(), by);
  }
  return text;
}

// The exit code of that command with the script in a file.
int Check(const std::string& command, const std::string& script) {
  const std::string file = testing::TempDir() + "/apisql_completion_" + std::to_string(getpid());
  std::ofstream(file) << script;
  const int code = std::system((command + " " + file + " >/dev/null 2>&1").c_str());
  unlink(file.c_str());
  return code;
}

TEST(CommandLineTest, ItHasTheOptionsOfTheHelpText) {
  const char* words[] = {"apisql", "--help"};
  const std::string help = ParseOptions(2, words)->text;
  const CommandLine line = DescribeCommandLine();
  EXPECT_GT(line.options.size(), 20U);
  for (const OptionRow& option : line.options) {
    for (const std::string& name : option.names) EXPECT_THAT(help, HasSubstr(name));
    EXPECT_NE(option.help, "");
  }
  for (const char* name : {"sandbox", "check", "completion", "man"}) {
    EXPECT_TRUE(std::ranges::any_of(line.commands, [&](const CommandLine& command) {
      return command.name == name;
    })) << name;
  }
}

TEST(CompletionScriptTest, EachHasEveryOptionAndCommand) {
  const CommandLine line = DescribeCommandLine();
  for (const std::string& shell : CompletionShells()) {
    const std::string script = CompletionScript(shell, line);
    for (const OptionRow& option : AllOptions()) {
      for (std::string name : option.names) {
        if (shell == "fish")
          name = (name.starts_with("--") ? "-l " : "-s ") + Replaced(name, "--", "");
        if (shell == "fish" && name.starts_with("-s -")) name.erase(3, 1);
        EXPECT_THAT(script, HasSubstr(name)) << shell;
      }
    }
    for (const CommandLine& command : line.commands) EXPECT_THAT(script, HasSubstr(command.name));
    for (const Format& format : Formats()) EXPECT_THAT(script, HasSubstr(format.name)) << shell;
  }
  EXPECT_EQ(CompletionScript("tcsh", line), "");
}

TEST(CompletionScriptTest, TheirShellsCanReadThem) {
  const CommandLine line = DescribeCommandLine();
  for (const std::string& shell : CompletionShells()) {
    if (std::system(("command -v " + shell + " >/dev/null 2>&1").c_str()) != 0) {
      EXPECT_NE(shell, "bash");
      continue;
    }
    EXPECT_EQ(Check(shell + " -n", CompletionScript(shell, line)), 0) << shell;
  }
}

TEST(CompletionScriptTest, BashCompletesWithIt) {
  const std::string script = CompletionScript("bash", DescribeCommandLine());
  const auto completes = [&](const std::string& words, const std::string& wanted) {
    return Check("bash", script + "COMP_WORDS=(apisql " + words +
                             ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_apisql\n" +
                             "[[ \" ${COMPREPLY[*]} \" == *\" " + wanted + " \"* ]]\n");
  };
  EXPECT_EQ(completes("--for", "--format"), 0);
  EXPECT_EQ(completes("--format nd", "ndjson"), 0);
  EXPECT_EQ(completes("sand", "sandbox"), 0);
  EXPECT_EQ(completes("sandbox --la", "--latency"), 0);
  EXPECT_EQ(completes("completion f", "fish"), 0);
  EXPECT_NE(completes("sandbox --for", "--format"), 0);
}

TEST(ManualPageTest, ItHasEveryOptionAndNothingThatRoffWouldTakeForItself) {
  const std::string page = ManualPage(DescribeCommandLine());
  EXPECT_THAT(page, StartsWith(".TH APISQL 1 "));
  for (const OptionRow& option : AllOptions()) {
    for (const std::string& name : option.names) {
      EXPECT_THAT(page, HasSubstr("\\fB" + Replaced(name, "-", "\\-") + "\\fR"));
    }
  }
  EXPECT_THAT(page, Not(HasSubstr("\n\n")));
  for (const char* heading : {"NAME", "SYNOPSIS", "OPTIONS", "COMMANDS", "EXIT STATUS", "FILES"}) {
    EXPECT_THAT(page, HasSubstr(std::string(".SH ") + heading + "\n"));
  }
}

TEST(ManualPageTest, TheProgramPrintsThem) {
  const char* man[] = {"apisql", "man"};
  EXPECT_EQ(ParseOptions(2, man)->text, ManualPage(DescribeCommandLine()));
  const char* fish[] = {"apisql", "completion", "fish"};
  EXPECT_EQ(ParseOptions(3, fish)->text, CompletionScript("fish", DescribeCommandLine()));
  const char* tcsh[] = {"apisql", "completion", "tcsh"};
  EXPECT_FALSE(ParseOptions(3, tcsh).ok());
}

}  // namespace
}  // namespace apisql
