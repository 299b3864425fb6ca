// Every format's text, byte by byte: golden/FORMAT.txt has what goes into a pipe or a file, and
// golden/FORMAT.terminal.txt what 80 columns of a terminal with attributes show.
//
// What cannot be seen is written by a sign of its own, so that the files are text: a control
// character by its picture (␛ is an escape), any other that steers a terminal, or is no UTF-8, by
// its number.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "shell/output/display.h"
#include "src/base/text.h"
#include "tests/formats/format_cases.h"

namespace apisql {
namespace {

constexpr char kFolder[] = APISQL_SOURCE_DIR "/tests/formats/golden/";
constexpr size_t kTerminalWidth = 80;
constexpr int kByteOrderMark = 0xfeff;

std::string Sign(const Character& c, std::string_view bytes) {
  if (c.code_point >= 0 && c.code_point < 0x20) {
    // U+2400 to U+241F are the pictures.
    return {'\xE2', '\x90', static_cast<char>(0x80 + c.code_point)};
  }
  char text[16];
  if (c.code_point < 0) {
    std::snprintf(text, sizeof text, "{byte %02X}", static_cast<unsigned char>(bytes[0]));
  } else {
    std::snprintf(text, sizeof text, "{U+%04X}", static_cast<unsigned>(c.code_point));
  }
  return text;
}

std::string WithSigns(std::string_view text) {
  std::string signs;
  while (!text.empty()) {
    const Character c = FirstCharacter(text);
    const std::string_view bytes = text.substr(0, c.bytes);
    const bool plain =
        bytes == "\n" || (!IsControl(c.code_point) && c.code_point != kByteOrderMark);
    signs += plain ? std::string(bytes) : Sign(c, bytes);
    text.remove_prefix(bytes.size());
  }
  if (!signs.empty() && signs.back() != '\n') signs += "(no line end)\n";
  return signs;
}

std::string RecordsOf(const Format& format, size_t width) {
  std::string text;
  for (const FormatCase& one : FormatCases()) {
    FormatSession session;
    const Printed printed = session.Print(one.sql, format, width);
    text += "## " + one.name + "\n" + WithSigns(printed.out);
    for (const std::string& line : Split(printed.errors, '\n')) {
      if (!line.empty()) text += "error output: " + line + "\n";
    }
    text += '\n';
  }
  return text;
}

std::string ReadText(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void CompareWithFile(const std::string& actual, const std::string& name) {
  const std::string file = kFolder + name;
  if (std::getenv("APISQL_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(file, std::ios::binary) << actual;
    return;
  }
  ASSERT_TRUE(std::filesystem::exists(file)) << "run with APISQL_UPDATE_GOLDEN=1 and read " << file;
  const std::vector<std::string> lines = Split(actual, '\n');
  const std::vector<std::string> expected = Split(ReadText(file), '\n');
  for (size_t i = 0; i < std::min(lines.size(), expected.size()); ++i) {
    ASSERT_EQ(lines[i], expected[i]) << name << ":" << i + 1;
  }
  EXPECT_EQ(lines.size(), expected.size()) << name;
}

TEST(GoldenTest, EachFormatInAPipeAndOnATerminal) {
  for (const Format& format : Formats()) {
    CompareWithFile(RecordsOf(format, 0), std::string(format.name) + ".txt");
    CompareWithFile(RecordsOf(format, kTerminalWidth), std::string(format.name) + ".terminal.txt");
  }
}

TEST(GoldenTest, NoFileIsOfAFormatThatIsNotThere) {
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    const std::string name = entry.path().filename().string();
    EXPECT_NE(FindFormat(name.substr(0, name.find('.'))), nullptr) << name;
  }
}

// Whatever a value holds, no byte of it steers the terminal: what is left of the attributes are
// those of names and NULL.
TEST(GoldenTest, NoFormatLetsAValueSteerATerminal) {
  for (const Format& format : Formats()) {
    FormatSession session;
    for (const FormatCase& one : FormatCases()) {
      std::string shown = session.Print(one.sql, format, kTerminalWidth).out;
      for (const std::string_view attribute : {"\x1b[1m", "\x1b[2m", "\x1b[0m"}) {
        for (size_t at = 0; (at = shown.find(attribute)) != std::string::npos;) {
          shown.erase(at, attribute.size());
        }
      }
      std::string_view rest = shown;
      while (!rest.empty()) {
        const Character c = FirstCharacter(rest);
        const bool harmless =
            c.code_point == '\n' || c.code_point == '\t' ||
            (c.code_point == '\r' && std::string_view(format.name) == "csv-excel");
        EXPECT_TRUE(harmless || (c.code_point >= 0 && !IsControl(c.code_point)))
            << format.name << ": " << one.name << ": U+" << std::hex << c.code_point;
        rest.remove_prefix(c.bytes);
      }
    }
  }
}

}  // namespace
}  // namespace apisql
