// NamedRow: a row of a result, whose values are asked for by the names of their columns.
#ifndef APISQL_SHELL_PEOPLE_NAMED_ROW_H_
#define APISQL_SHELL_PEOPLE_NAMED_ROW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vtab/prepared/result_table.h"

namespace apisql {

// `table` must outlive it.
class NamedRow {
 public:
  NamedRow(const ResultTable& table, size_t row) : table_(table), row_(table.rows[row]) {}

  // "" for NULL, for what is no text, and for a column that is not there; likewise the others.
  std::string Text(std::string_view name) const;
  std::optional<int64_t> Integer(std::string_view name) const;
  std::optional<double> Real(std::string_view name) const;

 private:
  const SqlValue* Find(std::string_view name) const;

  const ResultTable& table_;
  const std::vector<SqlValue>& row_;
};

}  // namespace apisql

#endif  // APISQL_SHELL_PEOPLE_NAMED_ROW_H_
