// What programs are given, they can read: csv, tsv, json, ndjson and insert are read back by
// somebody else than who has written them, and give the values of the result.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shell/output/value_text.h"
#include "src/base/text.h"
#include "tests/formats/format_cases.h"
#include "tests/programs/run_program.h"

namespace apisql {
namespace {

using testing::ElementsAreArray;

// "N", or the type's letter (I, R, T, B, J for a nested value) and the value as text.
using CellRow = std::vector<std::string>;

std::string CellOf(const Value& value) {
  if (IsNull(value)) return "N";
  std::string text = "T";
  if (std::holds_alternative<int64_t>(value)) text = "I";
  if (std::holds_alternative<double>(value)) text = "R";
  if (std::holds_alternative<Blob>(value)) text = "B";
  AppendPlain(value, &text);
  return text;
}

class CellSink final : public RowSink {
 public:
  Status Begin(std::span<const ResultColumn> columns) override {
    names.clear();
    nested.clear();
    for (const ResultColumn& column : columns) {
      names.push_back(column.name);
      nested.push_back(column.is_json);
    }
    return OkStatus();
  }
  Status Row(std::span<const Value> values) override {
    CellRow& row = rows.emplace_back();
    for (const Value& value : values) row.push_back(CellOf(value));
    return OkStatus();
  }
  Status End() override { return OkStatus(); }

  std::vector<std::string> names;
  std::vector<bool> nested;
  std::vector<CellRow> rows;
};

class ReadBackTest : public testing::Test {
 protected:
  CellSink Read(const std::string& sql, const std::string& value = "") {
    CellSink sink;
    auto prepared = session_.session().Prepare(sql);
    EXPECT_TRUE(prepared.ok()) << sql << ": " << prepared.status().message();
    if (!prepared.ok()) return sink;
    if (!value.empty()) {
      EXPECT_TRUE((*prepared)->Bind("text", value).ok());
    }
    const auto read = (*prepared)->Fetch(sink);
    EXPECT_TRUE(read.ok()) << sql << ": " << read.status().message();
    return sink;
  }

  std::string Print(const FormatCase& one, const char* format) {
    return session_.Print(one.sql, *FindFormat(format)).out;
  }

  // A cell of a column whose texts are JSON, as it is when it is no text any more.
  std::string Nested(const std::string& cell) {
    if (cell[0] != 'T') return cell;
    const std::string text = cell.substr(1);
    const CellRow is_json = Read("SELECT json_valid(:text)", text.empty() ? " " : text).rows[0];
    if (is_json[0] == "I0") return cell;
    return OfJson(Read("SELECT json_type(:text), json(:text) ->> '$'", text).rows[0]);
  }

  // Of a type by SQLite's name and a value.
  static std::string OfJson(const CellRow& type_and_value) {
    const std::string& type = type_and_value[0];
    const std::string& value = type_and_value[1];
    return type == "Tobject" || type == "Tarray" ? "J" + value.substr(1) : value;
  }

  std::vector<CellRow> AsJson(const FormatCase& one) {
    CellSink sink = Read(one.sql);
    for (CellRow& row : sink.rows) {
      for (size_t i = 0; i < row.size(); ++i) {
        if (row[i][0] == 'B') row[i][0] = 'T';
        if (sink.nested[i]) row[i] = Nested(row[i]);
      }
    }
    return sink.rows;
  }

  // All cells are texts there; in tsv an empty one is NULL.
  std::vector<CellRow> AsDelimited(const FormatCase& one, bool is_tsv) {
    std::vector<CellRow> rows = Read(one.sql).rows;
    for (CellRow& row : rows) {
      for (std::string& cell : row) AsText(&cell, is_tsv);
    }
    return rows;
  }
  static void AsText(std::string* cell, bool empty_is_null) {
    if (*cell != "N") cell->replace(0, 1, "T");
    if (empty_is_null && *cell == "T") *cell = "N";
  }

  // The rows of each file; `arguments` are formats and files by turns.
  std::vector<std::vector<CellRow>> ByPython(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {"/usr/bin/python3", APISQL_SOURCE_DIR "/tests/formats/read_back.py"});
    const ProgramResult result = home_.Run(arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    std::vector<std::vector<CellRow>> files(1);
    for (const std::string& line : Split(result.out, '\n')) {
      if (line == "end") {
        files.emplace_back();
      } else if (!line.empty()) {
        files.back().push_back(Unhexed(line));
      }
    }
    files.pop_back();
    return files;
  }

