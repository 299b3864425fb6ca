// What the program has is named in README.md or docs/shell.md, by the lists of the program itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/documentation/markdown.h"
#include "tests/programs/run_program.h"
#include "vtab/statements/statement_table.h"

namespace apisql {
namespace {

using ::testing::IsEmpty;

constexpr const char* kReferencePages[] = {"README.md", "docs/shell.md"};
constexpr const char* kSubcommands[] = {"",       "sandbox",    "check", "registry",
                                        "import", "completion", "man"};

// All code of the pages: in running text and in blocks.
const std::vector<std::string>& Code() {
  static const std::vector<std::string> kCode = [] {
    std::vector<std::string> all;
    for (const char* page : kReferencePages) {
      for (const std::string& span : CodeSpans(page)) all.push_back(span);
      for (const Block& block : Blocks(page)) all.push_back(block.text);
    }
    return all;
  }();
  return kCode;
}

// All first groups of `pattern` in `text`.
std::vector<std::string> Found(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern, std::regex::ECMAScript | std::regex::multiline);
  std::vector<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), regex), end; match != end; ++match) {
    found.push_back((*match)[1]);
  }
  return found;
}

bool IsInCode(const std::string& pattern) {
  const std::regex regex(pattern);
  for (const std::string& code : Code()) {
    if (std::regex_search(code, regex)) return true;
  }
  return false;
}

// `name` as a word: "--set" is not in "--settings", nor ".out" in "f.out".
bool IsNamed(const std::string& name) {
  const std::string escaped =
      std::regex_replace(name, std::regex(R"([.\[\](){}*+?^$|\\])"), R"(\$&)");
  return IsInCode("(^|[^\\w.-])" + escaped + "($|[^\\w-])");
}

std::vector<std::string> Unnamed(const std::vector<std::string>& names) {
  std::vector<std::string> unnamed;
  for (const std::string& name : names) {
    if (!IsNamed(name)) unnamed.push_back(name);
  }
  return unnamed;
}

std::string OutputOf(const std::vector<std::string>& arguments, const std::string& input = "") {
  std::vector<std::string> command = {Built("apisql")};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const ProgramResult result = TestHome().Run(command, {}, input);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return result.out;
}

std::string Help() { return OutputOf({"--sandbox"}, ".help\n"); }

std::vector<std::string> DotCommands() { return Found(Help(), R"(^(\.[a-z]+))"); }

// "-c" and "--command" of "  -c,--command SQL            Run these statements".
std::vector<std::string> ProgramOptions() {
  std::vector<std::string> options;
  for (const std::string subcommand : kSubcommands) {
    std::vector<std::string> words = {"--help"};
    if (!subcommand.empty()) words.insert(words.begin(), subcommand);
    for (const std::string& names : Found(OutputOf(words), R"(^  (-[-\w,]*))")) {
      for (const std::string& name : Found(names, R"((-[-\w]+))")) options.push_back(name);
    }
  }
  return options;
}

TEST(DocumentationTest, EveryCommandIsNamed) {
  const std::vector<std::string> commands = DotCommands();
  ASSERT_GE(commands.size(), 15);
  EXPECT_THAT(Unnamed(commands), IsEmpty());
}

TEST(DocumentationTest, EveryOptionIsNamed) {
  const std::vector<std::string> options = ProgramOptions();
  ASSERT_GE(options.size(), 30);
  EXPECT_THAT(Unnamed(options), IsEmpty());
}

TEST(DocumentationTest, EverySubcommandIsNamed) {
  const std::vector<std::string> listed = Found(
      OutputOf({"--help"}).substr(OutputOf({"--help"}).find("Subcommands:")), R"(^  ([a-z]+) )");
  EXPECT_EQ(listed.size() + 1, std::size(kSubcommands));
  for (const std::string& name : listed) EXPECT_TRUE(IsNamed("apisql " + name)) << name;
}

TEST(DocumentationTest, EveryFormatIsNamed) {
  const std::string help = Help();
  const std::vector<std::string> formats =
      Found(help.substr(help.find("Formats:") + 8), R"(([a-z-]+))");
  ASSERT_GE(formats.size(), 10);
  EXPECT_THAT(Unnamed(formats), IsEmpty());
}

// Each stands in the table of settings, with the default that the program says.
TEST(DocumentationTest, EverySettingIsInTheTableWithItsDefault) {
  const std::vector<std::string> rows =
      Lines(OutputOf({"--sandbox", "--no-header", "--format", "tsv",
                      "SELECT name, \"default\" FROM apisql.settings"}));
  ASSERT_GE(rows.size(), 15);
  const std::string page = ReadPage("docs/shell.md");
  for (const std::string& row : rows) {
    const size_t tab = row.find('\t');
    const std::string wanted =
        "\n| `" + row.substr(0, tab) + "` | `" + row.substr(tab + 1) + "` | ";
    EXPECT_NE(page.find(wanted), std::string::npos) << wanted;
  }
}

TEST(DocumentationTest, EveryFunctionIsOnItsPage) {
  const std::vector<std::string> names =
      Lines(OutputOf({"--no-header", "--format", "tsv", "SHOW FUNCTIONS"}));
  ASSERT_GE(names.size(), 15);
  const std::string page = ReadPage("docs/functions.md");
  for (const std::string& row : names) {
    const std::string call = "`" + row.substr(0, row.find('\t')) + "(";
    EXPECT_NE(page.find(call), std::string::npos) << call;
  }
}

// SHOW METHODS stands within one piece of code, whatever else is in it.
TEST(DocumentationTest, EveryStatementIsNamed) {
  ASSERT_GE(StatementKinds().size(), 20);
  for (const StatementKind& kind : StatementKinds()) {
    const std::string word(kind.word);
    EXPECT_TRUE(IsNamed(word)) << word;
    if (kind.completes == nullptr) continue;
    for (const std::string& further : kind.completes()) {
      EXPECT_TRUE(IsInCode(word + " ([A-Z]+ )*" + further)) << word << " " << further;
    }
  }
}

// Options of ./dev and of sqlite3 are none of these, and ".csv" is the end of a file's name.
TEST(DocumentationTest, NothingIsNamedThatTheProgramDoesNotHave) {
  const std::vector<std::string> options = ProgramOptions();
  const std::vector<std::string> commands = DotCommands();
  std::set<std::string> known(options.begin(), options.end());
  known.insert(commands.begin(), commands.end());
  for (const char* ending :
       {".csv", ".tsv", ".json", ".ndjson", ".jsonl", ".md", ".html", ".sql", ".txt"}) {
    known.insert(ending);
  }
  std::vector<std::string> unknown;
  for (const std::string& code : Code()) {
    if (code.starts_with("./dev")) continue;
    for (const std::string& name : Found(code, R"((?:^|[\s(])(--[a-z][-a-z]*))")) {
      if (!known.contains(name)) unknown.push_back(name);
    }
    for (const std::string& name : Found(code, R"(^(?:apisql> )?(\.[a-z]+)(?:$|[ \n]))")) {
      if (!known.contains(name)) unknown.push_back(name);
    }
  }
  EXPECT_THAT(unknown, IsEmpty());
}

}  // namespace
}  // namespace apisql
