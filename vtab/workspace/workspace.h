// The workspace: the ordinary SQLite database that a session works in.
#ifndef APISQL_VTAB_WORKSPACE_WORKSPACE_H_
#define APISQL_VTAB_WORKSPACE_WORKSPACE_H_

#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"
#include "vtab/sql/registered_names.h"
#include "vtab/sqlite_handles.h"
#include "vtab/workspace/interruption.h"

namespace apisql {

// Opens the file, or a database in memory when `file` is empty. Files are in WAL mode, so that a
// reader elsewhere cannot make a COMMIT fail after its requests have been sent. Double quotes hold
// names only, never strings. SQL can neither write into the schema or the file itself (defensive
// mode), nor hand over the address of a tokenizer.
StatusOr<SqliteDatabase> OpenWorkspace(const std::string& file);

// Lets statements wait up to five seconds for a lock of another process, and stop waiting when
// `interruption`, which must outlive `db`, is requested.
void WaitForLocks(sqlite3* db, Interruption& interruption);

// The first column of the result, as text, with one parameter bound. Ends quietly at an error.
std::vector<std::string> QueryTexts(sqlite3* db, const char* sql, std::string_view parameter = {});

// Names of the columns that `table` has for its users, hidden ones included, aliases not.
std::vector<std::string> ColumnsOf(sqlite3* db, const std::string& table);

// Names of all tables and views in all attached databases; those outside of main and temp with the
// database's name before them. Sorted.
std::vector<std::string> WorkspaceTables(sqlite3* db);

// Names of the attached databases that are files, which other processes may change.
std::vector<std::string> FileSchemas(sqlite3* db);

// Makes SQLite compare what it knows of the schema with the file, and read it again if it differs.
void ReadSchemaAnew(sqlite3* db, const std::string& schema);

// An error when a table or view of the database `schema` has a registered name: SQLite would read
// it in place of the API.
Status CheckNoneIsHidden(sqlite3* db, const std::string& schema, const RegisteredNames& names);

}  // namespace apisql

#endif  // APISQL_VTAB_WORKSPACE_WORKSPACE_H_
