// ColumnLayout: the columns that SQLite knows of a resource's table, and what each of them stands
// for.
#ifndef APISQL_VTAB_COLUMNS_COLUMN_LAYOUT_H_
#define APISQL_VTAB_COLUMNS_COLUMN_LAYOUT_H_

#include <string>
#include <vector>

#include "registry/model/resource.h"
#include "vtab/columns/column_set.h"

namespace apisql {

// Declared are, in this order: the document's columns, "_arguments", "_returned", and a hidden
// column for each alias of a column. In table(value, ...) SQLite gives the values to the hidden
// columns in their order, and "_arguments" refuses the first that is too many; so aliases, which
// stand behind it, take none.
class ColumnLayout {
 public:
  struct Alias {
    std::string name;
    int column = 0;  // Of the document.
  };

  explicit ColumnLayout(const Resource& resource);

  int arguments() const { return document_columns_; }
  int returned() const { return document_columns_ + 1; }
  const std::vector<Alias>& aliases() const { return aliases_; }
  int first_alias() const { return document_columns_ + 2; }

  // The document's column behind an alias; all others stand for themselves.
  int Resolve(int declared) const {
    const int alias = declared - first_alias();
    if (alias < 0 || alias >= static_cast<int>(aliases_.size())) return declared;
    return aliases_[static_cast<size_t>(alias)].column;
  }
  ColumnSet Resolve(ColumnSet declared) const;

 private:
  int document_columns_;
  std::vector<Alias> aliases_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_COLUMNS_COLUMN_LAYOUT_H_
