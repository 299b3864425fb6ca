#include "tests/differential/schema.h"

#include <map>
#include <set>
#include <utility>

#include "src/base/text.h"
#include "vtab/sql/tokens.h"

namespace apisql::differential {
namespace {

std::set<Cell> ValuesOf(const Column& column) {
  std::set<Cell> values;
  for (const Cell& cell : column.cells) {
    if (!IsNull(cell)) values.insert(cell);
  }
  return values;
}

// The number of a table, and of a column in it.
using Place = std::pair<size_t, size_t>;
// How many values each pair of columns has in common.
using CommonValues = std::map<std::pair<Place, Place>, size_t>;

// What a join of this kind compares; `left`: of the operand that is prefixed.
std::string Compared(const Cell& cell, LinkKind kind, bool left) {
  const auto* text = std::get_if<std::string>(&cell);
  if (text == nullptr || kind == LinkKind::kEqual) return Literal(cell);
  if (kind == LinkKind::kNumber) return *text;
  if (kind == LinkKind::kFolded) return QuoteText(AsciiLower(*text));
  return QuoteText(left ? "User:" + *text : *text);
}

std::map<std::string, std::set<Place>> PlacesByValue(const std::vector<Table>& tables,
                                                     LinkKind kind, bool left) {
  std::map<std::string, std::set<Place>> places;
  for (size_t table = 0; table < tables.size(); ++table) {
    for (size_t column = 0; column < tables[table].columns.size(); ++column) {
      for (const Cell& cell : ValuesOf(tables[table].columns[column])) {
        places[Compared(cell, kind, left)].insert({table, column});
      }
    }
  }
  return places;
}

CommonValues CountCommonValues(const std::vector<Table>& tables, LinkKind kind) {
  const auto lefts = PlacesByValue(tables, kind, true);
  const auto rights = PlacesByValue(tables, kind, false);
  CommonValues common;
  for (const auto& [value, left_places] : lefts) {
    const auto found = rights.find(value);
    if (found == rights.end()) continue;
    for (const Place& left : left_places) {
      for (const Place& right : found->second) ++common[{left, right}];
    }
  }
  return common;
}

bool TellsRowsApart(const Table& table, const std::vector<size_t>& columns) {
  std::set<std::vector<Cell>> seen;
  for (size_t row = 0; row < table.rows; ++row) {
    std::vector<Cell> key;
    for (const size_t column : columns) key.push_back(table.columns[column].cells[row]);
    if (!seen.insert(std::move(key)).second) return false;
  }
  return true;
}

std::vector<size_t> FindKey(const Table& table) {
  for (size_t a = 0; a < table.columns.size(); ++a) {
    if (TellsRowsApart(table, {a})) return {a};
  }
  for (size_t a = 0; a < table.columns.size(); ++a) {
    for (size_t b = a + 1; b < table.columns.size(); ++b) {
      if (TellsRowsApart(table, {a, b})) return {a, b};
    }
  }
  return {};
}

}  // namespace

bool IsNull(const Cell& cell) { return std::holds_alternative<std::monostate>(cell); }

std::string Literal(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return QuoteText(*text);
  if (const auto* integer = std::get_if<int64_t>(&cell)) return std::to_string(*integer);
  if (const auto* real = std::get_if<double>(&cell)) return std::to_string(*real);
  return "NULL";
}

Table TableOf(const SandboxTable& dumped) {
  Table table;
  table.name = dumped.name;
  table.rows = dumped.rows.size();
  for (size_t i = 0; i < dumped.columns.size(); ++i) {
    Column& column = table.columns.emplace_back();
    column.name = dumped.columns[i].name;
    column.type = dumped.columns[i].type;
    for (const auto& row : dumped.rows) column.cells.push_back(row[i]);
  }
  Measure(table);
  return table;
}

void Measure(Table& table) {
  for (Column& column : table.columns) column.distinct = ValuesOf(column).size();
  table.key = FindKey(table);
}

Schema::Schema(std::vector<Table> tables) : tables_(std::move(tables)) {
  for (Table& table : tables_) {
    for (Column& column : table.columns) {
      column.number = links_.size();
      links_.emplace_back();
    }
  }
  const auto add = [this](const std::pair<Place, Place>& pair, LinkKind kind) {
    const auto& [left, right] = pair;
    const size_t number = tables_[left.first].columns[left.second].number;
    links_[number].push_back({right.first, right.second, kind});
  };
  const CommonValues equal = CountCommonValues(tables_, LinkKind::kEqual);
  for (const auto& [pair, count] : equal) add(pair, LinkKind::kEqual);
  for (const auto& [pair, count] : CountCommonValues(tables_, LinkKind::kFolded)) {
    const auto found = equal.find(pair);
    if (found == equal.end() || found->second < count) add(pair, LinkKind::kFolded);
  }
  for (const LinkKind kind : {LinkKind::kUserPrefix, LinkKind::kNumber}) {
    for (const auto& [pair, count] : CountCommonValues(tables_, kind)) {
      if (!equal.contains(pair)) add(pair, kind);
    }
  }
}

}  // namespace apisql::differential
