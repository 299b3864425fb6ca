#include "tests/providers/github/github_api.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "src/base/secret.h"
#include "src/base/text.h"
#include "tests/providers/api_parts.h"

namespace apisql::github {
namespace {

using Json = nlohmann::json;

constexpr char kToken[] = "ghp_Yk3Qx7test";
constexpr char kDocumentation[] = "https://docs.github.com/rest";
constexpr int64_t kHourlyRequests = 5000;

ApiAnswer Refusal(int status, const std::string& message) {
  return JsonAnswer(status, {{"message", message},
                             {"documentation_url", kDocumentation},
                             {"status", std::to_string(status)}});
}

ApiAnswer NotFound() { return Refusal(404, "Not Found"); }

// A 422 about one field of what was sent.
ApiAnswer Invalid(const std::string& resource, const std::string& field, const std::string& code,
                  const std::string& message = "") {
  Json error = {{"resource", resource}, {"field", field}, {"code", code}};
  if (!message.empty()) error["message"] = message;
  return JsonAnswer(422, {{"message", "Validation Failed"},
                          {"errors", Json::array({error})},
                          {"documentation_url", kDocumentation},
                          {"status", "422"}});
}

bool IsOneOf(const std::string& text, std::initializer_list<std::string_view> values) {
  return std::ranges::find(values, text) != values.end();
}

// The page that the query asks for, with the Link header to its neighbours. `path` is that of the
// links: GitHub names a repository by its id there.
ApiAnswer Page(const ApiCall& call, const std::string& path, const Json& rows,
               const std::string& member = "") {
  int64_t size = NumberParameter(call, "per_page", 30);
  size = size == 0 ? 30 : std::min<int64_t>(size, 100);
  const int64_t page = std::max<int64_t>(1, NumberParameter(call, "page", 1));
  const auto count = static_cast<int64_t>(rows.size());
  const Json slice = Slice(rows, static_cast<size_t>((page - 1) * size), static_cast<size_t>(size));
  ApiAnswer answer = member.empty() ? JsonAnswer(200, slice)
                                    : JsonAnswer(200, {{"total_count", count}, {member, slice}});
  const int64_t last = (count + size - 1) / size;
  if (page >= last) return answer;
  const auto link = [&](int64_t number, const char* relation) {
    std::string query;
    for (const auto& [name, value] : call.query) {
      if (name != "page") query += PercentEncoded(name) + "=" + PercentEncoded(value) + "&";
    }
    return "<" + CallerUrl(call) + path + "?" + query + "page=" + std::to_string(number) +
           ">; rel=\"" + relation + "\"";
  };
  answer.headers.emplace_back("Link", link(page + 1, "next") + ", " + link(last, "last"));
  return answer;
}

bool HasLabel(const Json& issue, const std::string& name) {
  return std::ranges::any_of(issue["labels"], [&name](const Json& label) {
    return AsciiLower(label["name"].get<std::string>()) == AsciiLower(name);
  });
}

Json* FindBy(Json& rows, const char* member, const Json& value) {
  const auto found =
      std::ranges::find_if(rows, [&](const Json& row) { return row[member] == value; });
  return found == rows.end() ? nullptr : &*found;
}

// 204, or 404 where there is no such row.
ApiAnswer Remove(Json& rows, const char* member, const Json& value) {
  const Json* const row = FindBy(rows, member, value);
  if (row == nullptr) return NotFound();
  rows.erase(static_cast<size_t>(row - &rows[0]));
  return {.status = 204};
}

}  // namespace

GithubApi::GithubApi(const ApiOptions& options)
    : rate_limit_(NumberOption(options, "rate_limit", kHourlyRequests)),
      secondary_(NumberOption(options, "secondary", 0)),
      strict_(NumberOption(options, "strict", 0) != 0) {}

void GithubApi::Configure(const std::string&, ProviderConfig& config) const {
  config.secrets[{"", "token"}].value = Secret(kToken);
}

ApiAnswer GithubApi::Answer(const ApiCall& call) {
  if (call.Header("user-agent").empty()) {
    return {.status = 403,
            .headers = {{"Content-Type", "text/html"}},
            .body =
                "Request forbidden by administrative rules. Please make sure your request has "
                "a User-Agent header (https://docs.github.com/en/rest/overview/"
                "resources-in-the-rest-api#user-agent-required)."};
  }
  const int64_t now = SecondsNow();
  if (now >= reset_) {
    used_ = 0;
    reset_ = now + (rate_limit_ == kHourlyRequests ? 3600 : 1);
  }
  ++requests_;
  used_ = std::min(used_ + 1, rate_limit_ + 1);
  ApiAnswer answer;
  if (used_ > rate_limit_) {
    answer = Refusal(403, "API rate limit exceeded for user ID 11.");
  } else if (requests_ == secondary_) {
    answer = Refusal(403,
                     "You have exceeded a secondary rate limit. Please wait a few minutes before "
                     "you try again.");
    answer.headers.emplace_back("retry-after", "1");
  } else {
    answer = Checked(call);
  }
  answer.headers.emplace_back("x-ratelimit-limit", std::to_string(rate_limit_));
  answer.headers.emplace_back("x-ratelimit-remaining",
                              std::to_string(std::max<int64_t>(0, rate_limit_ - used_)));
  answer.headers.emplace_back("x-ratelimit-reset", std::to_string(reset_));
  answer.headers.emplace_back("x-ratelimit-resource", "core");
  return answer;
}

ApiAnswer GithubApi::Checked(const ApiCall& call) {
  const std::string version = call.Header("x-github-api-version");
  if (version.empty() ? strict_ : version != "2022-11-28") {
    return Refusal(400, "The API version '" + version + "' is not supported.");
  }
  if (strict_ && call.Header("accept") != "application/vnd.github+json") {
    return Refusal(415, "Unsupported 'Accept' header: '" + call.Header("accept") + "'.");
  }
  const std::string credential = call.Header("authorization");
  if (credential.empty()) return Refusal(401, "Requires authentication");
  if (credential != std::string("Bearer ") + kToken &&
      credential != std::string("token ") + kToken) {
    return Refusal(401, "Bad credentials");
  }
  return Route(call);
}

ApiAnswer GithubApi::Route(const ApiCall& call) {
  if (call.Is("GET", "/user/repos")) return ListRepositories(call, "");
  if (call.Is("GET", "/user/orgs")) return Page(call, call.path, Json::array({world_.users[0]}));
  const std::vector<std::string>& parts = call.segments;
  if (call.Is("GET", "/users/{}/repos")) return ListRepositories(call, parts[1]);
  if (parts.size() == 3 && parts[0] == "orgs") {
    const Json* const org = world_.FindUser(parts[1]);
    if (org == nullptr || (*org)["type"] != "Organization") return NotFound();
    if (call.Is("GET", "/orgs/{}/repos")) return ListRepositories(call, parts[1]);
    if (call.Is("POST", "/orgs/{}/repos")) return MakeRepository(call, parts[1]);
    if (call.Is("GET", "/orgs/{}/members")) {
      const std::string role = call.Parameter("role").value_or("all");
      if (!IsOneOf(role, {"all", "admin", "member"})) return Invalid("Member", "role", "invalid");
      Json members = Json::array();
      for (const std::string& login : world_.members) {
        const bool admin = login == "mona";
        if (role == "all" || admin == (role == "admin")) members.push_back(*world_.FindUser(login));
      }
      return Page(call, "/organizations/1/members", members);
    }
  }
  if (parts.size() >= 3 && parts[0] == "repos") {
    GithubRepository* const repository = world_.Find(parts[1], parts[2]);
    if (repository == nullptr) return NotFound();
    const size_t second = call.path.find('/', call.path.find('/', 7) + 1);
    return RouteRepository(call, *repository,
                           second == std::string::npos ? "" : call.path.substr(second));
  }
  if (call.Is("GET", "/repositories/{}/issues")) {
    GithubRepository* const repository = world_.Find(WholeNumber(parts[1]).value_or(0));
    return repository == nullptr ? NotFound() : ListIssues(call, *repository);
  }
  return NotFound();
}

ApiAnswer GithubApi::RouteRepository(const ApiCall& call, GithubRepository& repository,
                                     std::string_view rest) {
  const std::string& method = call.method;
  const std::string by_id = "/repositories/" + repository.object["id"].dump();
  if (rest.empty()) {
    if (method == "GET") return JsonAnswer(200, repository.object);
    if (method == "PATCH") return ChangeRepository(call, repository);
    return NotFound();
  }
  if (rest == "/issues" && method == "GET") return ListIssues(call, repository);
  if (rest == "/issues" && method == "POST") return MakeIssue(call, repository);
  if (rest == "/collaborators" && method == "GET") {
    Json rows = Json::array();
    const std::string permission = call.Parameter("permission").value_or("");
    for (const Json& person : repository.collaborators) {
      const Json& permissions = person["permissions"];
      if (permission.empty() || permissions.value(permission, false)) rows.push_back(person);
    }
    return Page(call, by_id + "/collaborators", rows);
  }
  if (rest == "/keys" && method == "GET") return Page(call, by_id + "/keys", repository.keys);
  if (rest == "/keys" && method == "POST") return MakeKey(call, repository);
  if (rest == "/actions/secrets" && method == "GET") {
    return Page(call, by_id + "/actions/secrets", repository.secrets, "secrets");
  }
  return RouteItem(call, repository, rest);
}

ApiAnswer GithubApi::RouteItem(const ApiCall& call, GithubRepository& repository,
                               std::string_view rest) {
  const std::string& method = call.method;
  const std::string& last = call.segments.back();
  if (rest.starts_with("/actions/secrets/") && method == "DELETE") {
    return Remove(repository.secrets, "name", last);
  }
  const Json number = WholeNumber(last).value_or(-1);
  if (rest.starts_with("/keys/")) {
    if (method == "DELETE") return Remove(repository.keys, "id", number);
    const Json* const key = FindBy(repository.keys, "id", number);
    if (method == "GET" && key != nullptr) return JsonAnswer(200, *key);
  }
  if (rest.starts_with("/issues/")) {
    Json* const issue = FindBy(repository.issues, "number", number);
    if (issue == nullptr) return NotFound();
    if (method == "GET") return JsonAnswer(200, *issue);
    if (method == "PATCH") return ChangeIssue(call, *issue);
  }
  return NotFound();
}

ApiAnswer GithubApi::ListRepositories(const ApiCall& call, const std::string& owner) {
  if (!owner.empty() && world_.FindUser(owner) == nullptr) return NotFound();
  const std::string sort = call.Parameter("sort").value_or("full_name");
  if (!IsOneOf(sort, {"created", "updated", "pushed", "full_name"})) {
    return Invalid("Repository", "sort", "invalid");
  }
  const bool as_user = call.path.starts_with("/users/");
  const std::string visibility = call.Parameter("visibility").value_or("all");
  if (!IsOneOf(visibility, {"all", "public", "private"})) {
    return Invalid("Repository", "visibility", "invalid");
  }
  Json rows = Json::array();
  for (const GithubRepository& one : world_.repositories) {
    if (!owner.empty() && AsciiLower(one.owner()) != AsciiLower(owner)) continue;
    if (as_user && one.object["private"].get<bool>()) continue;
    if (owner.empty() && visibility != "all" && one.object["visibility"] != visibility) continue;
    rows.push_back(one.object);
  }
  return Page(call, call.path, rows);
}

ApiAnswer GithubApi::MakeRepository(const ApiCall& call, const std::string& owner) {
  const auto body = JsonBody(call);
  if (!body) return Refusal(400, "Problems parsing JSON");
  const std::string name = body->value("name", "");
  if (name.empty()) return Invalid("Repository", "name", "missing_field");
  if (world_.Find(owner, name) != nullptr) {
    return Invalid("Repository", "name", "custom", "name already exists on this account");
  }
  GithubRepository& made =
      world_.Add((*world_.FindUser(owner))["login"], name, body->value("private", false));
  if (body->contains("description")) made.object["description"] = (*body)["description"];
  return JsonAnswer(201, made.object);
}

ApiAnswer GithubApi::ChangeRepository(const ApiCall& call, GithubRepository& repository) {
  const auto body = JsonBody(call);
  if (!body) return Refusal(400, "Problems parsing JSON");
  for (const auto& [name, value] : body->items()) {
    if (IsOneOf(name, {"description", "archived", "private", "default_branch", "topics"})) {
      repository.object[name] = value;
    }
  }
  repository.object["visibility"] = repository.object["private"].get<bool>() ? "private" : "public";
  return JsonAnswer(200, repository.object);
}

ApiAnswer GithubApi::ListIssues(const ApiCall& call, const GithubRepository& repository) {
  const std::string state = call.Parameter("state").value_or("open");
  if (!IsOneOf(state, {"open", "closed", "all"})) return Invalid("Issue", "state", "invalid");
  const auto since = call.Parameter("since");
  if (since && !SecondsOf(*since)) return Invalid("Issue", "since", "invalid");
  const std::vector<std::string> labels = Split(call.Parameter("labels").value_or(""), ',');
  const auto creator = call.Parameter("creator");
  Json rows = Json::array();
  for (const Json& issue : repository.issues) {
    if (state != "all" && issue["state"] != state) continue;
    if (since && SecondsOf(issue["updated_at"].get<std::string>()) < SecondsOf(*since)) continue;
    if (creator && AsciiLower(issue["user"]["login"].get<std::string>()) != AsciiLower(*creator)) {
      continue;
    }
    const bool labelled = std::ranges::all_of(labels, [&issue](const std::string& label) {
      return label.empty() || HasLabel(issue, label);
    });
    if (labelled) rows.push_back(issue);
  }
  return Page(call, "/repositories/" + repository.object["id"].dump() + "/issues", rows);
}

ApiAnswer GithubApi::MakeIssue(const ApiCall& call, GithubRepository& repository) {
  const auto body = JsonBody(call);
  if (!body) return Refusal(400, "Problems parsing JSON");
  if (repository.object["archived"].get<bool>()) {
    return Refusal(403, "Repository was archived so is read-only.");
  }
  if (body->value("title", "").empty()) return Invalid("Issue", "title", "missing_field");
  const auto number = static_cast<int64_t>(repository.issues.size()) + 1;
  Json issue = GithubIssue(repository, world_.NextId(), number, (*body)["title"], world_.users[1],
                           1780272000);
  if (body->contains("body")) issue["body"] = (*body)["body"];
  for (const Json& label : body->value("labels", Json::array())) {
    issue["labels"].push_back({{"id", 3}, {"name", label}});
  }
  repository.issues.insert(repository.issues.begin(), issue);
  return JsonAnswer(201, issue);
}

ApiAnswer GithubApi::ChangeIssue(const ApiCall& call, Json& issue) {
  const auto body = JsonBody(call);
  if (!body) return Refusal(400, "Problems parsing JSON");
  const std::string state = body->value("state", issue["state"].get<std::string>());
  if (!IsOneOf(state, {"open", "closed"})) return Invalid("Issue", "state", "invalid");
  for (const auto& [name, value] : body->items()) {
    if (IsOneOf(name, {"title", "body", "state", "state_reason"})) issue[name] = value;
    if (name != "labels") continue;
    issue["labels"] = Json::array();
    for (const Json& label : value) issue["labels"].push_back({{"id", 3}, {"name", label}});
  }
  issue["closed_at"] = state == "closed" ? Json("2026-06-01T00:00:00Z") : Json();
  return JsonAnswer(200, issue);
}

ApiAnswer GithubApi::MakeKey(const ApiCall& call, GithubRepository& repository) {
  const auto body = JsonBody(call);
  if (!body) return Refusal(400, "Problems parsing JSON");
  const std::string key = body->value("key", "");
  if (!key.starts_with("ssh-") && !key.starts_with("ecdsa-")) {
    return Invalid("PublicKey", "key", "custom",
                   "key is invalid. You must supply a key in OpenSSH public key format");
  }
  for (const GithubRepository& one : world_.repositories) {
    for (const Json& known : one.keys) {
      if (known["key"] == key)
        return Invalid("PublicKey", "key", "custom", "key is already in use");
    }
  }
  const int64_t id = world_.NextId();
  const std::string path = "/repos/" + repository.object["full_name"].get<std::string>();
  const Json made = {{"id", id},
                     {"key", key},
                     {"url", "https://api.github.com" + path + "/keys/" + std::to_string(id)},
                     {"title", body->value("title", "")},
                     {"verified", true},
                     {"created_at", "2026-06-01T00:00:00Z"},
                     {"read_only", body->value("read_only", false)},
                     {"added_by", "mona"},
                     {"last_used", nullptr},
                     {"enabled", true}};
  repository.keys.push_back(made);
  return JsonAnswer(201, made);
}

}  // namespace apisql::github
