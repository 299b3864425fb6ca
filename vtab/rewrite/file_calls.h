// FileCalls: where a statement reads a file in place of a table: FROM read_csv('keys.csv').
#ifndef APISQL_VTAB_REWRITE_FILE_CALLS_H_
#define APISQL_VTAB_REWRITE_FILE_CALLS_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"

namespace apisql {

struct FileCall {
  enum class Kind { kCsv, kTsv, kJson };
  Kind kind = Kind::kCsv;
  std::string file;
  size_t begin = 0;  // Of the call in the statement, in bytes.
  size_t end = 0;
};

// The text that a variable such as :list has, by its name without the first character; an error
// when it has none. Null: there are no variables.
using VariableText = std::function<StatusOr<std::string>(std::string_view name)>;

// The calls in `sql`, from left to right. An error, at its place in `sql`, where the argument is
// neither a text in quotes nor a variable with a text, and in what CREATE VIEW and CREATE TRIGGER
// would keep for later: the file is read when the statement is.
StatusOr<std::vector<FileCall>> FindFileCalls(std::string_view sql, const VariableText& variable);

}  // namespace apisql

#endif  // APISQL_VTAB_REWRITE_FILE_CALLS_H_
