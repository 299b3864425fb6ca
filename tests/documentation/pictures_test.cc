// The pictures of the README are what a terminal shows. `./dev pictures` draws them anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "src/base/status.h"
#include "tests/documentation/key_file.h"
#include "tests/documentation/markdown.h"
#include "tests/documentation/painted_line.h"
#include "tests/documentation/picture.h"
#include "tests/documentation/varying.h"
#include "tests/programs/run_program.h"
#include "tests/terminal/screen.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kFolder = "docs/pictures/";

bool IsRenewing() { return std::getenv("APISQL_UPDATE_GOLDEN") != nullptr; }

// Without what was taken in time, and without the prompt that waits behind the last answer.
void MakeLasting(std::vector<PaintedLine>* lines) {
  if (lines->back().size() == 1 && lines->back().front().text == "apisql>") lines->pop_back();
  for (PaintedLine& line : *lines) {
    for (PaintedRun& run : line) run.text = WithoutVarying(run.text);
  }
}

StatusOr<std::string> Draw(const TestHome& home, const std::string& name) {
  ASSIGN_OR_RETURN(const KeyFile keys, ReadKeyFile(ReadPage(kFolder + name + ".keys")));
  const Screen screen(home, {Built("apisql"), "--sandbox", "--quiet", "--no-rc"}, keys.size);
  RETURN_IF_ERROR(Play(keys, screen));
  ASSIGN_OR_RETURN(std::vector<PaintedLine> lines, ReadPaintedLines(screen.TextWithAttributes()));
  MakeLasting(&lines);
  return Picture(lines, static_cast<size_t>(keys.size.columns), keys.title);
}

class PicturesTest : public testing::TestWithParam<const char*> {};

TEST_P(PicturesTest, ShowsWhatATerminalShows) {
  const TestHome home;
  if (!Screen::IsPossible(home)) GTEST_SKIP() << "no tmux here, or no terminal";
  const std::string name = GetParam();
  const StatusOr<std::string> drawn = Draw(home, name);
  ASSERT_TRUE(drawn.ok()) << drawn.status().message();
  const std::string file = kFolder + name + ".svg";
  if (IsRenewing()) std::ofstream(std::string(APISQL_SOURCE_DIR) + "/" + file) << *drawn;
  EXPECT_EQ(ReadPage(file), *drawn) << file << " is not what the program shows. If the program is "
                                    << "right, `./dev pictures` draws it anew";
  EXPECT_NE(ReadPage("README.md").find("](" + file + ")"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Readme, PicturesTest,
                         testing::Values("join", "error", "write", "describe"),
                         [](const auto& name) { return std::string(name.param); });

std::string Drawn(const std::string& painted) {
  const StatusOr<std::vector<PaintedLine>> lines = ReadPaintedLines(painted);
  return lines.ok() ? Picture(*lines, 20, "a & b") : lines.status().message();
}

TEST(PictureTest, ARunIsATextOfItsWidthAtItsColumn) {
  EXPECT_THAT(Drawn("a\n  \x1b[1mk\xc3\xb6y\x1b[0m | \x1b[2mNULL"),
              AllOf(HasSubstr("<text x=\"16\" y=\"30\" textLength=\"8.4\">a</text>"),
                    HasSubstr("<text x=\"32.8\" y=\"49\" textLength=\"25.2\" class=\"b\">"),
                    HasSubstr("class=\"d\">NULL</text>"), HasSubstr("<title>a &amp; b</title>")));
}

TEST(PictureTest, WideCharactersTakeTwoColumns) {
  EXPECT_THAT(Drawn("\xe6\x9d\xb1 \x1b[7mx"),
              AllOf(HasSubstr("textLength=\"16.8\""), HasSubstr("<rect x=\"41.2\""),
                    HasSubstr("class=\"i\">x</text>")));
}

TEST(PictureTest, TextIsNoMarkup) {
  EXPECT_THAT(Drawn("a < b && c"),
              AllOf(HasSubstr(">a &lt; b &amp;&amp; c<"), Not(HasSubstr("< b"))));
}

TEST(PictureTest, AColourIsAnError) {
  EXPECT_EQ(Drawn("\x1b[1;31mred"), "pictures cannot show ESC[1;31m");
}

TEST(KeyFileTest, AnUnknownWordIsAnError) {
  EXPECT_EQ(ReadKeyFile("# A title.\n\nsleep 1\n").status().message(),
            "neither size, wait, enter nor press: sleep 1");
  EXPECT_EQ(ReadKeyFile("# A title.\n").value().title, "A title.");
}

}  // namespace
}  // namespace apisql
