#include "tests/providers/okta/okta_api.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "src/base/secret.h"
#include "tests/providers/api_parts.h"
#include "tests/providers/okta/okta_filter.h"

namespace apisql::okta {
namespace {

using Json = nlohmann::json;

constexpr char kToken[] = "00Qtest_okta_token";
constexpr int64_t kRequests = 600;
constexpr int64_t kNow = 1780272000;  // 2026-06-01 00:00:00 UTC.

ApiAnswer Refusal(int status, const std::string& code, const std::string& summary,
                  const std::vector<std::string>& causes = {}) {
  Json list = Json::array();
  for (const std::string& cause : causes) list.push_back({{"errorSummary", cause}});
  return JsonAnswer(status, {{"errorCode", code},
                             {"errorSummary", summary},
                             {"errorLink", code},
                             {"errorId", "oae-" + code},
                             {"errorCauses", list}});
}

ApiAnswer NotFound(const std::string& what) {
  return Refusal(404, "E0000007", "Not found: Resource not found: " + what);
}

ApiAnswer Invalid(const std::string& what, const std::string& cause) {
  return Refusal(400, "E0000001", "Api validation failed: " + what, {cause});
}

ApiAnswer Unnamed() { return Invalid("name", "name: The field cannot be left blank"); }

Json ProfileOf(const ApiCall& call) {
  const auto body = JsonBody(call);
  return body ? body->value("profile", Json::object()) : Json::object();
}

ApiAnswer BadFilter() { return Refusal(400, "E0000031", "Invalid search criteria."); }

// The rows after the one whose id `after` has, with a Link header of its own for each relation.
ApiAnswer Page(const ApiCall& call, const Json& rows, int64_t fallback, int64_t most) {
  const int64_t limit = std::clamp<int64_t>(NumberParameter(call, "limit", fallback), 1, most);
  size_t offset = 0;
  if (const auto after = call.Parameter("after")) {
    while (offset < rows.size() && rows[offset]["id"] != *after) ++offset;
    if (offset == rows.size()) return Invalid("after", "after: The cursor is not valid.");
    ++offset;
  }
  const Json page = Slice(rows, offset, static_cast<size_t>(limit));
  ApiAnswer answer = JsonAnswer(200, page);
  const auto link = [&](const std::string& cursor, const char* relation) {
    std::string query;
    for (const auto& [name, value] : call.query) {
      if (name != "after" && name != "limit")
        query += PercentEncoded(name) + "=" + PercentEncoded(value) + "&";
    }
    if (!cursor.empty()) query += "after=" + cursor + "&";
    query += "limit=" + std::to_string(limit);
    answer.headers.emplace_back(
        "link", "<" + CallerUrl(call) + call.path + "?" + query + ">; rel=\"" + relation + "\"");
  };
  link("", "self");
  if (offset + page.size() < rows.size()) link(page.back()["id"], "next");
  return answer;
}

// The rows that the parameter's expression is true of; none where it is no such expression.
std::optional<Json> Filtered(const ApiCall& call, const char* parameter,
                             const OktaFilterRules& rules, const Json& rows) {
  const auto text = call.Parameter(parameter);
  if (!text) return rows;
  const auto filter = OktaFilter::Parse(*text, rules);
  if (!filter) return std::nullopt;
  Json kept = Json::array();
  for (const Json& row : rows) {
    if (filter->Matches(row)) kept.push_back(row);
  }
  return kept;
}

}  // namespace

OktaApi::OktaApi(const ApiOptions& options)
    : rate_limit_(NumberOption(options, "rate_limit", kRequests)) {}

void OktaApi::Configure(const std::string&, ProviderConfig& config) const {
  config.secrets[{"", "key"}].value = Secret(kToken);
}

ApiAnswer OktaApi::Answer(const ApiCall& call) {
  const int64_t now = SecondsNow();
  if (now >= reset_) {
    used_ = 0;
    reset_ = now + (rate_limit_ == kRequests ? 60 : 1);
  }
  used_ = std::min(used_ + 1, rate_limit_ + 1);
  ApiAnswer answer;
  if (used_ > rate_limit_) {
    answer = Refusal(429, "E0000047", "API call exceeded rate limit due to too many requests.");
  } else if (call.Header("authorization") != std::string("SSWS ") + kToken) {
    answer = Refusal(401, "E0000011", "Invalid token provided");
  } else {
    answer = Route(call);
  }
  answer.headers.emplace_back("x-rate-limit-limit", std::to_string(rate_limit_));
  answer.headers.emplace_back("x-rate-limit-remaining",
                              std::to_string(std::max<int64_t>(0, rate_limit_ - used_)));
  answer.headers.emplace_back("x-rate-limit-reset", std::to_string(reset_));
  return answer;
}

ApiAnswer OktaApi::Route(const ApiCall& call) {
  const std::vector<std::string>& parts = call.segments;
  if (parts.size() < 3 || parts[0] != "api" || parts[1] != "v1") return NotFound(call.path);
  if (parts[2] == "groups") return RouteGroups(call);
  if (parts[2] == "apps") return RouteApplications(call);
  if (parts[2] == "api-tokens") return RouteTokens(call);
  if (call.Is("GET", "/api/v1/users")) return ListUsers(call);
  if (call.Is("POST", "/api/v1/users")) return MakeUser(call);
  if (parts[2] != "users" || parts.size() < 4) return NotFound(call.path);
  Json* user = FindOktaObject(world_.users, parts[3]);
  for (Json& one : world_.users) {
    if (one["profile"]["login"] == parts[3]) user = &one;
  }
  if (user == nullptr) return NotFound(parts[3] + " (User)");
  if (call.Is("GET", "/api/v1/users/{}")) return JsonAnswer(200, *user);
  if (call.Is("POST", "/api/v1/users/{}")) return ChangeUser(call, *user);
  if (call.Is("DELETE", "/api/v1/users/{}")) return DeleteUser(*user);
  if (call.Is("POST", "/api/v1/users/{}/lifecycle/{}")) return MoveUser(parts[5], *user);
  return NotFound(call.path);
}

ApiAnswer OktaApi::ListUsers(const ApiCall& call) const {
  static const OktaFilterRules kFilter = {
      {"status", "lastUpdated", "id", "profile.login", "profile.email", "profile.firstName",
       "profile.lastName"},
      {"lastUpdated"},
      /*ignores_case=*/false,
      /*starts_with=*/false};
  static const OktaFilterRules kSearch = {
      {}, {"created", "activated", "statusChanged", "lastUpdated"}, true, true};
  // Without either, people who are gone are left out.
  Json rows = Json::array();
  const bool all = call.Parameter("filter") || call.Parameter("search");
  for (const Json& user : world_.users) {
    if (all || user["status"] != "DEPROVISIONED") rows.push_back(user);
  }
  auto kept = Filtered(call, "filter", kFilter, rows);
  if (kept) kept = Filtered(call, "search", kSearch, *kept);
  return kept ? Page(call, *kept, 200, 200) : BadFilter();
}

ApiAnswer OktaApi::MakeUser(const ApiCall& call) {
  const auto body = JsonBody(call);
  if (!body) return Refusal(400, "E0000003", "The request body was not well-formed.");
  const Json profile = body->value("profile", Json::object());
  const std::string login = profile.value("login", "");
  for (const char* name : {"login", "email", "firstName", "lastName"}) {
    if (profile.value(name, "").empty()) {
      return Invalid(name, std::string(name) + ": The field cannot be left blank");
    }
  }
  for (const Json& user : world_.users) {
    if (user["profile"]["login"] == login) {
      return Invalid("login",
                     "login: An object with this field already exists in the current organization");
    }
  }
  const bool active = call.Parameter("activate").value_or("true") == "true";
  world_.users.push_back(
      OktaUser(world_.NextId("00u"), profile, active ? "PROVISIONED" : "STAGED", kNow));
  return JsonAnswer(200, world_.users.back());
}

ApiAnswer OktaApi::ChangeUser(const ApiCall& call, Json& user) {
  const auto body = JsonBody(call);
  if (!body) return Refusal(400, "E0000003", "The request body was not well-formed.");
  const Json profile = body->value("profile", Json::object());
  if (profile.contains("email") &&
      (!profile["email"].is_string() ||
       profile["email"].get<std::string>().find('@') == std::string::npos)) {
    return Invalid("email", "email: Does not match required pattern");
  }
  if (user["status"] == "DEPROVISIONED") {
    return Refusal(403, "E0000112",
                   "Cannot update this user because they are still being "
                   "activated or are deactivated.");
  }
  user["profile"].update(profile);
  user["lastUpdated"] = OktaTime(kNow);
  return JsonAnswer(200, user);
}

// The first call deactivates, the second deletes.
ApiAnswer OktaApi::DeleteUser(Json& user) {
  if (user["status"] != "DEPROVISIONED") {
    user["status"] = "DEPROVISIONED";
  } else {
    world_.users.erase(static_cast<size_t>(&user - &world_.users[0]));
  }
  return {.status = 204};
}

ApiAnswer OktaApi::MoveUser(const std::string& step, Json& user) {
  struct Step {
    std::string_view name, from, to;  // From an empty status: any but `to`.
  };
  constexpr Step kSteps[] = {{"suspend", "ACTIVE", "SUSPENDED"},
                             {"unsuspend", "SUSPENDED", "ACTIVE"},
                             {"deactivate", "", "DEPROVISIONED"}};
  const std::string status = user["status"];
  for (const Step& one : kSteps) {
    if (one.name != step) continue;
    const bool fits = one.from.empty() ? status != one.to : status == one.from;
    if (!fits) {
      return Refusal(400, "E0000001", "Api validation failed: " + step,
                     {"Cannot " + step + " a user with the status " + status + "."});
    }
    user["status"] = one.to;
    user["statusChanged"] = user["lastUpdated"] = OktaTime(kNow);
    return JsonAnswer(200, Json::object());
  }
  return NotFound(step);
}

ApiAnswer OktaApi::RouteGroups(const ApiCall& call) {
  static const OktaFilterRules kFilter = {{"id", "type", "lastUpdated", "lastMembershipUpdated"},
                                          {"lastUpdated", "lastMembershipUpdated"},
                                          /*ignores_case=*/false,
                                          /*starts_with=*/false};
  static const OktaFilterRules kSearch = {{}, {"created", "lastUpdated"}, true, true};
  if (call.Is("GET", "/api/v1/groups")) {
    auto kept = Filtered(call, "filter", kFilter, world_.groups);
    if (kept) kept = Filtered(call, "search", kSearch, *kept);
    return kept ? Page(call, *kept, 200, 10'000) : BadFilter();
  }
  if (call.Is("POST", "/api/v1/groups")) {
    const Json profile = ProfileOf(call);
    if (profile.value("name", "").empty()) return Unnamed();
    world_.groups.push_back(OktaGroup(world_.NextId("00g"), "OKTA_GROUP", profile, kNow));
    return JsonAnswer(200, world_.groups.back());
  }
  Json* const group =
      call.segments.size() < 4 ? nullptr : FindOktaObject(world_.groups, call.segments[3]);
  return group == nullptr ? NotFound(call.segments.back() + " (UserGroup)")
                          : RouteGroup(call, *group);
}

ApiAnswer OktaApi::RouteGroup(const ApiCall& call, Json& group) {
  if (call.Is("GET", "/api/v1/groups/{}/users")) {
    Json members = Json::array();
    for (const std::string& user : world_.members[group["id"]]) {
      members.push_back(*FindOktaObject(world_.users, user));
    }
    return Page(call, members, 1000, 1000);
  }
  if (call.segments.size() > 4) return NotFound(call.path);
  if (call.method == "GET") return JsonAnswer(200, group);
  if (group["type"] != "OKTA_GROUP") {
    return Refusal(403, "E0000038", "This operation is not allowed in the user's current status.");
  }
  if (call.method == "PUT") {
    const Json profile = ProfileOf(call);
    if (profile.value("name", "").empty()) return Unnamed();
    group["profile"] = profile;
    group["lastUpdated"] = OktaTime(kNow);
    return JsonAnswer(200, group);
  }
  if (call.method != "DELETE") return NotFound(call.path);
  world_.groups.erase(static_cast<size_t>(&group - &world_.groups[0]));
  return {.status = 204};
}

ApiAnswer OktaApi::RouteApplications(const ApiCall& call) {
  static const OktaFilterRules kFilter = {
      {"id", "status", "name", "credentials.signing.kid", "settings.slo.enabled"},
      {},
      /*ignores_case=*/false,
      /*starts_with=*/false};
  if (call.Is("GET", "/api/v1/apps")) {
    const auto kept = Filtered(call, "filter", kFilter, world_.applications);
    return kept ? Page(call, *kept, 20, 200) : BadFilter();
  }
  if (call.segments.size() < 4) return NotFound(call.path);
  Json* const app = FindOktaObject(world_.applications, call.segments[3]);
  if (app == nullptr) return NotFound(call.segments[3] + " (AppInstance)");
  if (call.Is("GET", "/api/v1/apps/{}")) return JsonAnswer(200, *app);
  if (call.Is("POST", "/api/v1/apps/{}/lifecycle/{}")) {
    (*app)["status"] = call.segments[5] == "activate" ? "ACTIVE" : "INACTIVE";
    return JsonAnswer(200, Json::object());
  }
  return NotFound(call.path);
}

ApiAnswer OktaApi::RouteTokens(const ApiCall& call) {
  if (call.Is("GET", "/api/v1/api-tokens")) return JsonAnswer(200, world_.tokens);
  if (call.segments.size() != 4) return NotFound(call.path);
  Json* const token = FindOktaObject(world_.tokens, call.segments[3]);
  if (token == nullptr) return NotFound(call.segments[3] + " (ApiToken)");
  if (call.method == "GET") return JsonAnswer(200, *token);
  if (call.method != "DELETE") return NotFound(call.path);
  world_.tokens.erase(static_cast<size_t>(token - &world_.tokens[0]));
  return {.status = 204};
}

}  // namespace apisql::okta
