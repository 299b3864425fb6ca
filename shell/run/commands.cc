#include "shell/run/commands.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "shell/output/display.h"
#include "shell/people/paragraph.h"
#include "shell/people/people_sink.h"
#include "shell/run/file_commands.h"
#include "shell/run/schema_text.h"
#include "shell/run/shell.h"
#include "shell/run/watch.h"
#include "shell/script/familiar_words.h"
#include "src/base/text.h"
#include "vtab/rows/sql_value.h"

namespace apisql {
namespace {

using Arguments = std::span<const std::string>;

Status Usage(const std::string& message) { return Status(StatusCode::kInvalidArgument, message); }

Status NoFormat(const std::string& name) {
  return Usage("no format " + name + "; there are " + Join(FormatNames(), ", "));
}

Status RunHelp(Shell& shell, Arguments) {
  constexpr size_t kIndent = 29;
  const size_t width = shell.Width() > 0 ? shell.Width() : std::string::npos;
  std::string text;
  for (const Command& command : Commands()) {
    const std::string left = std::string(".") + command.name + " " + command.arguments + " ";
    AppendParagraph(left, command.help, kIndent, width, &text);
  }
  AppendParagraph("",
                  "Everything else is SQL, up to a semicolon. Formats: " + Join(FormatNames(), " "),
                  0, width, &text);
  shell.out().Write(text);
  return shell.out().status();
}

Status RunMode(Shell& shell, Arguments arguments) {
  ShellSettings& settings = shell.settings();
  if (arguments.empty()) {
    shell.out().Write(std::string(settings.format->name) + "\n");
    return OkStatus();
  }
  const Format* format = FindFormat(arguments[0]);
  if (format == nullptr) {
    return Usage(NoFormatText(arguments[0]));
  }
  settings.format = format;
  settings.sentences = true;
  return OkStatus();
}

Status RunLast(Shell& shell, Arguments arguments) {
  const Format* format = FindFormat(arguments.empty() ? "line" : arguments[0]);
  if (format == nullptr) return NoFormat(arguments[0]);
  return shell.ShowLast(*format);
}

Status RunTimer(Shell& shell, Arguments arguments) {
  constexpr std::pair<const char*, Timer> kTimers[] = {
      {"on", Timer::kOn}, {"off", Timer::kOff}, {"verbose", Timer::kVerbose}};
  for (const auto& [word, timer] : kTimers) {
    if (!EqualsIgnoreCase(arguments[0], word)) continue;
    shell.settings().timer = timer;
    return OkStatus();
  }
  return Usage(".timer takes on, off or verbose");
}

Status RunQuit(Shell& shell, Arguments) {
  shell.Quit();
  return OkStatus();
}

Status RunSet(Shell& shell, Arguments arguments) {
  if (arguments.empty()) {
    for (const auto& [name, value] : shell.variables().all()) {
      shell.out().Write(Visible(name + " = " + ToSqlLiteral(value)) + "\n");
    }
    return shell.out().status();
  }
  // ":id = 5" is what hands write that have just typed SQL.
  std::string_view name = arguments[0];
  if (name.starts_with(':') || name.starts_with('@') || name.starts_with('$'))
    name.remove_prefix(1);
  std::string_view text = arguments.size() > 1 ? arguments[1] : std::string_view();
  if (text.starts_with('=')) text = StripBlanks(text.substr(1));
  if (text.empty()) return Usage("usage: .set [NAME VALUE]; an empty text is ''");
  ASSIGN_OR_RETURN(SqlValue value, ReadValue(text));
  return shell.variables().Set(name, std::move(value));
}

Status RunUnset(Shell& shell, Arguments arguments) { return shell.variables().Unset(arguments[0]); }

Status RunWatch(Shell& shell, Arguments arguments) {
  return WatchCommand(shell, arguments[0], arguments.size() > 1 ? arguments[1] : "");
}

// DESCRIBE is a statement: whoever looks for a command finds it.
Status RunDescribe(Shell& shell, Arguments arguments) {
  if (shell.Run({"", "DESCRIBE " + arguments[0] + ";"})) return OkStatus();
  return Status(StatusCode::kFailedPrecondition, "");
}

Status RunRead(Shell& shell, Arguments arguments) {
  if (shell.RunFile(arguments[0]) || shell.quit()) return OkStatus();
  const bool interrupted = IsInterruption(shell.exit_code());
  return Status(interrupted ? StatusCode::kCancelled : StatusCode::kFailedPrecondition, "");
}

// Does `name` have `pattern` in it? `*` and `%` stand for any text; ASCII case is ignored.
bool Matches(std::string_view name, std::string_view pattern) {
  const std::string lower_name = AsciiLower(name);
  size_t at = 0;
  for (size_t start = 0; start <= pattern.size();) {
    const size_t end = std::min(pattern.find_first_of("*%", start), pattern.size());
    const std::string piece = AsciiLower(pattern.substr(start, end - start));
    const size_t found = lower_name.find(piece, at);
    if (found == std::string::npos) return false;
    at = found + piece.size();
    start = end + 1;
  }
  return true;
}

Status RunTables(Shell& shell, Arguments arguments) {
  for (const std::string& name : shell.session().TableNames()) {
    if (!arguments.empty() && !Matches(name, arguments[0])) continue;
    shell.out().Write(Visible(name) + "\n");
  }
  return shell.out().status();
}

Status RunSchema(Shell& shell, Arguments arguments) {
  ASSIGN_OR_RETURN(const std::string text,
                   SchemaText(shell.session(), arguments.empty() ? "" : arguments[0]));
  shell.out().Write(text);
  return shell.out().status();
}

Status RunRequests(Shell& shell, Arguments arguments) {
  const auto& records = shell.session().requests().records();
  const int64_t last = records.empty() ? 0 : records.back().number;
  int64_t before = shell.requests_before();
  if (!arguments.empty()) {
    int64_t count = 0;
    const std::string& text = arguments[0];
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || end != text.data() + text.size() || count < 1) {
      return Usage(".requests takes a number of requests, not " + text);
    }
    before = last - count;
  }
  return shell.Show(
      kRequestsCommand,
      "SELECT number, method, url, status, ms, bytes, rows, error FROM apisql.requests "
      "WHERE number > " +
          std::to_string(before) + " ORDER BY number");
}

constexpr Command kCommands[] = {
    {"help", "", "Show this list", 0, 0, RunHelp},
    {"tables", "[PATTERN]", "List the tables whose name has PATTERN in it; * is any text", 0, 1,
     RunTables},
    {"schema", "[TABLE]", "Show a table's columns, or all tables of the workspace", 0, 1,
     RunSchema},
    {"requests", "[N]", "Show the last statement's requests, or the last N", 0, 1, RunRequests},
    {"mode", "[FORMAT]", "Set the output format, or show which it is", 0, 1, RunMode},
    {"once", "FILE", "Write the next result to FILE, in the format of its name", 1, 1, RunOnce},
    {"output", "[FILE]", "Write all results to FILE; without FILE, show them again", 0, 1,
     RunOutput},
    {"import", "FILE TABLE", "Read a csv, tsv or JSON file into a table; or --format csv", 2, 4,
     RunImport},
    {"export", "TABLE FILE", "Write a table to FILE, in the format of its name", 2, 2, RunExport},
    {"pager", "[on|off|CMD]", "Show what is longer than the screen by CMD", 0, 1, RunPager, 1},
    {"last", "[FORMAT]", "Show the last result again: all columns, or in FORMAT", 0, 1, RunLast},
    {"timer", "on|off|verbose", "Tell time and requests of statements; verbose: by table", 1, 1,
     RunTimer},
    {"read", "FILE", "Run the statements in FILE", 1, 1, RunRead},
    {"describe", "TABLE", "Show a table's columns, as DESCRIBE does", 1, 1, RunDescribe, 1},
    {"watch", "SECONDS [STATEMENT]", "Repeat a SELECT, or the last one, and mark what changes", 1,
     2, RunWatch, 2},
    {"set", "[NAME VALUE]", "Give the parameter :NAME a value, or list those that have one", 0, 2,
     RunSet, 2},
    {"unset", "NAME", "Take the value of :NAME away", 1, 1, RunUnset},
    {"quit", "", "Leave", 0, 0, RunQuit},
    {"exit", "", "Leave", 0, 0, RunQuit},
};

const Command* FindCommand(std::string_view name) {
  for (const Command& command : kCommands) {
    if (EqualsIgnoreCase(command.name, name)) return &command;
  }
  return nullptr;
}

Status UnknownCommand(const std::string& name) {
  if (name.starts_with('\\')) {
    return Usage("no command " + name + "; .help lists those that there are");
  }
  std::vector<std::string> names;
  for (const Command& command : kCommands) names.emplace_back(command.name);
  const std::vector<std::string> nearest = NearestNames(name, names);
  std::string message = "no command ." + name;
  message += nearest.empty() ? "; .help lists them" : "; did you mean ." + Join(nearest, " or .");
  return Usage(nearest.empty() ? message : message + "?");
}

// What stands behind the first `words` words, which have no quotes, without blanks and a last ';'.
std::string RestOfLine(std::string_view line, size_t words) {
  std::string_view rest = StripBlanks(line);
  for (; words > 0; --words) {
    rest.remove_prefix(std::min(rest.find_first_of(" \t"), rest.size()));
    rest = StripBlanks(rest);
  }
  if (rest.ends_with(';')) rest.remove_suffix(1);
  return std::string(StripBlanks(rest));
}

// `word` is the beginning of what comes behind the command.
std::vector<std::string> Candidates(Shell& shell, const std::string& command,
                                    std::string_view word) {
  if (command == "mode" || command == "last") return FormatNames();
  if (command == "set" || command == "unset") {
    std::vector<std::string> names;
    for (const auto& [name, value] : shell.variables().all()) names.push_back(name);
    return names;
  }
  if (command == "timer") return {"on", "off", "verbose"};
  if (command == "pager") return {"on", "off"};
  if (command == "tables" || command == "schema" || command == "describe" || command == "export")
    return shell.session().TablesFrom(word);
  return {};
}

}  // namespace

