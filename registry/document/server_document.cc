#include "registry/document/server_document.h"

#include <algorithm>
#include <map>

#include "registry/model/names.h"
#include "registry/model/server_url.h"
#include "src/auth/auth.h"
#include "src/base/secret.h"
#include "src/base/text.h"

namespace apisql {
namespace {

std::vector<SecretSource> ReadSecrets(const Fields& auth, const std::vector<std::string>& needed) {
  std::vector<SecretSource> secrets;
  for (const auto& [name, node] : auth.Members("secrets")) {
    if (std::ranges::find(needed, name->text) == needed.end()) {
      auth.faults().Add(name->line,
                        At(auth.Within("secrets"), "this scheme takes no secret " + name->text +
                                                       DidYouMean(name->text, needed)));
    } else if (!IsVariable(node->text)) {
      auth.faults().Add(node->line, At(auth.Within("secrets") + "." + name->text,
                                       "expected the name of an environment variable"));
    }
    secrets.push_back({name->text, node->text});
  }
  for (const std::string& name : needed) {
    if (std::ranges::find(secrets, name, &SecretSource::name) != secrets.end()) continue;
    auth.Fault("secrets", "this scheme needs the secret " + name);
  }
  return secrets;
}

void CheckTokenUrl(const Fields& auth, const std::string& url) {
  const auto checked = CheckBaseUrl(url, /*allow_plain_http=*/false);
  if (!checked.ok()) auth.Fault("token_url", checked.status().message());
}

std::map<std::string, std::string> ReadOptions(const Fields& auth, const YamlNode& node) {
  std::map<std::string, std::string> options;
  for (const YamlKey& key : node.keys) {
    if (key.text != "scheme" && key.text != "secrets") options[key.text] = auth.Text(key.text);
  }
  return options;
}

// Makes the scheme with stand-in secrets, to learn whether its options are known and complete.
void CheckScheme(const Fields& auth, const AuthSpec& spec, const std::vector<std::string>& needed) {
  std::map<std::string, Secret> secrets;
  for (const std::string& name : needed) secrets[name] = Secret("x");
  const auto authenticator = MakeAuthenticator(spec, secrets);
  if (!authenticator.ok()) auth.Fault("scheme", authenticator.status().message());
}

void ReadAuth(const YamlNode& node, const std::string& place, Faults& faults, Server& server) {
  const Fields auth(node, kAuth, place, faults);
  if (!auth.Choice("scheme")) return;
  server.auth.scheme = auth.Text("scheme");
  const auto needed = SecretsOf(server.auth.scheme);
  if (!needed.ok()) return auth.Fault("scheme", needed.status().message());
  server.secrets = ReadSecrets(auth, *needed);
  server.auth.options = ReadOptions(auth, node);
  const auto token_url = server.auth.options.find("token_url");
  if (token_url != server.auth.options.end()) CheckTokenUrl(auth, token_url->second);
  CheckScheme(auth, server.auth, *needed);
}

Server ReadServer(const NamedNode& entry, Faults& faults) {
  const std::string place = "servers." + entry.name->text;
  const Fields fields(*entry.node, kServer, place, faults);
  Server server;
  server.name = entry.name->text;
  server.base_url = fields.Text("url");
  server.host_suffix = fields.Text("host_suffix");
  const Status url = CheckServerUrl(server.base_url, server.host_suffix);
  if (fields.Has("url") && !url.ok()) fields.Fault("url", url.message());
  if (const YamlNode* auth = fields.Find("auth")) {
    ReadAuth(*auth, fields.Within("auth"), faults, server);
  }
  return server;
}

}  // namespace

std::vector<Server> ReadServers(const Fields& provider) {
  std::vector<Server> servers;
  for (const NamedNode& entry : provider.Members("servers")) {
    servers.push_back(ReadServer(entry, provider.faults()));
  }
  if (provider.Has("servers") && servers.empty()) provider.Fault("servers", "needs a server");
  return servers;
}

bool IsHeaderName(std::string_view name) {
  constexpr std::string_view kToken =
      "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  return !name.empty() && name.find_first_not_of(kToken) == name.npos;
}

}  // namespace apisql
