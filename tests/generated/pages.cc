#include "tests/generated/pages.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

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
  } else if (const auto cursor = paging.find("cursor"); cursor != paging.end()) {
    // "r=3/0": three rows were given. The 1 says that an empty page was, too.
    cut.first = std::stoul(cursor->second.substr(2));
    cut.counted = cursor->second.ends_with('1');
  }
  cut.first = std::min(cut.first, rows);
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

std::string NextUrl(const sandbox::Call& call, const std::string& server_url,
                    const std::string& token) {
  std::string url = server_url;
  for (const std::string& part : call.path) url += "/" + PercentEncoded(part);
  char separator = '?';
  for (const auto& [name, value] : call.query) {
    if (name == "cursor") continue;
    url += separator + PercentEncoded(name) + "=" + PercentEncoded(value);
    separator = '&';
  }
  return url + separator + "cursor=" + PercentEncoded(token);
}

std::string RowsJson(const Table& table, const std::vector<const Row*>& rows, const Cut& cut) {
  const bool map = table.shape == Table::Shape::kMap;
  const auto name = std::ranges::find(table.columns, Column::Origin::kMapKey, &Column::origin);
  std::string json;
  const size_t end = std::min(cut.first + cut.count, rows.size());
  for (size_t i = cut.first; i < end; ++i) {
    if (!json.empty()) json += ",";
    if (map) {
      const Datum& key = rows[i]->cells[static_cast<size_t>(name - table.columns.begin())];
      json += nlohmann::json(std::get<std::string>(key.value)).dump() + ":";
    }
    json += RowJson(table, *rows[i]);
  }
  return map ? "{" + json + "}" : "[" + json + "]";
}

}  // namespace

bool IsPagingParameter(const Paging& paging, std::string_view name) {
  if (paging.style == "none") return false;
  if (!paging.size_parameter.empty() && name == paging.size_parameter) return true;
  if (paging.style == "page_number") return name == "page";
  return name == (paging.style == "offset" ? "skip" : "cursor");
}

sandbox::Answer Page(const Table& table, const std::vector<const Row*>& rows,
                     const Parameters& paging, const sandbox::Call& call,
                     const std::string& server_url) {
  const Paging& spec = table.paging;
  const Cut cut = CutOf(spec, paging, rows.size());
  const size_t end = std::min(cut.first + cut.count, rows.size());
  sandbox::Answer answer;
  std::string page;
  if (spec.total || spec.total_hint) page = "\"total\":" + std::to_string(rows.size());
  if (end < rows.size()) {
    const std::string token = "r=" + std::to_string(end) + (cut.count == 0 ? "/1" : "/0");
    const std::string url = NextUrl(call, server_url, token);
    if (spec.style == "link_header") {
      answer.headers["Link"] =
          "<" + server_url + "/first>; rel=\"first\", <" + url + ">; rel=\"next\"";
    } else if (spec.style == "token" || spec.style == "next_url") {
      const std::string next = spec.style == "token" ? token : url;
      page += (page.empty() ? "" : ",") + ("\"next\":" + nlohmann::json(next).dump());
    }
  }
  const std::string json = RowsJson(table, rows, cut);
  answer.body = table.shape == Table::Shape::kBareArray
                    ? json
                    : "{\"page\":{" + page + "},\"data\":" + json + "}";
  return answer;
}

}  // namespace apisql::generated
