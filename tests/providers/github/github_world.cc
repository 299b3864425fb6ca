#include "tests/providers/github/github_world.h"

#include "src/base/text.h"
#include "tests/providers/api_parts.h"

namespace apisql::github {
namespace {

using Json = nlohmann::json;

constexpr int64_t kStart = 1767225600;  // 2026-01-01 00:00:00 UTC.
constexpr int64_t kDay = 86400;
constexpr char kApi[] = "https://api.github.com";

Json Key(int64_t id, const std::string& title, const std::string& key, const std::string& by,
         bool read_only, const Json& last_used) {
  return {{"id", id},
          {"key", "ssh-ed25519 " + key},
          {"url", std::string(kApi) + "/repos/acme/rocket/keys/" + std::to_string(id)},
          {"title", title},
          {"verified", true},
          {"created_at", TimeText(kStart + id * kDay)},
          {"read_only", read_only},
          {"added_by", by},
          {"last_used", last_used},
          {"enabled", true}};
}

Json ActionsSecret(const std::string& name, int64_t day) {
  return {{"name", name},
          {"created_at", TimeText(kStart + day * kDay)},
          {"updated_at", TimeText(kStart + (day + 1) * kDay)}};
}

Json Collaborator(const Json& user, const std::string& role) {
  Json person = user;
  person["role_name"] = role;
  const bool admin = role == "admin";
  const bool writes = admin || role == "write";
  person["permissions"] = {
      {"admin", admin}, {"maintain", admin}, {"push", writes}, {"triage", writes}, {"pull", true}};
  return person;
}

void AddIssues(GithubWorld& world, GithubRepository& repository, int count) {
  Json newest_first = Json::array();
  for (int number = count; number >= 1; --number) {
    const Json& user = world.users[static_cast<size_t>(1 + number % 3)];
    Json issue = GithubIssue(repository, 9000 + number, number, "Issue " + std::to_string(number),
                             user, kStart + number * kDay);
    if (number % 7 == 0) {
      const std::string pull = "/repos/acme/anvil/pulls/" + std::to_string(number);
      issue["pull_request"] = {{"url", kApi + pull}, {"merged_at", nullptr}};
      issue["title"] = "Pull request " + std::to_string(number);
    }
    if (number % 5 == 0) {
      issue["state"] = "closed";
      issue["state_reason"] = "completed";
      issue["closed_at"] = issue["updated_at"] = TimeText(kStart + (number + 2) * kDay);
    }
    if (number % 10 == 1) issue["labels"].push_back({{"id", 1}, {"name", "bug"}});
    if (number % 20 == 1) issue["labels"].push_back({{"id", 2}, {"name", "good first issue"}});
    newest_first.push_back(std::move(issue));
  }
  repository.issues = std::move(newest_first);
}

}  // namespace

Json GithubUser(int64_t id, const std::string& login, const std::string& type) {
  return {{"login", login},
          {"id", id},
          {"node_id", "U_" + std::to_string(id)},
          {"url", std::string(kApi) + "/users/" + login},
          {"html_url", "https://github.com/" + login},
          {"type", type},
          {"site_admin", false}};
}

Json GithubIssue(const GithubRepository& repository, int64_t id, int64_t number,
                 const std::string& title, const Json& user, int64_t created) {
  const std::string path = "/repos/" + repository.object["full_name"].get<std::string>();
  return {{"id", id},
          {"number", number},
          {"url", kApi + path + "/issues/" + std::to_string(number)},
          {"repository_url", kApi + path},
          {"title", title},
          {"body", nullptr},
          {"state", "open"},
          {"state_reason", nullptr},
          {"locked", false},
          {"user", user},
          {"labels", Json::array()},
          {"assignee", nullptr},
          {"assignees", Json::array()},
          {"comments", number % 4},
          {"created_at", TimeText(created)},
          {"updated_at", TimeText(created)},
          {"closed_at", nullptr}};
}

GithubWorld::GithubWorld() {
  users = {GithubUser(1, "acme", "Organization"), GithubUser(11, "mona", "User"),
           GithubUser(12, "hubot", "User"), GithubUser(13, "octocat", "User")};
  members = {"hubot", "mona"};
  repositories.reserve(64);  // References to them are kept.
  GithubRepository& anvil = Add("acme", "anvil", false);
  AddIssues(*this, anvil, 130);
  GithubRepository& rocket = Add("acme", "rocket", true);
  rocket.keys = {Key(31, "deploy from CI", "AAAAC3anvil", "mona", true, "2026-05-30T08:00:00Z"),
                 Key(32, "backup", "AAAAC3backup", "hubot", false, nullptr),
                 Key(33, "old laptop", "AAAAC3laptop", "octocat", false, "2026-02-01T08:00:00Z")};
  rocket.secrets = {ActionsSecret("CONFLUENT_CLOUD_API_SECRET", 3), ActionsSecret("NPM_TOKEN", 9)};
  rocket.collaborators = {Collaborator(users[1], "admin"), Collaborator(users[2], "write"),
                          Collaborator(users[3], "read")};
  rocket.issues.push_back(GithubIssue(rocket, 8001, 1, "No parachute", users[1], kStart));
  Add("acme", "tunnel", false).object["archived"] = true;
  Add("mona", "dotfiles", false);
}

Json* GithubWorld::FindUser(std::string_view login) {
  for (Json& user : users) {
    if (AsciiLower(user["login"].get<std::string>()) == AsciiLower(login)) return &user;
  }
  return nullptr;
}

GithubRepository* GithubWorld::Find(std::string_view owner, std::string_view name) {
  for (GithubRepository& one : repositories) {
    const bool same =
        AsciiLower(one.owner()) == AsciiLower(owner) && AsciiLower(one.name()) == AsciiLower(name);
    if (same) return &one;
  }
  return nullptr;
}

GithubRepository* GithubWorld::Find(int64_t id) {
  for (GithubRepository& one : repositories) {
    if (one.object["id"] == id) return &one;
  }
  return nullptr;
}

GithubRepository& GithubWorld::Add(const std::string& owner, const std::string& name,
                                   bool is_private) {
  const auto id = 1001 + static_cast<int64_t>(repositories.size());
  const std::string full_name = owner + "/" + name;
  GithubRepository& added = repositories.emplace_back();
  added.object = {{"id", id},
                  {"name", name},
                  {"full_name", full_name},
                  {"owner", *FindUser(owner)},
                  {"private", is_private},
                  {"visibility", is_private ? "private" : "public"},
                  {"html_url", "https://github.com/" + full_name},
                  {"url", std::string(kApi) + "/repos/" + full_name},
                  {"description", nullptr},
                  {"fork", false},
                  {"archived", false},
                  {"disabled", false},
                  {"topics", Json::array()},
                  {"default_branch", "main"},
                  {"language", "C++"},
                  {"stargazers_count", 10 * (id - 1000)},
                  {"forks_count", 2},
                  {"open_issues_count", 0},
                  {"size", 4096},
                  {"created_at", TimeText(kStart + (id - 1000) * kDay)},
                  {"updated_at", TimeText(kStart + (id - 990) * kDay)},
                  {"pushed_at", TimeText(kStart + (id - 990) * kDay)}};
  return added;
}

}  // namespace apisql::github
