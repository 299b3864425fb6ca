#include "tests/operations/operation_run.h"

#include <utility>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "shell/run/shell.h"
#include "src/base/clock.h"
#include "src/base/text.h"
#include "src/http/transport/transport.h"
#include "tests/support/sides/api_side.h"
#include "vtab/session/session.h"

namespace apisql {
namespace {

void ReplaceAll(std::string_view from, std::string_view to, std::string* text) {
  for (size_t at = 0; (at = text->find(from, at)) != std::string::npos; at += to.size()) {
    text->replace(at, from.size(), to);
  }
}

std::string Steady(std::string text, const SandboxAccess& access) {
  ReplaceAll(access.confluent_url, "{confluent}", &text);
  ReplaceAll(access.rockset_url, "{rockset}", &text);
  return text;
}

struct Printed {
  std::string out;
  std::string errors;
  int exit_code = 0;
};

// As a script does whose standard output and error are no terminals.
Printed RunScript(Session& session, const std::string& sql) {
  Printed printed;
  const auto into = [](std::string& place) {
    return [&place](std::string_view text) {
      place += text;
      return OkStatus();
    };
  };
  Output out(into(printed.out));
  Output errors(into(printed.errors));
  Progress progress(Clock::Real(), nullptr);
  ShellSettings settings;
  settings.format = FindFormat("tsv");
  settings.header = false;
  Variables variables;
  Shell shell(session, out, errors, progress, variables, std::move(settings));
  shell.Run({"", sql});
  out.Flush();
  errors.Flush();
  printed.exit_code = static_cast<int>(shell.exit_code());
  return printed;
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines = Split(text, '\n');
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

// The path of the request up to its first placeholder, as the sandbox sees it.
SandboxFault FaultFor(const Operation& operation, const ForcedAnswer& answer) {
  SandboxFault fault;
  fault.path_prefix = operation.method->path.substr(0, operation.method->path.find('{'));
  fault.method = operation.method->http_method;
  fault.times = -1;
  fault.status = answer.status;
  fault.body = answer.body;
  fault.headers = answer.headers;
  return fault;
}

}  // namespace

std::vector<Operation> SandboxOperations() {
  std::vector<Operation> operations;
  const auto catalog = Catalog::Builtin();
  for (const std::string& table : catalog->TableNames()) {
    const auto resource = catalog->Find(table);
    if (!resource.ok()) continue;
    const std::string& provider = (*resource)->provider->name;
    if (provider != "confluent" && provider != "rockset") continue;
    for (const Method& method : (*resource)->methods) operations.push_back({*resource, &method});
  }
  return operations;
}

OperationRun RunOperation(Sandbox& sandbox, const Operation& operation,
                          const ForcedAnswer& answer) {
  OperationRun run;
  const auto transport = MakeCurlTransport({});
  SessionOptions options;
  options.settings = {{"max_retries", "0"}, {"learn_sizes", "off"}};
  auto session = Session::Open(Catalog::Builtin(), SandboxConfig(sandbox.access()), *transport,
                               Clock::Real(), std::move(options));
  if (!session.ok()) {
    run.errors = session.status().message();
    run.exit_code = -1;
    return run;
  }
  sandbox.ForgetRequests();
  sandbox.ClearFaults();
  if (answer.status != 0) sandbox.AddFault(FaultFor(operation, answer));
  const Printed printed = RunScript(**session, operation.method->example);
  sandbox.ClearFaults();
  run.printed = printed.out;
  run.errors = Steady(printed.errors, sandbox.access());
  run.exit_code = printed.exit_code;
  for (const SandboxRequest& request : sandbox.Requests()) {
    run.requests.push_back(request.method + " " + request.target +
                           (request.body.empty() ? "" : " " + request.body));
  }
  const auto rows_of = [&](const std::string& select) {
    return Lines(Steady(RunScript(**session, select).out, sandbox.access()));
  };
  run.logged = rows_of(
      "SELECT status || '|' || ifnull(request_id, '') || '|' || ifnull(error, '') "
      "FROM apisql.requests ORDER BY number");
  run.mutations = rows_of(
      "SELECT outcome || '|' || ifnull(status, '') || '|' || ifnull(request_id, '') || '|' || "
      "ifnull(location, '') || '|' || ifnull(error, '') FROM apisql.mutations ORDER BY number");
  return run;
}

}  // namespace apisql
