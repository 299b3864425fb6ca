// COPY (SELECT ...) TO 'FILE', COPY TABLE TO 'FILE' and COPY TABLE FROM 'FILE'.
#ifndef APISQL_SHELL_FILES_COPY_STATEMENT_H_
#define APISQL_SHELL_FILES_COPY_STATEMENT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "src/base/status.h"

namespace apisql {

struct CopyStatement {
  bool is_import = false;  // FROM a file.
  // The SELECT between the parentheses, its place in the statement; none where `table` is set.
  std::string_view select;
  std::string table;  // As SQL, for TO; without quotes, for FROM.
  std::string file;
  std::string variable;  // TO :name: the variable that has the file's name; `file` is empty then.
  size_t variable_place = 0;
  std::string format;  // Of WITH (FORMAT ...); empty: by the file's name.
  bool header = true;  // WITH (HEADER off): no names.
};

// True for a statement that begins with COPY.
bool IsCopyStatement(std::string_view sql);

// The views in it are of `sql`. An error has its place.
StatusOr<CopyStatement> ReadCopyStatement(std::string_view sql);

}  // namespace apisql

#endif  // APISQL_SHELL_FILES_COPY_STATEMENT_H_
