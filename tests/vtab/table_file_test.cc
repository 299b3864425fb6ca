#include "vtab/files/table_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace apisql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Row = std::vector<SqlValue>;

std::string Shape(const TableFile& file) {
  std::string text;
  for (const FileColumn& column : file.columns()) {
    text += (text.empty() ? "" : " ") + column.name + ":" + std::string(FileTypeName(column.type));
  }
  return text;
}

std::vector<Row> Rows(const TableFile& file) {
  std::vector<Row> rows;
  const Status status = file.ForEachRow([&](std::span<const SqlValue> row) {
    rows.emplace_back(row.begin(), row.end());
    return OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status.message();
  return rows;
}

std::unique_ptr<TableFile> Csv(const std::string& text) {
  auto file = ReadDelimited("f.csv", text, FileFormat::kCsv);
  EXPECT_TRUE(file.ok()) << file.status().message();
  return file.ok() ? std::move(*file) : nullptr;
}

std::string CsvFault(const std::string& text) {
  return std::string(ReadDelimited("f.csv", text, FileFormat::kCsv).status().message());
}

TEST(DelimitedFileTest, TypesHoldAllValuesOfTheirColumn) {
  const auto file = Csv("i,r,zip,t,none\n1,1.5,01234,a,\n-2,3,1,,\n");
  EXPECT_EQ(Shape(*file), "i:INTEGER r:REAL zip:TEXT t:TEXT none:TEXT");
  EXPECT_THAT(Rows(*file), ElementsAre(Row{int64_t{1}, 1.5, "01234", "a", {}},
                                       Row{int64_t{-2}, 3.0, "1", {}, {}}));
}

TEST(DelimitedFileTest, WhatANumberWouldNotGiveBackIsText) {
  for (const char* cell :
       {"+1", "1 ", "0x10", "9223372036854775808", "1e", "-", "1e999", "Inf", "12e4", "1E5"}) {
    EXPECT_EQ(Shape(*Csv("a\n" + std::string(cell) + "\n")), "a:TEXT") << cell;
  }
  for (const char* cell : {"1.2e5", "1e+5", "1E-5"}) {
    EXPECT_EQ(Shape(*Csv("a\n" + std::string(cell) + "\n")), "a:REAL") << cell;
  }
  EXPECT_EQ(Shape(*Csv("a\n9007199254740993\n0.5\n")), "a:TEXT");
  EXPECT_EQ(Shape(*Csv("a\n9007199254740993\n5\n")), "a:INTEGER");
}

TEST(DelimitedFileTest, QuotesHoldSeparatorsLinesAndQuotes) {
  const auto file = Csv("a,b\r\n\"x,\"\"y\"\"\r\nz\",\"\"\r\n\r\nlast,\"1\"");
  EXPECT_THAT(Rows(*file), ElementsAre(Row{"x,\"y\"\r\nz", ""}, Row{"last", "1"}));
}

TEST(DelimitedFileTest, AnEmptyCellIsNullAndAQuotedOneIsNot) {
  EXPECT_THAT(Rows(*Csv("a\n\n\"\"\n")), ElementsAre(Row{SqlValue()}, Row{""}));
}

TEST(DelimitedFileTest, NamesAreMadeWhereTheyLackOrRepeat) {
  EXPECT_EQ(Shape(*Csv("id,,ID, x \n")), "id:TEXT column_2:TEXT ID_2:TEXT x:TEXT");
}

TEST(DelimitedFileTest, FaultsNameTheirLine) {
  EXPECT_THAT(CsvFault(""), HasSubstr("f.csv:1: the file is empty"));
  EXPECT_EQ(CsvFault("a,b\n\"x\ny\",2\n1\n"), "f.csv:4: the row has 1 cell, the first line has 2");
  EXPECT_EQ(CsvFault("a\n\"x\n"), "f.csv:2: a quote is not closed");
  EXPECT_THAT(CsvFault("a\n\"x\"y\n"), HasSubstr("f.csv:2: text follows a closing quote"));
}

TEST(DelimitedFileTest, TabsHaveEscapes) {
  auto file = ReadDelimited("f.tsv", "a\tb\n\"x\\ty\\\\\\n\t\n", FileFormat::kTsv);
  ASSERT_TRUE(file.ok());
  EXPECT_THAT(Rows(**file), ElementsAre(Row{"\"x\ty\\\n", {}}));
}

std::unique_ptr<TableFile> Json(const std::string& text) {
  auto file = ReadJsonRows("f.json", text);
  EXPECT_TRUE(file.ok()) << file.status().message();
  return file.ok() ? std::move(*file) : nullptr;
}

TEST(JsonFileTest, MembersAreColumnsInTheOrderInWhichTheyCome) {
  const auto file = Json(R"([{"a": 1, "b": {"c": [1.50]}}, {"B": null, "on": true, "a": 2}])");
  EXPECT_EQ(Shape(*file), "a:INTEGER b:JSON_TEXT on:INTEGER");
  EXPECT_THAT(Rows(*file),
              ElementsAre(Row{int64_t{1}, R"({"c":[1.50]})", {}}, Row{int64_t{2}, {}, int64_t{1}}));
}

TEST(JsonFileTest, MixedValuesAreText) {
  const auto file = Json("{\"a\": 1}\n\n{\"a\": \"x\"}\n{\"a\": true}\n{\"a\": [1]}\n");
  EXPECT_THAT(Rows(*file), ElementsAre(Row{"1"}, Row{"x"}, Row{"true"}, Row{"[1]"}));
}

TEST(JsonFileTest, AListOfValuesIsOneColumn) {
  const auto file = Json("[\"a\", \"b\"]");
  EXPECT_EQ(Shape(*file), "value:TEXT");
  EXPECT_THAT(Rows(*file), ElementsAre(Row{"a"}, Row{"b"}));
}

TEST(JsonFileTest, FaultsNameTheirLine) {
  EXPECT_THAT(std::string(ReadJsonRows("f.json", "{\"a\": 1}\n{\"a\": \n").status().message()),
              HasSubstr("f.json:2: "));
  EXPECT_THAT(std::string(ReadJsonRows("f.json", "[]").status().message()),
              HasSubstr("there is no object in it"));
}

}  // namespace
}  // namespace apisql
