// The one Session: a database with the tables registered in it, and the statements that run there.
#ifndef APISQL_VTAB_SESSION_SESSION_IMPL_H_
#define APISQL_VTAB_SESSION_SESSION_IMPL_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "vtab/connection/connection.h"
#include "vtab/run/parsed_statement.h"
#include "vtab/session/session.h"
#include "vtab/workspace/database.h"
#include "vtab/workspace/interruption.h"

namespace apisql {

class SessionImpl final : public Session {
 public:
  SessionImpl(std::unique_ptr<Catalog> catalog, Config config, Transport& transport,
              const Clock& clock, SessionOptions options);
  ~SessionImpl() override;
  SessionImpl(const SessionImpl&) = delete;
  SessionImpl& operator=(const SessionImpl&) = delete;

  // Opens the workspace. Once, before anything else.
  Status Start();

  StatusOr<std::unique_ptr<Prepared>> Prepare(std::string_view sql) override;
  std::vector<std::string> Complete(std::string_view sql) override;
  std::vector<std::string> TableNames() override { return database_->TableNames(); }
  std::vector<std::string> TablesFrom(std::string_view prefix) override {
    return database_->TablesFrom(prefix);
  }
  const RequestLog& requests() const override { return connection_->api.log(); }
  int64_t staged_rows() const override { return connection_->writes.waiting(); }
  bool reveals_secrets() const override { return connection_->api.options().allow_reveal; }
  std::vector<std::string> CredentialsAtHand() override;
  bool in_transaction() const override { return database_->in_transaction(); }
  bool read_only() const override { return connection_->rules.read_only; }
  Catalog& catalog() override { return connection_->api.catalog(); }
  void Supervise(WriteSupervision supervision) override;
  void Interrupt() override { interruption_.Request(); }

 private:
  Status ApplySettings();
  StatusOr<std::unique_ptr<Prepared>> PrepareRead(Parsed statement, std::vector<std::string> notes);

  SessionOptions options_;
  Interruption interruption_;
  std::shared_ptr<Connection> connection_;
  std::unique_ptr<Database> database_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SESSION_SESSION_IMPL_H_
