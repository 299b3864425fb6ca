#include "tests/providers/pagerduty/pagerduty_api.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/secret.h"
#include "src/base/text.h"
#include "tests/providers/api_parts.h"

namespace apisql::pagerduty {
namespace {

using Json = nlohmann::json;

constexpr char kKey[] = "u+pdTestKey20";
constexpr int64_t kStart = 1767225600;  // 2026-01-01 00:00:00 UTC.
constexpr int64_t kNow = 1780272000;    // 2026-06-01 00:00:00 UTC.
constexpr int64_t kDay = 86400;
constexpr int64_t kLongestRange = 184 * kDay;  // "Maximum range is 6 months".
constexpr int64_t kDefaultRange = 30 * kDay;   // "and default is 1 month".
constexpr int64_t kLastRow = 10'000;           // offset + limit may not exceed it.

ApiAnswer Refusal(int status, int code, const std::string& message,
                  const std::vector<std::string>& errors = {}) {
  Json error = {{"code", code}, {"message", message}};
  if (!errors.empty()) error["errors"] = errors;
  return JsonAnswer(status, {{"error", error}});
}

ApiAnswer Invalid(const std::string& error) {
  return Refusal(400, 2001, "Invalid Input Provided", {error});
}

ApiAnswer NotFound() { return Refusal(404, 2100, "Not Found"); }

std::string Id(char letter, int64_t number) {
  std::string digits = std::to_string(number);
  return std::string("P") + letter + std::string(5 - std::min<size_t>(5, digits.size()), '0') +
         digits;
}

Json Reference(const Json& row, const std::string& type) {
  return {{"id", row["id"]},
          {"type", type + "_reference"},
          {"summary", row["summary"]},
          {"self", row["self"]}};
}

Json Object(const std::string& collection, const std::string& type, const std::string& id,
            const std::string& name) {
  return {{"id", id},
          {"type", type},
          {"summary", name},
          {"name", name},
          {"self", "https://api.pagerduty.com/" + collection + "/" + id},
          {"html_url", "https://acme.pagerduty.com/" + collection + "/" + id}};
}

bool Holds(std::string_view text, std::string_view part) {
  return AsciiLower(text).find(AsciiLower(part)) != std::string::npos;
}

// Whether one of the ids of `rows` is wanted; none wanted: true.
bool HasOneOf(const Json& rows, const std::vector<std::string>& ids) {
  return ids.empty() || std::ranges::any_of(rows, [&ids](const Json& row) {
           return std::ranges::find(ids, row["id"].get<std::string>()) != ids.end();
         });
}

// Of a collection: a page of ten thousand rows copies its own alone.
using Rows = std::vector<const Json*>;

// The page that limit and offset ask for. `total` is told only where the query asks for it.
ApiAnswer Page(const ApiCall& call, const std::string& name, const Rows& rows) {
  int64_t limit = NumberParameter(call, "limit", 25);
  limit = std::clamp<int64_t>(limit, 1, 100);
  const int64_t offset = NumberParameter(call, "offset", 0);
  if (offset + limit > kLastRow) {
    return Invalid("Offset plus limit must not exceed 10000.");
  }
  const auto count = static_cast<int64_t>(rows.size());
  const bool asked = call.Parameter("total") == "true";
  Json page = Json::array();
  for (int64_t i = offset; i < std::min(count, offset + limit); ++i) {
    page.push_back(*rows[static_cast<size_t>(i)]);
  }
  return JsonAnswer(200, {{name, std::move(page)},
                          {"limit", limit},
                          {"offset", offset},
                          {"total", asked ? Json(count) : Json()},
                          {"more", offset + limit < count}});
}

}  // namespace

PagerdutyApi::PagerdutyApi(const ApiOptions& options)
    : strict_(NumberOption(options, "strict", 0) != 0) {
  const std::vector<std::string> people = {"Ann Ambers", "Bob Brass", "Cid Coal", "Jane Doe"};
  for (size_t i = 0; i < 2; ++i) {
    Json team = Object("teams", "team", Id('T', static_cast<int64_t>(i) + 1),
                       i == 0 ? "Platform" : "Payments");
    team["description"] = nullptr;
    teams_.rows.push_back(std::move(team));
  }
  for (size_t i = 0; i < people.size(); ++i) {
    Json user = Object("users", "user", Id('U', static_cast<int64_t>(i) + 1), people[i]);
    // The last is a user of the Confluent sandbox, too.
    user["email"] = i == 3 ? "jane@corp.com" : AsciiLower(people[i].substr(0, 3)) + "@corp.com";
    user["role"] = i == 0 ? "owner" : "limited_user";
    user["time_zone"] = "Europe/Berlin";
    user["job_title"] = nullptr;
    user["invitation_sent"] = i == 3;
    user["teams"] = Json::array({Reference(teams_.rows[i % 2], "team")});
    users_.rows.push_back(std::move(user));
  }
  for (int64_t i = 1; i <= 3; ++i) {
    Json service = Object("services", "service", Id('S', i), "service-" + std::to_string(i));
    service["description"] = nullptr;
    service["status"] = i == 2 ? "critical" : "active";
    service["created_at"] = TimeText(kStart + i * kDay);
    service["teams"] = Json::array({Reference(teams_.rows[static_cast<size_t>(i % 2)], "team")});
    service["escalation_policy"] = {{"id", "PESC001"}, {"type", "escalation_policy_reference"}};
    services_.rows.push_back(std::move(service));
  }
  FillIncidents(NumberOption(options, "incidents", 230));
}

// From the first of January on, spread evenly until the first of June.
void PagerdutyApi::FillIncidents(int64_t count) {
  const std::vector<std::string> statuses = {"resolved", "triggered", "acknowledged"};
  for (int64_t i = 1; i <= count; ++i) {
    const std::string title = "Incident " + std::to_string(i);
    Json incident = Object("incidents", "incident", Id('I', i), title);
    incident.erase("name");
    incident["title"] = title;
    incident["incident_number"] = i;
    incident["status"] = i + 10 > count ? statuses[static_cast<size_t>(i % 3)] : "resolved";
    incident["urgency"] = i % 4 == 0 ? "low" : "high";
    incident["created_at"] = TimeText(kStart + (kNow - kStart) / (count + 1) * i);
    const auto at = static_cast<size_t>(i % 3);
    incident["service"] = Reference(services_.rows[at], "service");
    incident["teams"] = services_.rows[at]["teams"];
    const bool open = incident["status"] != "resolved";
    incident["assignments"] = Json::array();
    if (open) {
      const Json& user = users_.rows[static_cast<size_t>(i % 4)];
      incident["assignments"].push_back({{"assignee", Reference(user, "user")}});
    }
    incidents_.rows.push_back(std::move(incident));
  }
}

void PagerdutyApi::Configure(const std::string&, ProviderConfig& config) const {
  config.secrets[{"", "key"}].value = Secret(kKey);
}

ApiAnswer PagerdutyApi::Answer(const ApiCall& call) {
  ApiAnswer answer;
  const std::string accept = call.Header("accept");
  if (call.Header("authorization") != std::string("Token token=") + kKey) {
    answer = Refusal(401, 2006, "Authentication failed");
  } else if (strict_ ? accept != "application/vnd.pagerduty+json;version=2"
                     : Holds(accept, "version=1")) {
    answer = Refusal(406, 2010, "The Accept header names no version that is served");
  } else {
    answer = Route(call);
  }
  answer.headers.emplace_back("ratelimit-limit", "960");
  answer.headers.emplace_back("ratelimit-remaining", "959");
  answer.headers.emplace_back("ratelimit-reset", "60");
  return answer;
}

PagerdutyApi::Collection* PagerdutyApi::Find(const std::string& name) {
  for (Collection* one : {&users_, &teams_, &services_, &incidents_}) {
    if (one->name == name) return one;
  }
  return nullptr;
}

ApiAnswer PagerdutyApi::Route(const ApiCall& call) {
  if (call.Is("GET", "/teams/{}/members")) return ListMembers(call);
  Collection* const collection = call.segments.empty() ? nullptr : Find(call.segments[0]);
  if (collection == nullptr || call.segments.size() > 2) return NotFound();
  if (call.segments.size() == 1) {
    if (call.method == "POST") return Make(call, *collection);
    if (call.method != "GET") return NotFound();
    return collection == &incidents_ ? ListIncidents(call) : List(call, *collection);
  }
  Json& rows = collection->rows;
  const auto row = std::ranges::find_if(
      rows, [&call](const Json& one) { return one["id"] == call.segments[1]; });
  if (row == rows.end()) return NotFound();
  if (call.method == "GET") return JsonAnswer(200, {{collection->singular, *row}});
  if (call.method == "PUT") return Change(call, *collection, *row);
  if (call.method != "DELETE" || collection == &incidents_) return NotFound();
  rows.erase(row);
  return {.status = 204};
}

ApiAnswer PagerdutyApi::List(const ApiCall& call, const Collection& collection) const {
  const std::string query = call.Parameter("query").value_or("");
  const std::vector<std::string> teams = call.Parameters("team_ids[]");
  Rows rows;
  for (const Json& row : collection.rows) {
    if (!Holds(row["name"].get<std::string>(), query)) continue;
    if (!row.contains("teams") || HasOneOf(row["teams"], teams)) rows.push_back(&row);
  }
  return Page(call, collection.name, rows);
}

ApiAnswer PagerdutyApi::ListIncidents(const ApiCall& call) const {
  const bool all = call.Parameter("date_range") == "all";
  const auto since = call.Parameter("since");
  const auto until = call.Parameter("until");
  if ((since && !SecondsOf(*since)) || (until && !SecondsOf(*until))) {
    return Invalid("since and until must be times of ISO 8601.");
  }
  const int64_t end = until ? *SecondsOf(*until) : kNow;
  const int64_t begin = since ? *SecondsOf(*since) : end - kDefaultRange;
  if (!all && end - begin > kLongestRange) return Invalid("Date range must be at most 6 months.");
  const std::vector<std::string> statuses = call.Parameters("statuses[]");
  for (const std::string& status : statuses) {
    if (status != "triggered" && status != "acknowledged" && status != "resolved") {
      return Invalid("statuses[] has no value " + status + ".");
    }
  }
  const std::vector<std::string> urgencies = call.Parameters("urgencies[]");
  const std::vector<std::string> services = call.Parameters("service_ids[]");
  const auto wanted = [](const std::vector<std::string>& values, const Json& value) {
    return values.empty() || std::ranges::find(values, value.get<std::string>()) != values.end();
  };
  Rows rows;
  for (const Json& row : incidents_.rows) {
    if (!all) {
      const int64_t created = *SecondsOf(row["created_at"].get<std::string>());
      if (created < begin || created >= end) continue;
    }
    if (wanted(statuses, row["status"]) && wanted(urgencies, row["urgency"]) &&
        wanted(services, row["service"]["id"])) {
      rows.push_back(&row);
    }
  }
  return Page(call, "incidents", rows);
}

ApiAnswer PagerdutyApi::ListMembers(const ApiCall& call) const {
  const auto is_team = [&call](const Json& row) { return row["id"] == call.segments[1]; };
  if (std::ranges::none_of(teams_.rows, is_team)) return NotFound();
  Json members = Json::array();
  for (const Json& user : users_.rows) {
    if (std::ranges::none_of(user["teams"], is_team)) continue;
    members.push_back({{"user", Reference(user, "user")},
                       {"role", user["role"] == "owner" ? "manager" : "responder"}});
  }
  Rows rows;
  for (const Json& member : members) rows.push_back(&member);
  return Page(call, "members", rows);
}

std::optional<ApiAnswer> PagerdutyApi::FaultOf(const ApiCall& call,
                                               const Collection& collection) const {
  const bool by_person = &collection == &users_ || &collection == &incidents_;
  const std::string from = call.Header("from");
  const bool known =
      std::ranges::any_of(users_.rows, [&from](const Json& user) { return user["email"] == from; });
  if (by_person && !known) return Refusal(400, 1008, "Requester User Not Found");
  const auto body = JsonBody(call);
  if (!body || !body->contains(collection.singular)) {
    return Invalid("The body must have the member " + collection.singular + ".");
  }
  const Json& given = (*body)[collection.singular];
  const bool titled = &collection == &incidents_;
  if (given.value(titled ? "title" : "name", "").empty()) {
    return Invalid(std::string(titled ? "Title" : "Name") + " cannot be blank.");
  }
  if (&collection == &users_ && given.value("email", "").find('@') == std::string::npos) {
    return Invalid("Email is invalid.");
  }
  if (&collection == &services_ &&
      !given.value("escalation_policy", Json::object()).contains("id")) {
    return Invalid("Escalation policy cannot be blank.");
  }
  return std::nullopt;
}

ApiAnswer PagerdutyApi::Make(const ApiCall& call, Collection& collection) {
  if (auto fault = FaultOf(call, collection)) return *std::move(fault);
  const Json given = (*JsonBody(call))[collection.singular];
  const char* const named = &collection == &incidents_ ? "title" : "name";
  const std::string id = Id(collection.letter, 90'000 + ++made_);
  Json made = Object(collection.name, collection.singular, id, given[named]);
  if (&collection == &incidents_) {
    made.erase("name");
    made["incident_number"] = static_cast<int64_t>(collection.rows.size()) + 1;
    made["status"] = "triggered";
    made["urgency"] = "high";
  }
  if (&collection == &users_) made["role"] = "user";
  if (&collection != &teams_) made["teams"] = Json::array();
  made["created_at"] = TimeText(kNow);
  made.update(given);
  collection.rows.push_back(made);
  return JsonAnswer(201, {{collection.singular, made}});
}

ApiAnswer PagerdutyApi::Change(const ApiCall& call, Collection& collection, Json& row) {
  if (&collection == &incidents_ && call.Header("from").empty()) {
    return Refusal(400, 1008, "Requester User Not Found");
  }
  const auto body = JsonBody(call);
  if (!body || !body->contains(collection.singular)) {
    return Invalid("The body must have the member " + collection.singular + ".");
  }
  const Json& given = (*body)[collection.singular];
  if (!given.contains("type")) return Invalid("Type cannot be blank.");
  const std::string status = given.value("status", "resolved");
  if (&collection == &incidents_ && status != "resolved" && status != "acknowledged") {
    return Invalid("Status cannot be " + status + ".");
  }
  row.update(given);
  if (row.contains("name")) row["summary"] = row["name"];
  return JsonAnswer(200, {{collection.singular, row}});
}

}  // namespace apisql::pagerduty
