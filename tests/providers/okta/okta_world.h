// OktaWorld: what there is at the imitated Okta.
#ifndef APISQL_TESTS_PROVIDERS_OKTA_OKTA_WORLD_H_
#define APISQL_TESTS_PROVIDERS_OKTA_OKTA_WORLD_H_

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace apisql::okta {

// 230 people, of whom the first are those of the Confluent sandbox: more than a page of them.
struct OktaWorld {
  OktaWorld();

  std::string NextId(std::string_view prefix);  // 00u..., 20 characters.

  nlohmann::json users = nlohmann::json::array();
  nlohmann::json groups = nlohmann::json::array();
  nlohmann::json applications = nlohmann::json::array();
  nlohmann::json tokens = nlohmann::json::array();
  std::map<std::string, std::vector<std::string>> members;  // By group id: ids of users.

 private:
  int64_t last_id_ = 0;
};

// The one with that id, null: there is none.
nlohmann::json* FindOktaObject(nlohmann::json& rows, std::string_view id);

nlohmann::json OktaUser(const std::string& id, const nlohmann::json& profile,
                        const std::string& status, int64_t updated);
nlohmann::json OktaGroup(const std::string& id, const std::string& type,
                         const nlohmann::json& profile, int64_t updated);

// 2026-05-01T12:00:00.000Z, as Okta writes times.
std::string OktaTime(int64_t seconds);

}  // namespace apisql::okta

#endif  // APISQL_TESTS_PROVIDERS_OKTA_OKTA_WORLD_H_
