#include "tests/support/sides/api_side.h"

#include <utility>

#include "registry/source/catalog.h"

namespace apisql {

Config SandboxConfig(const SandboxAccess& access) {
  Config config;
  config.provider("confluent").base_url = access.confluent_url;
  config.provider("confluent").secrets[{"", "username"}].value = Secret(access.confluent_key);
  config.provider("confluent").secrets[{"", "password"}].value = Secret(access.confluent_secret);
  config.provider("rockset").base_url = access.rockset_url;
  config.provider("rockset").secrets[{"", "key"}].value = Secret(access.rockset_key);
  return config;
}

StatusOr<std::unique_ptr<ApiSide>> ApiSide::Open(const Sandbox& sandbox, SessionOptions options,
                                                 const Clock& clock) {
  return Open(sandbox, std::move(options), clock, MakeCurlTransport({}));
}

StatusOr<std::unique_ptr<ApiSide>> ApiSide::Open(const Sandbox& sandbox, SessionOptions options,
                                                 const Clock& clock,
                                                 std::unique_ptr<Transport> transport) {
  ASSIGN_OR_RETURN(std::unique_ptr<Session> session,
                   Session::Open(Catalog::Builtin(), SandboxConfig(sandbox.access()), *transport,
                                 clock, std::move(options)));
  return std::unique_ptr<ApiSide>(new ApiSide(std::move(transport), std::move(session)));
}

StatusOr<TextRows> ApiSide::Run(std::string_view sql) {
  RowCollector sink;
  while (!Session::IsBlank(sql)) {
    ASSIGN_OR_RETURN([[maybe_unused]] const StatementSummary summary,
                     session_->RunNext(&sql, sink));
  }
  return std::move(sink.rows);
}

}  // namespace apisql
