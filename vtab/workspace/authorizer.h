// Authorizer: what statements may not do to API tables, decided by SQLite while it prepares them.
// https://sqlite.org/c3ref/set_authorizer.html
#ifndef APISQL_VTAB_WORKSPACE_AUTHORIZER_H_
#define APISQL_VTAB_WORKSPACE_AUTHORIZER_H_

#include <set>
#include <string>
#include <string_view>

#include "vtab/connection/connection.h"
#include "vtab/sql/registered_names.h"
#include "vtab/sqlite.h"

namespace apisql {

// Denies
//  - tables and views under a registered name, which would hide the API table;
//  - writes to API tables in a read-only session;
//  - writes to API tables by triggers: a workspace file that someone sent may hold any;
//  - writes to API tables that ReadWriteStatement() does not see: no guard would have looked at
//  them;
//  - ATTACH inside of a transaction;
//  - fts3_tokenizer(), which calls whatever address SQL gives it;
//  - another encoding than UTF-8.
class Authorizer {
 public:
  // `names` and `rules` must outlive the Authorizer, and the Authorizer the last statement of `db`.
  Authorizer(const RegisteredNames& names, const WriteRules& rules)
      : names_(names), rules_(rules) {}
  void Install(sqlite3* db);

  // The statement that is prepared next; the text must live until it is done.
  void BeginStatement(std::string_view sql);
  // Why it was denied, empty when it was not.
  const std::string& denial() const { return denial_; }
  // True when it attaches a database.
  bool attaches() const { return attaches_; }

  // True when it reads or writes a registered name, whatever that resolved to.
  bool meets_registered() const { return meets_registered_; }

  // Registered tables that it reads, those behind views included.
  const std::set<std::string>& tables_read() const { return tables_read_; }
  // Those of them that it reads through a view or a common table expression.
  const std::set<std::string>& tables_read_inside() const { return tables_read_inside_; }
  bool read_only() const { return rules_.read_only; }

 private:
  static int Decide(void* self, int action, const char* first, const char* second,
                    const char* schema, const char* trigger);
  int DecideCreate(const char* name);
  int DecideRename();
  int DecideAttach();
  int DecideFunction(const char* name);
  int DecidePragma(const char* name, const char* value);
  int DecideWrite(std::string_view verb, const char* table, const char* trigger);
  int DecideDirectWrite(const char* table, const std::string& what);
  int NoteRead(const char* table, const char* view);
  int Deny(std::string reason);

  sqlite3* db_ = nullptr;
  const RegisteredNames& names_;
  const WriteRules& rules_;
  std::string_view sql_;
  std::string denial_;
  bool attaches_ = false;
  bool meets_registered_ = false;
  std::set<std::string> tables_read_;
  std::set<std::string> tables_read_inside_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_WORKSPACE_AUTHORIZER_H_
