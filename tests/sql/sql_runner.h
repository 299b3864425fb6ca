// SqlRunner: runs the records of golden SQL tests against the sandbox, over real HTTP.
#ifndef APISQL_TESTS_SQL_SQL_RUNNER_H_
#define APISQL_TESTS_SQL_SQL_RUNNER_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "sandbox/sandbox.h"
#include "src/base/status.h"
#include "src/http/transport/transport.h"
#include "tests/support/sql_test_file.h"
#include "vtab/session/session.h"

namespace apisql {

// What one SQL text did.
struct SqlOutcome {
  Status status;
  int64_t position = -1;     // Of the error, as a byte offset in the SQL.
  std::string column_types;  // One letter per column: see tests/README.md. '?' fits every letter.
  std::vector<std::vector<std::string>> rows;  // Cells as a test writes them.
  std::vector<std::string> requests;           // "GET confluent /iam/v2/users?page_size=100"
  std::vector<std::string> warnings;
  std::vector<std::string> notes;
  int64_t changes = 0;
};

// Keeps one sandbox and one session on it. The sandbox's address, another one in each run, is
// {confluent} or {rockset} in everything that comes out.
class SqlRunner {
 public:
  // `directory` is where the folders of `provider-dir` are.
  explicit SqlRunner(std::string directory) : directory_(std::move(directory)) {}
  ~SqlRunner();

  // Holds for all sessions that are opened from here on.
  void AddSetting(std::string name, std::string value) {
    settings_.emplace_back(std::move(name), std::move(value));
  }
  // Carries out a record without SQL.
  Status SetUp(const SqlRecord& record);
  // Runs exactly one statement; an error of the runner itself when `sql` is more or less.
  StatusOr<SqlOutcome> Run(const std::string& sql);

 private:
  Status StartSandbox(const std::string& options);
  Status OpenSession();
  Status AddFault(const std::string& json);
  StatusOr<Config> MakeConfig(Catalog& catalog) const;
  std::string WithoutAddress(std::string text) const;
  std::string RequestLine(const RequestRecord& record) const;

  std::string directory_;
  std::string provider_directory_;
  std::string session_options_;
  std::vector<std::pair<std::string, std::string>> settings_;
  std::unique_ptr<Sandbox> sandbox_;
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Session> session_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_SQL_SQL_RUNNER_H_
