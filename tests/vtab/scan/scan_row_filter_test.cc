#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "tests/vtab/scan/scan_comparison.h"
#include "vtab/values/row_filter.h"

namespace apisql {
namespace {

struct SqlOperator {
  Operator op;
  const char* text;
};
constexpr SqlOperator kComparisons[] = {
    {Operator::kEqual, "="},      {Operator::kIs, "IS"},           {Operator::kNotEqual, "<>"},
    {Operator::kIsNot, "IS NOT"}, {Operator::kLess, "<"},          {Operator::kLessEqual, "<="},
    {Operator::kGreater, ">"},    {Operator::kGreaterEqual, ">="}, {Operator::kLike, "LIKE"},
    {Operator::kGlob, "GLOB"}};

Resource WithColumn(ColumnType type) {
  Resource resource;
  resource.name = "demo.t";
  Column column;
  column.name = "c";
  column.type = type;
  resource.columns.push_back(column);
  return resource;
}

RowFilter FilterOf(const Resource& resource, std::span<const Filter> filters,
                   std::vector<ScanArgument> arguments) {
  return {std::make_shared<const FilterTerms>(resource, filters), std::move(arguments)};
}

// Values of one class, for which no conversion is asked for whatever the column's affinity.
bool ComparesAlike(ColumnType type, const SqlValue& cell, const SqlValue& value) {
  if (std::holds_alternative<std::string>(cell)) {
    return !IsNumberColumn(type) && std::holds_alternative<std::string>(value);
  }
  return cell.index() == value.index();
}

// NOCASE, LIKE and GLOB stop at a NUL, where the filter leaves it to SQLite.
bool HasNul(const SqlValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr && text->find('\0') != std::string::npos;
}

// Calls check(cell, value, sqlite_finds, filter_passes) for all of them.
template <typename Check>
void CompareAll(ColumnType type, const ValueSource& source, const SqlOperator& op, bool nocase,
                std::mt19937& random, Check check) {
  const Resource resource = WithColumn(type);
  const std::vector<SqlValue> cells = SampleCells(type, random);
  const SqliteComparison sqlite(type, cells, source, SampleValues(random));
  const auto found = sqlite.Pairs(op.text, nocase);
  const Filter filter{.column = "c", .op = op.op, .known = source.IsLiteral(), .nocase = nocase};
  const auto terms = std::make_shared<const FilterTerms>(resource, std::span(&filter, 1));
  for (size_t value = 0; value < sqlite.values().size(); ++value) {
    const SqlValue& of = sqlite.values()[value];
    const RowFilter rows(terms, {{of}});
    for (size_t cell = 0; cell < cells.size(); ++cell) {
      const ScanCell shown = AsCell(cells[cell], type);
      const bool passes = rows.Passes([&](int /*column*/) { return shown; });
      check(cells[cell], of, found.contains({cell, value}), passes);
    }
  }
}

class RowFilterTest : public ::testing::TestWithParam<ColumnType> {
 protected:
  std::mt19937 random_{20260601};
};

TEST_P(RowFilterTest, LeavesOutNoRowThatSqliteKeeps) {
  for (const ValueSource& source : kValueSources) {
    for (const SqlOperator& op : kComparisons) {
      for (const bool nocase : {false, true}) {
        CompareAll(GetParam(), source, op, nocase, random_,
                   [&](const SqlValue& cell, const SqlValue& value, bool found, bool passes) {
                     if (passes || !found) return;
                     ADD_FAILURE()
                         << Shown(cell) << " " << op.text << " " << Shown(value) << " of a column "
                         << source.declared << (nocase ? " NOCASE" : "");
                   });
      }
    }
  }
}

TEST_P(RowFilterTest, LeavesOutAllThatSqliteLeavesOutAmongValuesOfOneClass) {
  const ValueSource none = {"", "+v"};
  for (const SqlOperator& op : kComparisons) {
    for (const bool nocase : {false, true}) {
      CompareAll(GetParam(), none, op, nocase, random_,
                 [&](const SqlValue& cell, const SqlValue& value, bool found, bool passes) {
                   if (!ComparesAlike(GetParam(), cell, value)) return;
                   if (IsPattern(op.op) && !std::holds_alternative<std::string>(value)) return;
                   if ((nocase || IsPattern(op.op)) && (HasNul(cell) || HasNul(value))) return;
                   EXPECT_EQ(passes, found) << Shown(cell) << " " << op.text << " " << Shown(value)
                                            << (nocase ? " NOCASE" : "");
                 });
    }
  }
}

TEST_P(RowFilterTest, TellsNullFromAllOtherValues) {
  const Resource resource = WithColumn(GetParam());
  for (const SqlValue& cell : SampleCells(GetParam(), random_)) {
    const Filter filter{.column = "c", .op = Operator::kIsNull, .known = true};
    const ScanCell shown = AsCell(cell, GetParam());
    const bool passes =
        FilterOf(resource, {&filter, 1}, {{std::monostate()}}).Passes([&](int /*column*/) {
          return shown;
        });
    const bool other = IsNumberColumn(GetParam()) && std::holds_alternative<std::string>(cell);
    if (other) continue;
    EXPECT_EQ(passes, std::holds_alternative<std::monostate>(cell)) << Shown(cell);
  }
}

INSTANTIATE_TEST_SUITE_P(ColumnTypes, RowFilterTest, ::testing::ValuesIn(kAllColumnTypes));

TEST(RowFilterTermsTest, AllOfThemMustHold) {
  Resource resource = WithColumn(ColumnType::kText);
  resource.columns.push_back(resource.columns[0]);
  resource.columns[1].name = "d";
  const Filter filters[] = {{.column = "c", .argument = 0}, {.column = "d", .argument = 1}};
  const RowFilter rows = FilterOf(resource, filters, {{"a"}, {"b"}});
  const auto passes = [&](const std::string& c, const std::string& d) {
    return rows.Passes([&](int column) {
      return ScanCell{.kind = Cell::Kind::kText, .text = column == 0 ? c : d};
    });
  };
  EXPECT_TRUE(passes("a", "b"));
  EXPECT_FALSE(passes("a", "a"));
  EXPECT_FALSE(passes("b", "b"));
}

TEST(RowFilterTermsTest, WithoutTermsEveryRowPasses) {
  EXPECT_TRUE(RowFilter().Passes([](int /*column*/) { return ScanCell(); }));
}

TEST(RowFilterTermsTest, RowsAreLookedUpByAnEqualityWhoseValueChanges) {
  Resource resource = WithColumn(ColumnType::kText);
  const Filter filters[] = {{.column = "c", .argument = 0, .known = true},
                            {.column = "c", .op = Operator::kLess, .argument = 1},
                            {.column = "c", .op = Operator::kIs, .argument = 2},
                            {.column = "c", .argument = 3}};
  const FilterTerms terms(resource, filters);
  const auto argument = [&](const SqlValue& is) {
    const std::vector<ScanArgument> arguments = {{"a"}, {"b"}, {is}, {"d"}};
    return terms.Probe(arguments)->argument;
  };
  EXPECT_EQ(argument("c"), 2);
  EXPECT_EQ(argument(std::monostate()), 3);  // IS finds NULLs, which no index holds.
  EXPECT_EQ(FilterTerms(resource, {filters, 2}).Probe(std::vector<ScanArgument>{{"a"}, {"b"}}),
            nullptr);
}

TEST(RowFilterTermsTest, ListsAndColumnsThatDoNotExistSayNothing) {
  const Resource resource = WithColumn(ColumnType::kText);
  const Filter filters[] = {{.column = "c", .argument = 0},
                            {.column = "other", .argument = 1},
                            {.column = "c", .argument = 7}};
  const RowFilter rows = FilterOf(resource, filters, {{"a", "b"}, {"x"}});
  EXPECT_TRUE(rows.Passes([](int /*column*/) { return ScanCell(); }));
}

}  // namespace
}  // namespace apisql
