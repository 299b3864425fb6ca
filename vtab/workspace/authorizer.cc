#include "vtab/workspace/authorizer.h"

#include <optional>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "vtab/sql/tokens.h"
#include "vtab/sql/write_statement.h"

namespace apisql {

void Authorizer::Install(sqlite3* db) {
  db_ = db;
  sqlite3_set_authorizer(db, Decide, this);
}

void Authorizer::BeginStatement(std::string_view sql) {
  sql_ = sql;
  denial_.clear();
  attaches_ = false;
  meets_registered_ = false;
  tables_read_.clear();
  tables_read_inside_.clear();
}

int Authorizer::Decide(void* self, int action, const char* first, const char* second,
                       const char* /*schema*/, const char* trigger) {
  auto* authorizer = static_cast<Authorizer*>(self);
  switch (action) {
    case SQLITE_CREATE_TABLE:
    case SQLITE_CREATE_TEMP_TABLE:
    case SQLITE_CREATE_VIEW:
    case SQLITE_CREATE_TEMP_VIEW:
    case SQLITE_CREATE_VTABLE:
      return authorizer->DecideCreate(first);
    case SQLITE_ALTER_TABLE:
      return authorizer->DecideRename();
    case SQLITE_INSERT:
      return authorizer->DecideWrite("INSERT", first, trigger);
    case SQLITE_UPDATE:
      return authorizer->DecideWrite("UPDATE", first, trigger);
    case SQLITE_DELETE:
      return authorizer->DecideWrite("DELETE", first, trigger);
    case SQLITE_READ:
      return authorizer->NoteRead(first, trigger);
    case SQLITE_PRAGMA:
      return authorizer->DecidePragma(first, second);
    case SQLITE_ATTACH:
      return authorizer->DecideAttach();
    case SQLITE_FUNCTION:
      return authorizer->DecideFunction(second);
    default:
      return SQLITE_OK;
  }
}

int Authorizer::DecideCreate(const char* name) {
  if (name == nullptr || !names_.Has(name)) return SQLITE_OK;
  return Deny(std::string(name) + " is an API table; a table or view of that name would hide it");
}

// SQLite tells the table that is renamed, not its new name.
int Authorizer::DecideRename() {
  const std::vector<Token> tokens = SignificantTokens(sql_);
  for (size_t i = 2; i < tokens.size(); ++i) {
    if (tokens[i - 2].IsWord("rename") && tokens[i - 1].IsWord("to")) {
      return DecideCreate(Unquote(tokens[i]).c_str());
    }
  }
  return SQLITE_OK;
}

// What is attached is looked at afterwards, and inside of a transaction it could not be detached.
int Authorizer::DecideAttach() {
  attaches_ = true;
  if (sqlite3_get_autocommit(db_) != 0) return SQLITE_OK;
  return Deny("ATTACH is not allowed inside of a transaction");
}

int Authorizer::DecideFunction(const char* name) {
  if (!EqualsIgnoreCase(name, "fts3_tokenizer")) return SQLITE_OK;
  return Deny("fts3_tokenizer() is not allowed: it calls an address that SQL gives");
}

// Results and settings are read as UTF-8 bytes.
int Authorizer::DecidePragma(const char* name, const char* value) {
  if (value == nullptr || !EqualsIgnoreCase(name, "encoding")) return SQLITE_OK;
  if (EqualsIgnoreCase(value, "UTF-8") || EqualsIgnoreCase(value, "UTF8")) return SQLITE_OK;
  return Deny("PRAGMA encoding: a workspace keeps its text as UTF-8");
}

int Authorizer::DecideWrite(std::string_view verb, const char* table, const char* trigger) {
  if (table == nullptr || !names_.Has(table)) return SQLITE_OK;
  meets_registered_ = true;
  const std::string what = std::string(table) + ": " + std::string(verb);
  if (rules_.read_only) return Deny(what + " is not allowed in a read-only session (--read-only)");
  if (trigger == nullptr) return DecideDirectWrite(table, what);
  if (rules_.allow_trigger_writes) return SQLITE_OK;
  return Deny(what + " by the trigger " + trigger +
              " is not allowed; SET allow_trigger_writes = on allows it");
}

int Authorizer::DecideDirectWrite(const char* table, const std::string& what) {
  const std::optional<WriteStatement> write = ReadWriteStatement(sql_, names_);
  if (write && EqualsIgnoreCase(write->table, table)) return SQLITE_OK;
  return Deny(what + " is not understood in this statement; nothing was sent");
}

int Authorizer::NoteRead(const char* table, const char* view) {
  const std::string* name = table == nullptr ? nullptr : names_.Find(table);
  if (name == nullptr) return SQLITE_OK;
  meets_registered_ = true;
  tables_read_.insert(*name);
  if (view != nullptr) tables_read_inside_.insert(*name);
  return SQLITE_OK;
}

int Authorizer::Deny(std::string reason) {
  denial_ = std::move(reason);
  return SQLITE_DENY;
}

}  // namespace apisql
