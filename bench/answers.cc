#include "bench/answers.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace apisql::bench {
namespace {

constexpr uint64_t kChildren = 10;
constexpr std::string_view kListStart = R"({"api_version":"iam/v2","kind":"ApiKeyList","data":[)";

// Of a query with plain values.
std::string_view Parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(part.size() + 1, query.size()));
    if (part.starts_with(name) && part.substr(name.size()).starts_with('=')) {
      return part.substr(name.size() + 1);
    }
  }
  return {};
}

uint64_t NumberOr(std::string_view digits, uint64_t otherwise) {
  uint64_t number = otherwise;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// The rows that a query asks for.
struct Page {
  uint64_t first = 0;
  uint64_t size = 0;
  uint64_t end = 0;
};

Page PageOf(uint64_t total, std::string_view query) {
  Page page;
  page.first = std::min(NumberOr(Parameter(query, "page_token"), 0), total);
  page.size = std::max<uint64_t>(NumberOr(Parameter(query, "page_size"), total), 1);
  page.end = page.first + std::min(page.size, total - page.first);
  return page;
}

// What follows the rows of a page at `path`.
std::string TailOf(const Page& page, uint64_t total, const std::string& path) {
  std::string tail = R"(],"metadata":{"total_size":)" + std::to_string(total) + R"(,"next":")";
  if (page.end < total) {
    tail += "https://bench.test" + path + "?page_size=" + std::to_string(page.size) +
            "&page_token=" + SerialText(page.end);
  }
  return tail + "\"}}";
}

// The parts of a body as an HTTP answer.
Answer Wrap(std::string_view status, std::string_view start, std::string_view rows,
            std::string tail) {
  Answer answer{"HTTP/1.1 ", rows, std::move(tail)};
  const size_t length = start.size() + rows.size() + answer.tail.size();
  answer.head += status;
  answer.head += "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(length);
  answer.head += "\r\n\r\n";
  answer.head += start;
  return answer;
}

Answer Unknown() {
  return Wrap("404 Not Found", R"({"message":"there is no such thing"})", {}, "");
}

}  // namespace

Answer Answers::To(std::string_view target) {
  const std::string_view path = target.substr(0, target.find('?'));
  const std::string_view query = target.substr(std::min(path.size() + 1, target.size()));
  if (path == "/served") {
    return Wrap("200 OK", R"({"served": )" + std::to_string(served_) + "}", {}, "");
  }
  ++served_;
  constexpr std::string_view kGroups = "/groups/";
  if (path.starts_with(kGroups)) {
    const std::string_view grouped = path.substr(kGroups.size());
    const auto list = lists_.find(grouped);
    return list == lists_.end() ? Unknown() : Groups(grouped, list->second, query);
  }
  constexpr std::string_view kLists = "/lists/";
  if (!path.starts_with(kLists)) return Unknown();
  std::string_view rest = path.substr(kLists.size());
  const std::string_view name = rest.substr(0, rest.find('/'));
  const auto list = lists_.find(name);
  if (list == lists_.end()) return Unknown();
  if (rest == name) return List(name, list->second, query);
  rest.remove_prefix(name.size() + 1);
  const std::string_view id = rest.substr(0, rest.find('/'));
  if (rest == id) return Row(list->second, id);
  return rest.substr(id.size()) == "/rows" ? Children(list->second, id) : Unknown();
}

Answer Answers::List(std::string_view name, uint64_t total, std::string_view query) {
  if (const std::string_view owner = Parameter(query, "owner"); !owner.empty()) {
    return RowsOf(total, owner);
  }
  const Page page = PageOf(total, query);
  return Wrap("200 OK", kListStart, text_.Rows({page.first, page.end - page.first, total}),
              TailOf(page, total, "/lists/" + std::string(name)));
}

// Each row is as long as the others.
Answer Answers::Groups(std::string_view name, uint64_t total, std::string_view query) {
  const Page page = PageOf(total, query);
  const size_t count = page.end - page.first;
  const std::string_view rows = text_.Rows({page.first, count, total});
  groups_.clear();
  for (size_t i = 0; i < count; i += kChildren) {
    const size_t row = (rows.size() + 1) / count;
    const size_t bytes = std::min<size_t>(kChildren, count - i) * row - 1;
    groups_ += (i == 0 ? R"({"id":")" : R"(,{"id":")") + SerialText(page.first + i);
    groups_ += R"(","items":[)";
    groups_ += rows.substr(i * row, bytes);
    groups_ += "]}";
  }
  return Wrap("200 OK", R"({"groups":[)", groups_,
              TailOf(page, total, "/groups/" + std::string(name)));
}

// A row's owner has the row's own serial.
Answer Answers::RowsOf(uint64_t total, std::string_view owner) {
  const uint64_t serial = SerialOf(owner);
  const size_t count = serial < total ? 1 : 0;
  std::string tail = R"(],"metadata":{"total_size":)" + std::to_string(count) + R"(,"next":""}})";
  return Wrap("200 OK", kListStart, text_.Rows({serial, count, total}), std::move(tail));
}

Answer Answers::Row(uint64_t total, std::string_view id) {
  const uint64_t serial = SerialOf(id);
  if (serial >= total) return Unknown();
  return Wrap("200 OK", "", text_.Rows({serial, 1, total}), "");
}

Answer Answers::Children(uint64_t total, std::string_view id) {
  const uint64_t serial = SerialOf(id);
  if (serial >= total) return Unknown();
  const RowRange range{serial * kChildren, kChildren, total * kChildren};
  return Wrap("200 OK", kListStart, text_.Rows(range), "]}");
}

}  // namespace apisql::bench
