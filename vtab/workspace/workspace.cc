#include "vtab/workspace/workspace.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

constexpr int kBusyMilliseconds = 5000;
constexpr int kBusyTurnMilliseconds = 20;

Status OpenError(sqlite3* db, const std::string& file) {
  return {
      StatusCode::kFailedPrecondition,
      "cannot open " + (file.empty() ? "a database in memory" : file) + ": " + sqlite3_errmsg(db)};
}

Status PrepareFile(sqlite3* db, const std::string& file) {
  sqlite3_busy_timeout(db, kBusyMilliseconds);
  const bool read_only = sqlite3_db_readonly(db, "main") == 1;
  const char* sql = read_only ? "SELECT 1 FROM sqlite_schema" : "PRAGMA journal_mode = WAL";
  if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return OpenError(db, file);
  const std::vector<std::string> encoding = QueryTexts(db, "PRAGMA encoding");
  if (encoding == std::vector<std::string>{"UTF-8"}) return OkStatus();
  return {StatusCode::kFailedPrecondition,
          "cannot open " + file + ": its text is UTF-16, and apisql works with UTF-8. Copy it: " +
              "sqlite3 " + file + " .dump | sed '/^PRAGMA encoding/d' | sqlite3 NEW_FILE"};
}

// SQLite would let everybody read it. Its other files take the mode of this one.
void MakePrivate(const std::string& file) {
  constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;
  const int made = open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly);
  if (made >= 0) close(made);
}

}  // namespace

StatusOr<SqliteDatabase> OpenWorkspace(const std::string& file) {
  sqlite3* raw = nullptr;
  if (!file.empty() && file != ":memory:") MakePrivate(file);
  const char* name = file.empty() ? ":memory:" : file.c_str();
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int opened = sqlite3_open_v2(name, &raw, flags, nullptr);
  SqliteDatabase db(raw);
  if (opened != SQLITE_OK) return OpenError(raw, file);
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0, nullptr);
  if (!file.empty()) RETURN_IF_ERROR(PrepareFile(raw, file));
  return db;
}

void WaitForLocks(sqlite3* db, Interruption& interruption) {
  const auto wait = [](void* asked, int turns) {
    if (static_cast<Interruption*>(asked)->Requested()) return 0;
    if (turns >= kBusyMilliseconds / kBusyTurnMilliseconds) return 0;
    sqlite3_sleep(kBusyTurnMilliseconds);
    return 1;
  };
  sqlite3_busy_handler(db, wait, &interruption);
}

std::vector<std::string> QueryTexts(sqlite3* db, const char* sql, std::string_view parameter) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db, sql, -1, &raw, nullptr) != SQLITE_OK) return {};
  const SqliteStatement statement(raw);
  if (sqlite3_bind_parameter_count(raw) > 0) {
    sqlite3_bind_text64(raw, 1, parameter.data(), parameter.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  std::vector<std::string> texts;
  while (sqlite3_step(raw) == SQLITE_ROW) {
    const auto* text = static_cast<const char*>(sqlite3_column_blob(raw, 0));
    const auto size = static_cast<size_t>(sqlite3_column_bytes(raw, 0));
    texts.emplace_back(text == nullptr ? "" : text, text == nullptr ? 0 : size);
  }
  return texts;
}

std::vector<std::string> ColumnsOf(sqlite3* db, const std::string& table) {
  return QueryTexts(db,
                    "WITH c AS (SELECT cid, name FROM pragma_table_xinfo(?1)) SELECT name FROM c "
                    "WHERE cid < ifnull((SELECT cid FROM c WHERE name = '_arguments'), 1e9)",
                    table);
}

std::vector<std::string> WorkspaceTables(sqlite3* db) {
  return QueryTexts(db,
                    "SELECT iif(schema IN ('main', 'temp'), '', schema || '.') || name AS name "
                    "FROM pragma_table_list WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                    "ORDER BY 1");
}

std::vector<std::string> FileSchemas(sqlite3* db) {
  return QueryTexts(db, "SELECT name FROM pragma_database_list WHERE file <> ''");
}

void ReadSchemaAnew(sqlite3* db, const std::string& schema) {
  const std::string sql = "SELECT 1 FROM " + QuoteName(schema) + ".sqlite_schema LIMIT 1";
  QueryTexts(db, sql.c_str());
}

// SQLite is asked what it has resolved: the rows of sqlite_schema are text, of which it takes
// 'TABLE' for a table as well.
Status CheckNoneIsHidden(sqlite3* db, const std::string& schema, const RegisteredNames& names) {
  const char* sql = "SELECT name FROM pragma_table_list WHERE schema = ?1";
  for (const std::string& name : QueryTexts(db, sql, schema)) {
    if (!names.Has(name)) continue;
    return {StatusCode::kFailedPrecondition,
            "the database " + schema + " has a table or view named " + name +
                ", which would hide the API table of that name; rename or drop it with sqlite3"};
  }
  return OkStatus();
}

}  // namespace apisql