  // What Python finds, which has no NULL in csv.
  std::vector<CellRow> ForPython(const FormatCase& one, std::string_view format) {
    if (format.ends_with("json")) return AsJson(one);
    std::vector<CellRow> rows = AsDelimited(one, false);
    for (CellRow& row : rows) {
      for (std::string& cell : row) cell = cell == "N" ? "T" : cell;
    }
    CellRow header;
    for (const std::string& name : Read(one.sql).names) header.push_back("T" + name);
    rows.insert(rows.begin(), header);
    return rows;
  }

  static CellRow Unhexed(const std::string& line) {
    CellRow row = Split(line, ' ');
    for (std::string& cell : row) {
      std::string text = cell.substr(0, 1);
      for (size_t i = 1; i + 1 < cell.size(); i += 2) {
        text += static_cast<char>(std::stoi(cell.substr(i, 2), nullptr, 16));
      }
      cell = text;
    }
    return row;
  }

  TestHome home_;
  FormatSession session_;
};

TEST_F(ReadBackTest, DelimitedTextByReadCsv) {
  for (const FormatCase& one : FormatCases()) {
    if (!one.reads_back) continue;
    for (const char* format : {"csv", "csv-excel", "tsv"}) {
      SCOPED_TRACE(std::string(format) + ": " + one.name);
      const bool is_tsv = std::string_view(format) == "tsv";
      const std::string file =
          home_.Write(is_tsv ? "result.tsv" : "result.csv", Print(one, format));
      CellSink back = Read("SELECT * FROM read_csv('" + file + "')");
      for (CellRow& row : back.rows) {
        for (std::string& cell : row) AsText(&cell, false);
      }
      EXPECT_THAT(back.rows, ElementsAreArray(AsDelimited(one, is_tsv)));
    }
  }
}

TEST_F(ReadBackTest, JsonBySqlite) {
  for (const FormatCase& one : FormatCases()) {
    if (!one.reads_back) continue;
    for (const char* format : {"json", "ndjson"}) {
      SCOPED_TRACE(std::string(format) + ": " + one.name);
      std::string document = Print(one, format);
      if (std::string_view(format) == "ndjson") {
        std::vector<std::string> lines = Split(document, '\n');
        lines.pop_back();
        document = "[" + Join(lines, ",") + "]";
      }
      const CellSink cells = Read(
          "SELECT r.key, c.type, c.value FROM json_each(:text) r, json_each(r.value) c "
          "ORDER BY r.key, c.id",
          document);
      std::vector<CellRow> back;
      for (const CellRow& cell : cells.rows) {
        if (cell[0] == "I" + std::to_string(back.size())) back.emplace_back();
        back.back().push_back(OfJson({cell[1], cell[2]}));
      }
      EXPECT_THAT(back, ElementsAreArray(AsJson(one)));
    }
  }
}

TEST_F(ReadBackTest, ByPython) {
  if (access("/usr/bin/python3", X_OK) != 0) GTEST_SKIP() << "no /usr/bin/python3";
  std::vector<std::string> names;
  std::vector<std::vector<CellRow>> expected;
  std::vector<std::string> arguments;
  for (const FormatCase& one : FormatCases()) {
    if (!one.reads_back) continue;
    for (const char* format : {"csv", "csv-excel", "tsv", "json", "ndjson"}) {
      names.push_back(std::string(format) + ": " + one.name);
      expected.push_back(ForPython(one, format));
      const std::string file = "result" + std::to_string(names.size());
      arguments.insert(arguments.end(), {format, home_.Write(file, Print(one, format))});
    }
  }
  const std::vector<std::vector<CellRow>> back = ByPython(arguments);
  ASSERT_EQ(back.size(), expected.size());
  for (size_t i = 0; i < back.size(); ++i) {
    EXPECT_THAT(back[i], ElementsAreArray(expected[i])) << names[i];
  }
}

// With their types, into a table of the names that the statements have.
TEST_F(ReadBackTest, InsertStatementsBySqlite) {
  for (const FormatCase& one : FormatCases()) {
    const std::string statements = Print(one, "insert");
    if (!one.reads_back || statements.empty()) continue;
    SCOPED_TRACE(one.name);
    const size_t names = statements.find('(');
    const size_t end = statements.find(" VALUES(");
    ASSERT_LT(end, statements.size());
    session_.Run("DROP TABLE IF EXISTS \"result\"; CREATE TABLE \"result\" " +
                 statements.substr(names, end - names));
    session_.Run(statements);
    EXPECT_THAT(Read("SELECT * FROM \"result\"").rows, ElementsAreArray(Read(one.sql).rows));
  }
}

}  // namespace
}  // namespace apisql
