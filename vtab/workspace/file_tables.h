// FileTables: the files that one statement reads, as temporary tables for as long as it lives.
#ifndef APISQL_VTAB_WORKSPACE_FILE_TABLES_H_
#define APISQL_VTAB_WORKSPACE_FILE_TABLES_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "src/base/status.h"
#include "vtab/files/table_file.h"
#include "vtab/rewrite/file_calls.h"
#include "vtab/sql/sql_text.h"
#include "vtab/sqlite.h"

namespace apisql {

// Ordinary tables rather than virtual ones: SQLite makes indexes for joins with them by itself, and
// keeps what is large in a file. `db` must outlive it.
class FileTables {
 public:
  // `interrupted` is polled while a file is read.
  FileTables(sqlite3* db, std::function<bool()> interrupted)
      : db_(db), interrupted_(std::move(interrupted)) {}
  // Drops the tables. The statement that reads them must not be running any more.
  ~FileTables();
  FileTables(const FileTables&) = delete;
  FileTables& operator=(const FileTables&) = delete;

  // Reads the files that `*sql` names and puts the tables' names in their place; each file once.
  // Null where it names none. No handler of `db` may interrupt it: SQLite would then roll back all
  // of the transaction.
  static StatusOr<std::unique_ptr<FileTables>> Load(sqlite3* db, std::function<bool()> interrupted,
                                                    const VariableText& variable, SqlText* sql);

 private:
  StatusOr<std::string> TableOf(const FileCall& call);
  Status Fill(const FileCall& call, const std::string& table);
  Status InsertRows(const std::string& table, const TableFile& file);

  struct Loaded {
    FileCall::Kind kind;
    std::string file;
    std::string table;
  };
  sqlite3* db_;
  std::function<bool()> interrupted_;
  std::vector<Loaded> loaded_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_WORKSPACE_FILE_TABLES_H_
