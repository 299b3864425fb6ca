// RecordingSession: a session that a Shell runs, with a copy of what it answers.
#ifndef APISQL_TESTS_FAULTS_RECORDING_SESSION_H_
#define APISQL_TESTS_FAULTS_RECORDING_SESSION_H_

#include <string>
#include <vector>

#include "vtab/session/session.h"

namespace apisql {

// Hands everything on to `session`, which must outlive it.
class RecordingSession final : public Session {
 public:
  explicit RecordingSession(Session& session) : session_(session) {}

  StatusOr<std::unique_ptr<Prepared>> Prepare(std::string_view sql) override;
  std::vector<std::string> Complete(std::string_view sql) override {
    return session_.Complete(sql);
  }
  std::vector<std::string> TableNames() override { return session_.TableNames(); }
  const RequestLog& requests() const override { return session_.requests(); }
  int64_t staged_rows() const override { return session_.staged_rows(); }
  bool in_transaction() const override { return session_.in_transaction(); }
  bool read_only() const override { return session_.read_only(); }
  void Supervise(WriteSupervision supervision) override {
    session_.Supervise(std::move(supervision));
  }
  Catalog& catalog() override { return session_.catalog(); }
  void Interrupt() override { session_.Interrupt(); }

  // Of the last statement. Cells of a row stand apart by '|'.
  Status status;
  StatementSummary summary;
  std::vector<std::string> rows;

 private:
  Session& session_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_FAULTS_RECORDING_SESSION_H_
