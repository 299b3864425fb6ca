// Engine: a Session and all that must live as long as it, made from the command line.
#ifndef APISQL_SHELL_PROGRAM_ENGINE_H_
#define APISQL_SHELL_PROGRAM_ENGINE_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "sandbox/sandbox.h"
#include "shell/program/options.h"
#include "src/http/transport/transport.h"
#include "vtab/session/session.h"

namespace apisql {

// What the session calls while it works.
struct EngineHooks {
  std::function<void(const RequestRecord&)> trace;  // Called when --trace is given.
  std::function<void(const RequestLog&)> progress;
  // See SessionOptions.
  std::function<StatusOr<std::string>(std::string_view name)> variable_text;
};

// Members are destroyed from the last to the first.
struct Engine {
  std::unique_ptr<Sandbox> sandbox;  // With --sandbox.
  std::unique_ptr<Transport> transport;
  std::unique_ptr<Session> session;
};

// The documents that there are, and what the user says of them.
struct Sources {
  std::unique_ptr<Catalog> catalog;
  Config config;
};
StatusOr<Sources> OpenSources(const Options& options);

// An error is wrong usage or configuration.
StatusOr<Engine> OpenEngine(const Options& options, EngineHooks hooks);

}  // namespace apisql

#endif  // APISQL_SHELL_PROGRAM_ENGINE_H_
