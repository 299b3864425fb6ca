#include "registry/parameter/header_document.h"

#include <algorithm>
#include <string>

#include "registry/model/names.h"
#include "src/base/text.h"

namespace apisql {
namespace {

// What the connection, the credential, and the body say themselves.
constexpr std::string_view kTaken[] = {
    "authorization",
    "proxy-authorization",
    "proxy-authenticate",
    "proxy-connection",
    "cookie",
    "host",
    "connection",
    "keep-alive",
    "content-length",
    "content-type",
    "content-encoding",
    "transfer-encoding",
    "accept-encoding",
    "te",
    "trailer",
    "upgrade",
    "expect",
    "range",
    "http2-settings",
};

bool IsPlain(std::string_view value) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; };
  return !value.empty() && value.front() != ' ' && value.back() != ' ' &&
         std::ranges::none_of(value, control);
}

// "" where there is none.
std::string_view RuleBrokenBy(const std::string& name, const std::string& value) {
  if (!IsHeaderName(name)) return "is no header's name";
  if (std::ranges::find(kTaken, AsciiLower(name)) != std::end(kTaken)) {
    return "is not for documents: the connection, the credential or the body says it";
  }
  return IsPlain(value) ? "" : "needs a value of one line, without blanks around it";
}

auto Find(const Headers& headers, const std::string& name) {
  return std::ranges::find_if(
      headers, [&](const auto& header) { return EqualsIgnoreCase(header.first, name); });
}

}  // namespace

Headers ReadHeaders(const Fields& fields) {
  Headers headers;
  for (const auto& [name, node] : fields.Members("headers")) {
    std::string_view rule = RuleBrokenBy(name->text, node->text);
    if (rule.empty() && Find(headers, name->text) != headers.end()) rule = "stands twice";
    if (!rule.empty()) {
      fields.faults().Add(name->line,
                          At(fields.Within("headers") + "." + name->text, std::string(rule)));
    }
    headers.emplace_back(name->text, node->text);
  }
  return headers;
}

void AddHeaders(const Headers& outer, Headers* headers) {
  for (const auto& header : outer) {
    if (Find(*headers, header.first) == headers->end()) headers->push_back(header);
  }
}

}  // namespace apisql
