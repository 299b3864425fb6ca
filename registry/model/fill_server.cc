#include "registry/model/fill_server.h"

#include <algorithm>
#include <utility>

#include "registry/model/server_url.h"
#include "src/base/text.h"
#include "src/http/message/url.h"
#include "src/json/text.h"

namespace apisql {
namespace {

constexpr std::string_view kLabelCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
constexpr size_t kLongestLabel = 63;
constexpr size_t kShownBytes = 80;

Status Refused(const Server& server, std::string_view name, std::string_view value,
               const std::string& rule) {
  return {StatusCode::kFailedPrecondition, "\"" + Printable(value, kShownBytes) +
                                               "\" is refused as {" + std::string(name) +
                                               "} of server " + server.name + ": " + rule};
}

// Between "//" and the path.
std::string_view AuthorityOf(std::string_view url) {
  const size_t start = url.find("://") + 3;
  return url.substr(start, url.find('/', start) - start);
}

// "https://host:443" -> "host".
std::string_view HostOfOrigin(std::string_view origin) {
  origin.remove_prefix(origin.find("://") + 3);
  return origin.substr(0, origin.rfind(':'));
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
  const size_t other = authority.find_first_not_of(std::string(kLabelCharacters) + ".:");
  return !authority.empty() && other == authority.npos && !authority.starts_with('.') &&
         authority.find("..") == authority.npos;
}

bool IsLabelPart(std::string_view value) {
  return !value.empty() && value.size() <= kLongestLabel &&
         value.find_first_not_of(kLabelCharacters) == value.npos && !value.starts_with('-') &&
         !value.ends_with('-');
}

bool IsDots(std::string_view segment) { return segment == "." || segment == ".."; }

// text_of(name) in the place of each "{name}".
template <typename TextOf>
std::string Replace(std::string_view text, TextOf text_of) {
  std::string filled;
  for (size_t open = 0; (open = text.find('{')) != text.npos;) {
    const size_t close = text.find('}', open);
    if (close == text.npos) break;
    filled += text.substr(0, open);
    filled += text_of(std::string(text.substr(open + 1, close - open - 1)));
    text.remove_prefix(close + 1);
  }
  return filled += text;
}

// What a value of one place becomes in the URL.
StatusOr<std::string> InPlace(const Server& server, const UrlSlot& slot, std::string_view value) {
  switch (slot.place) {
    case UrlPlace::kLabel:
      if (IsLabelPart(value)) return AsciiLower(value);
      return Refused(server, slot.name, value,
                     "before " + FixedSuffix(server.base_url) +
                         " stand letters, digits and - alone, at most 63 of them");
    case UrlPlace::kHostPart: {
      const std::string_view authority = AuthorityOfHost(value);
      if (IsPlainAuthority(authority)) return std::string(authority);
      return Refused(server, slot.name, value, "it is no host");
    }
    case UrlPlace::kPath:
      break;
  }
  if (!value.empty() && !IsDots(value)) return EncodePathSegment(value);
  return Refused(server, slot.name, value, "its URL would be that of something else");
}

bool IsOneOf(const ServerVariable& variable, std::string_view value) {
  return variable.values.empty() ||
         std::ranges::find(variable.values, value) != variable.values.end();
}

Status NotOneOf(const Server& server, const ServerVariable& variable, std::string_view value) {
  return Refused(server, variable.name, value, "it is none of " + Join(variable.values, ", "));
}

// Fills the parts of one URL.
class Filler {
 public:
  Filler(const Server& server, const ServerValues& rows, const ServerValues& user)
      : server_(server), rows_(rows), user_(user), slots_(SlotsOf(server.base_url)) {}

