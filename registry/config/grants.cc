#include "registry/config/grants.h"

#include <algorithm>
#include <utility>

#include "registry/config/yaml_text.h"
#include "registry/model/fill_server.h"
#include "src/auth/auth.h"
#include "src/base/text.h"
#include "src/http/message/url.h"

namespace apisql {
namespace {

template <typename T>
void AddNew(const std::vector<T>& more, std::vector<T>* list) {
  for (const T& one : more) {
    if (std::ranges::find(*list, one) == list->end()) list->push_back(one);
  }
}

bool Has(const std::vector<std::string>& list, std::string_view one) {
  return std::ranges::find(list, one) != list.end();
}

bool IsOf(std::string_view table, const Provider& provider) {
  return table.starts_with(provider.name + ".");
}

std::string_view WithoutPort(std::string_view host) {
  const size_t colon = host.rfind(':');
  return colon == std::string_view::npos || host.ends_with(']') ? host : host.substr(0, colon);
}

// As `hosts` of the config names it; "" for a URL without a host.
std::string HostOf(std::string_view url) {
  const auto origin = OriginOf(url);
  return origin.ok() ? HostAndPort(*origin) : std::string();
}

// The hosts that requests of the server may go to. None where the user has yet to say: the error of
// the statement asks for that first.
std::vector<std::string> HostsOf(const Server& declared, const ServerValues& chosen) {
  if (!declared.host_suffix.empty()) return {"*" + AsciiLower(declared.host_suffix)};
  Server server = declared;
  server.base_url = std::string(OriginText(declared.base_url));
  const auto url = FillServerUrl(server, {}, chosen);
  if (url.ok()) return {HostOf(*url)};
  const std::string suffix = FixedSuffix(server.base_url);
  if (!suffix.empty()) return {"*" + suffix};
  std::vector<std::string> hosts;
  for (const ServerVariable& variable : server.variables) {
    for (const std::string& value : variable.values) {
      const auto one = FillServerUrl(server, {{variable.name, value}}, chosen);
      if (one.ok()) AddNew({HostOf(*one)}, &hosts);
    }
  }
  return hosts;
}

bool Covers(std::string_view grant, std::string_view host) {
  if (grant == host) return true;
  if (!grant.starts_with("*.")) return false;
  const std::string_view suffix = grant.substr(1);
  const std::string_view name = WithoutPort(host);
  return name.size() > suffix.size() && name.ends_with(suffix);
}

bool IsGranted(const ProviderConfig& config, std::string_view host) {
  return std::ranges::any_of(
      config.hosts, [&](const std::string& grant) { return Covers(AsciiLower(grant), host); });
}

// The server that tokens come from is given a secret, too. Where the user's base URL takes its
// place as well, it is the user's.
std::vector<std::string> TokenHosts(const Server& server, const ServerValues& chosen, bool moved) {
  const auto url = server.auth.options.find("token_url");
  if (url == server.auth.options.end()) return {};
  if (moved && AreAtOnePlace(server.base_url, url->second)) return {};
  Server token_server = server;
  token_server.base_url = url->second;
  token_server.host_suffix.clear();
  return HostsOf(token_server, chosen);
}

// A JWT that names another audience than its token server can be redeemed there.
std::string AudienceHost(const Server& server) {
  if (server.auth.scheme != "service_account") return "";
  const auto audience = server.auth.options.find("audience");
  return audience == server.auth.options.end() ? "" : HostOf(audience->second);
}

bool IsGet(const Method& method) {
  return method.http_method == "GET" || method.http_method == "HEAD";
}

std::string YamlList(const std::vector<std::string>& names) {
  std::vector<std::string> written;
  written.reserve(names.size());
  for (const std::string& name : names) written.push_back(YamlName(name));
  return "[" + Join(written, ", ") + "]";
}

class LineWriter {
 public:
  explicit LineWriter(const std::map<std::string, std::string>& owners) : owners_(owners) {}

  void Add(size_t depth, std::string_view text) {
    lines_.push_back(std::string(2 * depth, ' ') + std::string(text));
  }

  void AddList(std::string_view key, const std::vector<std::string>& names) {
    if (!names.empty()) Add(2, std::string(key) + ": " + YamlList(names));
  }

