#include "src/json/path.h"

#include <algorithm>

#include "src/base/text.h"

namespace apisql {
namespace {

StatusOr<std::string> Unescape(std::string_view key) {
  std::string plain;
  for (size_t i = 0; i < key.size(); ++i) {
    if (key[i] != '~') {
      plain += key[i];
      continue;
    }
    ++i;
    if (i == key.size() || (key[i] != '0' && key[i] != '1')) {
      return Status(StatusCode::kInvalidArgument, "'~' must be followed by 0 or 1");
    }
    plain += key[i] == '0' ? '~' : '/';
  }
  return plain;
}

}  // namespace

StatusOr<JsonPath> JsonPath::Parse(std::string_view text) {
  JsonPath path;
  if (text.empty() || text == "/") return path;
  const std::string where = "JSON path '" + std::string(text) + "'";
  if (text.front() != '/') {
    return Status(StatusCode::kInvalidArgument, where + " must start with '/'");
  }
  for (const std::string& part : Split(text.substr(1), '/')) {
    StatusOr<std::string> key = Unescape(part);
    if (!key.ok()) return std::move(key).status().Annotate(where);
    path.keys.push_back(*std::move(key));
  }
  return path;
}

std::string JsonPath::ToString() const {
  if (keys.empty()) return "/";
  std::string text;
  for (const std::string& key : keys) {
    text += '/';
    for (const char c : key) {
      if (c == '~') {
        text += "~0";
      } else if (c == '/') {
        text += "~1";
      } else {
        text += c;
      }
    }
  }
  return text;
}

bool JsonPath::Holds(const JsonPath& inner) const {
  return keys.size() <= inner.keys.size() &&
         std::equal(keys.begin(), keys.end(), inner.keys.begin());
}

}  // namespace apisql