  // `in_path` says which of two slots of one name is meant.
  std::string Fill(std::string_view text, bool in_path) {
    return Replace(text, [&](const std::string& name) {
      const auto slot = std::ranges::find_if(slots_, [&](const UrlSlot& one) {
        return one.name == name && (one.place == UrlPlace::kPath) == in_path;
      });
      StatusOr<std::string> value =
          slot == slots_.end() ? Refused(server_, name, "", "it has no value") : ValueFor(*slot);
      if (!value.ok() && status_.ok()) status_ = value.status();
      return value.ok() ? *std::move(value) : std::string();
    });
  }

  const Status& status() const { return status_; }

 private:
  StatusOr<std::string> ValueFor(const UrlSlot& slot) const {
    const auto given = rows_.find(slot.name);
    const bool from_rows = given != rows_.end() && !given->second.empty();
    const auto own = user_.find(slot.name);
    const ServerVariable* const variable = server_.FindVariable(slot.name);
    if (!from_rows && (variable == nullptr || own == user_.end())) {
      return Refused(server_, slot.name, "", "it has no value");
    }
    const std::string& value = from_rows ? given->second : own->second;
    if (variable != nullptr && !IsOneOf(*variable, value)) {
      return NotOneOf(server_, *variable, value);
    }
    const bool any_host = slot.place == UrlPlace::kHostPart && server_.host_suffix.empty();
    if (variable == nullptr ? any_host : from_rows && !IsOpenToRows(server_, *variable)) {
      return Refused(server_, slot.name, value, "a host is for the user's config alone to name");
    }
    return InPlace(server_, slot, value);
  }

