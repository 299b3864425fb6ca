// Results at the widths that terminals have: tests/terminal/screens/NAME.txt. After a wanted change
// run this with APISQL_UPDATE_GOLDEN=1, and read the difference.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/terminal/screen.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::Not;

// Ten columns of three keys: ids, names, a description, and a CRN of 110 characters.
constexpr const char* kView =
    "CREATE TEMP VIEW keys AS SELECT id, display_name, description, owner_id, owner_kind, "
    "resource_id, resource_kind, resource_api_version, environment_id, resource_name "
    "FROM confluent.iam.api_keys WHERE owner_id = 'sa-8m166s' ORDER BY id LIMIT 3;";

constexpr const char* kIds[] = {"3B4AGGY6S7F2KLYW", "3XTFTESZVNM4NLDW", "6S3JXGVJGEF45CGH"};

std::filesystem::path Golden(const std::string& name) {
  return std::filesystem::path(APISQL_SOURCE_DIR) / "tests" / "terminal" / "screens" /
         (name + ".txt");
}

void ExpectGolden(const std::string& name, const std::string& shown) {
  if (std::getenv("APISQL_UPDATE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(Golden(name).parent_path());
    std::ofstream(Golden(name)) << shown << "\n";
  }
  std::ostringstream wanted;
  wanted << std::ifstream(Golden(name)).rdbuf();
  EXPECT_EQ(shown + "\n", wanted.str()) << name;
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// What stands between " | ", without the blanks around.
std::vector<std::string> CellsOf(const std::string& line) {
  std::vector<std::string> cells;
  for (size_t at = 0; at <= line.size();) {
    const size_t end = std::min(line.find('|', at), line.size());
    std::string cell = line.substr(at, end - at);
    cell.erase(cell.find_last_not_of(' ') + 1);
    cell.erase(0, cell.find_first_not_of(' '));
    cells.push_back(cell);
    at = end + 1;
  }
  return cells;
}

class TerminalWidthTest : public testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    if (!Screen::IsPossible(home_)) GTEST_SKIP() << "no tmux here, or no terminal";
  }

  // A screen with an empty prompt at its top, and the view to ask.
  static void Prepare(const Screen& screen) {
    ASSERT_TRUE(screen.Prompts("apisql>"));
    screen.Enter(".timer off");
    screen.Enter(kView);
    ASSERT_TRUE(screen.Shows("LIMIT 3;") && screen.Prompts("apisql>"));
    Clear(screen);
  }

  static void Clear(const Screen& screen) {
    screen.Press("C-l");
    ASSERT_TRUE(screen.Hides(";") && screen.Prompts("apisql>"));
  }

  TestHome home_;
};

INSTANTIATE_TEST_SUITE_P(Columns, TerminalWidthTest, testing::Values(40, 60, 80, 100, 200));

TEST_P(TerminalWidthTest, KeysAreWholeAndWhatIsLeftOutIsCounted) {
  const Screen screen(home_, {Built("apisql"), "--sandbox"}, {.columns = GetParam(), .rows = 60});
  ASSERT_NO_FATAL_FAILURE(Prepare(screen));
  screen.Enter("SELECT * FROM keys;");
  ASSERT_TRUE(screen.Shows("(3 rows") && screen.Prompts("apisql>")) << screen.Text();
  const std::string shown = screen.Text();
  ExpectGolden("keys_at_" + std::to_string(GetParam()), shown);
  for (const char* id : kIds) EXPECT_THAT(shown, HasSubstr(id));
  if (GetParam() == 40) return;  // A value a line.
  const std::vector<std::string> lines = LinesOf(shown);
  const std::vector<std::string> names = CellsOf(lines[1]);
  EXPECT_EQ(std::set(names.begin(), names.end()).size(), names.size()) << lines[1];
  for (size_t row = 3; row < 6; ++row) EXPECT_EQ(CellsOf(lines[row]).size(), names.size());
  const std::string left_out = "; 10 columns, " + std::to_string(names.size()) + " shown";
  EXPECT_THAT(shown, HasSubstr("(3 rows" + (names.size() == 10 ? ")" : left_out)));
}

TEST_P(TerminalWidthTest, TwoHundredColumnsAreOneRecord) {
  std::string sql = "SELECT 1 AS column_1";
  for (int i = 2; i <= 200; ++i) {
    sql += ", " + std::to_string(i) + " AS column_" + std::to_string(i);
  }
  const Screen screen(home_, {Built("apisql")}, {.columns = GetParam(), .rows = 230});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(".read " + home_.Write("wide.sql", sql + ";"));
  ASSERT_TRUE(screen.Shows("(1 row,") && screen.Prompts("apisql>")) << screen.Text();
  EXPECT_THAT(screen.Text(), HasSubstr("\n  column_1 = 1\n"));
  EXPECT_THAT(screen.Text(), HasSubstr("\ncolumn_200 = 200\n"));
  EXPECT_THAT(screen.Text(), Not(HasSubstr("...")));
}

// As the same widths are from the start.
class TerminalResizeTest : public TerminalWidthTest {};

INSTANTIATE_TEST_SUITE_P(From, TerminalResizeTest, testing::Values(100));

TEST_P(TerminalResizeTest, TheNextStatementHasTheNewWidth) {
  const Screen screen(home_, {Built("apisql"), "--sandbox"}, {.columns = GetParam(), .rows = 60});
  ASSERT_NO_FATAL_FAILURE(Prepare(screen));
  for (const int columns : {40, 80}) {
    screen.Type("SELECT * FROM keys");
    screen.Resize({.columns = columns, .rows = 60});
    ASSERT_TRUE(screen.Prompts("apisql> SELECT * FROM keys")) << screen.Text();
    screen.Enter(";");
    ASSERT_TRUE(screen.Shows("(3 rows") && screen.Prompts("apisql>")) << screen.Text();
    ExpectGolden("keys_at_" + std::to_string(columns), screen.Text());
    ASSERT_NO_FATAL_FAILURE(Clear(screen));
  }
}

}  // namespace
}  // namespace apisql
