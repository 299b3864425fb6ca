// A Session that answers from a script: no SQLite, no network.
#ifndef APISQL_TESTS_SHELL_FAKE_SESSION_H_
#define APISQL_TESTS_SHELL_FAKE_SESSION_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "vtab/session/session.h"

namespace apisql {

// What a statement answers. Columns are all without a declared type.
struct FakeAnswer {
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
  StatementSummary summary;
  Status failure;  // Reported after the rows.
  int64_t offset = -1;
  int requests = 0;  // Added to the log.
};

// Statements end at ';' wherever it stands. An unknown one fails with "no such statement".
class FakeSession final : public Session {
 public:
  StatusOr<StatementSummary> RunNext(std::string_view* sql, RowSink& sink,
                                     StatementError* error) override {
    const size_t end = std::min(sql->find(';'), sql->size());
    const std::string statement(StripBlanks(sql->substr(0, end)));
    sql->remove_prefix(std::min(end + 1, sql->size()));
    ran.push_back(statement);
    const auto found = answers.find(statement);
    if (found == answers.end()) {
      error->offset = 0;
      return Status(StatusCode::kInvalidArgument, "no such statement: " + statement);
    }
    return Play(found->second, sink, error);
  }

  std::vector<std::string> Complete(std::string_view) override { return words; }
  std::vector<std::string> TableNames() override { return tables; }
  const RequestLog& requests() const override { return log; }
  int64_t staged_rows() const override { return 0; }
  Catalog& catalog() override { return *catalog_; }
  void Interrupt() override { ++interrupts; }

  std::map<std::string, FakeAnswer> answers;
  std::vector<std::string> ran;
  std::vector<std::string> words;
  std::vector<std::string> tables;
  RequestLog log;
  int interrupts = 0;

 private:
  StatusOr<StatementSummary> Play(const FakeAnswer& answer, RowSink& sink, StatementError* error) {
    for (int i = 0; i < answer.requests; ++i) {
      RequestRecord record;
      record.method = "GET";
      record.url = "https://api.test/" + std::to_string(i);
      record.status = 200;
      log.Add(record);
    }
    StatementSummary summary = answer.summary;
    summary.requests = answer.requests;
    if (answer.columns.empty()) {
      if (!answer.failure.ok()) return answer.failure;
      return summary;
    }
    std::vector<ResultColumn> columns;
    columns.reserve(answer.columns.size());
    for (const std::string& name : answer.columns) columns.push_back({name, ""});
    RETURN_IF_ERROR(sink.Begin(columns));
    for (const std::vector<Value>& row : answer.rows) RETURN_IF_ERROR(sink.Row(row));
    error->offset = answer.offset;
    if (!answer.failure.ok()) return answer.failure;
    RETURN_IF_ERROR(sink.End());
    summary.returned_rows = true;
    summary.rows = static_cast<int64_t>(answer.rows.size());
    return summary;
  }

  std::unique_ptr<Catalog> catalog_ = Catalog::Builtin();
};

}  // namespace apisql

#endif  // APISQL_TESTS_SHELL_FAKE_SESSION_H_
