// The table of features in README.md of this folder.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace apisql {
namespace {

using testing::ContainsRegex;

std::string TextOf(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(std::filesystem::path(APISQL_SOURCE_DIR) / file).rdbuf();
  return text.str();
}

// The cells of a line such as "| a | Y | `file` | `Suite.Name` |", without backquotes; none where
// it has no four. A cell may have backquotes of its own around a bar: none does.
std::vector<std::string> CellsOfRow(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream(line);
  std::string cell;
  std::getline(stream, cell, '|');
  while (std::getline(stream, cell, '|')) {
    std::erase(cell, '`');
    cell.erase(0, cell.find_first_not_of(' '));
    cell.erase(cell.find_last_not_of(' ') + 1);
    cells.push_back(cell);
  }
  return cells.size() == 4 ? cells : std::vector<std::string>();
}

TEST(FeaturesTest, EachIsShownByATestThatIsThere) {
  std::istringstream page(TextOf("tests/terminal/README.md"));
  int features = 0;
  for (std::string line; std::getline(page, line);) {
    const std::vector<std::string> cells = CellsOfRow(line);
    if (cells.empty() || cells[0] == "feature" || cells[0].starts_with("---")) continue;
    ++features;
    const std::string& test = cells[3];
    const size_t dot = test.find('.');
    ASSERT_NE(dot, std::string::npos) << line;
    EXPECT_THAT(TextOf(cells[2]), ContainsRegex("\nTEST(_F|_P)?\\(" + test.substr(0, dot) + ", " +
                                                test.substr(dot + 1) + "\\)"))
        << line;
  }
  EXPECT_GE(features, 40);
}

}  // namespace
}  // namespace apisql
