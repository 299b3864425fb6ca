#include "tests/providers/okta/okta_world.h"

#include "tests/providers/api_parts.h"

namespace apisql::okta {
namespace {

using Json = nlohmann::json;

constexpr int64_t kStart = 1767225600;  // 2026-01-01 00:00:00 UTC.
constexpr int64_t kDay = 86400;
constexpr size_t kUsers = 230;
constexpr size_t kIdLength = 20;

struct Person {
  const char* email;  // Of users of the Confluent sandbox.
  const char* first_name;
  const char* last_name;
  const char* status;
  const char* github;  // A custom attribute of the profile.
};

constexpr Person kPeople[] = {
    {"jane@corp.com", "Jane", "Doe", "DEPROVISIONED", "mona"},
    {"ada.lovelace@corp.com", "Ada", "Lovelace", "SUSPENDED", "octocat"},
    {"grace.hopper@corp.com", "Grace", "Hopper", "ACTIVE", "hubot"},
    {"marty.mcfly@corp.com", "Marty", "McFly", "DEPROVISIONED", nullptr},
    {"o'neil@corp.com", "Pat", "O'Neil", "ACTIVE", nullptr},
    {"ann@corp.com", "Ann", "Ambers", "LOCKED_OUT", nullptr},
};

Json Application(const std::string& id, const std::string& name, const std::string& label,
                 const std::string& status) {
  return {{"id", id},
          {"name", name},
          {"label", label},
          {"status", status},
          {"signOnMode", "SAML_2_0"},
          {"created", OktaTime(kStart)},
          {"lastUpdated", OktaTime(kStart + kDay)}};
}

Json Token(const std::string& id, const std::string& name, const Json& user, int64_t day) {
  return {{"id", id},
          {"name", name},
          {"userId", user["id"]},
          {"clientName", "Okta API"},
          {"tokenWindow", "P30D"},
          {"network", {{"connection", "ANYWHERE"}}},
          {"created", OktaTime(kStart + day * kDay)},
          {"lastUpdated", OktaTime(kStart + (day + 1) * kDay)},
          {"expiresAt", OktaTime(kStart + (day + 31) * kDay)}};
}

}  // namespace

std::string OktaTime(int64_t seconds) {
  std::string text = TimeText(seconds);
  text.back() = '.';
  return text + "000Z";
}

Json OktaUser(const std::string& id, const Json& profile, const std::string& status,
              int64_t updated) {
  return {{"id", id},
          {"status", status},
          {"created", OktaTime(kStart)},
          {"activated", status == "STAGED" ? Json() : Json(OktaTime(kStart))},
          {"statusChanged", OktaTime(updated)},
          {"lastLogin", nullptr},
          {"lastUpdated", OktaTime(updated)},
          {"passwordChanged", nullptr},
          {"type", {{"id", "oty1"}}},
          {"profile", profile}};
}

Json OktaGroup(const std::string& id, const std::string& type, const Json& profile,
               int64_t updated) {
  return {{"id", id},
          {"created", OktaTime(kStart)},
          {"lastUpdated", OktaTime(updated)},
          {"lastMembershipUpdated", OktaTime(updated)},
          {"objectClass", Json::array({"okta:user_group"})},
          {"type", type},
          {"profile", profile}};
}

Json* FindOktaObject(Json& rows, std::string_view id) {
  for (Json& row : rows) {
    if (row["id"] == id) return &row;
  }
  return nullptr;
}

std::string OktaWorld::NextId(std::string_view prefix) {
  const std::string number = std::to_string(++last_id_);
  return std::string(prefix) + std::string(kIdLength - prefix.size() - number.size(), '0') + number;
}

OktaWorld::OktaWorld() {
  for (const Person& person : kPeople) {
    Json profile = {{"login", person.email},
                    {"email", person.email},
                    {"firstName", person.first_name},
                    {"lastName", person.last_name},
                    {"department", "Engineering"}};
    if (person.github != nullptr) profile["githubUsername"] = person.github;
    const auto day = static_cast<int64_t>(users.size()) + 100;
    users.push_back(OktaUser(NextId("00u"), profile, person.status, kStart + day * kDay));
  }
  while (users.size() < kUsers) {
    const std::string number = std::to_string(users.size());
    const std::string address = "user" + number + "@corp.com";
    const Json profile = {{"login", address},
                          {"email", address},
                          {"firstName", "User"},
                          {"lastName", number},
                          {"department", "Sales"}};
    users.push_back(OktaUser(NextId("00u"), profile, "ACTIVE", kStart + 50 * kDay));
  }
  const std::string everyone = NextId("00g");
  groups.push_back(
      OktaGroup(everyone, "BUILT_IN", {{"name", "Everyone"}, {"description", nullptr}}, kStart));
  groups.push_back(
      OktaGroup(NextId("00g"), "OKTA_GROUP",
                {{"name", "Platform"}, {"description", "Runs \"Kafka\""}, {"costCenter", "4711"}},
                kStart + kDay));
  groups.push_back(OktaGroup(NextId("00g"), "APP_GROUP",
                             {{"name", "say \"hi\""}, {"description", nullptr}}, kStart + kDay));
  for (const Json& user : users) members[everyone].push_back(user["id"]);
  for (size_t i = 0; i < 3; ++i) members[groups[1]["id"]].push_back(users[i]["id"]);
  applications = {Application(NextId("0oa"), "confluent", "Confluent Cloud", "ACTIVE"),
                  Application(NextId("0oa"), "pagerduty", "PagerDuty", "ACTIVE"),
                  Application(NextId("0oa"), "rockset", "Rockset", "INACTIVE")};
  tokens = {Token(NextId("00T"), "terraform", users[2], 10),
            Token(NextId("00T"), "old script", users[0], 20)};
}

}  // namespace apisql::okta
