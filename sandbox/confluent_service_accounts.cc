#include "sandbox/confluent_service_accounts.h"

#include <algorithm>
#include <vector>

#include "sandbox/body.h"
#include "sandbox/confluent_api_keys.h"
#include "sandbox/confluent_errors.h"
#include "sandbox/confluent_list.h"
#include "sandbox/confluent_role_bindings.h"
#include "sandbox/new_id.h"

namespace apisql::sandbox {
namespace {

using nlohmann::json;

constexpr ListStyle kAccountStyle = {"/iam/v2/service-accounts", "iam/v2", "ServiceAccountList",
                                     ListStyle::LastPage::kNull, true,     false};

void WriteAccount(const State& state, const ServiceAccount& account, JsonText& text) {
  const std::string crn = ServiceAccountCrn(state, account);
  text.BeginObject();
  WriteObjectHead({kAccountStyle, account.id, crn, account.created_at, account.updated_at}, text);
  text.Field("display_name", account.display_name).Optional("description", account.description);
  text.EndObject();
}

Answer AccountAnswer(const State& state, const ServiceAccount& account, int status) {
  JsonText text;
  WriteAccount(state, account, text);
  return JsonAnswer(status, std::move(text));
}

Answer NoSuchAccount(const Call& call) {
  return ConfluentNotFound(call, "service_account_not_found", "Service Account Not Found");
}

Answer ListAccounts(const World& world, const Call& call) {
  const auto& accounts = world.state.service_accounts;
  const std::vector<std::string> names = call.Parameters("display_name");
  std::vector<Position> named;
  ListRows rows;
  for (const std::string& name : names) {
    rows.filters += FilterText("display_name", name);
    const auto found = world.state.service_accounts_by_name.Find(name);
    named.insert(named.end(), found.begin(), found.end());
  }
  std::ranges::sort(named);
  named.erase(std::ranges::unique(named).begin(), named.end());
  if (!names.empty()) rows.candidates = named;
  rows.end = accounts.end();
  rows.total = accounts.size();
  rows.matches = [&](Position position) {
    const ServiceAccount* account = accounts.At(position);
    // The index also has the names that accounts had before.
    return account != nullptr &&
           (names.empty() || std::ranges::find(names, account->display_name) != names.end());
  };
  rows.write = [&](Position position, JsonText& text) {
    WriteAccount(world.state, *accounts.At(position), text);
  };
  return ListPage(world, call, kAccountStyle, rows);
}

bool NameIsTaken(const State& state, const std::string& name) {
  for (const Position position : state.service_accounts_by_name.Find(name)) {
    const ServiceAccount* account = state.service_accounts.At(position);
    if (account != nullptr && account->display_name == name) return true;
  }
  return false;
}

Answer CreateAccount(World& world, const Call& call) {
  const auto body = ParseBody(call);
  if (!body) return InvalidBody(call);
  ServiceAccount account;
  account.display_name = TextOrEmpty(*body, "/display_name");
  if (account.display_name.empty() || !ChangeText(*body, "/description", account.description)) {
    return Unprocessable(call, "/display_name", "A name is required; both must be text");
  }
  if (NameIsTaken(world.state, account.display_name)) {
    return ConfluentConflict(call, "A service account of that name exists");
  }
  account.id = NewId(world.random, "sa-", world.state.service_accounts);
  account.created_at = account.updated_at = world.Now();
  Answer answer = AccountAnswer(world.state, account, 201);
  SetLocation(kAccountStyle, account.id, answer);
  world.state.AddServiceAccount(std::move(account));
  return answer;
}

Answer UpdateAccount(World& world, const Call& call, const ServiceAccount& old) {
  const auto body = ParseBody(call);
  if (!body) return InvalidBody(call);
  ServiceAccount changed = old;
  OptionalText name = old.display_name;
  if (!ChangeText(*body, "/display_name", name) || !name || name->empty() ||
      !ChangeText(*body, "/description", changed.description)) {
    return Unprocessable(call, "/display_name", "A name is required; both must be text");
  }
  if (*name != old.display_name && NameIsTaken(world.state, *name)) {
    return ConfluentConflict(call, "A service account of that name exists");
  }
  changed.display_name = *name;
  changed.updated_at = world.Now();
  world.state.ChangeServiceAccount(changed);
  return AccountAnswer(world.state, changed, 200);
}

}  // namespace

std::string ServiceAccountCrn(const State& state, const ServiceAccount& account) {
  return state.OrganizationCrn() + "/service-account=" + account.id;
}

Answer ReadServiceAccounts(const World& world, const Call& call) {
  if (call.rest.empty()) return ListAccounts(world, call);
  const ServiceAccount* account = world.state.service_accounts.Find(call.rest[0]);
  return account == nullptr ? NoSuchAccount(call) : AccountAnswer(world.state, *account, 200);
}

Answer WriteServiceAccounts(World& world, const Call& call) {
  if (call.rest.empty()) {
    return call.method == "POST" ? CreateAccount(world, call) : ConfluentMethodNotAllowed(call);
  }
  const ServiceAccount* account = world.state.service_accounts.Find(call.rest[0]);
  if (account == nullptr) return NoSuchAccount(call);
  if (call.method == "PATCH") return UpdateAccount(world, call, *account);
  if (call.method != "DELETE") return ConfluentMethodNotAllowed(call);
  RemoveKeysOf(world.state, call.rest[0]);
  RemoveRolesOf(world.state, call.rest[0]);
  world.state.service_accounts.Remove(call.rest[0]);
  return {.status = 204};
}

}  // namespace apisql::sandbox
