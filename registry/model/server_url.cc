#include "registry/model/server_url.h"

#include <algorithm>

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

// ".confluent.cloud": it has to name more than a top-level domain.
bool IsHostSuffix(std::string_view suffix) {
  constexpr std::string_view kCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-.";
  if (!suffix.starts_with('.') || suffix.find_first_not_of(kCharacters) != suffix.npos) {
    return false;
  }
  const auto labels = Split(suffix.substr(1), '.');
  return labels.size() >= 2 && std::ranges::none_of(labels, &std::string::empty);
}

std::string Fill(std::string_view pattern, std::string_view value) {
  const size_t open = pattern.find('{');
  const size_t close = pattern.find('}', open);
  return std::string(pattern.substr(0, open)) + std::string(value) +
         std::string(pattern.substr(close + 1));
}

// "https://pkc-1.aws.confluent.cloud:443/" -> "pkc-1.aws.confluent.cloud:443".
std::string_view AuthorityOfHost(std::string_view host) {
  constexpr std::string_view kScheme = "https://";
  if (!AsciiLower(host).starts_with(kScheme)) return host;
  host.remove_prefix(kScheme.size());
  if (host.ends_with('/')) host.remove_suffix(1);
  return host;
}

bool IsPlainAuthority(std::string_view authority) {
  constexpr std::string_view kCharacters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.:";
  return !authority.empty() && authority.find_first_not_of(kCharacters) == authority.npos;
}

// "https://host:443" -> "host".
std::string_view HostOfOrigin(std::string_view origin) {
  origin.remove_prefix(origin.find("://") + 3);
  return origin.substr(0, origin.rfind(':'));
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

Status CheckServerUrl(std::string_view url, std::string_view host_suffix) {
  ASSIGN_OR_RETURN(const auto names, Placeholders(url));
  if (names.size() > 1) return UrlError("may hold one {column} only");
  const std::string sample = names.empty() ? std::string(url) : Fill(url, "host");
  RETURN_IF_ERROR(CheckScheme(sample));
  if (AuthorityEnd(sample) != std::string::npos) {
    return UrlError("must be scheme and host only: paths belong to the methods");
  }
  if (names.empty() != host_suffix.empty()) {
    return UrlError(names.empty() ? "has no {column}, so host_suffix means nothing"
                                  : "has a {column}, so host_suffix must say how its hosts end");
  }
  if (names.empty() || IsHostSuffix(host_suffix)) return OkStatus();
  return UrlError("needs a host_suffix of at least two parts, such as .confluent.cloud");
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

StatusOr<std::string> FillHost(const Server& server, std::string_view host) {
  if (server.base_url.find('{') == std::string::npos) return server.base_url;
  const std::string_view authority = AuthorityOfHost(host);
  const std::string url = Fill(server.base_url, authority);
  const auto origin = OriginOf(url);
  if (!IsPlainAuthority(authority) || !origin.ok()) {
    return Status(StatusCode::kFailedPrecondition,
                  "\"" + std::string(host) + "\" is no host of server " + server.name);
  }
  const std::string_view name = HostOfOrigin(*origin);
  const std::string suffix = AsciiLower(server.host_suffix);
  const bool inside = !suffix.empty() && !name.starts_with('.') && name.ends_with(suffix);
  if (inside) return url;
  return Status(StatusCode::kFailedPrecondition,
                "\"" + std::string(host) + "\" is refused as a host of server " + server.name +
                    ": it does not end in " + server.host_suffix);
}

}  // namespace apisql
