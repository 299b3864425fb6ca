// GithubWorld: what there is at the imitated GitHub.
#ifndef APISQL_TESTS_PROVIDERS_GITHUB_GITHUB_WORLD_H_
#define APISQL_TESTS_PROVIDERS_GITHUB_GITHUB_WORLD_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace apisql::github {

struct GithubRepository {
  nlohmann::json object;                            // As GET /repos/{owner}/{repo} shows it.
  nlohmann::json issues = nlohmann::json::array();  // With pull requests; the newest first.
  nlohmann::json keys = nlohmann::json::array();
  nlohmann::json secrets = nlohmann::json::array();
  nlohmann::json collaborators = nlohmann::json::array();

  std::string owner() const { return object["owner"]["login"]; }
  std::string name() const { return object["name"]; }
};

// An organization, acme, with two repositories of interest: anvil has 130 issues, of which each
// seventh is a pull request, and rocket has deploy keys and secrets. mona is a user.
struct GithubWorld {
  GithubWorld();

  nlohmann::json* FindUser(std::string_view login);  // Letter case does not count.
  GithubRepository* Find(std::string_view owner, std::string_view name);
  GithubRepository* Find(int64_t id);
  GithubRepository& Add(const std::string& owner, const std::string& name, bool is_private);
  int64_t NextId() { return ++last_id_; }

  std::vector<nlohmann::json> users;  // People and organizations.
  std::vector<std::string> members;   // Logins, of acme.
  std::vector<GithubRepository> repositories;

 private:
  int64_t last_id_ = 5000;
};

// A person or organization as other objects show it.
nlohmann::json GithubUser(int64_t id, const std::string& login, const std::string& type);
nlohmann::json GithubIssue(const GithubRepository& repository, int64_t id, int64_t number,
                           const std::string& title, const nlohmann::json& user, int64_t created);

}  // namespace apisql::github

#endif  // APISQL_TESTS_PROVIDERS_GITHUB_GITHUB_WORLD_H_
