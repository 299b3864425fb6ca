// Rows of a world's tables, and the keys that tell them apart.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/generated/values.h"
#include "tests/generated/world_maker.h"

namespace apisql::generated {
namespace {

using Origin = Column::Origin;
using Texts = std::vector<std::string>;

Texts TextsOf(const Row& row, const std::vector<size_t>& columns) {
  Texts texts;
  for (const size_t column : columns) texts.push_back(SqlLiteral(row.cells[column].value));
  return texts;
}

bool TellApart(const Table& table, const std::vector<size_t>& columns) {
  std::set<Texts> seen;
  return std::ranges::all_of(
      table.rows, [&](const Row& row) { return seen.insert(TextsOf(row, columns)).second; });
}

class TableFiller {
 public:
  TableFiller(Random& random, const World& world, Table& table)
      : random_(random), world_(world), table_(table) {
    for (size_t i = 0; i < table.columns.size(); ++i) {
      if (table.columns[i].own_key) own_key_.push_back(i);
      if (table.columns[i].scopes()) scope_.push_back(i);
    }
  }

  void Fill() {
    if (table_.parent < 0) {
      const bool inputs = table_.needs_input();
      const size_t scopes = inputs ? 2 + random_.Below(3) : 1;
      const size_t most = inputs ? 8 : 14;
      for (size_t i = 0; i < scopes; ++i) FillScope(OwnScope(), 1 + random_.Below(most));
    } else {
      for (const Row& row : ParentRows()) FillScope(row, random_.Below(5));
    }
    ChooseKey();
  }

 private:
  Row Empty() const {
    Row row;
    row.cells.resize(table_.columns.size());
    return row;
  }

  Row OwnScope() {
    Row row = Empty();
    for (const size_t column : scope_) {
      row.cells[column] = RandomDatum(random_, table_.columns[column], /*narrow=*/true);
    }
    return row;
  }

  // A row with the values of each row of the parent.
  std::vector<Row> ParentRows() const {
    std::vector<Row> rows;
    for (const Row& parent : world_.tables[static_cast<size_t>(table_.parent)].rows) {
      Row row = Empty();
      for (const size_t column : scope_) {
        row.cells[column] = parent.cells[table_.columns[column].parent_column];
      }
      rows.push_back(std::move(row));
    }
    return rows;
  }

  void FillScope(const Row& scope, size_t count) {
    if (!scopes_.insert(TextsOf(scope, scope_)).second) return;
    const size_t first = table_.rows.size();
    std::set<Texts> keys;
    for (size_t tries = 0; keys.size() < count && tries < 4 * count; ++tries) {
      Row row = scope;
      for (size_t i = 0; i < row.cells.size(); ++i) {
        const Column& column = table_.columns[i];
        if (column.names_list() || column.origin == Origin::kOptional) continue;
        const bool null = !column.never_null && random_.Chance(25);
        row.cells[i] =
            null ? RandomNull(random_, column) : RandomDatum(random_, column, column.never_null);
      }
      if (!keys.insert(TextsOf(row, own_key_)).second) continue;
      if (table_.TreeColumn() >= 0 && !Hang(first, row)) continue;
      row.id = static_cast<int64_t>(table_.rows.size()) + 1;
      if (table_.OptionalInput() >= 0) row.seen = static_cast<unsigned>(random_.Below(8));
      table_.rows.push_back(std::move(row));
    }
  }

  // Below a root or one of the rows that the tree has so far, which begin at `first`. False for
  // what is a root.
  bool Hang(size_t first, Row& row) {
    const auto is_key = [&](const Datum& root) {
      return root.value == row.cells[own_key_[0]].value;
    };
    if (std::ranges::any_of(table_.roots, is_key)) return false;
    const size_t before = table_.rows.size() - first;
    Datum& above = row.cells[static_cast<size_t>(table_.TreeColumn())];
    if (before > 0 && random_.Chance(70)) {
      // The last one now and then, so that trees are deep.
      const size_t back = random_.Chance(40) ? 1 : 1 + random_.Below(before);
      above = table_.rows[table_.rows.size() - back].cells[own_key_[0]];
    } else if (!table_.roots.empty()) {
      above = random_.Pick(table_.roots);
    }
    return true;
  }

  // What tells rows of one list apart, and as much of what tells lists apart as it takes, or more.
  void ChooseKey() {
    std::vector<size_t> key = own_key_;
    std::vector<size_t> rest = scope_;
    while (!rest.empty()) {
      if (TellApart(table_, key) && random_.Chance(60)) break;
      const size_t at = random_.Below(rest.size());
      key.insert(key.begin() + static_cast<std::ptrdiff_t>(random_.Below(key.size() + 1)),
                 rest[at]);
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(at));
    }
    // A row that two values of an input show is two rows of the table.
    if (const int input = table_.OptionalInput(); input >= 0) {
      key.insert(key.begin(), static_cast<size_t>(input));
    }
    for (const size_t column : key) table_.key.push_back(table_.columns[column].name);
  }

  Random& random_;
  const World& world_;
  Table& table_;
  std::vector<size_t> own_key_;
  std::vector<size_t> scope_;
  std::set<Texts> scopes_;
};

}  // namespace

void FillTables(Random& random, World& world) {
  for (Table& table : world.tables) TableFiller(random, world, table).Fill();
}

}  // namespace apisql::generated
