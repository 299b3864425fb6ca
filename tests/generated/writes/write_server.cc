#include "tests/generated/writes/write_server.h"

#include <algorithm>
#include <utility>

#include "tests/generated/table_service.h"
#include "tests/generated/writes/bodies.h"

namespace apisql::generated::writes {
namespace {

using sandbox::Answer;

constexpr size_t kPageSize = 3;

std::string HeaderOf(const sandbox::RawRequest& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? "" : found->second;
}

StoredRow* RowOfNumber(Resource& resource, int64_t number) {
  const auto row = std::ranges::find(resource.rows, number, &StoredRow::number);
  return row == resource.rows.end() ? nullptr : &*row;
}

std::string NameOf(const Resource& resource, const StoredRow& row) {
  return resource.name + " " + row.name;
}

}  // namespace

WriteServer::WriteServer(Api api)
    : api_(std::move(api)),
      http_([this](const sandbox::RawRequest& request) { return Handle(request); }) {}

std::string WriteServer::url() const { return "http://127.0.0.1:" + std::to_string(http_.port()); }

Api WriteServer::Now() const {
  const std::lock_guard lock(mutex_);
  return api_;
}

std::vector<Received> WriteServer::TakeReceived() {
  const std::lock_guard lock(mutex_);
  return std::exchange(received_, {});
}

Answer WriteServer::Handle(const sandbox::RawRequest& request) {
  Asked asked{.raw = request};
  asked.call.method = request.method;
  asked.call.body = request.body;
  sandbox::ParseTarget(request.target, asked.call);
  const std::lock_guard lock(mutex_);
  Received received{request.method, request.target, request.body};
  Answer answer = Route(asked, received);
  received.status = answer.status;
  received_.push_back(std::move(received));
  return answer;
}

Answer WriteServer::Route(Asked& asked, Received& received) {
  asked.verb = HeaderOf(asked.raw, "x-api");
  if (HeaderOf(asked.raw, "x-server") != "1" || asked.verb.empty()) {
    return Refusal(400, "a header is missing that each request has");
  }
  const auto& path = asked.call.path;
  if (path.size() < 3 || path[0] != "api") return Refusal(400, "there is no such API");
  if (path[2] == "ops") return Look(asked);
  if (path[2].starts_with("boxes_")) return ListBoxes(asked);
  if (!ReadPath(asked)) return Refusal(400, "there is no such path");
  if (!HasHeaders(asked)) return Refusal(400, "another header is expected");
  if (!asked.box.empty() &&
      std::ranges::find(asked.resource->box_names, asked.box) == asked.resource->box_names.end()) {
    return Refusal(404, "there is no such box");
  }
  if (!ReadsAlone(asked)) return WriteOnce(asked, received);
  return asked.key.empty() ? List(asked) : Get(asked);
}

bool WriteServer::ReadPath(Asked& asked) {
  const auto& path = asked.call.path;
  const auto found = std::ranges::find(api_.resources, path[2], &Resource::name);
  if (found == api_.resources.end()) return false;
  Resource& resource = *found;
  asked.resource = &resource;
  if (resource.areas == Resource::Areas::kVariable) {
    if (path[1] != "v1") asked.area = path[1];
  } else if (path[1] != "v1") {
    return false;
  }
  size_t at = 3;
  const bool area = at < path.size() && path[at] != "in" && path[at] != "rows";
  if (area && resource.areas != Resource::Areas::kSegment) return false;
  if (area) asked.area = path[at++];
  if (resource.boxes != Resource::Boxes::kNone) {
    if (at >= path.size() || path[at++] != "in") return false;
    for (; at < path.size() && path[at] != "rows"; ++at) {
      const bool slashes = resource.boxes == Resource::Boxes::kSlashes;
      if (slashes ? path[at].find('/') != std::string::npos : !asked.box.empty()) return false;
      asked.box += (asked.box.empty() ? "" : "/") + path[at];
    }
  }
  if (at >= path.size() || path[at++] != "rows") return false;
  if (at < path.size()) asked.key = path[at++];
  const bool known_area =
      asked.area.empty() ||
      std::ranges::find(resource.area_names, asked.area) != resource.area_names.end();
  return at >= path.size() && known_area;
}

bool WriteServer::HasHeaders(const Asked& asked) const {
  const Resource& resource = *asked.resource;
  const std::string& method = asked.call.method;
  const std::string verb = method == "GET"      ? "gen"
                           : method == "DELETE" ? "delete"
                           : asked.key.empty()  ? "insert"
                                                : "update";
  if (asked.verb != verb) return false;
  if (HeaderOf(asked.raw, "x-table") != (resource.table_header ? resource.name : "")) return false;
  const bool body = verb == "insert" || verb == "update";
  const std::string json = resource.json_kind.empty() ? "application/json" : resource.json_kind;
  const std::string content = resource.form ? "application/x-www-form-urlencoded" : json;
  return HeaderOf(asked.raw, "content-type") == (body ? content : "") &&
         asked.raw.body.empty() == !body;
}

Answer WriteServer::Look(const Asked& asked) {
  const auto& path = asked.call.path;
  const auto operation = operations_.find(path.size() == 4 ? path[3] : "");
  if (operation == operations_.end()) return Refusal(404, "there is no such operation");
  if (asked.verb != operation->second.verb) return Refusal(400, "another header is expected");
  const bool in_body = asked.call.query.empty();
  if (operation->second.looks-- > 0) {
    return {.status = in_body ? 200 : 202, .body = R"({"status":"RUNNING"})"};
  }
  const Answer done = operation->second.carry_out();
  operations_.erase(operation);
  if (done.status >= 400) {
    return {.body = R"({"status":"FAILED","message":"it could not be done"})"};
  }
  const Json row = Json::parse(done.body, nullptr, /*allow_exceptions=*/false);
  Json body = {{"status", "DONE"}};
  if (row.is_object()) body["response"] = row.contains("item") ? row["item"] : row;
  return {.body = body.dump()};
}

Answer WriteServer::ListBoxes(const Asked& asked) const {
  const std::string name = asked.call.path[2].substr(6);
  const auto resource = std::ranges::find(api_.resources, name, &Resource::name);
  if (resource == api_.resources.end() || asked.call.path.size() != 3 || asked.verb != "gen") {
    return Refusal(400, "there is no such list");
  }
  Json boxes = Json::array();
  for (const std::string& box : resource->box_names) boxes.push_back(Json{{"name", box}});
  return {.body = Json{{"data", boxes}}.dump()};
}

Answer WriteServer::List(const Asked& asked) const {
  const Resource& resource = *asked.resource;
  std::vector<const StoredRow*> rows;
  for (const StoredRow& row : resource.rows) {
    const bool shown = resource.tombstones || !row.gone;
    if (shown && !row.fresh && row.box == asked.box && row.area == asked.area) rows.push_back(&row);
  }
  size_t first = 0;
  for (const auto& [name, value] : asked.call.query) {
    if (!resource.paged || name != "cursor") return Refusal(400, "the list has no such parameter");
    first = std::min<size_t>(std::stoul(value), rows.size());
  }
  const size_t end = resource.paged ? std::min(first + kPageSize, rows.size()) : rows.size();
  Json data = Json::array();
  for (size_t i = first; i < end; ++i) data.push_back(RowJsonOf(resource, *rows[i]));
  Answer answer{.body = Json{{"data", data}}.dump()};
  if (end < rows.size()) {
    answer.body = Json{{"data", data}, {"next", std::to_string(end)}}.dump();
  }
  if (resource.has_account) answer.headers["X-Account"] = kAccount;
  return answer;
}

Answer WriteServer::RowAnswer(const Resource& resource, const StoredRow& row, int status) const {
  const Json json = RowJsonOf(resource, row);
  Answer answer{.status = status,
                .body = resource.wraps ? Json{{"item", json}}.dump() : json.dump()};
  if (resource.guard == Resource::Guard::kHeader) answer.headers["ETag"] = EtagOf(row);
  if (resource.has_account) answer.headers["X-Account"] = kAccount;
  return answer;
}

StoredRow* WriteServer::Find(const Asked& asked) const {
  Resource& resource = *asked.resource;
  const auto row = std::ranges::find_if(resource.rows, [&](const StoredRow& one) {
    return (resource.makes_key ? one.id : one.name) == asked.key && one.box == asked.box &&
           one.area == asked.area;
  });
  return row == resource.rows.end() ? nullptr : &*row;
}

Answer WriteServer::Get(const Asked& asked) const {
  StoredRow* row = Find(asked);
  if (!asked.resource->has_get || !asked.call.query.empty()) {
    return Refusal(400, "there is no such operation");
  }
  if (row == nullptr || (row->gone && !asked.resource->tombstones && row->looks == 0)) {
    return Refusal(404, "there is no such row");
  }
  if (row->fresh) {
    row->fresh = false;
    return Refusal(404, "there is no such row yet");
  }
  // A deletion that is under way still shows the row.
  StoredRow shown = *row;
  shown.gone = row->gone && row->looks == 0;
  if (row->looks > 0) --row->looks;
  return RowAnswer(*asked.resource, shown, 200);
}

// A request whose key is known is answered as before. Of others every third is carried out, and
// its answer gets lost.
Answer WriteServer::WriteOnce(const Asked& asked, Received& received) {
  const std::string key = HeaderOf(asked.raw, "idempotency-key");
  if (key.empty() == asked.resource->keyed)
    return Refusal(400, "the key is missing, or none is known");
  if (key.empty()) return Write(asked, received);
  const std::string request = asked.raw.method + " " + asked.raw.target + " " + asked.raw.body +
                              " " + HeaderOf(asked.raw, "if-match");
  if (const auto kept = keys_.find(key); kept != keys_.end()) {
    return kept->second.request == request ? kept->second.answer
                                           : Refusal(409, "the key was sent with another request");
  }
  const Answer answer = Write(asked, received);
  keys_[key] = {request, answer};
  return keys_.size() % 3 == 0 ? Refusal(503, "try again") : answer;
}

Answer WriteServer::Write(const Asked& asked, Received& received) {
  const Resource& resource = *asked.resource;
  if (!asked.call.query.empty()) return Refusal(400, "a write has no parameters");
  if (asked.key.empty()) return Insert(asked, received);
  StoredRow* row = Find(asked);
  const std::string match = HeaderOf(asked.raw, "if-match");
  if (match.empty() != (resource.guard == Resource::Guard::kNone)) {
    return Refusal(400, "If-Match is missing, or not known");
  }
  if (row == nullptr) return Refusal(404, "there is no such row");
  if (row->gone) {
    const bool told = resource.tombstones && resource.answers_row && asked.verb == "update";
    return told ? RowAnswer(resource, *row, 200) : Refusal(404, "there is no such row");
  }
  if (!match.empty() && match != EtagOf(*row)) return Refusal(412, "the row is another now");
  if (asked.verb == "delete") return Delete(asked, received);
  return Update(asked, received);
}

Answer WriteServer::Accept(const Asked& asked, std::function<Answer()> carry_out) {
  using Watch = Resource::Watch;
  const Watch watch = asked.resource->watch;
  if (watch == Watch::kNone || watch == Watch::kRow) {
    Answer answer = carry_out();
    if (watch == Watch::kRow) answer.status = 202;
    return answer;
  }
  const std::string name = "op/" + std::to_string(++operation_count_) + " x";
  operations_[name] = {.verb = asked.verb, .looks = SomeLooks(), .carry_out = std::move(carry_out)};
  Answer answer{.status = 202};
  if (watch == Watch::kOperation) {
    answer.body = Json{{"operation", {{"id", name}}}}.dump();
  } else {
    // Absolute or not, by turns.
    answer.headers["Location"] = (operation_count_ % 2 == 0 ? url() : std::string()) + "/api/" +
                                 asked.call.path[1] + "/ops/op%2F" +
                                 std::to_string(operation_count_) + "%20x?t=1";
  }
  return answer;
}

Answer WriteServer::Insert(const Asked& asked, Received& received) {
  Resource& resource = *asked.resource;
  if (asked.call.method != "POST") return Refusal(400, "there is no such operation");
  StoredRow row;
  row.box = asked.box;
  row.area = asked.area;
  if (const auto fault = TakeInsert(resource, asked.raw.body, row)) return Refusal(400, *fault);
  if (std::ranges::find(resource.rows, row.name, &StoredRow::name) != resource.rows.end()) {
    return Refusal(409, "there is such a row");
  }
  received.changed = NameOf(resource, row);
  const bool watched = resource.watch == Resource::Watch::kRow;
  return Accept(asked, [this, &resource, row, watched]() mutable {
    for (const StoredRow& one : resource.rows) row.number = std::max(row.number, one.number);
    row.number += 1;
    row.id = "k" + std::to_string(row.number);
    row.looks = watched ? SomeLooks() : 0;
    row.fresh = row.looks > 0;
    resource.rows.push_back(row);
    return resource.answers_row ? RowAnswer(resource, row, 201)
                                : Answer{.status = 201, .body = "{}"};
  });
}

Answer WriteServer::Update(const Asked& asked, Received& received) {
  Resource& resource = *asked.resource;
  const std::string verb = asked.call.method == "PUT"     ? "put"
                           : asked.call.method == "PATCH" ? "patch"
                                                          : "post";
  if (verb != resource.update_verb) return Refusal(400, "there is no such operation");
  StoredRow row = *Find(asked);
  if (const auto fault = TakeUpdate(resource, asked.raw.body, row)) return Refusal(400, *fault);
  received.changed = NameOf(resource, row);
  row.version += 1;
  row.looks = resource.watch == Resource::Watch::kRow ? SomeLooks() : 0;
  return Accept(asked, [this, &resource, row] {
    StoredRow* kept = RowOfNumber(resource, row.number);
    if (kept == nullptr || kept->gone) return Refusal(404, "the row has gone away");
    *kept = row;
    return resource.answers_row ? RowAnswer(resource, row, 200) : Answer{.body = "{}"};
  });
}

Answer WriteServer::Delete(const Asked& asked, Received& received) {
  Resource& resource = *asked.resource;
  if (!resource.has_delete) return Refusal(400, "there is no such operation");
  const StoredRow& row = *Find(asked);
  received.changed = NameOf(resource, row);
  return Accept(asked, [this, &resource, number = row.number] {
    StoredRow* kept = RowOfNumber(resource, number);
    if (kept == nullptr || kept->gone) return Refusal(404, "the row has gone away");
    kept->gone = true;
    kept->looks = resource.watch == Resource::Watch::kRow ? SomeLooks() : 0;
    return Answer{.status = 204};
  });
}

}  // namespace apisql::generated::writes
