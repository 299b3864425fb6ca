// Completion: the words that may stand where some SQL ends.
#ifndef APISQL_VTAB_SESSION_COMPLETION_H_
#define APISQL_VTAB_SESSION_COMPLETION_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "vtab/sql/registered_names.h"

namespace apisql {

struct CompletionSource {
  const std::vector<std::string>& tables;  // That `names` may not have.
  const RegisteredNames& names;
  std::function<std::vector<std::string>(const std::string& table)> columns_of;
};

// Whole words, sorted, each of which begins with the last word of `sql` (ASCII case ignored). That
// word is the longest run of identifier characters and dots at the end; it may be empty. Behind an
// open double quote it begins with that, and is a column's name. Columns are those of the tables
// that the last statement names; "k.own" gives "k.owner_id".
std::vector<std::string> CompleteSql(std::string_view sql, const CompletionSource& source);

}  // namespace apisql

#endif  // APISQL_VTAB_SESSION_COMPLETION_H_
