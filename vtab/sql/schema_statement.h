// SchemaStatement: which table a statement makes, drops, alters, or hangs an index or trigger on.
#ifndef APISQL_VTAB_SQL_SCHEMA_STATEMENT_H_
#define APISQL_VTAB_SQL_SCHEMA_STATEMENT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"
#include "vtab/sql/registered_names.h"

namespace apisql {

struct SchemaStatement {
  enum class Kind { kCreate, kDrop, kAlter, kIndex, kTrigger };

  Kind kind = Kind::kCreate;
  std::vector<std::string> name;  // The parts of the table's or view's name, without quotes.
  size_t offset = 0;              // Where the name stands.
};

// None: it is another statement, or SQLite would refuse it. ALTER TABLE t RENAME TO a.b.c is a
// kCreate of a.b.c, since that is what SQLite cannot do.
std::optional<SchemaStatement> ReadSchemaStatement(std::string_view sql);

// An error for what cannot be done to an API table, and for a new name that a provider has taken.
Status CheckSchemaStatement(const SchemaStatement& statement, const RegisteredNames& names);

}  // namespace apisql

#endif  // APISQL_VTAB_SQL_SCHEMA_STATEMENT_H_
