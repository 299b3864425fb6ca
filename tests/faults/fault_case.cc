#include "tests/faults/fault_case.h"

#include <algorithm>
#include <map>
#include <regex>
#include <utility>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "shell/run/shell.h"
#include "src/base/clock.h"
#include "src/http/transport/transport.h"
#include "tests/faults/recording_session.h"
#include "tests/support/sides/api_side.h"

namespace apisql {
namespace {

constexpr char kAccounts[] = "confluent.iam.service_accounts";
constexpr char kInserted[] = "made under a fault";
constexpr char kChanged[] = "changed under a fault";

const SandboxTable& Named(const std::vector<SandboxTable>& tables, std::string_view name) {
  return *std::ranges::find(tables, name, &SandboxTable::name);
}

std::string CellAt(const SandboxTable& table, size_t row, std::string_view column) {
  const auto found = std::ranges::find(table.columns, column, &SandboxTable::Column::name);
  const auto* text = std::get_if<std::string>(
      &table.rows[row][static_cast<size_t>(found - table.columns.begin())]);
  return text == nullptr ? "" : *text;
}

Config ConfigFor(const SandboxAccess& access, const std::string& confluent_url) {
  Config config = SandboxConfig(access);
  ProviderConfig& confluent = config.provider("confluent");
  if (!confluent_url.empty()) confluent.base_url = confluent_url;
  confluent.allow_plain_http = true;
  return config;
}

// As the program does, to its exit code.
void RunInShell(RecordingSession& session, const std::string& sql, FaultResult* result) {
  const auto collect = [result](std::string_view text) {
    result->printed += text;
    return OkStatus();
  };
  Output out(collect);
  Output errors(collect);
  Progress progress(Clock::Real(), nullptr);
  ShellSettings settings;
  settings.format = FindFormat("csv");
  Variables variables;
  Shell shell(session, out, errors, progress, variables, std::move(settings));
  shell.Run({"", sql});
  out.Flush();
  errors.Flush();
  result->exit_code = static_cast<int>(shell.exit_code());
  result->status = session.status;
  result->rows = session.rows;
  result->warnings = session.summary.warnings;
  result->notes = session.summary.notes;
}

// How often the state shows what the operation writes.
int CountApplied(const Sandbox& sandbox, const FaultOperation& operation) {
  const std::vector<SandboxTable> tables = sandbox.Dump();
  const SandboxTable& accounts = Named(tables, kAccounts);
  int there = 0;
  for (size_t row = 0; row < accounts.rows.size(); ++row) {
    const std::string id = CellAt(accounts, row, "id");
    if (operation.name == "insert") there += CellAt(accounts, row, "display_name") == kInserted;
    const bool meant = operation.path.ends_with("/" + id);
    if (operation.name == "update") {
      there += meant && CellAt(accounts, row, "description") == kChanged;
    } else if (operation.name == "delete") {
      there += meant;
    }
  }
  return operation.name == "delete" ? 1 - there : there;
}

// The service account of the first key that one has.
std::string OwnerOfKeys(const std::vector<SandboxTable>& tables) {
  const SandboxTable& keys = Named(tables, "confluent.iam.api_keys");
  for (size_t row = 0; row < keys.rows.size(); ++row) {
    const std::string owner = CellAt(keys, row, "owner_id");
    const SandboxTable& accounts = Named(tables, kAccounts);
    for (size_t i = 0; i < accounts.rows.size(); ++i) {
      if (CellAt(accounts, i, "id") == owner) return owner;
    }
  }
  return "";
}

}  // namespace

std::vector<FaultOperation> FaultOperations(const Sandbox& sandbox) {
  const std::vector<SandboxTable> tables = sandbox.Dump();
  const SandboxTable& accounts = Named(tables, kAccounts);
  const std::string key = CellAt(Named(tables, "confluent.iam.api_keys"), 3, "id");
  const std::string environment = CellAt(Named(tables, "confluent.org.environments"), 1, "id");
  const std::string joined = OwnerOfKeys(tables);
  const std::string updated = CellAt(accounts, accounts.rows.size() - 1, "id");
  const std::string deleted = CellAt(accounts, accounts.rows.size() - 2, "id");
  const std::string keys = "/iam/v2/api-keys";
  const std::string of_environment = "/cmk/v2/clusters?environment=" + environment;
  const std::string account = "/iam/v2/service-accounts";
  return {
      {"list", "SELECT id, display_name FROM confluent.iam.api_keys", "confluent.iam.api_keys",
       "GET", keys + "?page_size=100&page_token=", keys + "?page_size=100", false},
      {"get", "SELECT id, display_name FROM confluent.iam.api_keys WHERE id = '" + key + "'",
       "confluent.iam.api_keys", "GET", keys + "/" + key, keys + "/" + key, false},
      {"fan-out", "SELECT id, display_name FROM confluent.cmk.clusters ORDER BY id",
       "confluent.cmk.clusters", "GET", of_environment, of_environment, false},
      {"join",
       "SELECT k.id, k.display_name FROM confluent.iam.service_accounts a CROSS JOIN "
       "confluent.iam.api_keys k WHERE k.owner_id = a.id AND a.id LIKE '" +
           joined + "'",
       "confluent.iam.api_keys", "GET", keys, keys, false},
      {"insert",
       std::string("INSERT INTO ") + kAccounts + " (display_name) VALUES ('" + kInserted +
           "') RETURNING display_name",
       kAccounts, "POST", account, account, true, false},
      {"update",
       std::string("UPDATE ") + kAccounts + " SET description = '" + kChanged + "' WHERE id = '" +
           updated + "'",
       kAccounts, "PATCH", account + "/" + updated, account + "/" + updated, true, true},
      {"delete", std::string("DELETE FROM ") + kAccounts + " WHERE id = '" + deleted + "'",
       kAccounts, "DELETE", account + "/" + deleted, account + "/" + deleted, true, false},
  };
}

FaultResult RunUnderFault(const Sandbox& sandbox, const FaultOperation& operation,
                          const FaultRunOptions& options) {
  FaultResult result;
  const size_t before = sandbox.Requests().size();
  TransportOptions transport_options;
  transport_options.total_timeout = options.total_timeout;
  transport_options.slowest_answer = 1000;
  transport_options.slowest_answer_time = options.slowest_answer_time;
  const auto transport = MakeCurlTransport(transport_options);
  SessionOptions session_options;
  session_options.allow_partial = options.allow_partial;
  session_options.settings = {{"learn_sizes", "off"},
                              {"retry_delay", "1"},
                              {"retry_budget", "5"},
                              {"max_retries", std::to_string(options.max_retries)}};
  session_options.settings.insert(session_options.settings.end(), options.settings.begin(),
                                  options.settings.end());
  auto session =
      Session::Open(Catalog::Builtin(), ConfigFor(sandbox.access(), options.confluent_url),
                    *transport, Clock::Real(), std::move(session_options));
  if (!session.ok()) {
    result.status = session.status();
    return result;
  }
  RecordingSession recording(**session);
  RunInShell(recording, operation.sql, &result);
  const std::vector<SandboxRequest> requests = sandbox.Requests();
  for (size_t i = before; i < requests.size(); ++i) {
    ++result.requests[requests[i].method + " " + requests[i].target];
  }
  for (const RequestRecord& record : (*session)->requests().records()) {
    result.urls.push_back(record.url);
  }
  if (!operation.is_write) return result;
  result.applied = CountApplied(sandbox, operation);
  FaultResult asked;
  RunInShell(recording, "SELECT outcome FROM apisql.mutations", &asked);
  result.outcome = asked.status.ok() && asked.rows.size() == 1 ? asked.rows[0] : "?";
  return result;
}

std::string Steady(std::string text, const Sandbox& sandbox, const FaultOperation& operation) {
  const SandboxAccess& access = sandbox.access();
  const std::pair<std::string, std::string> texts[] = {{access.confluent_url, "{confluent}"},
                                                       {operation.table, "{table}"}};
  for (const auto& [from, to] : texts) {
    for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
      text.replace(at, from.size(), to);
    }
  }
  static const std::pair<std::regex, const char*> kPatterns[] = {
      {std::regex(R"(\{confluent\}/[^ :,;]*)"), "{url}"},
      {std::regex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "{id}"},
      {std::regex("\\{table\\}: [a-z_]+ = '[^']*': "), "{table}: "},
      {std::regex("^id = '[^']*'"), "id = '...'"},
      {std::regex("at byte [0-9]+: .*"), "at byte {n}: ..."},
      {std::regex("[0-9]+ (milliseconds|bytes)"), "{n} $1"},
      {std::regex("out of -?[0-9]+ bytes"), "out of {n} bytes"}};
  for (const auto& [pattern, to] : kPatterns) text = std::regex_replace(text, pattern, to);
  return text;
}

}  // namespace apisql