  const Server& server_;
  const ServerValues& rows_;
  const ServerValues& user_;
  const std::vector<UrlSlot> slots_;
  Status status_;
};

// Whatever filled it, the host is one that the document allows.
Status CheckHost(const Server& server, const std::string& url) {
  const auto refused = [&](const std::string& rule) {
    return Status(StatusCode::kFailedPrecondition, "\"" + Printable(url, kShownBytes) +
                                                       "\" is refused as the URL of server " +
                                                       server.name + ": " + rule);
  };
  const auto origin = OriginOf(url);
  if (!origin.ok()) return refused("it has no host");
  const std::string_view host = HostOfOrigin(*origin);
  for (const std::string& suffix : {FixedSuffix(server.base_url), AsciiLower(server.host_suffix)}) {
    if (suffix.empty()) continue;
    if (host.starts_with('.') || host.size() <= suffix.size() || !host.ends_with(suffix)) {
      return refused("its host does not end in " + suffix);
    }
  }
  return OkStatus();
}

Status CheckPath(const Server& server, std::string_view path) {
  for (const std::string& segment : Split(path, '/')) {
    if (!IsDots(segment)) continue;
    return {StatusCode::kFailedPrecondition,
            "\"" + std::string(path) + "\" is refused as the path of server " + server.name};
  }
  return OkStatus();
}

}  // namespace

std::vector<UrlSlot> SlotsOf(std::string_view url) {
  std::vector<UrlSlot> slots;
  const auto names = Placeholders(url);
  if (!names.ok() || url.find("://") == url.npos) return slots;
  const std::string_view authority = AuthorityOf(url);
  const bool label = !FixedSuffix(url).empty();
  const auto in_host = std::ranges::count(authority, '{');
  for (const std::string& name : *names) {
    const bool path = std::ssize(slots) >= in_host;
    const UrlPlace host = label ? UrlPlace::kLabel : UrlPlace::kHostPart;
    slots.push_back({name, path ? UrlPlace::kPath : host});
  }
  return slots;
}

std::string_view PathOfUrl(std::string_view url) {
  const size_t scheme = url.find("://");
  const size_t path = url.find('/', scheme == url.npos ? 0 : scheme + 3);
  return path == url.npos ? std::string_view() : url.substr(path);
}

std::string_view OriginText(std::string_view url) {
  return url.substr(0, url.size() - PathOfUrl(url).size());
}

std::string HostAndPort(std::string_view origin) {
  const bool https = origin.starts_with("https://");
  origin.remove_prefix(origin.find("://") + 3);
  const std::string_view usual = https ? ":443" : ":80";
  if (origin.ends_with(usual)) origin.remove_suffix(usual.size());
  return std::string(origin);
}

bool AreAtOnePlace(std::string_view a, std::string_view b) {
  const auto first = OriginOf(a);
  const auto second = OriginOf(b);
  if (first.ok() && second.ok()) return *first == *second;
  return EqualsIgnoreCase(OriginText(a), OriginText(b));
}

std::string FixedSuffix(std::string_view url) {
  if (url.find("://") == url.npos) return "";
  std::string_view authority = AuthorityOf(url);
  const size_t close = authority.rfind('}');
  if (close == authority.npos) return "";
  authority.remove_prefix(close + 1);
  authority = authority.substr(0, authority.find(':'));
  const size_t dot = authority.find('.');
  if (dot == authority.npos) return "";
  std::string suffix = AsciiLower(authority.substr(dot));
  return IsHostSuffix(suffix) ? suffix : "";
}

bool IsOpenToRows(const Server& server, const ServerVariable& variable) {
  if (!variable.values.empty()) return true;
  return std::ranges::none_of(SlotsOf(server.base_url), [&](const UrlSlot& slot) {
    return slot.name == variable.name && slot.place == UrlPlace::kHostPart;
  });
}

Status CheckVariable(const Server& server, const ServerVariable& variable, std::string_view value) {
  if (!IsOneOf(variable, value)) return NotOneOf(server, variable, value);
  for (const UrlSlot& slot : SlotsOf(server.base_url)) {
    if (slot.name == variable.name) RETURN_IF_ERROR(InPlace(server, slot, value).status());
  }
  return OkStatus();
}

StatusOr<std::string> FillServerPath(const Server& server, const ServerValues& rows,
                                     const ServerValues& user) {
  const std::string_view declared = PathOfUrl(server.base_url);
  if (declared.find('{') == declared.npos) return std::string(declared);
  Filler filler(server, rows, user);
  std::string path = filler.Fill(declared, /*in_path=*/true);
  RETURN_IF_ERROR(filler.status());
  RETURN_IF_ERROR(CheckPath(server, path));
  return path;
}

StatusOr<std::string> FillServerUrl(const Server& server, const ServerValues& rows,
                                    const ServerValues& user) {
  if (server.base_url.find('{') == std::string::npos) return server.base_url;
  ASSIGN_OR_RETURN(const std::string path, FillServerPath(server, rows, user));
  Filler filler(server, rows, user);
  std::string url = filler.Fill(OriginText(server.base_url), /*in_path=*/false);
  RETURN_IF_ERROR(filler.status());
  RETURN_IF_ERROR(CheckHost(server, url));
  return url + path;
}

std::string FillKnown(std::string_view text, const ServerValues& values) {
  return Replace(text, [&](const std::string& name) {
    const auto value = values.find(name);
    return value == values.end() ? "{" + name + "}" : value->second;
  });
}

bool MayBeServerOf(const Server& server, std::string_view url) {
  std::string_view pattern = server.base_url;
  std::string_view rest = url;
  for (bool first = true;; first = false) {
    const size_t open = pattern.find('{');
    const std::string_view text = pattern.substr(0, open);
    const size_t at = rest.find(text);
    if (at == rest.npos || (first && at != 0)) return false;
    rest.remove_prefix(at + text.size());
    if (open == pattern.npos) break;
    pattern.remove_prefix(pattern.find('}') + 1);
    if (pattern.empty()) break;
  }
  const bool ended = rest.empty() || rest.front() == '/' || rest.front() == '?' ||
                     pattern.empty() || rest.front() == ':';
  const auto origin = OriginOf(url);
  if (!ended || !origin.ok() || server.host_suffix.empty()) return ended && origin.ok();
  return HostOfOrigin(*origin).ends_with(server.host_suffix);
}

}  // namespace apisql
