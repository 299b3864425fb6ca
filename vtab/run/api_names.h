// Names of an API's parameters in the place of columns: "spec.owner" for owner_id, data__spec for
// spec, as statements for StackQL have them.
#ifndef APISQL_VTAB_RUN_API_NAMES_H_
#define APISQL_VTAB_RUN_API_NAMES_H_

#include <optional>

#include "src/base/status.h"
#include "vtab/sql/sql_text.h"
#include "vtab/workspace/database.h"

namespace apisql {

// `sql` with the column for the name that `failure` says is none, where one table of the statement
// has the one column that it can mean. None: it is about something else. Only a statement that
// would fail is changed, so that no name of its own loses its meaning.
std::optional<SqlText> WithColumnName(Database& database, const SqlText& sql,
                                      const Status& failure);

}  // namespace apisql

#endif  // APISQL_VTAB_RUN_API_NAMES_H_
