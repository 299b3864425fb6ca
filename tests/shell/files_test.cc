// Results in files, COPY, and the marks and formats that go with them.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "shell/files/copy_statement.h"
#include "shell/files/end_mark.h"
#include "shell/files/output_file.h"
#include "shell/output/value_text.h"
#include "tests/shell/shell_fixture.h"

namespace apisql {
namespace {

using namespace std::string_view_literals;
using testing::HasSubstr;

class FilesTest : public ShellFixture {
 protected:
  FilesTest() {
    folder_ = std::filesystem::temp_directory_path() /
              ("apisql_files_" + std::to_string(getpid()) + "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
    session.answers["SELECT 1"] = {{"a"}, {{int64_t{1}}}, {}, {}, 0};
    session.answers["SELECT * FROM t"] = {{"t"}, {{"x"sv}}, {}, {}, 0};
    session.answers["SELECT bad"] = {
        {"a"}, {{int64_t{7}}}, {}, {StatusCode::kUnavailable, "it broke"}, 0};
  }
  ~FilesTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  std::string Text(const std::string& name) const {
    std::ifstream file(Path(name), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  std::filesystem::path folder_;
};

TEST_F(FilesTest, OnceTakesOneResultInTheFormatOfItsName) {
  EXPECT_TRUE(Run(".once " + Path("a.json") + "\nSELECT 1; SELECT 1;"));
  EXPECT_EQ(Text("a.json"), "[{\"a\": 1}]\n");
  EXPECT_EQ(printed, "a\n1\n");
}

TEST_F(FilesTest, OutputTakesAllUntilItEnds) {
  EXPECT_TRUE(Run(".output " + Path("a") + "\nSELECT 1; SELECT 1;\n.mode\n.output\nSELECT 1;"));
  EXPECT_EQ(Text("a"), "a\n1\na\n1\ncsv\n");
  EXPECT_EQ(printed, "a\n1\n");
}

TEST_F(FilesTest, OnceWithinOutputEndsIt) {
  EXPECT_TRUE(Run(".output " + Path("a") + "\nSELECT 1;\n.once " + Path("b") +
                  "\nSELECT * FROM t; SELECT 1;"));
  EXPECT_EQ(Text("a"), "a\n1\n");
  EXPECT_EQ(Text("b"), "t\nx\n");
  EXPECT_EQ(printed, "a\n1\n");
}

TEST_F(FilesTest, AFailedResultIsTakenBack) {
  std::ofstream(Path("once")) << "before";
  shell.settings().continue_on_error = true;
  Run(".once " + Path("once") + "\nSELECT bad;\n.output " + Path("all") +
      "\nSELECT 1; SELECT bad; SELECT 1;\n.output\nSELECT 1;");
  EXPECT_EQ(Text("once"), "before");
  EXPECT_EQ(Text("all"), "a\n1\na\n1\n");
  EXPECT_EQ(printed, "a\n1\n");
  EXPECT_FALSE(std::filesystem::exists(Path("once.part")));
}

TEST_F(FilesTest, AFileThatCannotBeWrittenIsAnError) {
  EXPECT_FALSE(Run(".once " + Path("none/a.csv") + "\nSELECT 1;"));
  EXPECT_THAT(complaints, HasSubstr("cannot write to " + Path("none/a.csv")));
  EXPECT_EQ(printed, "");
}

TEST_F(FilesTest, WhatIsNoRegularFileIsWrittenToAsItIs) {
  EXPECT_TRUE(Run(".once /dev/null\nSELECT 1; SELECT 1;"));
  EXPECT_FALSE(std::filesystem::exists("/dev/null.part"));
  EXPECT_EQ(printed, "a\n1\n");
}

TEST_F(FilesTest, AFileKeepsItsModeAndALinkItsTarget) {
  std::ofstream(Path("real.csv")) << "old";
  std::filesystem::permissions(
      Path("real.csv"), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::filesystem::create_symlink(Path("real.csv"), Path("link.csv"));
  EXPECT_TRUE(Run(".once " + Path("link.csv") + "\nSELECT 1;"));
  EXPECT_TRUE(std::filesystem::is_symlink(Path("link.csv")));
  EXPECT_EQ(Text("real.csv"), "a\n1\n");
  EXPECT_EQ(std::filesystem::status(Path("real.csv")).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(FilesTest, CopyWritesASelectOrATable) {
  EXPECT_TRUE(Run("COPY (SELECT 1) TO '" + Path("a.csv") + "';\ncopy t to '" + Path("b") +
                  "' (FORMAT json); SELECT 1;"));
  EXPECT_EQ(Text("a.csv"), "a\n1\n");
  EXPECT_EQ(Text("b"), "[{\"t\": \"x\"}]\n");
  EXPECT_EQ(printed, "a\n1\n");
}

TEST_F(FilesTest, CopyWithinOutputGoesToItsOwnFile) {
  EXPECT_TRUE(Run(".output " + Path("a") + "\nSELECT 1;\nCOPY t TO '" + Path("b.csv") +
                  "'; SELECT 1;\n.output"));
  EXPECT_EQ(Text("a"), "a\n1\na\n1\n");
  EXPECT_EQ(Text("b.csv"), "t\nx\n");
}

TEST_F(FilesTest, ExportIsCopy) {
  EXPECT_TRUE(Run(".export t " + Path("t.ndjson")));
  EXPECT_EQ(Text("t.ndjson"), "{\"t\": \"x\"}\n");
}

TEST_F(FilesTest, TheErrorOfACopyStandsInItsSelect) {
  EXPECT_FALSE(Run("SELECT 1;\nCOPY (nonsense) TO '" + Path("a.csv") + "';", "q.sql"));
  EXPECT_THAT(complaints, HasSubstr(": q.sql:2:7: "));
  EXPECT_FALSE(std::filesystem::exists(Path("a.csv")));
}

std::string CopyFault(std::string_view sql) {
  const auto copy = ReadCopyStatement(sql);
  return copy.ok() ? "" : std::string(copy.status().message());
}

TEST_F(FilesTest, APagerIsACommandWithItsQuotes) {
  EXPECT_TRUE(Run(".pager sed 's/^/ /' | less -S"));
  EXPECT_EQ(shell.settings().pager, "sed 's/^/ /' | less -S");
  EXPECT_TRUE(Run(".pager \"less -SR\""));
  EXPECT_EQ(shell.settings().pager, "less -SR");
  EXPECT_TRUE(Run(".pager off"));
  EXPECT_EQ(shell.settings().pager, "");
}

TEST(CopyStatementTest, ReadsItsParts) {
  const auto out =
      ReadCopyStatement("COPY (SELECT ')' FROM (t)) TO 'a''b' WITH (FORMAT csv-excel);");
  ASSERT_TRUE(out.ok()) << out.status().message();
  EXPECT_EQ(out->select, "SELECT ')' FROM (t)");
  EXPECT_EQ(out->file, "a'b");
  EXPECT_EQ(out->format, "csv-excel");
  EXPECT_TRUE(out->header);
  for (const char* options : {"(HEADER off, FORMAT tsv)", "WITH (format 'tsv', header FALSE)"}) {
    const auto bare = ReadCopyStatement("COPY t TO 'f' " + std::string(options));
    ASSERT_TRUE(bare.ok()) << bare.status().message();
    EXPECT_EQ(bare->format, "tsv");
    EXPECT_FALSE(bare->header);
  }
  EXPECT_TRUE(ReadCopyStatement("COPY t TO 'f' (HEADER)")->header);
  EXPECT_EQ(ReadCopyStatement("COPY t TO $f")->variable, "f");
  const auto in = ReadCopyStatement("copy temp.\"my t\" from 'f.csv'");
  ASSERT_TRUE(in.ok());
  EXPECT_TRUE(in->is_import);
  EXPECT_EQ(in->table, "temp.my t");
}

TEST(CopyStatementTest, FaultsAreSyntaxErrors) {
  EXPECT_THAT(CopyFault("COPY t"), HasSubstr("incomplete input"));
  EXPECT_THAT(CopyFault("COPY () TO 'f'"), HasSubstr("syntax error"));
  EXPECT_THAT(CopyFault("COPY (SELECT 1) FROM 'f'"), HasSubstr("near \"FROM\""));
  EXPECT_THAT(CopyFault("COPY t TO f"), HasSubstr("COPY takes the name of a file"));
  EXPECT_THAT(CopyFault("COPY t TO 'f' x"), HasSubstr("near \"x\""));
  EXPECT_THAT(CopyFault("COPY t TO 'f' WITH (DELIMITER ';')"),
              HasSubstr("near \"DELIMITER\": syntax error. It is COPY (SELECT ...) TO 'FILE'"));
  EXPECT_THAT(CopyFault("COPY t FROM 'f' WITH (HEADER off)"), HasSubstr("near \"HEADER\""));
}

TEST(EndMarkTest, LooksLikeNoRowOfItsFormat) {
  EXPECT_EQ(EndMark(*FindFormat("csv"), 3, ""), "#complete rows=3\n");
  EXPECT_EQ(EndMark(*FindFormat("tsv"), 3, "no\nway"), "#error rows=3 no\\nway\n");
  EXPECT_EQ(EndMark(*FindFormat("ndjson"), 3, ""), "{\"apisql\": \"complete\", \"rows\": 3}\n");
  EXPECT_EQ(EndMark(*FindFormat("html"), 1, "a --> b"), "<!-- error rows=1 a - > b -->\n");
  EXPECT_EQ(EndMark(*FindFormat("insert"), 1, ""), "-- complete rows=1\n");
  EXPECT_EQ(EndMark(*FindFormat("table"), 1, ""), "");
}

std::string RenderOne(std::string_view format, const ResultColumn& column, Value value) {
  std::string text;
  Output out([&text](std::string_view bytes) {
    text += bytes;
    return OkStatus();
  });
  for (int result = 0; result < 2; ++result) {
    const auto renderer = FindFormat(format)->make(out, {});
    EXPECT_TRUE(renderer->Begin(std::span(&column, 1)).ok());
    EXPECT_TRUE(renderer->Row(std::span(&value, 1)).ok());
    EXPECT_TRUE(renderer->End().ok());
  }
  return text;
}

TEST(CsvExcelTest, HasOneMarkAndWindowsLineEnds) {
  EXPECT_EQ(RenderOne("csv-excel", {"a"}, "x"sv),
            "\xEF\xBB\xBF"
            "a\r\nx\r\na\r\nx\r\n");
}

TEST(NestedJsonTest, AJsonColumnIsItsValueOnOneLine) {
  const ResultColumn json{.name = "a", .is_json = true};
  EXPECT_EQ(RenderOne("ndjson", json, "{\"b\":\n [1.50, \"\\n\"]}"sv),
            "{\"a\": {\"b\":  [1.50, \"\\n\"]}}\n{\"a\": {\"b\":  [1.50, \"\\n\"]}}\n");
  EXPECT_THAT(RenderOne("json", json, "no json"sv), HasSubstr("{\"a\": \"no json\"}"));
  EXPECT_THAT(RenderOne("json", json, Value()), HasSubstr("{\"a\": null}"));
  EXPECT_THAT(RenderOne("json", {"a"}, "[1]"sv), HasSubstr("{\"a\": \"[1]\"}"));
  EXPECT_THAT(RenderOne("json", json, "[\"\xE2\x80\xAE\"]"sv), HasSubstr("[\"\\u202e\"]"));
}

}  // namespace
}  // namespace apisql
