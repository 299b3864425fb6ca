// Every kind of cell against every kind of value, compared by SQLite: what tests of the scan's own
// comparisons are measured by.
#ifndef APISQL_TESTS_VTAB_SCAN_SCAN_COMPARISON_H_
#define APISQL_TESTS_VTAB_SCAN_SCAN_COMPARISON_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "registry/model/resource.h"
#include "vtab/module/values.h"
#include "vtab/rows/row_source.h"
#include "vtab/rows/sql_value.h"
#include "vtab/sqlite_handles.h"

namespace apisql {

// A value as it stands in a column of another table, or as an expression gives it.
struct ValueSource {
  const char* declared;    // "" has no affinity at all.
  const char* expression;  // How a WHERE clause names it.

  bool IsLiteral() const { return *declared == '\0'; }
};
inline constexpr ValueSource kValueSources[] = {{"TEXT", "v"},    {"INTEGER", "v"}, {"REAL", "v"},
                                                {"NUMERIC", "v"}, {"BLOB", "v"},    {"", "+v"}};

inline constexpr ColumnType kAllColumnTypes[] = {ColumnType::kText, ColumnType::kInteger,
                                                 ColumnType::kReal, ColumnType::kBoolean,
                                                 ColumnType::kJson};

inline bool IsNumberColumn(ColumnType type) {
  return type == ColumnType::kInteger || type == ColumnType::kReal || type == ColumnType::kBoolean;
}

inline const std::vector<int64_t>& SampleIntegers() {
  constexpr int64_t kTwoTo53 = int64_t{1} << 53;
  static const std::vector<int64_t> kIntegers = {0,
                                                 1,
                                                 -1,
                                                 5,
                                                 42,
                                                 kTwoTo53 - 1,
                                                 kTwoTo53,
                                                 kTwoTo53 + 1,
                                                 -kTwoTo53 - 1,
                                                 std::numeric_limits<int64_t>::max(),
                                                 std::numeric_limits<int64_t>::max() - 1,
                                                 std::numeric_limits<int64_t>::min()};
  return kIntegers;
}

inline const std::vector<double>& SampleReals() {
  static const std::vector<double> kReals = {0.0,
                                             -0.0,
                                             1.0,
                                             1.5,
                                             -1.0,
                                             42.0,
                                             9007199254740992.0,
                                             9007199254740994.0,
                                             9223372036854775808.0,
                                             -9223372036854775808.0,
                                             1e300,
                                             5e-324,
                                             std::numeric_limits<double>::infinity()};
  return kReals;
}

inline const std::vector<std::string>& SampleTexts() {
  static const std::vector<std::string> kTexts = {"",
                                                  "a",
                                                  "A",
                                                  "b",
                                                  "Ab",
                                                  "aB",
                                                  "abc",
                                                  "ab ",
                                                  " 5",
                                                  "5",
                                                  "05",
                                                  "5.0",
                                                  "+5",
                                                  "5e0",
                                                  "42",
                                                  "-0",
                                                  "1e300",
                                                  "9007199254740993",
                                                  "9223372036854775807",
                                                  "12345678901234567890",
                                                  "x5",
                                                  "0x2a",
                                                  "[1]",
                                                  "[ 1 ]",
                                                  R"({"a": 1})",
                                                  "null",
                                                  "2026-08-22 07:00:00",
                                                  "Z",
                                                  "_",
                                                  "[",
                                                  "\xC3\xA9",
                                                  "\xC3\x89",
                                                  "\xEF\xBF\xBD",
                                                  std::string("a\0b", 3),
                                                  std::string("a\0C", 3),
                                                  std::string("A\0c", 3),
                                                  std::string("a\0", 2)};
  return kTexts;
}

// Pieces that are easily confused, put together at random.
inline std::string EasilyConfusedText(std::mt19937& random) {
  static const std::string kPieces[] = {"a", "A", "b",        "0", "5", ".",
                                        "-", " ", "\xC3\xA9", "e", "_"};
  std::string text;
  for (auto left = random() % 4; left > 0; --left) text += kPieces[random() % std::size(kPieces)];
  return text;
}

inline std::vector<SqlValue> SampleValues(std::mt19937& random) {
  std::vector<SqlValue> values = {std::monostate(), BlobValue{"a"}, BlobValue{""}};
  values.insert(values.end(), SampleIntegers().begin(), SampleIntegers().end());
  values.insert(values.end(), SampleReals().begin(), SampleReals().end());
  values.insert(values.end(), SampleTexts().begin(), SampleTexts().end());
  for (int i = 0; i < 20; ++i) {
    values.emplace_back(EasilyConfusedText(random));
    values.emplace_back(static_cast<int64_t>(random() % 7));
    values.emplace_back(static_cast<double>(random() % 14) / 2);
  }
  return values;
}

// What decoding can put into a column: its class, NULL, and the text of what is none of its class.
inline std::vector<SqlValue> SampleCells(ColumnType type, std::mt19937& random) {
  std::vector<SqlValue> cells = {std::monostate()};
  switch (type) {
    case ColumnType::kInteger:
      cells.insert(cells.end(), SampleIntegers().begin(), SampleIntegers().end());
      cells.insert(cells.end(), {"12345678901234567890", "123456789012345678901", "abc", ""});
      for (int i = 0; i < 10; ++i) cells.emplace_back(static_cast<int64_t>(random() % 7));
      break;
    case ColumnType::kReal:
      cells.insert(cells.end(), SampleReals().begin(), SampleReals().end());
      cells.insert(cells.end(), {"n/a", "ABC"});
      for (int i = 0; i < 10; ++i) cells.emplace_back(static_cast<double>(random() % 14) / 2);
      break;
    case ColumnType::kBoolean:
      cells.insert(cells.end(), {int64_t{0}, int64_t{1}, "yes"});
      break;
    default:
      cells.insert(cells.end(), SampleTexts().begin(), SampleTexts().end());
      for (int i = 0; i < 30; ++i) cells.emplace_back(EasilyConfusedText(random));
      break;
  }
  return cells;
}

inline ScanCell AsCell(const SqlValue& value, ColumnType type) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    const bool json = type == ColumnType::kJson;
    return {.kind = json ? Cell::Kind::kJson : Cell::Kind::kText, .text = *text};
  }
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    return {.kind = Cell::Kind::kInteger, .integer = *integer};
  }
  if (const auto* real = std::get_if<double>(&value)) {
    return {.kind = Cell::Kind::kReal, .real = *real};
  }
  return {};
}

