#include "src/paging/places.h"

#include <algorithm>

#include "src/base/text.h"

namespace apisql {
namespace {

constexpr std::string_view kHeader = "header:";

// RFC 9110: a token.
bool IsToken(std::string_view name) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::ranges::all_of(name, [&](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || kMarks.find(c) != std::string_view::npos;
  });
}

// What a server says must not become one of these in the next request.
bool IsReserved(std::string_view name) {
  constexpr std::string_view kReserved[] = {
      "authorization", "proxy-authorization", "cookie",     "host",   "content-length",
      "content-type",  "transfer-encoding",   "connection", "accept", "accept-encoding"};
  return std::ranges::find(kReserved, AsciiLower(name)) != std::end(kReserved);
}

}  // namespace

StatusOr<AnswerPlace> AnswerPlace::Parse(std::string_view text) {
  if (text.starts_with(kHeader) && IsToken(text.substr(kHeader.size()))) {
    return AnswerPlace{{}, std::string(text.substr(kHeader.size()))};
  }
  if (text.starts_with('/')) {
    ASSIGN_OR_RETURN(JsonPath path, JsonPath::Parse(text));
    return AnswerPlace{std::move(path), ""};
  }
  return Status(StatusCode::kInvalidArgument,
                "expected a path such as /metadata/next, or header:NAME");
}

StatusOr<RequestPlace> RequestPlace::Parse(std::string_view text) {
  const auto fault = [](std::string what) {
    return Status(StatusCode::kInvalidArgument, std::move(what));
  };
  if (text.starts_with(kHeader)) {
    const std::string name(text.substr(kHeader.size()));
    if (!IsToken(name)) return fault("'" + name + "' is no header's name");
    if (IsReserved(name)) return fault("the header " + name + " is not for paging");
    return RequestPlace{Kind::kHeader, name, {}};
  }
  if (text.starts_with('/')) {
    ASSIGN_OR_RETURN(JsonPath path, JsonPath::Parse(text));
    if (path.empty()) return fault("expected a member of the body, such as /cursor");
    return RequestPlace{Kind::kBody, std::string(text), std::move(path)};
  }
  return RequestPlace{Kind::kQuery, std::string(text), {}};
}

}  // namespace apisql
