// A Session that answers from a script: no SQLite, no network.
#ifndef APISQL_TESTS_SHELL_FAKE_SESSION_H_
#define APISQL_TESTS_SHELL_FAKE_SESSION_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "registry/source/catalog.h"
#include "src/base/text.h"
#include "vtab/session/session.h"

namespace apisql {

// What a statement answers. Columns are all without a declared type.
struct FakeAnswer {
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
  StatementSummary summary;
  Status failure;    // Reported after the rows.
  int requests = 0;  // Added to the log.
};

// Gives the rows of an answer.
class FakePrepared final : public Prepared {
 public:
  FakePrepared(FakeAnswer answer, RequestLog& log) : answer_(std::move(answer)), log_(log) {
    for (const std::string& name : answer_.columns) columns_.push_back({name, ""});
  }

  std::span<const ResultColumn> columns() override { return columns_; }
  std::span<const SqlParameter> parameters() const override { return {}; }
  Status Bind(int, SqlValue) override { return OkStatus(); }
  Status Bind(std::string_view, SqlValue) override { return OkStatus(); }
  StatusOr<bool> Next() override {
    if (next_ == 0) AddRequests();
    if (next_ < answer_.rows.size()) {
      ++next_;
      return true;
    }
    if (!answer_.failure.ok()) return answer_.failure;
    return false;
  }
  std::span<const Value> values() const override { return answer_.rows[next_ - 1]; }
  const StatementSummary& summary() const override { return answer_.summary; }
  void Reset() override { next_ = 0; }
  void Interrupt() override {}

 private:
  void AddRequests() {
    for (int i = 0; i < answer_.requests; ++i) {
      RequestRecord record;
      record.method = "GET";
      record.url = "https://api.test/" + std::to_string(i);
      record.status = 200;
      log_.Add(record);
    }
    answer_.summary.requests = answer_.requests;
    answer_.summary.returned_rows |= !columns_.empty();
    if (!columns_.empty()) answer_.summary.rows = static_cast<int64_t>(answer_.rows.size());
  }

  FakeAnswer answer_;
  RequestLog& log_;
  std::vector<ResultColumn> columns_;
  size_t next_ = 0;
};

// An unknown statement fails with "no such statement".
class FakeSession final : public Session {
 public:
  StatusOr<std::unique_ptr<Prepared>> Prepare(std::string_view sql) override {
    const std::string statement(StripBlanks(sql.substr(0, sql.find(';'))));
    ran.push_back(statement);
    const auto found = answers.find(statement);
    if (found == answers.end()) {
      return Status(StatusCode::kInvalidArgument, "no such statement: " + statement).At(0);
    }
    return std::unique_ptr<Prepared>(std::make_unique<FakePrepared>(found->second, log));
  }

  std::vector<std::string> Complete(std::string_view) override { return words; }
  std::vector<std::string> TableNames() override { return tables; }
  const RequestLog& requests() const override { return log; }
  int64_t staged_rows() const override { return 0; }
  bool reveals_secrets() const override { return reveals; }
  bool in_transaction() const override { return false; }
  bool read_only() const override { return false; }
  void Supervise(WriteSupervision) override {}
  Catalog& catalog() override { return *catalog_; }
  void Interrupt() override { ++interrupts; }

  std::map<std::string, FakeAnswer> answers;
  std::vector<std::string> ran;
  std::vector<std::string> words;
  std::vector<std::string> tables;
  RequestLog log;
  int interrupts = 0;
  bool reveals = false;

 private:
  std::unique_ptr<Catalog> catalog_ = Catalog::Builtin();
};

}  // namespace apisql

#endif  // APISQL_TESTS_SHELL_FAKE_SESSION_H_