inline std::string Shown(const SqlValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return "'" + *text + "'";
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  if (const auto* real = std::get_if<double>(&value)) return "real " + std::to_string(*real);
  return std::holds_alternative<BlobValue>(value) ? "blob" : "NULL";
}

// Two plain tables: "cells" with the column c of a resource, "vals" with the column v.
class SqliteComparison {
 public:
  SqliteComparison(ColumnType type, const std::vector<SqlValue>& cells, const ValueSource& source,
                   const std::vector<SqlValue>& values)
      : source_(source) {
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(":memory:", &db), SQLITE_OK);
    db_.reset(db);
    Execute("CREATE TABLE cells(c " + std::string(DeclaredType(type)) + ")");
    Execute("CREATE TABLE vals(v " + std::string(source.declared) + ")");
    Fill("cells", cells);
    Fill("vals", values);
    const SqliteStatement read = Prepare("SELECT v FROM vals ORDER BY rowid");
    while (sqlite3_step(read.get()) == SQLITE_ROW) {
      values_.push_back(ReadValue(sqlite3_column_value(read.get(), 0)));
    }
  }

  // The values as their column holds them, and so hands them to a table.
  const std::vector<SqlValue>& values() const { return values_; }

  // Cell and value, from 0, for which SQLite finds `c op v` true.
  std::set<std::pair<size_t, size_t>> Pairs(const std::string& op, bool nocase) const {
    const SqliteStatement find =
        Prepare("SELECT cells.rowid, vals.rowid FROM cells CROSS JOIN vals WHERE c " + op + " " +
                source_.expression + (nocase ? " COLLATE NOCASE" : ""));
    std::set<std::pair<size_t, size_t>> pairs;
    while (sqlite3_step(find.get()) == SQLITE_ROW) {
      pairs.emplace(sqlite3_column_int64(find.get(), 0) - 1,
                    sqlite3_column_int64(find.get(), 1) - 1);
    }
    return pairs;
  }

 private:
  SqliteStatement Prepare(const std::string& sql) const {
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
        << sql << ": " << sqlite3_errmsg(db_.get());
    return SqliteStatement(statement);
  }
  void Execute(const std::string& sql) const { sqlite3_step(Prepare(sql).get()); }

  void Fill(const std::string& table, const std::vector<SqlValue>& values) const {
    const SqliteStatement insert = Prepare("INSERT INTO " + table + " VALUES (?)");
    for (const SqlValue& value : values) {
      Bind(insert.get(), value);
      EXPECT_EQ(sqlite3_step(insert.get()), SQLITE_DONE);
      sqlite3_reset(insert.get());
    }
  }

  static void Bind(sqlite3_stmt* insert, const SqlValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
      sqlite3_bind_text(insert, 1, text->data(), static_cast<int>(text->size()), SQLITE_TRANSIENT);
    } else if (const auto* integer = std::get_if<int64_t>(&value)) {
      sqlite3_bind_int64(insert, 1, *integer);
    } else if (const auto* real = std::get_if<double>(&value)) {
      sqlite3_bind_double(insert, 1, *real);
    } else if (const auto* blob = std::get_if<BlobValue>(&value)) {
      sqlite3_bind_blob(insert, 1, blob->bytes.data(), static_cast<int>(blob->bytes.size()),
                        SQLITE_TRANSIENT);
    } else {
      sqlite3_bind_null(insert, 1);
    }
  }

  ValueSource source_;
  SqliteDatabase db_;
  std::vector<SqlValue> values_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_VTAB_SCAN_SCAN_COMPARISON_H_
