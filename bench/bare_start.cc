// The least that a program with apisql's libraries can take: it loads them, opens a database in
// memory, runs "select 1" and prints the result. start_up compares apisql with it.
#include <cstdio>

#include "vtab/sqlite.h"

namespace {

int PrintValue(void*, int, char** values, char**) { return std::puts(values[0]) < 0; }

}  // namespace

int main() {
  sqlite3* db = nullptr;
  const bool done = sqlite3_open(":memory:", &db) == SQLITE_OK &&
                    sqlite3_exec(db, "select 1", PrintValue, nullptr, nullptr) == SQLITE_OK;
  sqlite3_close(db);
  return done ? 0 : 1;
}