std::span<const Command> Commands() { return kCommands; }

std::vector<std::string> SplitCommand(std::string_view line) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = 0;
  for (const char c : line) {
    if (quote != 0 && c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
      if (!in_word) words.emplace_back();
      in_word = true;
    } else if (quote == 0 && (c == ' ' || c == '\t' || c == '\r' || c == '\n')) {
      in_word = false;
    } else {
      if (!in_word) words.emplace_back();
      in_word = true;
      words.back() += c;
    }
  }
  if (!words.empty() && words[0].starts_with('.')) words[0].erase(0, 1);
  return words;
}

Status RunCommand(Shell& shell, std::string_view line) {
  std::vector<std::string> words = SplitCommand(line);
  if (words.empty()) return OkStatus();
  // ".mode csv;" is what fingers type.
  if (words.size() == 1 || words.back().size() > 1) {
    if (words.back().ends_with(';')) words.back().pop_back();
  }
  const Command* command = FindCommand(words[0]);
  if (command == nullptr) return UnknownCommand(words[0]);
  if (command->rest > 0 && words.size() > command->rest) {
    words.resize(command->rest);
    words.push_back(RestOfLine(line, command->rest));
  }
  const Arguments arguments = Arguments(words).subspan(1);
  if (arguments.size() < command->least || arguments.size() > command->most) {
    return Usage(std::string("usage: .") + command->name +
                 (*command->arguments == '\0' ? "" : " ") + command->arguments);
  }
  return command->run(shell, arguments);
}

bool IsKnownCommand(std::string_view line) {
  if (MeantBy(line)) return true;
  const std::vector<std::string> words = SplitCommand(line);
  return StripBlanks(line).starts_with('.') && !words.empty() &&
         FindCommand(words[0].substr(0, words[0].find(';'))) != nullptr;
}

std::vector<std::string> CompleteCommand(Shell& shell, std::string_view line) {
  std::vector<std::string> words = SplitCommand(line);
  const bool at_blank = line.ends_with(' ');
  if (words.empty() || (words.size() == 1 && !at_blank)) {
    std::vector<std::string> names;
    for (const Command& command : kCommands) names.push_back(std::string(".") + command.name);
    return names;
  }
  if (words.size() + (at_blank ? 1 : 0) != 2) return {};
  return Candidates(shell, words[0], at_blank ? std::string_view() : words[1]);
}

}  // namespace apisql
