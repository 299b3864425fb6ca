// PlainSide: a world's rows as plain tables, asked by nothing but SQLite.
#ifndef APISQL_TESTS_GENERATED_PLAIN_SIDE_H_
#define APISQL_TESTS_GENERATED_PLAIN_SIDE_H_

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "src/base/status.h"
#include "tests/generated/statement.h"
#include "tests/generated/world.h"
#include "tests/support/sides/rows.h"
#include "vtab/sqlite_handles.h"

namespace apisql::generated {

// Not thread-safe.
class PlainSide {
 public:
  static StatusOr<std::unique_ptr<PlainSide>> Open(const World& world);

  StatusOr<TextRows> Select(const std::string& sql);
  // The rows that the write is about. Also writes them.
  StatusOr<std::set<int64_t>> Write(const World& world, const Statement& statement);
  // Each row with its number, and all cells.
  StatusOr<TextRows> RowsOf(const Table& table);
  // Takes the world's rows in place of its own.
  Status Refill(const World& world);

 private:
  Status Run(const std::string& sql);
  StatusOr<TextRows> Query(const std::string& sql);

  SqliteDatabase db_;
};

}  // namespace apisql::generated

#endif  // APISQL_TESTS_GENERATED_PLAIN_SIDE_H_
