// Schema: the tables that statements are made over, with their rows, and which columns of two
// tables have values in common: joins over those find something.
#ifndef APISQL_TESTS_DIFFERENTIAL_SCHEMA_H_
#define APISQL_TESTS_DIFFERENTIAL_SCHEMA_H_

#include <cstddef>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"

namespace apisql::differential {

using Cell = SandboxTable::Value;

struct Column {
  std::string name;
  std::string type;         // TEXT, INTEGER, REAL, or "" for none.
  std::vector<Cell> cells;  // One per row.
  bool folded = false;      // Compares without regard to letter case.
  size_t distinct = 0;      // Different values, NULL aside.
  size_t number = 0;        // Among the columns of all tables.
};

struct Table {
  std::string name;
  std::vector<Column> columns;
  size_t rows = 0;
  bool view = false;
  std::vector<size_t> key;  // Columns that tell all rows apart; empty: there are none.
};

enum class LinkKind {
  kEqual,
  kFolded,      // lower(a) = lower(b) finds more than a = b.
  kUserPrefix,  // 'User:' || a = b.
  kNumber,      // A number and the text of the same number.
};

// Another column that has values in common with one.
struct Link {
  size_t table = 0;
  size_t column = 0;
  LinkKind kind = LinkKind::kEqual;
};

class Schema {
 public:
  explicit Schema(std::vector<Table> tables);

  const std::vector<Table>& tables() const { return tables_; }
  const std::vector<Link>& links(const Column& column) const { return links_[column.number]; }

 private:
  std::vector<Table> tables_;
  std::vector<std::vector<Link>> links_;  // By the number of the column.
};

Table TableOf(const SandboxTable& dumped);
// Finds `distinct` and `key` from the cells.
void Measure(Table& table);

bool IsNull(const Cell& cell);
// How it is written in SQL.
std::string Literal(const Cell& cell);

}  // namespace apisql::differential

#endif  // APISQL_TESTS_DIFFERENTIAL_SCHEMA_H_
