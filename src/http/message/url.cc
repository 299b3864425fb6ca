#include "src/http/message/url.h"

#include <algorithm>
#include <charconv>

#include "src/base/text.h"

namespace apisql {
namespace {

constexpr std::string_view kUnreserved =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

std::string PercentEncode(std::string_view value, std::string_view also_plain) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string text;
  text.reserve(value.size());
  for (const char c : value) {
    if (kUnreserved.find(c) != std::string_view::npos ||
        also_plain.find(c) != std::string_view::npos) {
      text += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    text += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return text;
}

std::optional<char> HexByte(std::string_view digits) {
  unsigned value = 0;
  const char* end = std::to_address(digits.end());
  const auto [stop, error] = std::from_chars(std::to_address(digits.begin()), end, value, 16);
  if (digits.size() != 2 || error != std::errc() || stop != end) return std::nullopt;
  return static_cast<char>(value);
}

std::string_view WithoutFragment(std::string_view url) { return url.substr(0, url.find('#')); }

bool HasBlankOrControl(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; });
}

// Where the scheme's ':' is, npos when `url` is relative.
size_t SchemeEnd(std::string_view url) {
  const size_t colon = url.find(':');
  if (colon == std::string_view::npos || url.find_first_of("/?#") < colon) {
    return std::string_view::npos;
  }
  return colon;
}

// "host:port" as written, between "//" and the path.
std::string_view AuthorityOf(std::string_view url) {
  const size_t start = url.find("://");
  if (start == std::string_view::npos) return {};
  const std::string_view rest = url.substr(start + 3);
  return rest.substr(0, rest.find_first_of("/?#"));
}

struct HostPort {
  std::string_view host;  // With the brackets of an IPv6 address.
  std::string_view port;
};

HostPort SplitAuthority(std::string_view authority) {
  const size_t host_end = authority.starts_with('[') ? authority.find(']') : 0;
  const size_t colon = authority.find(':', host_end == std::string_view::npos ? 0 : host_end);
  if (colon == std::string_view::npos) return {authority, {}};
  return {authority.substr(0, colon), authority.substr(colon + 1)};
}

bool IsHost(std::string_view host) {
  const bool address = host.size() > 2 && host.starts_with('[') && host.ends_with(']');
  const std::string_view name = address ? host.substr(1, host.size() - 2) : host;
  constexpr std::string_view kNameCharacters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._";
  constexpr std::string_view kAddressCharacters = "0123456789abcdefABCDEF:.";
  return !name.empty() &&
         name.find_first_not_of(address ? kAddressCharacters : kNameCharacters) == name.npos;
}

// The port's number, 0 when it is none.
int PortNumber(std::string_view port, bool https) {
  if (port.empty()) return https ? 443 : 80;
  int number = 0;
  const char* end = std::to_address(port.end());
  const auto [stop, error] = std::from_chars(std::to_address(port.begin()), end, number);
  return error == std::errc() && stop == end && number > 0 && number <= 65535 ? number : 0;
}

// True for a dotted quad in 127.0.0.0/8.
bool IsLoopbackAddress(std::string_view host) {
  if (!host.starts_with("127.")) return false;
  const std::vector<std::string> parts = Split(host, '.');
  const auto is_byte = [](const std::string& part) {
    return !part.empty() && part.size() <= 3 && (part.size() == 1 || part[0] != '0') &&
           part.find_first_not_of("0123456789") == std::string::npos && std::stoi(part) <= 255;
  };
  return parts.size() == 4 && std::ranges::all_of(parts, is_byte);
}

// RFC 3986, 5.2.4, for a path that starts with '/'.
std::string RemoveDotSegments(std::string_view path) {
  std::vector<std::string> parts = Split(path, '/');
  std::vector<std::string> kept;
  for (size_t i = 0; i < parts.size(); ++i) {
    const bool dots = parts[i] == "." || parts[i] == "..";
    if (parts[i] == ".." && kept.size() > 1) kept.pop_back();
    if (!dots) kept.push_back(std::move(parts[i]));
    if (dots && i + 1 == parts.size()) kept.emplace_back();  // A trailing dot names the folder.
  }
  return Join(kept, "/");
}

// For errors. A query may hold a key, and what stands before an '@' a password, which may hold any
// character where it is not encoded.
std::string WithoutSecretParts(std::string_view url) {
  const size_t at = url.rfind('@');
  if (at != std::string_view::npos) return "...@" + WithoutSecretParts(url.substr(at + 1));
  const size_t query = url.find_first_of("?#");
  return std::string(url.substr(0, query)) + (query == std::string_view::npos ? "" : "?...");
}

}  // namespace

