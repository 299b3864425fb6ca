#include "tests/generated/pages.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <utility>

#include "src/base/text.h"
#include "tests/generated/row_json.h"

namespace apisql::generated {
namespace {

using Parameters = std::map<std::string, std::string>;

std::optional<size_t> NumberIn(const Parameters& paging, const std::string& name) {
  const auto found = paging.find(name);
  if (found == paging.end()) return std::nullopt;
  return std::stoul(found->second);
}

// Where a page begins, and how many rows it has.
struct Cut {
  size_t first = 0;
  size_t count = 0;
  bool counted = false;  // An empty page stood here already.
};

Cut CutOf(const Paging& spec, const Parameters& paging, size_t rows) {
  if (spec.style == "none") return {0, rows};
  Cut cut;
  cut.count = spec.page_size;
  if (const auto wished = NumberIn(paging, spec.size_parameter)) {
    cut.count = std::clamp<size_t>(*wished, 1, spec.largest);
  }
  if (spec.style == "page_number") {
    const auto first = static_cast<size_t>(spec.first_page);
    cut.first = (NumberIn(paging, "page").value_or(first) - first) * cut.count;
  } else if (spec.style == "offset") {
    cut.first = NumberIn(paging, "skip").value_or(0);
  } else if (const auto cursor = paging.find("cursor");
             cursor != paging.end() && spec.style != "last_row") {
    // "r=3/0": three rows were given. The 1 says that an empty page was, too.
    cut.first = std::stoul(cursor->second.substr(2));
    cut.counted = cursor->second.ends_with('1');
  }
  cut.first = std::min(cut.first, rows);
  if (spec.short_pages && cut.first % 2 == 1) cut.count = (cut.count + 1) / 2;
  if (spec.empty_pages && !cut.counted && cut.first % 3 == 1) cut.count = 0;
  return cut;
}

std::string PercentEncoded(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = std::isalnum(byte) != 0 || c == '-' || c == '_';
    if (plain) {
      encoded += c;
    } else {
      encoded += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return encoded;
}

std::string NextUrl(const Paging& spec, const sandbox::Call& call, const std::string& server_url,
                    const std::string& token) {
  std::string url = server_url;
  for (const std::string& part : call.path) url += "/" + PercentEncoded(part);
  char separator = '?';
  for (const auto& [name, value] : call.query) {
    if (name == "cursor" || name == "snapshot") continue;
    url += separator + PercentEncoded(name) + "=" + PercentEncoded(value);
    separator = '&';
  }
  url += separator + ("cursor=" + PercentEncoded(token));
  return spec.snapshot ? url + "&snapshot=S1" : url;
}

// Rows with the name that each has in an object, or none.
std::string Joined(const std::vector<std::string>& rows, bool object) {
  return (object ? "{" : "[") + Join(rows, ",") + (object ? "}" : "]");
}

std::string NameOf(const Table& table, const Row& row, Column::Origin origin) {
  const auto name = std::ranges::find(table.columns, origin, &Column::origin);
  const Datum& key = row.cells[static_cast<size_t>(name - table.columns.begin())];
  return nlohmann::json(std::get<std::string>(key.value)).dump();
}

// The members of the group that a row stands in, but for its rows.
std::string GroupJson(const Table& table, const Row& row) {
  std::string json;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const Column& column = table.columns[i];
    if (column.origin != Column::Origin::kGroup || row.cells[i].json.empty()) continue;
    json += "\"" + column.path.back() + "\":" + row.cells[i].json + ",";
  }
  return json;
}

// Neighbours of one group stand together, and where groups have names all of one name.
std::string GroupsJson(const Table& table, std::span<const Row* const> rows) {
  const bool named = table.shape == Table::Shape::kNamedGroups;
  std::vector<std::pair<std::string, std::vector<std::string>>> groups;
  for (const Row* row : rows) {
    const std::string head =
        (named ? NameOf(table, *row, Column::Origin::kGroupKey) + ":" : std::string()) + "{" +
        GroupJson(table, *row);
    auto group = named ? std::ranges::find(groups, head, [](const auto& one) { return one.first; })
                       : groups.end();
    if (!named && !groups.empty() && groups.back().first == head) group = groups.end() - 1;
    if (group == groups.end()) group = groups.insert(groups.end(), {head, {}});
    group->second.push_back(RowJson(table, *row));
  }
  std::vector<std::string> texts;
  for (const auto& [head, items] : groups) {
    texts.push_back(head + "\"items\":" + Joined(items, /*object=*/false) + "}");
  }
  return Joined(texts, named);
}

std::string RowsJson(const Table& table, std::span<const Row* const> rows) {
  using Shape = Table::Shape;
  const bool groups = table.shape == Shape::kGroups || table.shape == Shape::kNamedGroups;
  if (groups) return GroupsJson(table, rows);
  const bool map = table.shape == Shape::kMap;
  std::vector<std::string> texts;
  for (const Row* row : rows) {
    const std::string name = map ? NameOf(table, *row, Column::Origin::kMapKey) + ":" : "";
    texts.push_back(name + RowJson(table, *row));
  }
  return Joined(texts, map);
}

size_t TotalOf(const Paging& spec, size_t rows, const Cut& cut) {
  constexpr size_t kCap = 4;
  const size_t of_page = std::min(cut.first + cut.count, rows) - cut.first;
  switch (spec.total) {
    case Paging::Total::kCapped:
      return std::min(rows, kCap);
    case Paging::Total::kOfPage:
      return of_page;
    case Paging::Total::kFalling:
      return cut.first > 0 && of_page > 0 ? rows - 1 : rows;
    case Paging::Total::kNone:
    case Paging::Total::kExact:
      return rows;
  }
  return rows;
}

// As a client reads the key of a row.
std::string KeyText(const std::string& json) {
  return json.starts_with('"') ? nlohmann::json::parse(json).get<std::string>() : json;
}

// Where the rows behind that of the key begin.
size_t PlaceAfter(const Table& table, const std::vector<const Row*>& rows, const std::string& key) {
  const auto column = std::ranges::find(table.columns, true, &Column::own_key);
  const auto index = static_cast<size_t>(column - table.columns.begin());
  const auto row = std::ranges::find_if(
      rows, [&](const Row* one) { return KeyText(one->cells[index].json) == key; });
  return row == rows.end() ? rows.size() : static_cast<size_t>(row - rows.begin()) + 1;
}

}  // namespace

bool IsPagingParameter(const Paging& paging, std::string_view name) {
  if (paging.style == "none") return false;
  if (!paging.size_parameter.empty() && name == paging.size_parameter) return true;
  if (paging.style == "page_number") return name == "page";
  if (paging.snapshot && name == "snapshot") return true;
  return name == (paging.style == "offset" ? "skip" : "cursor");
}

sandbox::Answer Page(const Table& table, const std::vector<const Row*>& rows,
                     const Parameters& paging, const sandbox::Call& call,
                     const std::string& server_url) {
  const Paging& spec = table.paging;
  const bool cursor_alone = paging.contains("cursor") != paging.contains("snapshot");
  if (spec.snapshot && cursor_alone)
    return {.status = 400, .body = R"({"message": "no snapshot"})"};
  Cut cut = CutOf(spec, paging, rows.size());
  if (spec.style == "last_row" && paging.contains("cursor")) {
    cut.first = PlaceAfter(table, rows, paging.at("cursor"));
  }
  const size_t end = std::min(cut.first + cut.count, rows.size());
  const bool more = end < rows.size();
  const std::string token = "r=" + std::to_string(end) + (cut.count == 0 ? "/1" : "/0");
  const std::string url = NextUrl(spec, call, server_url, token);
  sandbox::Answer answer;
  std::vector<std::string> page;
  const auto say = [&](const std::string& name, const nlohmann::json& value) {
    if (spec.in_headers) {
      answer.headers["X-" + name] = value.is_string() ? value.get<std::string>() : value.dump();
    } else {
      page.push_back("\"" + name + "\":" + value.dump());
    }
  };
  if (spec.total != Paging::Total::kNone || spec.total_hint) {
    say("total", TotalOf(spec, rows.size(), cut));
  }
  if (spec.pages) say("pages", (rows.size() + cut.count - 1) / cut.count);
  if (spec.more && spec.more_words) {
    say("more", more ? "yes" : "no");
  } else if (spec.more) {
    say("more", more);
  }
  if (more && spec.style == "link_header") {
    answer.headers["Link"] =
        "<" + server_url + "/first>; rel='first', <" + url + ">; title=\"a, b\"; rel=\"last next\"";
  } else if (spec.style == "token" && (more || spec.more || spec.same_token)) {
    // Where another member says that there is no more, a token says nothing.
    say("next", token);
  } else if (more && spec.style == "next_url") {
    say("next", url);
  }
  const bool nothing = cut.first >= end;
  if (nothing && !more && spec.nothing == Paging::Nothing::kNoContent) {
    return {.status = 204, .headers = answer.headers};
  }
  const size_t first = std::min(cut.first, end);
  std::string json = RowsJson(table, std::span(rows).subspan(first, end - first));
  if (nothing && spec.nothing == Paging::Nothing::kNull) json = "null";
  const bool absent = nothing && spec.nothing == Paging::Nothing::kAbsent;
  answer.body =
      table.shape == Table::Shape::kBareArray
          ? json
          : "{\"page\":{" + Join(page, ",") + "}" + (absent ? "" : ",\"data\":" + json) + "}";
  return answer;
}

}  // namespace apisql::generated
