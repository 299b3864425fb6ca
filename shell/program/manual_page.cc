#include "shell/program/command_line.h"
#include "shell/program/version.h"
#include "src/base/text.h"

namespace apisql {
namespace {

// Text as roff has it: no line begins with a dot or a quote, and a minus is no hyphen.
std::string Roff(std::string_view text) {
  std::string roff;
  for (const char c : text) {
    const bool begins = roff.empty() || roff.back() == '\n';
    if (begins && (c == '.' || c == '\'')) roff += "\\&";
    if (c == '\\') {
      roff += "\\e";
    } else if (c == '-') {
      roff += "\\-";
    } else {
      roff += c;
    }
  }
  return roff;
}

std::string OptionEntry(const OptionRow& option) {
  std::string left;
  for (const std::string& name : option.names) {
    left += (left.empty() ? "\\fB" : ", \\fB") + Roff(name) + "\\fR";
  }
  if (!option.type.empty()) left += (left.empty() ? "\\fI" : " \\fI") + Roff(option.type) + "\\fR";
  std::string text = ".TP\n" + left + "\n" + Roff(option.help) + "\n";
  if (!option.values.empty()) text += "One of " + Roff(Join(option.values, ", ")) + ".\n";
  return text;
}

constexpr const char* kEnd =
    ".SH EXIT STATUS\n"
    "0 done; 1 a statement failed; 2 wrong usage or configuration; 3 an incomplete result that\n"
    "\\-\\-allow\\-partial let pass; 130 interrupted (143 by SIGTERM, 129 by SIGHUP).\n"
    ".SH FILES\n"
    ".TP\n\\fI~/.config/apisql/config.yaml\\fR\nProviders, secrets and settings.\n"
    ".TP\n\\fI~/.config/apisql/rc.sql\\fR\nRuns before the first prompt.\n"
    ".TP\n\\fI~/.local/state/apisql/history\\fR\nWhat was typed, secrets as stars.\n";

}  // namespace

std::string ManualPage(const CommandLine& line) {
  std::string page = ".TH APISQL 1 \"\" \"apisql " + Roff(Version()) + "\"\n.SH NAME\napisql \\- " +
                     "query cloud APIs with SQL\n.SH SYNOPSIS\n.B apisql\n[\\fIoptions\\fR] " +
                     "[\\fISQL\\fR]\n";
  for (const CommandLine& command : line.commands) {
    page += ".br\n.B apisql " + command.name + "\n[\\fIoptions\\fR]\n";
  }
  page +=
      ".SH DESCRIPTION\nEach resource of an API is a table. A SELECT becomes GET requests and is "
      "complete or an error;\nINSERT, UPDATE and DELETE are staged, and sent at COMMIT. Without "
      "SQL, \\-c, \\-f or piped input\nit is an interactive shell.\n.SH OPTIONS\n";
  for (const OptionRow& option : line.options) page += OptionEntry(option);
  page += ".SH COMMANDS\n";
  for (const CommandLine& command : line.commands) {
    page += ".SS apisql " + Roff(command.name) + "\n" + Roff(command.help) + ".\n";
    for (const OptionRow& option : command.options) page += OptionEntry(option);
  }
  return page + kEnd;
}

}  // namespace apisql
