// The one Session: a workspace, the tables registered in it, and what runs statements.
#ifndef APISQL_VTAB_SESSION_SESSION_IMPL_H_
#define APISQL_VTAB_SESSION_SESSION_IMPL_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "vtab/run/authorizer.h"
#include "vtab/run/interruption.h"
#include "vtab/run/statement_runner.h"
#include "vtab/session/session.h"
#include "vtab/sql/registered_names.h"
#include "vtab/sqlite_handles.h"
#include "vtab/statements/exec_runner.h"
#include "vtab/statements/statement_kind.h"
#include "vtab/statements/write_runner.h"
#include "vtab/table/connection.h"
#include "vtab/table/meta_table.h"
#include "vtab/table/settings.h"

namespace apisql {

class SessionImpl final : public Session {
 public:
  SessionImpl(std::unique_ptr<Catalog> catalog, Config config, Transport& transport,
              const Clock& clock, SessionOptions options);
  // Opens the workspace and registers the tables. Once, before anything else.
  Status Start();

  StatusOr<StatementSummary> RunNext(std::string_view* sql, RowSink& sink,
                                     StatementError* error) override;
  std::vector<std::string> Complete(std::string_view sql) override;
  std::vector<std::string> TableNames() override;
  const RequestLog& requests() const override { return connection_->log(); }
  int64_t staged_rows() const override {
    return static_cast<int64_t>(connection_->writes().size());
  }
  Catalog& catalog() override { return connection_->catalog(); }
  void Interrupt() override;

 private:
  StatusOr<StatementSummary> RunStatement(std::string_view text, RowSink& sink,
                                          int64_t* error_offset);
  StatusOr<StatementSummary> RunKind(const ParsedStatement& statement, std::string_view text,
                                     RowSink& sink, int64_t* error_offset);
  StatusOr<StatementSummary> Explain(const ParsedStatement& statement, std::string_view text,
                                     RowSink& sink, int64_t* error_offset);
  StatusOr<StatementSummary> ShowInsert(const std::string& table, RowSink& sink);
  StatusOr<ParsedStatement> Read(std::string_view text, int64_t* error_offset);
  bool IsToStop();
  Status RegisterTables();
  Status ApplySettings();
  MetaTableSpec SettingsTable();
  std::vector<std::string> OtherTables() const;
  int64_t RequestsSoFar() const;

  SessionOptions options_;
  Interruption interruption_;
  std::shared_ptr<Connection> connection_;
  RegisteredNames names_;
  Authorizer authorizer_;
  int64_t statement_number_ = 0;
  // After all that its callbacks use, so that it closes first.
  SqliteDatabase db_;
  std::unique_ptr<StatementRunner> runner_;
  std::unique_ptr<WriteRunner> writer_;
  std::unique_ptr<ExecRunner> exec_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SESSION_SESSION_IMPL_H_
