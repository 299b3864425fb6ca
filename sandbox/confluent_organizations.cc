#include "sandbox/confluent_organizations.h"

#include "sandbox/body.h"
#include "sandbox/confluent_errors.h"
#include "sandbox/confluent_list.h"

namespace apisql::sandbox {
namespace {

using nlohmann::json;

constexpr ListStyle kOrganizationStyle = {
    "/org/v2/organizations",      "org/v2", "OrganizationList",
    ListStyle::LastPage::kAbsent, false,    false};

void WriteOrganization(const State& state, JsonText& text) {
  const Organization& organization = state.organization;
  const std::string crn = state.OrganizationCrn();
  text.BeginObject();
  WriteObjectHead(
      {kOrganizationStyle, organization.id, crn, organization.created_at, organization.updated_at},
      text);
  text.Field("display_name", organization.display_name).EndObject();
}

Answer OrganizationAnswer(const State& state) {
  JsonText text;
  WriteOrganization(state, text);
  return JsonAnswer(200, std::move(text));
}

Answer NoSuchOrganization(const Call& call) {
  return ConfluentNotFound(call, "resource_not_found", "The organization is not found");
}

}  // namespace

Answer ReadOrganizations(const World& world, const Call& call) {
  if (!call.rest.empty()) {
    return call.rest[0] == world.state.organization.id ? OrganizationAnswer(world.state)
                                                       : NoSuchOrganization(call);
  }
  // There is always one: the caller's.
  ListRows rows;
  rows.end = 1;
  rows.total = 1;
  rows.matches = [](Position) { return true; };
  rows.write = [&](Position, JsonText& text) { WriteOrganization(world.state, text); };
  return ListPage(world, call, kOrganizationStyle, rows);
}

Answer WriteOrganizations(World& world, const Call& call) {
  if (call.rest.empty() || call.method != "PATCH") return ConfluentMethodNotAllowed(call);
  if (call.rest[0] != world.state.organization.id) return NoSuchOrganization(call);
  const auto body = ParseBody(call);
  if (!body) return InvalidBody(call);
  OptionalText name = world.state.organization.display_name;
  if (!ChangeText(*body, "/display_name", name) || !name || name->empty()) {
    return Unprocessable(call, "/display_name", "A name is required");
  }
  world.state.organization.display_name = *name;
  world.state.organization.updated_at = world.Now();
  return OrganizationAnswer(world.state);
}

}  // namespace apisql::sandbox
