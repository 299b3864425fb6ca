// WrittenTable: what the test knows of a table that it writes.
#ifndef APISQL_TESTS_TRANSACTIONS_WRITTEN_TABLE_H_
#define APISQL_TESTS_TRANSACTIONS_WRITTEN_TABLE_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace apisql::transactions {

// A column that INSERT can give, and what the server makes of it when it is left out.
struct GivenColumn {
  std::string name;
  std::string otherwise = {};  // Empty: NULL.
};

// A hidden member of the row as received, and the visible column that shows the same.
struct HiddenMember {
  std::string expression;  // spec ->> '$.display_name'
  std::string column;
};

struct WrittenTable {
  std::string name;
  std::vector<std::string> key;
  std::vector<GivenColumn> given;
  std::vector<HiddenMember> hidden;
  std::vector<std::string> filters;  // Columns by which the API can filter.
  std::vector<std::string> texts;    // Text columns that UPDATE can set to any text.
};

// All of them: with pushed filters and without, with a parent, with an optional input.
std::span<const WrittenTable> WrittenTables();
// Null where no table of that name is written.
const WrittenTable* FindWritten(std::string_view name);

// `sql` as plain tables take it: hidden members are read from the visible columns, and inputs that
// no row shows are left out.
std::string PlainSql(std::string sql);

// How the optional input of an INSERT is written, so that PlainSql() finds it.
std::string OptionalInput(std::string_view value);

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_WRITTEN_TABLE_H_
