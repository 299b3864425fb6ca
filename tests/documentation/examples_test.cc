// What README.md and the pages of docs/ show is what the program does.
#include "tests/documentation/examples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/sandbox.h"
#include "tests/documentation/markdown.h"
#include "tests/documentation/varying.h"
#include "tests/programs/run_program.h"
#include "tests/terminal/screen.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kExamplePages[] = {"README.md",         "docs/shell.md",  "docs/joins.md",
                                         "docs/functions.md", "docs/tables.md", "docs/documents.md",
                                         "docs/stackql.md"};

class DocumentationExamplesTest : public testing::TestWithParam<const char*> {};

TEST_P(DocumentationExamplesTest, PrintWhatIsShown) {
  const bool has_screen = Screen::IsPossible(TestHome());
  StatusOr<std::unique_ptr<Sandbox>> sandbox = Sandbox::Start(SandboxOptions());
  ASSERT_TRUE(sandbox.ok()) << sandbox.status().message();
  ExamplePage page(**sandbox);
  bool left_out = false;
  for (const Block& block : Blocks(GetParam())) {
    const bool typed = block.Is("prompt") || !block.Value("prompt").empty();
    if (typed && !has_screen) {
      left_out = true;
      continue;
    }
    for (const Example& example : page.Run(block)) {
      EXPECT_TRUE(example.IsRight()) << block.Place() << ": " << example.fault << "\nshown:\n"
                                     << example.shown << "\nprinted:\n"
                                     << example.printed;
    }
  }
  if (left_out) GTEST_SKIP() << "without those at a prompt: no tmux here, or no terminal";
}

INSTANTIATE_TEST_SUITE_P(Pages, DocumentationExamplesTest, testing::ValuesIn(kExamplePages),
                         [](const testing::TestParamInfo<const char*>& page) {
                           return std::regex_replace(std::string(page.param), std::regex("\\W"),
                                                     "_");
                         });

// Whoever adds one must want to. The examples of tables that the sandbox does not have are
// explained in tests/providers.
TEST(DocumentationTest, TheseBlocksAloneAreNotRun) {
  std::vector<std::string> not_run;
  for (const std::string page : kExamplePages) {
    if (page == "docs/tables.md") continue;
    for (const Block& block : Blocks(page)) {
      if (block.Is("not-run")) not_run.push_back(block.page + ": " + block.text);
    }
  }
  // The question about four providers is asked in tests/providers/leavers.test.
  EXPECT_THAT(not_run, ElementsAre("README.md: $ ./dev demo\n", HasSubstr("okta.users.users"),
                                   "README.md: $ ./dev test\n"));
}

// Those that are whole: without "...", words in capitals that stand for others, and parameters.
TEST(DocumentationTest, StatementsWithinSentencesRun) {
  const std::regex statement("(SHOW|DESCRIBE|SET|EXEC) [^]*");
  const std::regex place_holder(
      R"(\.\.\.|= [A-Z]+$|\b(TABLE|PROVIDER|SERVICE|NAME|VALUE|METHOD)\b| :\w)");
  int run = 0;
  for (const char* page : {"README.md", "docs/shell.md", "docs/joins.md"}) {
    for (const std::string& code : CodeSpans(page)) {
      if (!std::regex_match(code, statement) || std::regex_search(code, place_holder)) continue;
      const ProgramResult result = TestHome().Run({Built("apisql"), "--sandbox"}, {}, code);
      EXPECT_EQ(result.exit_code, 0) << page << ": " << code << "\n" << result.err;
      ++run;
    }
  }
  EXPECT_GE(run, 15);
}

TEST(DocumentationTest, TheDemoAsksWhatTheReadmeShows) {
  const std::string dev = std::regex_replace(ReadPage("dev"), std::regex(R"(\\")"), "\"");
  const std::vector<Block> blocks = Blocks("README.md");
  const auto question =
      std::ranges::find_if(blocks, [](const Block& block) { return block.Language() == "sql"; });
  ASSERT_NE(question, blocks.end());
  for (const std::string& line : Lines(question->text)) {
    EXPECT_THAT(dev, HasSubstr(line.substr(0, line.find(';'))));
  }
}

TEST(DocumentationTest, AnExampleThatPrintsOtherLinesIsWrong) {
  const auto is_right = [](const std::string& shown, const std::string& printed) {
    return Example{.shown = shown, .printed = printed, .fault = ""}.IsRight();
  };
  EXPECT_TRUE(is_right("(3 rows, 9 ms, 1 request, 3 kB)\n", "(3 rows, 1.2 s, 1 request, 701 B)"));
  EXPECT_FALSE(is_right("(3 rows, 9 ms, 1 request)\n", "(4 rows, 9 ms, 1 request)\n"));
  EXPECT_TRUE(is_right("a\n...\nd\n", "a\nb\nc\nd\n"));
  EXPECT_FALSE(is_right("a\n...\nd\n", "a\nb\nd\ne\n"));
  EXPECT_FALSE(is_right("a\n...\nb\n...\nd\n", "a\nc\nd\n"));
  EXPECT_FALSE(is_right("a\n", ""));
}

}  // namespace
}  // namespace apisql
