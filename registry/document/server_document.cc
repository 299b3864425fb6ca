#include "registry/document/server_document.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "registry/model/fill_server.h"
#include "registry/model/names.h"
#include "registry/model/server_url.h"
#include "registry/parameter/header_document.h"
#include "src/auth/auth.h"
#include "src/base/secret.h"
#include "src/base/text.h"

namespace apisql {
namespace {

std::vector<SecretSource> ReadSecrets(const Fields& auth, const std::vector<std::string>& needed,
                                      const std::vector<std::string>& optional) {
  std::vector<std::string> known = needed;
  known.insert(known.end(), optional.begin(), optional.end());
  std::vector<SecretSource> secrets;
  for (const auto& [name, node] : auth.Members("secrets")) {
    if (std::ranges::find(known, name->text) == known.end()) {
      auth.faults().Add(name->line,
                        At(auth.Within("secrets"), "this scheme takes no secret " + name->text +
                                                       DidYouMean(name->text, known)));
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

// The secret of the client goes there, so that its names in braces are held to the rules of the
// server's own URL.
void CheckTokenUrl(const Fields& auth, const Server& server, const std::string& url) {
  Server token_server = server;
  token_server.base_url = url;
  token_server.host_suffix.clear();
  const Status fits = CheckServerUrl(token_server);
  const auto checked = CheckBaseUrl(SampleUrl(url), /*allow_plain_http=*/false);
  if (!checked.ok()) return auth.Fault("token_url", checked.status().message());
  if (url.find('{') != std::string::npos && !fits.ok()) auth.Fault("token_url", fits.message());
}

// The names in braces of an option are variables of the server.
void CheckOptionNames(const Fields& auth, const Server& server) {
  for (const auto& [option, text] : server.auth.options) {
    const auto names = Placeholders(text);
    if (!names.ok()) continue;
    for (const std::string& name : *names) {
      if (server.FindVariable(name) != nullptr) continue;
      auth.Fault(option, "{" + name + "} is none of the server's variables");
    }
  }
}

std::map<std::string, std::string> ReadOptions(const Fields& auth, const YamlNode& node) {
  constexpr std::string_view kNoOptions[] = {"scheme", "secrets", "headers", "form"};
  std::map<std::string, std::string> options;
  for (const YamlKey& key : node.keys) {
    if (std::ranges::find(kNoOptions, key.text) == std::end(kNoOptions)) {
      options[key.text] = auth.Text(key.text);
    }
  }
  return options;
}

std::map<std::string, std::string> ReadTexts(const Fields& auth, std::string_view key) {
  std::map<std::string, std::string> texts;
  for (const auto& [name, node] : auth.Members(key)) texts[name->text] = node->text;
  return texts;
}

// Headers that the scheme would send. Others say what the request is, or keep a state that a
// request here does not have.
void CheckHeaderNames(const Fields& auth, const AuthSpec& spec) {
  const auto check = [&](std::string_view key, const std::string& name) {
    constexpr std::string_view kTaken[] = {"accept", "content-type", "content-length", "host"};
    const std::string lower = AsciiLower(name);
    if (!IsHeaderName(name)) auth.Fault(key, name + " is no header's name");
    if (lower == "cookie") auth.Fault(key, std::string(WhyNoScheme("cookie")));
    if (std::ranges::find(kTaken, lower) == std::end(kTaken)) return;
    auth.Fault(key, name + " says what is sent, and not who sends it");
  };
  for (const auto& [header, secret] : spec.headers) check("headers", header);
  const auto name = spec.options.find("name");
  if (spec.scheme == "header" && name != spec.options.end()) check("name", name->second);
}

// Its options must be known and complete.
void CheckScheme(const Fields& auth, const AuthSpec& spec) {
  const Status checked = CheckAuthSpec(spec);
  if (!checked.ok()) auth.Fault("scheme", checked.message());
}

void ReadAuth(const YamlNode& node, const std::string& place, Faults& faults, Server& server) {
  const Fields auth(node, kAuth, place, faults);
  server.auth.scheme = auth.Text("scheme");
  if (!auth.Choice("scheme")) {
    const std::string_view why = WhyNoScheme(server.auth.scheme);
    if (!why.empty()) auth.Fault("scheme", std::string(why));
    return;
  }
  server.auth.options = ReadOptions(auth, node);
  server.auth.headers = ReadTexts(auth, "headers");
  server.auth.form = ReadTexts(auth, "form");
  const auto needed = SecretsOf(server.auth);
  if (!needed.ok()) return auth.Fault("scheme", needed.status().message());
  server.secrets = ReadSecrets(auth, *needed, OptionalSecretsOf(server.auth));
  CheckHeaderNames(auth, server.auth);
  CheckOptionNames(auth, server);
  const auto token_url = server.auth.options.find("token_url");
  if (token_url != server.auth.options.end()) CheckTokenUrl(auth, server, token_url->second);
  AuthSpec sample = server.auth;
  for (auto& [option, text] : sample.options) text = SampleUrl(text);
  CheckScheme(auth, sample);
}

ServerVariable ReadVariable(const NamedNode& entry, const Fields& server, const Server& of) {
  const std::string place = server.Within("variables") + "." + entry.name->text;
  const Fields fields(*entry.node, kServerVariable, place, server.faults());
  ServerVariable variable;
  variable.name = entry.name->text;
  variable.description = fields.Text("description");
  variable.environment = fields.Text("environment");
  variable.fallback = fields.Text("default");
  variable.values = fields.Texts("values");
  if (fields.Has("environment") && !IsVariable(variable.environment)) {
    fields.Fault("environment", "expected the name of an environment variable");
  }
  for (const std::string& value : variable.values) {
    const Status fits = CheckVariable(of, variable, value);
    if (!fits.ok()) fields.Fault("values", fits.message());
  }
  if (!fields.Has("default")) return variable;
  const Status fits = CheckVariable(of, variable, variable.fallback);
  if (!fits.ok()) fields.Fault("default", fits.message());
  return variable;
}

// A variable that stands nowhere would be asked for, and mean nothing.
void CheckVariablesAreUsed(const Fields& fields, const Server& server) {
  const auto stands_in = [](const std::string& text, const std::string& name) {
    return text.find("{" + name + "}") != std::string::npos;
  };
  for (const ServerVariable& variable : server.variables) {
    const bool used = stands_in(server.base_url, variable.name) ||
                      server.credential_by == variable.name ||
                      std::ranges::any_of(server.auth.options, [&](const auto& option) {
                        return stands_in(option.second, variable.name);
                      });
    if (used) continue;
    fields.Fault("variables", "{" + variable.name + "} stands neither in url nor in auth");
  }
}

void ReadCredential(const Fields& fields, Server& server) {
  const YamlNode* node = fields.Find("credential");
  if (node == nullptr) return;
  if (server.auth.scheme == "none") fields.Fault("credential", "needs auth, which says its kind");
  server.credential_by_host = fields.IsWord("credential");
  if (server.credential_by_host) return;
  const Fields credential(*node, kServerCredential, fields.Within("credential"), fields.faults());
  server.credential_by = credential.Text("by");
}

Server ReadServer(const NamedNode& entry, Faults& faults) {
  const std::string place = "servers." + entry.name->text;
  const Fields fields(*entry.node, kServer, place, faults);
  Server server;
  server.name = entry.name->text;
  server.base_url = fields.Text("url");
  server.host_suffix = fields.Text("host_suffix");
  for (const NamedNode& variable : fields.Members("variables")) {
    server.variables.push_back(ReadVariable(variable, fields, server));
  }
  const Status url = CheckServerUrl(server);
  if (fields.Has("url") && !url.ok()) fields.Fault("url", url.message());
  if (const YamlNode* auth = fields.Find("auth")) {
    ReadAuth(*auth, fields.Within("auth"), faults, server);
  }
  ReadCredential(fields, server);
  CheckVariablesAreUsed(fields, server);
  server.headers = ReadHeaders(fields);
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

}  // namespace apisql
