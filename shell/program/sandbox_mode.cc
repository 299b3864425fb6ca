#include "shell/program/sandbox_mode.h"

#include "shell/output/error_text.h"
#include "shell/people/cost_text.h"
#include "shell/process/interrupt.h"
#include "vtab/session/session.h"
#include "vtab/workspace/write_database.h"

namespace apisql {
namespace {

SandboxOptions MakeSandboxOptions(const Options& options) {
  SandboxOptions sandbox;
  sandbox.port = options.sandbox_port;
  sandbox.keys = options.sandbox_keys;
  sandbox.seed = options.sandbox_seed;
  sandbox.latency = std::chrono::milliseconds(options.sandbox_latency_milliseconds);
  return sandbox;
}

// A provider that the sandbox imitates.
struct Imitation {
  const char* provider;
  std::string url;
  std::map<std::string, std::string> credentials;  // By the secret's name in provider.yaml.
};

std::vector<Imitation> Imitations(const SandboxAccess& access) {
  return {{"confluent",
           access.confluent_url,
           {{"username", access.confluent_key}, {"password", access.confluent_secret}}},
          {"rockset", access.rockset_url, {{"key", access.rockset_key}}}};
}

// The shell's `export` lines for the default server's secrets.
std::string Exports(const Provider& provider, const Imitation& imitation) {
  std::string text;
  if (provider.servers.empty()) return text;
  for (const SecretSource& source : provider.servers.front().secrets) {
    const auto credential = imitation.credentials.find(source.name);
    if (credential == imitation.credentials.end()) continue;
    text += "export " + source.environment + "=" + credential->second + "\n";
  }
  return text;
}

void PointAt(const Imitation& imitation, const Provider& provider, ProviderConfig& target) {
  target.base_url = imitation.url;
  target.server_urls.clear();
  target.secrets.clear();
  target.credentials.clear();
  target.auth.reset();
  for (const Server& server : provider.servers) {
    for (const SecretSource& source : server.secrets) {
      const auto credential = imitation.credentials.find(source.name);
      if (credential == imitation.credentials.end()) continue;
      SecretReference reference;
      reference.value = Secret(credential->second);
      target.secrets[{server.name, source.name}] = reference;
      // The default server may be looked up by its name or without one.
      if (&server == &provider.servers.front()) target.secrets[{"", source.name}] = reference;
    }
  }
}

std::vector<PlainTable> PlainTables(const Sandbox& sandbox) {
  std::vector<PlainTable> tables;
  for (SandboxTable& from : sandbox.Dump()) {
    PlainTable& table = tables.emplace_back();
    table.name = std::move(from.name);
    for (auto& column : from.columns) {
      table.columns.emplace_back(std::move(column.name), std::move(column.type));
    }
    for (auto& row : from.rows) {
      std::vector<SqlValue>& values = table.rows.emplace_back();
      for (auto& cell : row) {
        values.push_back(std::visit([](auto& one) -> SqlValue { return std::move(one); }, cell));
      }
    }
  }
  return tables;
}

ExitCode DumpSandbox(const Sandbox& sandbox, const std::string& file, Output& out, Output& errors) {
  const std::vector<PlainTable> tables = PlainTables(sandbox);
  if (const Status status = WriteDatabase(file, tables); !status.ok()) {
    errors.Write(ErrorText({}, status.message(), -1));
    return ExitCode::kFailed;
  }
  size_t rows = 0;
  for (const PlainTable& table : tables) rows += table.rows.size();
  out.Write(file + ": " + std::to_string(tables.size()) + " tables, " +
            Grouped(static_cast<int64_t>(rows)) + " rows\n");
  return ExitCode::kDone;
}

}  // namespace

StatusOr<std::unique_ptr<Sandbox>> StartSandbox(const Options& options) {
  const SignalsBlocked blocked;
  return Sandbox::Start(MakeSandboxOptions(options));
}

std::set<std::string> SandboxProviders() {
  std::set<std::string> providers;
  for (const Imitation& imitation : Imitations({})) providers.insert(imitation.provider);
  return providers;
}

Status UseSandbox(const SandboxAccess& access, const std::set<std::string>& elsewhere,
                  Catalog& catalog, Config& config) {
  for (const Imitation& imitation : Imitations(access)) {
    ASSIGN_OR_RETURN(const auto provider, catalog.FindProvider(imitation.provider));
    PointAt(imitation, *provider, config.provider(imitation.provider));
  }
  std::set<std::string> asked = SandboxProviders();
  asked.insert(elsewhere.begin(), elsewhere.end());
  config.KeepTo(std::move(asked),
                "without --sandbox the real API is asked, with --base-url another in its place");
  return OkStatus();
}

StatusOr<std::string> ReachText(const SandboxAccess& access, Catalog& catalog) {
  std::string urls;
  std::string exports;
  std::string command = "apisql";
  for (const Imitation& imitation : Imitations(access)) {
    ASSIGN_OR_RETURN(const auto provider, catalog.FindProvider(imitation.provider));
    urls += std::string(imitation.provider) + ": " + imitation.url + "\n";
    exports += Exports(*provider, imitation);
    command += std::string(" --base-url ") + imitation.provider + "=" + imitation.url;
  }
  return urls + "\n" + exports + command + "\n";
}

ExitCode RunSandbox(const Options& options, Output& out, Output& errors) {
  const SignalsBlocked blocked;
  const auto sandbox = Sandbox::Start(MakeSandboxOptions(options));
  if (!sandbox.ok()) {
    errors.Write(ErrorText({}, sandbox.status().message(), -1));
    return ExitCode::kFailed;
  }
  if (!options.sandbox_dump.empty()) {
    return DumpSandbox(**sandbox, options.sandbox_dump, out, errors);
  }
  const auto text = ReachText((*sandbox)->access(), *Catalog::Builtin());
  if (!text.ok()) {
    errors.Write(ErrorText({}, text.status().message(), -1));
    return ExitCode::kFailed;
  }
  out.Write(*text + "\nCtrl-C ends it.\n");
  if (!out.Flush().ok()) return ExitCode::kFailed;
  WaitForEndSignal();
  return ExitCode::kDone;
}

}  // namespace apisql