std::string EncodePathSegment(std::string_view value) { return PercentEncode(value, ""); }

std::string EncodeQueryValue(std::string_view value) { return PercentEncode(value, ":/@,"); }

std::string EncodeQuery(const QueryParameters& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters) {
    if (!query.empty()) query += '&';
    query += EncodeQueryValue(name) + "=" + EncodeQueryValue(value);
  }
  return query;
}

std::string DecodeQueryValue(std::string_view text) {
  std::string value;
  value.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = text[i] == '%' ? HexByte(text.substr(i + 1, 2)) : std::nullopt;
    if (byte) i += 2;
    value += byte ? *byte : text[i] == '+' ? ' ' : text[i];
  }
  return value;
}

QueryParameters QueryOf(std::string_view url) {
  url = WithoutFragment(url);
  const size_t mark = url.find('?');
  if (mark == std::string_view::npos) return {};
  QueryParameters parameters;
  for (const std::string& pair : Split(url.substr(mark + 1), '&')) {
    if (pair.empty()) continue;
    const std::string_view text = pair;
    const size_t equals = std::min(text.find('='), text.size());
    parameters.emplace_back(DecodeQueryValue(text.substr(0, equals)),
                            DecodeQueryValue(text.substr(std::min(equals + 1, text.size()))));
  }
  return parameters;
}

std::string AppendQuery(std::string_view url, const QueryParameters& parameters) {
  std::string text(WithoutFragment(url));
  if (parameters.empty()) return text;
  const bool bare = text.find('?') == std::string::npos;
  if (bare || (!text.ends_with('?') && !text.ends_with('&'))) text += bare ? '?' : '&';
  return text + EncodeQuery(parameters);
}

StatusOr<std::string> OriginOf(std::string_view url) {
  const auto bad = [&](std::string_view why) {
    return Status(StatusCode::kInvalidArgument, std::string(why) + ": " + WithoutSecretParts(url));
  };
  const bool https = IsHttps(url);
  if (!https && !EqualsIgnoreCase(url.substr(0, 7), "http://")) {
    return bad("not an absolute http or https URL");
  }
  const std::string_view authority = AuthorityOf(url);
  // The URL is not quoted here: it holds a password, most likely.
  if (authority.find('@') != std::string_view::npos) {
    return Status(StatusCode::kInvalidArgument, "a URL must not hold a user name or password");
  }
  if (HasBlankOrControl(url)) {
    return Status(StatusCode::kInvalidArgument, "a URL must not hold blanks or control characters");
  }
  const auto [host, port] = SplitAuthority(authority);
  if (!IsHost(host)) return bad("not a host name in URL");
  const int number = PortNumber(port, https);
  if (number == 0) return bad("not a port number in URL");
  return (https ? "https://" : "http://") + AsciiLower(host) + ":" + std::to_string(number);
}

bool IsLoopback(std::string_view url) {
  const StatusOr<std::string> origin = OriginOf(url);
  if (!origin.ok()) return false;
  const std::string_view host = SplitAuthority(AuthorityOf(*origin)).host;
  return host == "localhost" || host == "[::1]" || IsLoopbackAddress(host);
}

bool IsHttps(std::string_view url) { return EqualsIgnoreCase(url.substr(0, 8), "https://"); }

std::string ResolveReference(std::string_view base, std::string_view reference) {
  base = WithoutFragment(base);
  reference = WithoutFragment(reference);
  if (SchemeEnd(reference) != std::string_view::npos) return std::string(reference);
  const size_t scheme_end = SchemeEnd(base);
  if (scheme_end == std::string_view::npos) return std::string(reference);
  if (reference.starts_with("//")) {
    return std::string(base.substr(0, scheme_end + 1)) + std::string(reference);
  }
  if (reference.empty()) return std::string(base);

  const std::string_view authority = AuthorityOf(base);
  const size_t root_size = scheme_end + 3 + authority.size();
  const std::string root(base.substr(0, root_size));
  const std::string_view base_path = base.substr(root_size, base.find('?') - root_size);
  if (reference.starts_with('?')) {
    return root + std::string(base_path) + std::string(reference);
  }
  const size_t mark = std::min(reference.find('?'), reference.size());
  std::string path(reference.substr(0, mark));
  if (!path.starts_with('/')) {
    const size_t slash = base_path.rfind('/');
    path = (slash == std::string_view::npos ? "/" : std::string(base_path.substr(0, slash + 1))) +
           path;
  }
  return root + RemoveDotSegments(path) + std::string(reference.substr(mark));
}

}  // namespace apisql
