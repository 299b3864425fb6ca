#include "vtab/session/session_impl.h"

#include <algorithm>
#include <exception>
#include <set>
#include <utility>

#include "src/base/text.h"
#include "vtab/connection/settings.h"
#include "vtab/meta/meta_tables.h"
#include "vtab/run/hints.h"
#include "vtab/run/statement_run.h"
#include "vtab/session/completion.h"
#include "vtab/sql/split.h"
#include "vtab/statements/statement_table.h"

namespace apisql {
namespace {

constexpr const char* kSettingsTable = "apisql.settings";

RegisteredNames NamesToRegister(const std::shared_ptr<Connection>& connection) {
  std::vector<std::string> names;
  for (const MetaTableSpec& table : MetaTables(connection)) names.push_back(table.name);
  names.emplace_back(kSettingsTable);
  std::ranges::sort(names);
  return RegisteredNames(std::move(names), &connection->api.catalog());
}

MetaTableSpec SettingsTable(Connection& connection) {
  const auto rows = [&connection](MetaKeys) -> StatusOr<std::vector<MetaRow>> {
    std::vector<MetaRow> settings;
    for (const Setting& setting : AllSettings()) {
      settings.push_back({std::string(setting.name), setting.read(connection),
                          std::string(setting.default_value), std::string(setting.description)});
    }
    return settings;
  };
  return {.name = kSettingsTable,
          .columns = {{"name", "TEXT"},
                      {"value", "TEXT"},
                      {"default", "TEXT"},
                      {"description", "TEXT"}},
          .rows = rows};
}

// An error for text that is not one statement.
Status CheckOneStatement(std::string_view sql) {
  const size_t nul = sql.find('\0');
  if (nul != std::string_view::npos) {
    return Status(StatusCode::kInvalidArgument, "SQL text cannot hold a NUL byte").At(nul);
  }
  if (IsBlankSql(sql)) return {StatusCode::kInvalidArgument, "there is no statement in the text"};
  const size_t size = FirstStatementSize(sql);
  if (IsBlankSql(sql.substr(size))) return OkStatus();
  return Status(StatusCode::kInvalidArgument, "the text holds more than one statement").At(size);
}

}  // namespace

SessionImpl::SessionImpl(std::unique_ptr<Catalog> catalog, Config config, Transport& transport,
                         const Clock& clock, SessionOptions options)
    : options_(std::move(options)),
      interruption_(
          options_.interrupted,
          [this] {
            if (options_.progress) options_.progress(connection_->api.log());
          },
          clock),
      connection_(
          std::make_shared<Connection>(std::move(catalog), std::move(config), transport, clock,
                                       [this] { return interruption_.PollWhileWaiting(); })),
      database_(
          std::make_unique<Database>(connection_, NamesToRegister(connection_), interruption_)) {}

// Nobody is left who could be told of an error, and nothing but later plans would know of it.
SessionImpl::~SessionImpl() {
  try {
    connection_->api.KeepSizes();
  } catch (const std::exception&) {
    return;
  }
}

Status SessionImpl::Start() {
  if (!options_.cache_folder.empty()) connection_->api.set_cache_folder(options_.cache_folder);
  connection_->rules.read_only = options_.read_only;
  if (options_.read_only) connection_->api.set_read_only();
  database_->set_variable_text(options_.variable_text);
  connection_->writes.set_watch(&interruption_);
  connection_->api.log().set_listener(options_.trace);
  RETURN_IF_ERROR(connection_->api.CheckConfig());
  RETURN_IF_ERROR(ApplySettings());
  RETURN_IF_ERROR(database_->Open(options_.database));
  return RegisterMetaTable(database_->db(), SettingsTable(*connection_));
}

// What is said later wins: the config file, the options, then each --set.
Status SessionImpl::ApplySettings() {
  RETURN_IF_ERROR(ApplyConfiguredSettings(*connection_));
  if (options_.allow_partial) connection_->api.options().allow_partial = true;
  if (options_.dry_run) connection_->writes.options().dry_run = true;
  for (const auto& [name, value] : options_.settings) {
    RETURN_IF_ERROR(ApplySetting(*connection_, name, value));
  }
  return OkStatus();
}

void SessionImpl::Supervise(WriteSupervision supervision) {
  connection_->writes.set_ask(std::move(supervision.ask));
  interruption_.set_patience(std::move(supervision.stopping));
}

StatusOr<std::unique_ptr<Prepared>> SessionImpl::Prepare(std::string_view sql) {
  RETURN_IF_ERROR(CheckOneStatement(sql));
  const KnownTables known{connection_->names, [this] { return database_->OtherTables(); }};
  auto prepared = PrepareRead(ReadStatement(sql, 0, known), HintNotes(sql));
  if (prepared.ok()) return prepared;
  // A name that is none may be in a folder that was passed over.
  const std::vector<std::string> notes = catalog().TakeNotes();
  if (notes.empty()) return prepared;
  const std::string message = prepared.status().message() + ". " + Join(notes, ". ");
  return Status(prepared.status()).WithMessage(message);
}

StatusOr<std::unique_ptr<Prepared>> SessionImpl::PrepareRead(Parsed statement,
                                                             std::vector<std::string> notes) {
  ASSIGN_OR_RETURN(std::shared_ptr<const ParsedStatement> parsed, std::move(statement));
  return StatementRun::Prepare(
      *database_, parsed->parameters(), [this, parsed] { return parsed->Prepare(*database_); },
      std::move(notes));
}

std::vector<std::string> SessionImpl::CredentialsAtHand() {
  std::vector<std::string> credentials;
  // Another one was given no secret: no statement has asked for it, and the user says nothing of
  // it.
  const std::vector<std::string> known = catalog().KnownProviders();
  std::set<std::string> names(known.begin(), known.end());
  for (const auto& [name, configured] : connection_->api.config().providers()) names.insert(name);
  for (const std::string& name : names) {
    const auto provider = catalog().FindProvider(name);
    if (!provider.ok()) continue;
    for (std::string& one : connection_->api.config().CredentialsAtHand(**provider)) {
      credentials.push_back(std::move(one));
    }
  }
  return credentials;
}

std::vector<std::string> SessionImpl::Complete(std::string_view sql) {
  const std::vector<std::string> tables = database_->OtherTables();
  const auto columns_of = [this](const std::string& table) { return database_->ColumnsOf(table); };
  return CompleteSql(sql, {tables, database_->names(), columns_of});
}

}  // namespace apisql
