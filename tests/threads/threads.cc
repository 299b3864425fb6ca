// Threads with a plain connection each, that run the same statements.  threads EXTENSION STATEMENTS
//
// Built with the thread sanitizer by `./dev threads`. Each statement must give what it has given
// before there were threads. Ends with 1 when one does not.
#include <sqlite3.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr int kThreads = 8;

// A join, two fan-outs, look-ups by key, tables of our own, and writes that are taken back.
constexpr std::array kStatements = {
    R"(SELECT count(*), max(k.id) FROM "confluent.iam.users" u
       JOIN "confluent.iam.api_keys" k ON k.owner_id = u.id)",
    R"(SELECT count(*), max(name) FROM "rockset.iam.api_keys")",
    R"(SELECT count(*), max(id) FROM "confluent.cmk.clusters")",
    R"(SELECT id, owner_id FROM "confluent.iam.api_keys" WHERE id = '7FJIYKQ4SGQDQ72H')",
    R"(SELECT email FROM "confluent.iam.users" WHERE id IN (SELECT owner_id
       FROM "confluent.iam.api_keys" WHERE display_name LIKE 'c%') ORDER BY email)",
    R"(SELECT count(*) FROM "apisql.columns")",
    R"(SELECT count(*) > 0 FROM "apisql.methods")",
    R"(SELECT count(*) FROM pragma_table_info('rockset.iam.users'))",
    R"(BEGIN; UPDATE "confluent.iam.api_keys" SET display_name = 'x'
       WHERE owner_id = 'sa-8m166s'; ROLLBACK)",
    R"(BEGIN; SAVEPOINT s; DELETE FROM "rockset.iam.roles" WHERE role_name = 'none'; ROLLBACK TO s;
       INSERT INTO "confluent.iam.service_accounts" (display_name) VALUES ('x'); ROLLBACK)",
    R"(SELECT no_such_column FROM "confluent.iam.users")",
};

struct CloseConnection {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};

class Connection {
 public:
  explicit Connection(const char* extension) {
    sqlite3* db = nullptr;
    sqlite3_open(":memory:", &db);
    db_.reset(db);
    sqlite3_enable_load_extension(db, 1);
    char* error = nullptr;
    if (sqlite3_load_extension(db, extension, nullptr, &error) == SQLITE_OK) return;
    std::cerr << error << "\n";
    std::exit(1);
  }

  // Its rows, or its error, as text.
  std::string Run(const char* sql) const {
    std::string rows;
    char* error = nullptr;
    sqlite3_exec(db_.get(), sql, AddRow, &rows, &error);
    if (error != nullptr) rows += std::string("error: ") + error;
    sqlite3_free(error);
    return rows;
  }

 private:
  static int AddRow(void* rows, int count, char** values, char** /*names*/) {
    auto& text = *static_cast<std::string*>(rows);
    for (int i = 0; i < count; ++i) text += std::string(values[i] ? values[i] : "NULL") + "|";
    text += "\n";
    return 0;
  }

  std::unique_ptr<sqlite3, CloseConnection> db_;
};

std::vector<std::string> Expected(const char* extension) {
  const Connection connection(extension);
  std::vector<std::string> results;
  for (const char* sql : kStatements) results.push_back(connection.Run(sql));
  return results;
}

// Returns how many statements gave something else. Each thread begins with another one.
int RunThread(const char* extension, int statements, size_t first,
              const std::vector<std::string>& expected) {
  const Connection connection(extension);
  int wrong = 0;
  for (int done = 0; done < statements; ++done) {
    const size_t which = (first + static_cast<size_t>(done)) % kStatements.size();
    const std::string result = connection.Run(kStatements.at(which));
    if (result == expected.at(which)) continue;
    ++wrong;
    std::cerr << kStatements.at(which) << "\n" << result << "instead of\n" << expected.at(which);
  }
  return wrong;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const char* extension = argv[1];
  const int statements = std::atoi(argv[2]);
  const std::vector<std::string> expected = Expected(extension);
  for (size_t i = 0; i < expected.size(); ++i) {
    const bool meant = i + 1 == expected.size();  // The last one names a column that is not there.
    if (meant != (expected[i].find("error: ") != std::string::npos))
      std::cerr << expected[i] << "\n";
  }
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back(
        [&, i] { wrong += RunThread(extension, statements, static_cast<size_t>(i), expected); });
  }
  for (std::thread& thread : threads) thread.join();
  std::cout << "threads: " << kThreads << " with " << statements << " statements each, " << wrong
            << " wrong\n";
  return wrong == 0 ? 0 : 1;
}
