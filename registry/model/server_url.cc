#include "registry/model/server_url.h"

#include <algorithm>

#include "registry/model/fill_server.h"
#include "registry/model/names.h"
#include "src/base/text.h"
#include "src/http/message/url.h"

namespace apisql {
namespace {

Status UrlError(std::string text) { return {StatusCode::kInvalidArgument, std::move(text)}; }

bool IsPlainHttp(std::string_view url) { return AsciiLower(url).starts_with("http://"); }

// Where path, query or fragment begin; npos when the URL has none.
size_t AuthorityEnd(std::string_view url) {
  return url.find_first_of("/?#\\", url.find("://") + 3);
}

Status CheckScheme(std::string_view url) {
  RETURN_IF_ERROR(OriginOf(url).status());
  if (!IsPlainHttp(url) || IsLoopback(url)) return OkStatus();
  return UrlError("must be https: http is for loopback hosts only");
}

// Without a slash at its end: the methods' paths begin with one.
Status CheckBasePath(std::string_view url) {
  if (url.find_first_of("?#\\%") != url.npos) return UrlError("has neither query, fragment nor %");
  if (url.find('$') != url.npos) {
    return UrlError("takes no $: what an environment variable has is a {name} with variables");
  }
  const size_t end = AuthorityEnd(url);
  if (end == url.npos) return OkStatus();
  for (const std::string& segment : Split(url.substr(end + 1), '/')) {
    if (segment.empty() || segment == "." || segment == "..") {
      return UrlError("has a base path such as /v2, without . and .. and without a / at its end");
    }
  }
  return OkStatus();
}

// How far columns may choose the host.
Status CheckColumns(const Server& server) {
  bool in_host = false;
  bool open = false;
  for (const UrlSlot& slot : SlotsOf(server.base_url)) {
    if (slot.place == UrlPlace::kPath || server.FindVariable(slot.name) != nullptr) continue;
    if (in_host) return UrlError("may hold one {column} only");
    in_host = true;
    open = slot.place == UrlPlace::kHostPart;
  }
  const std::string& suffix = server.host_suffix;
  if (!in_host && !suffix.empty()) {
    return UrlError("has no {column} in its host, so host_suffix means nothing");
  }
  if (open && suffix.empty()) {
    return UrlError("has a {column}, so host_suffix must say how its hosts end");
  }
  if (suffix.empty() || IsHostSuffix(suffix)) return OkStatus();
  return UrlError("needs a host_suffix of at least two parts, such as .confluent.cloud");
}

}  // namespace

StatusOr<std::vector<std::string>> Placeholders(std::string_view text) {
  std::vector<std::string> names;
  for (size_t start = 0; (start = text.find_first_of("{}", start)) != text.npos;) {
    const size_t end = text.find_first_of("{}", start + 1);
    if (text[start] == '}' || end == text.npos || text[end] == '{') {
      return UrlError("a brace has no partner");
    }
    const std::string_view name = text.substr(start + 1, end - start - 1);
    if (!IsQuotableName(name)) return UrlError("{" + std::string(name) + "} is no column's name");
    names.emplace_back(name);
    start = end + 1;
  }
  return names;
}

bool IsHostSuffix(std::string_view suffix) {
  constexpr std::string_view kCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-.";
  if (!suffix.starts_with('.') || suffix.find_first_not_of(kCharacters) != suffix.npos) {
    return false;
  }
  const auto labels = Split(suffix.substr(1), '.');
  return labels.size() >= 2 && std::ranges::none_of(labels, &std::string::empty);
}

std::string SampleUrl(std::string_view pattern) {
  const auto names = Placeholders(pattern);
  ServerValues samples;
  if (!names.ok()) return std::string(pattern);
  for (const std::string& name : *names) samples[name] = "x";
  return FillKnown(pattern, samples);
}

Status CheckServerUrl(const Server& server) {
  RETURN_IF_ERROR(Placeholders(server.base_url).status());
  for (const char* operators : {"{+", "{/", "{#", "{.", "{;", "{?", "{&"}) {
    if (server.base_url.find(operators) != std::string::npos) {
      return UrlError("holds plain names in braces alone");
    }
  }
  const std::string sample = SampleUrl(server.base_url);
  RETURN_IF_ERROR(CheckScheme(sample));
  RETURN_IF_ERROR(CheckBasePath(sample));
  return CheckColumns(server);
}

StatusOr<std::string> CheckBaseUrl(std::string_view url, bool allow_plain_http) {
  RETURN_IF_ERROR(OriginOf(url).status());
  if (IsPlainHttp(url) && !IsLoopback(url) && !allow_plain_http) {
    return UrlError("plain http to another machine would show the credential: " +
                    std::string(url.substr(0, url.find_first_of("?#"))) +
                    " needs allow_plain_http: true");
  }
  if (url.find_first_of("?#\\{}") != url.npos) {
    // What stands there may be a key.
    return UrlError("a base URL has neither query nor fragment: " +
                    std::string(url.substr(0, url.find_first_of("?#\\{}"))) + "...");
  }
  while (url.ends_with('/')) url.remove_suffix(1);
  return std::string(url);
}

}  // namespace apisql
