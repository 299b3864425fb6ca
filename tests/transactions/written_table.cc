#include "tests/transactions/written_table.h"

#include <algorithm>
#include <regex>

namespace apisql::transactions {
namespace {

constexpr std::string_view kOptionalColumn = ", assigned_resource_owner";

WrittenTable ApiKeys() {
  return {.name = "confluent.iam.api_keys",
          .key = {"id"},
          .given = {{"display_name"}, {"description"}, {"owner_id"}, {"resource_id", "cloud"}},
          .hidden = {{"spec ->> '$.display_name'", "display_name"},
                     {"spec ->> '$.description'", "description"},
                     {"spec ->> '$.owner.id'", "owner_id"}},
          .filters = {"owner_id", "resource_id"},
          .texts = {"display_name", "description"}};
}

WrittenTable ServiceAccounts() {
  return {.name = "confluent.iam.service_accounts",
          .key = {"id"},
          .given = {{"display_name"}, {"description"}},
          .hidden = {},
          .filters = {"display_name"},
          .texts = {"display_name", "description"}};
}

WrittenTable RoleBindings() {
  return {.name = "confluent.iam.role_bindings",
          .key = {"id"},
          .given = {{"principal"}, {"role_name"}, {"crn_pattern"}},
          .hidden = {},
          .filters = {"principal", "role_name", "crn_pattern"},
          .texts = {}};
}

WrittenTable Clusters() {
  return {.name = "confluent.cmk.clusters",
          .key = {"id"},
          .given = {{"display_name"},
                    {"environment_id"},
                    {"cloud"},
                    {"region"},
                    {"availability"},
                    {"config_kind"},
                    {"deletion_protection"}},
          .hidden = {{"config ->> '$.kind'", "config_kind"},
                     {"spec ->> '$.display_name'", "display_name"},
                     {"spec ->> '$.config.kind'", "config_kind"},
                     {"spec ->> '$.deletion_protection'", "deletion_protection"},
                     {"spec ->> '$.environment.id'", "environment_id"}},
          .filters = {"environment_id", "deletion_protection"},
          .texts = {"display_name"}};
}

WrittenTable RocksetKeys() {
  return {.name = "rockset.iam.api_keys",
          .key = {"user_email", "name"},
          .given = {{"user_email", "admin@corp.com"},
                    {"name"},
                    {"role"},
                    {"state", "ACTIVE"},
                    {"expiry_time"}},
          .hidden = {},
          .filters = {"user_email"},
          .texts = {}};
}

}  // namespace

std::span<const WrittenTable> WrittenTables() {
  static const std::vector<WrittenTable> kTables = {ApiKeys(), ServiceAccounts(), RoleBindings(),
                                                    Clusters(), RocksetKeys()};
  return kTables;
}

const WrittenTable* FindWritten(std::string_view name) {
  const auto tables = WrittenTables();
  const auto found = std::ranges::find(tables, name, &WrittenTable::name);
  return found != tables.end() ? &*found : nullptr;
}

std::string PlainSql(std::string sql) {
  const auto replace = [&sql](std::string_view what, std::string_view with) {
    for (size_t at = sql.find(what); at != std::string::npos; at = sql.find(what, at)) {
      sql.replace(at, what.size(), with);
    }
  };
  for (const WrittenTable& table : WrittenTables()) {
    for (const HiddenMember& member : table.hidden) replace(member.expression, member.column);
  }
  replace(kOptionalColumn, "");
  static const std::regex kInput(R"(, *'[^']*' COLLATE BINARY)");
  return std::regex_replace(sql, kInput, "");
}

std::string OptionalInput(std::string_view value) {
  return "'" + std::string(value) + "' COLLATE BINARY";
}

}  // namespace apisql::transactions