  void AddSecrets(size_t depth, const std::string& server, const std::vector<SecretWant>& wants) {
    Add(depth, "secrets:");
    for (const SecretWant& want : wants) {
      if (want.server != server) continue;
      const auto owner = owners_.find(want.environment);
      Add(depth + 1, want.name + ": {environment: " + want.environment + "}" +
                         (owner == owners_.end() ? "" : "  # " + owner->second + "'s own"));
    }
  }

  std::vector<std::string> Take() { return std::move(lines_); }

 private:
  const std::map<std::string, std::string>& owners_;
  std::vector<std::string> lines_;
};

// The options that grant as much for one run; "" where there are none.
std::string OptionsFor(const std::string& provider, const Wants& missing) {
  if (!missing.reads.empty() || !missing.tables.empty() || missing.hosts.size() > 1) return "";
  std::string options;
  for (const std::string& host : missing.hosts) {
    if (host.starts_with('*')) return "";
    // A server on this machine is seldom one of TLS.
    const std::string scheme = IsLoopback("http://" + host) ? "http://" : "https://";
    options += " --base-url " + provider + "=" + scheme + host;
  }
  for (const SecretWant& secret : missing.secrets) {
    options += " --secret " + provider + (secret.server.empty() ? "" : "." + secret.server) + "." +
               secret.name + "=" + secret.environment;
  }
  return options;
}

}  // namespace

bool Wants::none() const {
  return hosts.empty() && secrets.empty() && reads.empty() && tables.empty();
}

void Wants::Add(const Wants& more) {
  AddNew(more.hosts, &hosts);
  AddNew(more.secrets, &secrets);
  AddNew(more.reads, &reads);
  AddNew(more.tables, &tables);
  AddNew(more.post_reads, &post_reads);
}

Wants WantsOf(const Provider& provider, const Server& declared, const Config& config) {
  const Server server = config.AsSaid(provider, declared);
  Wants wants;
  if (provider.origin.is_ours()) return wants;
  const bool moved = config.IsMoved(provider, server);
  const ServerValues chosen = config.Chosen(provider, server);
  if (!moved) AddNew(HostsOf(server, chosen), &wants.hosts);
  AddNew(TokenHosts(server, chosen, moved), &wants.hosts);
  if (const std::string host = AudienceHost(server); !host.empty()) AddNew({host}, &wants.hosts);
  const auto names = SecretsOf(server.auth);
  if (!names.ok()) return wants;
  const std::string section = config.TakesDefaultSecrets(provider, declared) ? "" : server.name;
  for (const std::string& name : *names) {
    const auto source = std::ranges::find(server.secrets, name, &SecretSource::name);
    wants.secrets.push_back(
        {section, name, source == server.secrets.end() ? "" : source->environment});
  }
  // Those alone that the document has a variable for.
  for (const std::string& name : OptionalSecretsOf(server.auth)) {
    const auto source = std::ranges::find(server.secrets, name, &SecretSource::name);
    if (source == server.secrets.end()) continue;
    wants.secrets.push_back({section, name, source->environment, /*optional=*/true});
  }
  return wants;
}

Wants WantsOf(const Resource& resource, const Method& method, const Config& config) {
  Wants wants;
  const Provider& provider = *resource.provider;
  if (const Server* server = config.FindServer(provider, method.server)) {
    wants = WantsOf(provider, *server, config);
  }
  if (resource.origin.is_ours()) return wants;
  if (resource.origin != provider.origin) wants.tables.push_back(resource.name);
  for (const Parameter& parameter : method.parameters) {
    if (!parameter.parent || IsOf(parameter.parent->table, provider)) continue;
    AddNew({parameter.parent->table}, &wants.reads);
  }
  if (method.verb == Verb::kSelect && !IsGet(method)) {
    wants.post_reads.push_back(resource.name + "." + method.name);
  }
  return wants;
}

Wants WantsOfView(const Resource& view, std::span<const std::string> tables) {
  Wants wants;
  if (view.origin.is_ours()) return wants;
  if (view.origin != view.provider->origin) wants.tables.push_back(view.name);
  for (const std::string& table : tables) {
    if (!IsOf(table, *view.provider)) AddNew({table}, &wants.reads);
  }
  return wants;
}

Wants NotGranted(const Wants& wants, const Provider& provider, const Config& config) {
  const ProviderConfig* found = config.Find(provider.name);
  const ProviderConfig given = found == nullptr ? ProviderConfig() : *found;
  Wants missing;
  for (const std::string& host : wants.hosts) {
    if (!IsGranted(given, host)) missing.hosts.push_back(host);
  }
  for (const SecretWant& want : wants.secrets) {
    const Server* server = config.FindServer(provider, want.server);
    if (server != nullptr && config.Given(provider, *server, want.name) != nullptr) continue;
    missing.secrets.push_back(want);
  }
  // They are proposed beside what is needed.
  if (std::ranges::all_of(missing.secrets, &SecretWant::optional)) missing.secrets.clear();
  for (const std::string& table : wants.reads) {
    if (!Has(given.reads, table)) missing.reads.push_back(table);
  }
  for (const std::string& table : wants.tables) {
    if (!Has(given.tables, table)) missing.tables.push_back(table);
  }
  if (!given.post_reads) missing.post_reads = wants.post_reads;
  return missing;
}

bool IsGrantedHost(const Provider& provider, std::string_view url, const Config& config) {
  const ProviderConfig* given = config.Find(provider.name);
  const auto origin = OriginOf(url);
  return given != nullptr && origin.ok() && IsGranted(*given, HostAndPort(*origin));
}

std::vector<std::string> GrantLines(const std::string& provider, const Wants& wants,
                                    const std::map<std::string, std::string>& owners) {
  LineWriter lines(owners);
  lines.Add(0, "providers:");
  lines.Add(1, provider + ":");
  lines.AddList("hosts", wants.hosts);
  std::vector<std::string> servers;
  for (const SecretWant& want : wants.secrets) AddNew({want.server}, &servers);
  if (Has(servers, "")) lines.AddSecrets(2, "", wants.secrets);
  std::erase(servers, "");
  if (!servers.empty()) lines.Add(2, "servers:");
  for (const std::string& server : servers) {
    lines.Add(3, server + ":");
    lines.AddSecrets(4, server, wants.secrets);
  }
  lines.AddList("reads", wants.reads);
  lines.AddList("tables", wants.tables);
  if (!wants.post_reads.empty()) {
    // Wanted by who reads with --read-only, so it is not granted by pasting the rest.
    lines.Add(2,
              "# post_reads: on  # lets --read-only send POSTs: " + Join(wants.post_reads, ", "));
  }
  return lines.Take();
}

Status NotGrantedError(const std::string& provider, const std::string& directory,
                       const Wants& missing, const Config& config,
                       const std::map<std::string, std::string>& owners) {
  const std::string options = OptionsFor(provider, missing);
  const std::string command = "apisql registry trust " + provider + " --provider-dir " + directory;
  return Status(StatusCode::kFailedPrecondition,
                "nothing was sent: the documents of " + directory +
                    " come from elsewhere, and want what is not granted to " + provider +
                    ". Where you trust them, add to " + config.FileName() + ":\n" +
                    Join(GrantLines(provider, missing, owners), "\n") + "\n" + command +
                    " shows and adds these lines" +
                    (options.empty() ? "" : "; for one run:" + options))
      .WithHint(command);
}

Status CheckHostGrant(std::string_view host) {
  constexpr std::string_view kCharacters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.:[]";
  const bool any = host.starts_with("*.");
  const std::string_view name = any ? host.substr(2) : host;
  const auto labels = Split(WithoutPort(name), '.');
  const bool sound = !name.empty() && name.find_first_not_of(kCharacters) == name.npos &&
                     OriginOf("https://" + std::string(name)).ok();
  if (sound && (!any || (labels.size() >= 2 && WithoutPort(name) == name))) return OkStatus();
  return {StatusCode::kInvalidArgument,
          "expected hosts such as api.acme.example, 127.0.0.1:8080 or \"*.acme.example\", not " +
              std::string(host)};
}

}  // namespace apisql
