#include "registry/model/path_template.h"

#include <algorithm>

#include "registry/model/names.h"
#include "src/base/text.h"
#include "src/http/message/url.h"

namespace apisql {
namespace {

using Segment = Parameter::Segment;

Status BraceError(std::string text) { return {StatusCode::kInvalidArgument, std::move(text)}; }

Segment TakeSegment(std::string_view* name) {
  const Segment segment = name->starts_with('+')   ? Segment::kMany
                          : name->starts_with('/') ? Segment::kOptional
                                                   : Segment::kOne;
  if (segment != Segment::kOne) name->remove_prefix(1);
  return segment;
}

bool IsPlainSegment(const std::string& segment) {
  return !segment.empty() && segment != "." && segment != "..";
}

bool IsControl(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

}  // namespace

StatusOr<std::vector<PathPlaceholder>> PathPlaceholders(std::string_view path) {
  std::vector<PathPlaceholder> placeholders;
  for (size_t start = 0; (start = path.find_first_of("{}", start)) != path.npos;) {
    const size_t end = path.find_first_of("{}", start + 1);
    if (path[start] == '}' || end == path.npos || path[end] == '{') {
      return BraceError("a brace has no partner");
    }
    std::string_view name = path.substr(start + 1, end - start - 1);
    const Segment segment = TakeSegment(&name);
    if (!IsQuotableName(name)) return BraceError("{" + std::string(name) + "} is no column's name");
    placeholders.push_back({std::string(name), segment, start, end + 1});
    start = end + 1;
  }
  return placeholders;
}

std::string FillPath(std::string_view path,
                     const std::function<std::string(const PathPlaceholder&)>& text_of) {
  const auto placeholders = PathPlaceholders(path);
  if (!placeholders.ok()) return std::string(path);
  std::string filled;
  size_t at = 0;
  for (const PathPlaceholder& placeholder : *placeholders) {
    filled += path.substr(at, placeholder.begin - at);
    filled += text_of(placeholder);
    at = placeholder.end;
  }
  return filled += path.substr(at);
}

std::optional<std::string> PathText(Segment segment, const std::string& value) {
  if (segment != Segment::kMany) {
    if (!IsPlainSegment(value)) return std::nullopt;
    return (segment == Segment::kOptional ? "/" : "") + EncodePathSegment(value);
  }
  if (std::ranges::any_of(value, IsControl)) return std::nullopt;
  std::vector<std::string> segments = Split(value, '/');
  if (!std::ranges::all_of(segments, IsPlainSegment)) return std::nullopt;
  for (std::string& one : segments) one = EncodePathSegment(one);
  return Join(segments, "/");
}

}  // namespace apisql
