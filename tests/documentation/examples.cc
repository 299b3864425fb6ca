#include "tests/documentation/examples.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <regex>

#include "tests/documentation/typist.h"
#include "tests/documentation/varying.h"
#include "tests/programs/sanitized.h"
#include "tests/terminal/screen.h"

namespace apisql {
namespace {

constexpr const char* kAnyLines = "...";
constexpr const char* kPrompt = "apisql>";
constexpr ScreenSize kScreen = {.columns = 100, .rows = 300};

std::string WithoutBlanksAtEnds(const std::string& text) {
  std::string trimmed;
  for (const std::string& line : Lines(text)) {
    trimmed += line.substr(0, line.find_last_not_of(" \r") + 1) + "\n";
  }
  while (trimmed.ends_with("\n\n")) trimmed.pop_back();
  return trimmed == "\n" ? "" : trimmed;
}

std::string Comparable(const std::string& text) {
  return WithoutVarying(WithoutBlanksAtEnds(text));
}

// The parts of a shown text between which any lines may stand.
std::vector<std::string> Parts(const std::string& shown) {
  std::vector<std::string> parts(1);
  for (const std::string& line : Lines(shown)) {
    if (line == kAnyLines) {
      parts.emplace_back();
    } else {
      parts.back() += line + "\n";
    }
  }
  return parts;
}

// A command may go on, within quotes or behind a backslash.
bool GoesOn(const std::string& command) {
  if (command.ends_with("\\")) return true;
  char quote = '\0';
  for (size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (c == '\\' && quote != '\'') {
      ++i;
    } else if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = '\0';
    }
  }
  return quote != '\0';
}

struct Command {
  std::string typed;
  std::string shown;  // The lines behind it.
};

std::vector<Command> Commands(const std::string& text) {
  std::vector<Command> commands;
  for (const std::string& line : Lines(text)) {
    if (line.starts_with("$ ")) {
      commands.push_back({line.substr(2), ""});
    } else if (!commands.empty() && commands.back().shown.empty() &&
               GoesOn(commands.back().typed)) {
      commands.back().typed += "\n" + line;
    } else if (!commands.empty()) {
      commands.back().shown += line + "\n";
    }
  }
  return commands;
}

// "apisql*[2]>" of "apisql*[2]> COMMIT;", or the question of a write; "" of a line that is printed.
std::string PromptOf(const std::string& line) {
  static const std::regex kPrompt(
      R"re(^(apisql(\(read only\))?(\*(\[\d+\])?)?>| *(\.\.\.|'|"|`|\[|/\*|\()>|Send\? \[y/N/all/show\]))re");
  std::smatch match;
  return std::regex_search(line, match, kPrompt) ? match[1] : std::string();
}

std::string BehindTheGreeting(const std::string& text) {
  const size_t prompt = text.find(kPrompt);
  return prompt == std::string::npos ? text : text.substr(prompt);
}

std::string TypedBehind(const std::string& line, const std::string& prompt) {
  return line.size() > prompt.size() ? line.substr(prompt.size() + 1) : "";
}

}  // namespace

bool Example::IsRight() const {
  if (!fault.empty()) return false;
  const std::vector<std::string> parts = Parts(Comparable(shown));
  const std::string text = Comparable(printed);
  if (parts.size() == 1) return text == parts.front();
  if (!text.starts_with(parts.front()) || !text.ends_with(parts.back())) return false;
  size_t at = 0;
  for (const std::string& part : parts) {
    at = text.find(part, at);
    if (at == std::string::npos) return false;
    at += part.size();
  }
  return true;
}

ExamplePage::ExamplePage(const Sandbox& sandbox) {
  const SandboxAccess& access = sandbox.access();
  home_.Write(".config/apisql/config.yaml",
              "providers:\n  confluent:\n    base_url: \"" + access.confluent_url +
                  "\"\n  rockset:\n    base_url: \"" + access.rockset_url + "\"\n");
  environment_ = {{"CONFLUENT_CLOUD_API_KEY", access.confluent_key},
                  {"CONFLUENT_CLOUD_API_SECRET", access.confluent_secret},
                  {"ROCKSET_API_KEY", access.rockset_key}};
  std::filesystem::create_directory(home_.folder() / "build");
  std::filesystem::create_directory_symlink(APISQL_BINARY_DIR, home_.folder() / "build/release");
}

std::vector<Example> ExamplePage::Run(const Block& block) {
  if (const std::string file = block.Value("file"); !file.empty()) {
    home_.Write(file, api_.WithAddress(block.text));
    return {};
  }
  if (const std::string request = block.Value("answer"); !request.empty()) {
    api_.Add(request, block.text);
    return {};
  }
  if (block.Is("not-run")) return {};
  if (block.Language() == "console") return RunCommands(block);
  if (block.Language() == "sql" || block.Is("output") || !block.Value("output").empty()) {
    return {RunSql(block)};
  }
  if (block.Is("prompt") || !block.Value("prompt").empty()) return {TypeAtPrompt(block)};
  return {{.shown = block.text, .printed = "", .fault = "its fence does not say what it is"}};
}

// A block of SQL must succeed; the one with its output is compared.
Example ExamplePage::RunSql(const Block& block) {
  const bool is_output = block.Language() != "sql";
  if (!is_output) sql_ = block.text;
  const std::string format = block.Value("output");
  home_.Write("example.sql", sql_);
  const ProgramResult result =
      RunCommand("apisql --sandbox -f example.sql" + (format.empty() ? "" : " --format " + format));
  if (result.exit_code != 0) return {block.text, "", result.out};
  return {is_output ? block.text : "", is_output ? result.out : "", ""};
}

std::vector<Example> ExamplePage::RunCommands(const Block& block) {
  std::vector<Example> examples;
  const std::vector<Command> commands = Commands(block.text);
  for (const Command& command : commands) {
    // sqlite3 itself does not carry the sanitizers' runtime.
    if (kSanitized && command.typed.starts_with("sqlite3 ")) continue;
    const ProgramResult result = RunCommand(command.typed);
    Example& example = examples.emplace_back();
    const bool shall_fail = block.Is("fails") && &command == &commands.back();
    if ((result.exit_code != 0) != shall_fail) {
      example.fault =
          command.typed + "\nends with " + std::to_string(result.exit_code) + "\n" + result.out;
    }
    if (command.shown.empty()) continue;
    example.shown = command.shown;
    example.printed = result.out;
  }
  return examples;
}

// As a shell of the user's does in the folder of the page, with errors among the output.
ProgramResult ExamplePage::RunCommand(const std::string& command) const {
  ProgramResult result = home_.Run(
      {"bash", "-c", R"(cd "$0" && PATH="$0/build/release:$PATH" && exec 2>&1 && eval "$1")",
       home_.folder().string(), api_.WithAddress(command)},
      environment_);
  result.out = api_.WithoutAddress(std::move(result.out));
  return result;
}

Example ExamplePage::TypeAtPrompt(const Block& block) {
  ScreenSize size = kScreen;
  if (const std::string columns = block.Value("prompt"); !columns.empty()) {
    size.columns = std::atoi(columns.c_str());
  }
  const Screen screen(home_,
                      {"sh", "-c", R"(cd "$0" && exec "$@")", home_.folder().string(),
                       Built("apisql"), "--sandbox"},
                      size);
  const Typist typist(screen);
  Example example = {.shown = block.text, .printed = "", .fault = ""};
  const std::vector<std::string> lines = Lines(block.text);
  for (size_t i = 0; i < lines.size() && example.fault.empty(); ++i) {
    if (lines[i] == "^C") {
      if (i > 0 && !typist.SeesLike(lines[i - 1])) example.fault = "never seen: " + lines[i - 1];
      screen.Press("C-c");
    }
    const std::string prompt = PromptOf(lines[i]);
    if (prompt.empty()) continue;
    if (!typist.Sees(prompt)) example.fault = "never seen: " + prompt;
    const std::string typed = TypedBehind(lines[i], prompt);
    if (i + 1 == lines.size() && typed.empty()) break;
    if (!typist.Enter(typed)) example.fault = "cannot be typed: " + typed;
  }
  // A block that ends in another state than it began in shows that.
  const std::string last = lines.empty() ? "" : lines.back();
  if (PromptOf(last).empty() || PromptOf(last) != last) {
    example.shown += std::string(kPrompt) + "\n";
    if (example.fault.empty() && !typist.Sees(kPrompt)) example.fault = "never seen: apisql>";
  }
  example.printed = BehindTheGreeting(screen.Text());
  if (!example.fault.empty()) example.fault += "\n" + example.printed;
  return example;
}

}  // namespace apisql
