// ApiSide: statements on the API tables, by a session over a sandbox as the program has it.
#ifndef APISQL_TESTS_SUPPORT_SIDES_API_SIDE_H_
#define APISQL_TESTS_SUPPORT_SIDES_API_SIDE_H_

#include <memory>
#include <string_view>

#include "registry/config/config.h"
#include "sandbox/sandbox.h"
#include "src/base/clock.h"
#include "src/base/status.h"
#include "src/http/transport/transport.h"
#include "tests/support/sides/rows.h"
#include "vtab/session/session.h"

namespace apisql {

// What a user's config file says of a sandbox.
Config SandboxConfig(const SandboxAccess& access);

// Not thread-safe. `sandbox` and `clock` must outlive it.
class ApiSide {
 public:
  static StatusOr<std::unique_ptr<ApiSide>> Open(const Sandbox& sandbox,
                                                 SessionOptions options = {},
                                                 const Clock& clock = Clock::Real());
  // The same over another transport.
  static StatusOr<std::unique_ptr<ApiSide>> Open(const Sandbox& sandbox, SessionOptions options,
                                                 const Clock& clock,
                                                 std::unique_ptr<Transport> transport);

  // The rows of all statements in `sql`, or the first error.
  StatusOr<TextRows> Run(std::string_view sql);

  // Of all statements so far.
  const RequestLog& requests() const { return session_->requests(); }

 private:
  ApiSide(std::unique_ptr<Transport> transport, std::unique_ptr<Session> session)
      : transport_(std::move(transport)), session_(std::move(session)) {}

  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Session> session_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_SUPPORT_SIDES_API_SIDE_H_
