#include "sandbox/confluent_list.h"

#include <algorithm>
#include <charconv>
#include <variant>
#include <vector>

#include "sandbox/confluent_errors.h"
#include "sandbox/page_token.h"

namespace apisql::sandbox {
namespace {

constexpr uint32_t kDefaultPageSize = 10;
constexpr uint32_t kMaximumPageSize = 100;
constexpr size_t kUsualRowSize = 1200;  // Bytes.

struct PageCut {
  std::vector<Position> positions;
  std::optional<Position> next;
};

// Absent when it is no whole number above 0.
std::optional<uint32_t> ParsePageSize(std::string_view text) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) return kMaximumPageSize;
  if (error != std::errc() || end != text.data() + text.size() || value == 0) return std::nullopt;
  return static_cast<uint32_t>(std::min<uint64_t>(value, kMaximumPageSize));
}

std::string ListName(const ListStyle& style, const ListRows& rows) {
  return std::string(style.path) + "\n" + rows.filters;
}

std::variant<PagePlace, Answer> FindPlace(const World& world, const Call& call,
                                          const ListStyle& style, const ListRows& rows) {
  PagePlace place{0, kDefaultPageSize};
  if (const std::string_view token = call.Parameter("page_token"); !token.empty()) {
    const auto opened = OpenPageToken(world.seal, ListName(style, rows), token);
    if (!opened) return InvalidFilter(call, "page_token", "The page token is invalid");
    place = *opened;
  }
  if (const std::string_view size = call.Parameter("page_size"); !size.empty()) {
    const auto parsed = ParsePageSize(size);
    if (!parsed) return InvalidFilter(call, "page_size", "The page size must be a positive number");
    place.page_size = *parsed;
  }
  return place;
}

// Calls `visit(position)` from `start` on, until it says false.
template <typename Visit>
void EachFrom(const ListRows& rows, Position start, Visit visit) {
  if (!rows.candidates) {
    for (Position position = start; position < rows.end && visit(position); ++position) {
    }
    return;
  }
  auto at = std::ranges::lower_bound(*rows.candidates, start);
  while (at != rows.candidates->end() && visit(*at)) ++at;
}

PageCut CutPage(const ListRows& rows, PagePlace place) {
  PageCut cut;
  EachFrom(rows, place.start, [&](Position position) {
    if (!rows.matches(position)) return true;
    if (cut.positions.size() == place.page_size) {
      cut.next = position;
      return false;
    }
    cut.positions.push_back(position);
    return true;
  });
  return cut;
}

void WriteNext(const ListStyle& style, const std::string& next, JsonText& json) {
  if (!next.empty() || style.last_page == ListStyle::LastPage::kEmptyText) {
    json.Field("next", next);
  } else if (style.last_page == ListStyle::LastPage::kNull) {
    json.Key("next").Null();
  }
}

void WriteListMetadata(const ListStyle& style, const ListRows& rows, const std::string& next,
                       JsonText& json) {
  json.Key("metadata").BeginObject();
  if (style.first) json.Field("first", std::string(kConfluentHost) + std::string(style.path));
  if (style.total_size && rows.filters.empty()) {
    json.Key("total_size").Number(static_cast<int64_t>(rows.total));
  }
  WriteNext(style, next, json);
  json.EndObject();
}

}  // namespace

Answer ListPage(const World& world, const Call& call, const ListStyle& style,
                const ListRows& rows) {
  const auto found = FindPlace(world, call, style, rows);
  if (const Answer* error = std::get_if<Answer>(&found)) return *error;
  const PagePlace place = std::get<PagePlace>(found);
  const PageCut cut = CutPage(rows, place);
  std::string next;
  if (cut.next) {
    next = std::string(kConfluentHost) + std::string(style.path) + "?page_token=" +
           SealPageToken(world.seal, ListName(style, rows), {*cut.next, place.page_size});
  }
  JsonText json(kUsualRowSize * (cut.positions.size() + 1));
  json.BeginObject().Field("api_version", style.api_version).Field("kind", style.kind);
  WriteListMetadata(style, rows, next, json);
  json.Key("data").BeginArray();
  for (const Position position : cut.positions) {
    if (!rows.found_by_search || rows.found_by_search(position)) rows.write(position, json);
  }
  json.EndArray().EndObject();
  return JsonAnswer(200, std::move(json));
}

std::string FilterText(std::string_view name, std::string_view value) {
  return value.empty() ? "" : std::string(name) + "=" + std::string(value) + "\n";
}

void WriteObjectHead(const ObjectHead& head, JsonText& json) {
  const std::string_view kind = head.style.kind;
  json.Field("api_version", head.style.api_version);
  json.Field("kind", kind.substr(0, kind.size() - std::string_view("List").size()));
  json.Field("id", head.id);
  json.Key("metadata").BeginObject();
  json.Field("self", std::string(kConfluentHost) + std::string(head.style.path) + "/" +
                         std::string(head.id));
  json.Field("resource_name", head.resource_name);
  json.Field("created_at", ConfluentTime(head.created_at));
  if (head.updated_at) json.Field("updated_at", ConfluentTime(*head.updated_at));
  json.EndObject();
}

Answer JsonAnswer(int status, JsonText json) {
  Answer answer;
  answer.status = status;
  answer.body = json.Take();
  return answer;
}

void SetLocation(const ListStyle& style, const std::string& id, Answer& answer) {
  answer.headers["Location"] = std::string(kConfluentHost) + std::string(style.path) + "/" + id;
}

}  // namespace apisql::sandbox
