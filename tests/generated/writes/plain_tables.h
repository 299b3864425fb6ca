// PlainTables: the rows of an API that is written as plain tables, asked by nothing but SQLite.
#ifndef APISQL_TESTS_GENERATED_WRITES_PLAIN_TABLES_H_
#define APISQL_TESTS_GENERATED_WRITES_PLAIN_TABLES_H_

#include <memory>
#include <string>
#include <vector>

#include "src/base/status.h"
#include "tests/generated/writes/resource.h"
#include "tests/support/sides/rows.h"
#include "vtab/sqlite_handles.h"

namespace apisql::generated::writes {

// Not thread-safe.
class PlainTables {
 public:
  static StatusOr<std::unique_ptr<PlainTables>> Open(const Api& api);

  // A statement as the session gets it; see Step.
  StatusOr<TextRows> Run(const std::string& sql);
  // Takes the server's rows in place of its own.
  Status Refill(const Api& api);
  // All values of the column as SQL literals, staged ones included.
  StatusOr<std::vector<std::string>> Literals(const Resource& resource, const std::string& column);
  // Each row by its name, with what clients decide, and its id, which is NULL of a new one.
  StatusOr<TextRows> RowsOf(const Resource& resource);

 private:
  StatusOr<TextRows> Query(const std::string& sql);
  Status Execute(const std::string& sql);

  SqliteDatabase db_;
};

// As PlainTables::RowsOf() has them.
TextRows ServerRowsOf(const Resource& resource);

}  // namespace apisql::generated::writes

#endif  // APISQL_TESTS_GENERATED_WRITES_PLAIN_TABLES_H_
