// SqlRunner: runs the records of golden SQL tests against the sandbox and imitated APIs, over real
// HTTP.
#ifndef APISQL_TESTS_SUPPORT_GOLDEN_SQL_RUNNER_H_
#define APISQL_TESTS_SUPPORT_GOLDEN_SQL_RUNNER_H_

#include <functional>
#include <map>
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

// A server that imitates a provider's API.
struct RunningApi {
  std::string url;               // http://127.0.0.1:PORT
  ProviderConfig config;         // What a user's config says of the provider.
  std::shared_ptr<void> server;  // It runs as long as this is kept.
};
// Starts the imitation of that provider's API with the options of an `api` record.
using ApiStarter = std::function<StatusOr<RunningApi>(
    const std::string& provider, const std::map<std::string, std::string>& options)>;

// Keeps one sandbox, the APIs that were started, and one session on them. Their addresses, others
// in each run, are {confluent}, {rockset} or {PROVIDER} in everything that comes out.
class SqlRunner {
 public:
  // `directory` is where the folders of `provider-dir` are.
  explicit SqlRunner(std::string directory, ApiStarter start_api = nullptr)
      : directory_(std::move(directory)), start_api_(std::move(start_api)) {}
  ~SqlRunner();

  // Has the registry in `folder`, documents from elsewhere that are granted all, in the place of
  // the folders that `provider-dir` records name.
  void UseRegistry(std::string folder) { registry_ = std::move(folder); }
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
  Status StartApi(const std::string& argument);
  Status OpenSession();
  Status AddFault(const std::string& json);
  StatusOr<Config> MakeConfig(Catalog& catalog) const;
  void AddTestSecrets(const Provider& provider, ProviderConfig& settings) const;
  std::string WithoutAddress(std::string text) const;
  std::string RequestLine(const RequestRecord& record) const;

  void CloseSession();

  std::string directory_;
  ApiStarter start_api_;
  std::string provider_directory_;
  std::string registry_;
  std::string session_options_;
  std::string config_;  // YAML of the last `config` record.
  std::vector<std::pair<std::string, std::string>> settings_;
  std::unique_ptr<Sandbox> sandbox_;
  std::map<std::string, RunningApi> apis_;  // By provider.
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Session> session_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_SUPPORT_GOLDEN_SQL_RUNNER_H_
