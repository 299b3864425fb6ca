// Which secrets go to a server, and where they are.
#include <algorithm>
#include <set>
#include <utility>

#include "registry/config/config.h"
#include "registry/config/secret_reader.h"
#include "registry/config/yaml_text.h"
#include "registry/model/names.h"
#include "src/auth/auth.h"
#include "src/base/text.h"
#include "src/http/message/url.h"
#include "src/json/text.h"

namespace apisql {
namespace {

constexpr std::string_view kAllOthers = "default";
constexpr size_t kShownBytes = 80;

std::string JoinAnd(const std::vector<std::string>& parts) {
  std::string text = parts.front();
  for (size_t i = 1; i < parts.size(); ++i)
    text += (i + 1 < parts.size() ? ", " : " and ") + parts[i];
  return text;
}

// All that the scheme takes; an error for an unknown one.
StatusOr<std::vector<std::string>> TakenBy(const AuthSpec& spec) {
  ASSIGN_OR_RETURN(std::vector<std::string> names, SecretsOf(spec));
  for (std::string& name : OptionalSecretsOf(spec)) names.push_back(std::move(name));
  return names;
}

// The environment variable of the provider's document.
SecretReference Declared(const Server& server, const std::string& secret) {
  const auto source = std::ranges::find(server.secrets, secret, &SecretSource::name);
  SecretReference reference;
  if (source != server.secrets.end()) reference.environment = source->environment;
  return reference;
}

// One service does not know the servers of the provider's others, which the config may name.
bool IsOfAnotherService(const Provider& provider, const std::string& server) {
  return !provider.service.empty() && !server.empty();
}

void Add(const Secret& secret, std::vector<std::string>* credentials) {
  if (!secret.empty()) credentials->push_back(secret.Reveal());
}

// The variable that a line to be added proposes: the declared one, and the credential's name.
std::string ProposedVariable(const Server& server, const std::string& secret,
                             const std::string& credential) {
  std::string name = Declared(server, secret).environment + "_" + AsciiUpper(credential);
  const auto fits = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  std::ranges::replace_if(name, [&](char c) { return c != '_' && !fits(c); }, '_');
  return IsVariable(name) ? name : "VARIABLE";
}

}  // namespace

// "confluent", or "confluent (server kafka)" for another server than the default one.
std::string Config::WhoAsks(const Provider& provider, const Server& server) const {
  if (TakesDefaultSecrets(provider, server)) return provider.name;
  return provider.name + " (server " + server.name + ")";
}

Status Config::NoCredentials(const Provider& provider, const Server& server,
                             const std::vector<std::string>& missing) const {
  const auto& [advice, helped] = credentials_advice_;
  const bool helps = !advice.empty() && (helped.empty() || helped.contains(provider.name));
  return {StatusCode::kUnauthenticated, WhoAsks(provider, server) + ": no credentials: set " +
                                            JoinAnd(missing) + ", or name them in " + FileName() +
                                            (helps ? "; " + advice : "")};
}

// By name: the lines that give it one.
Status Config::NoRowCredential(const Provider& provider, const Server& server,
                               const Credential& credential,
                               const std::vector<std::string>& missing) const {
  const std::string name = Printable(credential.name, kShownBytes);
  std::string lines = "providers:\n  " + provider.name + ":\n    credentials:\n      " +
                      YamlName(name) + ":\n        secrets:";
  std::vector<std::string> variables;
  for (const std::string& secret : missing) {
    lines +=
        "\n          " + secret + ": {environment: " + ProposedVariable(server, secret, name) + "}";
    const std::string declared = Declared(server, secret).environment;
    if (provider.origin.is_ours() && !declared.empty()) variables.push_back(declared);
  }
  const std::string by = server.credential_by_host ? "host" : server.credential_by;
  const bool for_all = credential.entry.empty() && variables.size() == missing.size();
  return {StatusCode::kUnauthenticated,
          WhoAsks(provider, server) + ": no credentials for the " + by + " " + name + ": add to " +
              FileName() + ":\n" + lines +
              (for_all ? "\nor set " + JoinAnd(variables) + ", for each " + by +
                             " that has none of its own"
                       : "")};
}

bool Config::HasEntry(const Provider& provider, const Server& server,
                      const std::string& entry) const {
  const ProviderConfig* config = Find(provider.name);
  if (config == nullptr) return false;
  return std::ranges::any_of(config->credentials, [&](const auto& one) {
    const auto& [section, name, secret] = one.first;
    return name == entry && (section.empty() || section == server.name);
  });
}

StatusOr<Config::Credential> Config::CredentialFor(const Provider& provider, const Server& server,
                                                   const ServerValues& rows,
                                                   const std::string& base_url) const {
  Credential credential;
  if (!server.has_own_credentials()) return credential;
  const ServerValues chosen = Chosen(provider, server);
  if (server.credential_by_host) {
    // Also where the user has put another host in its place.
    const auto declared = FillServerUrl(server, rows, chosen);
    ASSIGN_OR_RETURN(const std::string origin, OriginOf(declared.ok() ? *declared : base_url));
    credential.name = HostAndPort(origin);
  } else {
    for (const ServerValues* values : {&rows, &chosen}) {
      const auto found = values->find(server.credential_by);
      if (credential.name.empty() && found != values->end()) credential.name = found->second;
    }
    if (credential.name.empty()) {
      return Status(StatusCode::kFailedPrecondition, WhoAsks(provider, server) + ": no value for " +
                                                         server.credential_by +
                                                         ", which says which credential is meant");
    }
  }
  for (const std::string& entry : {credential.name, std::string(kAllOthers)}) {
    if (credential.entry.empty() && HasEntry(provider, server, entry)) credential.entry = entry;
  }
  return credential;
}

const SecretReference* Config::Given(const Provider& provider, const Server& server,
                                     const std::string& secret) const {
  const ProviderConfig* config = Find(provider.name);
  if (config == nullptr) return nullptr;
  for (const auto& [key, reference] : config->credentials) {
    const auto& [section, entry, name] = key;
    const bool of_server = section.empty() || section == server.name;
    if (server.has_own_credentials() && of_server && name == secret) return &reference;
  }
  return GivenToAll(provider, server, secret);
}

// Not by a credential of a name.
const SecretReference* Config::GivenToAll(const Provider& provider, const Server& server,
                                          const std::string& secret) const {
  const ProviderConfig* config = Find(provider.name);
  if (config == nullptr) return nullptr;
  auto found = config->secrets.find({server.name, secret});
  if (found == config->secrets.end() && TakesDefaultSecrets(provider, server)) {
    found = config->secrets.find({"", secret});
  }
  return found == config->secrets.end() ? SaidReference(provider, server, secret) : &found->second;
}

// What the config names, else what is declared by a document that is ours.
// Never a part of one credential and a part of another.
SecretReference Config::ReferenceFor(const Provider& provider, const Server& server,
                                     const Credential& credential,
                                     const std::string& secret) const {
  const ProviderConfig* config = Find(provider.name);
  if (config != nullptr && !credential.entry.empty()) {
    for (const std::string& section : {server.name, std::string()}) {
      const auto found = config->credentials.find({section, credential.entry, secret});
      if (found != config->credentials.end()) return found->second;
    }
    return {};
  }
  const SecretReference* given = GivenToAll(provider, server, secret);
  if (given != nullptr) return *given;
  return provider.origin.is_ours() ? Declared(server, secret) : SecretReference();
}

StatusOr<std::map<std::string, Secret>> Config::SecretsFor(const Provider& provider,
                                                           const Server& server,
                                                           const Credential& credential) const {
  ASSIGN_OR_RETURN(const auto names, SecretsOf(server.auth));
  RETURN_IF_ERROR(CheckSecrets(provider, server));
  std::map<std::string, Secret> secrets;
  std::vector<std::string> missing, variables;
  for (const std::string& name : names) {
    const SecretReference reference = ReferenceFor(provider, server, credential, name);
    Secret& resolved = resolved_[{provider.name, server.name, credential.entry, name}];
    if (resolved.empty()) {
      ASSIGN_OR_RETURN(resolved, ReadSecret(reference));
    }
    if (resolved.empty()) {
      missing.push_back(name);
      variables.push_back(reference.variable());
    }
    secrets[name] = resolved;
  }
  for (const std::string& name : OptionalSecretsOf(server.auth)) {
    const SecretReference reference = ReferenceFor(provider, server, credential, name);
    Secret& resolved = resolved_[{provider.name, server.name, credential.entry, name}];
    if (resolved.empty()) {
      ASSIGN_OR_RETURN(resolved, ReadSecret(reference));
    }
    if (!resolved.empty()) secrets[name] = resolved;
  }
  if (missing.empty()) return secrets;
  if (credential.name.empty()) return NoCredentials(provider, server, variables);
  return NoRowCredential(provider, server, credential, missing);
}

void Config::AddCredentials(const Provider& provider, const Server& server,
                            const Credential& credential, std::vector<std::string>* texts) const {
  const auto names = TakenBy(server.auth);
  if (!names.ok()) return;
  std::map<std::string, Secret> known;
  for (const std::string& name : *names) {
    const SecretReference reference = ReferenceFor(provider, server, credential, name);
    const auto resolved = resolved_.find({provider.name, server.name, credential.entry, name});
    if (resolved != resolved_.end()) known[name] = resolved->second;
    const bool asks = !reference.file.empty() || !reference.file_environment.empty() ||
                      !reference.command.empty();
    if (known[name].empty() && !asks) {
      const StatusOr<Secret> read = ReadSecret(reference);
      if (read.ok()) known[name] = *read;
    }
    Add(known[name], texts);
    // Also where another one is in use.
    if (!provider.origin.is_ours()) continue;
    const StatusOr<Secret> declared = ReadSecret(Declared(server, name));
    if (declared.ok()) Add(*declared, texts);
  }
  if (server.auth.scheme != "basic_encoded") return;
  for (const Secret& part : HiddenSecrets(server.auth, known)) Add(part, texts);
}

std::vector<std::string> Config::CredentialsAtHand(const Provider& provider) const {
  std::vector<std::string> credentials;
  const ProviderConfig* config = Find(provider.name);
  for (const Server& declared : provider.servers) {
    const Server server = AsSaid(provider, declared);
    AddCredentials(provider, server, {}, &credentials);
    if (config == nullptr || !server.has_own_credentials()) continue;
    std::set<std::string> entries;
    for (const auto& [key, reference] : config->credentials) entries.insert(key[1]);
    for (const std::string& entry : entries) {
      AddCredentials(provider, server, {entry, entry}, &credentials);
    }
  }
  return credentials;
}

Status Config::CheckSecrets(const Provider& provider, const Server& declared) const {
  const Server server = AsSaid(provider, declared);
  ASSIGN_OR_RETURN(const auto names, TakenBy(server.auth));
  return CheckSecretNames(provider, server, names);
}

// A misspelt name would otherwise have no effect, and the error would blame the environment.
Status Config::CheckCredentialNames(const Provider& provider, const Server& server,
                                    const std::vector<std::string>& known) const {
  const ProviderConfig* config = Find(provider.name);
  if (config == nullptr) return OkStatus();
  const bool any = std::ranges::any_of(provider.servers, &Server::has_own_credentials);
  for (const auto& [key, reference] : config->credentials) {
    const auto& [section, entry, secret] = key;
    const Server* owner = section.empty() ? &server : FindServer(provider, section);
    if (owner == nullptr && IsOfAnotherService(provider, section)) continue;
    if (owner == nullptr) {
      return {StatusCode::kInvalidArgument,
              "configuration: " + provider.name + " has no server " + section};
    }
    if (section.empty() ? !any : !owner->has_own_credentials()) {
      return {StatusCode::kInvalidArgument,
              "configuration: " + WhoAsks(provider, *owner) +
                  " takes one credential, under secrets: credentials means nothing"};
    }
    const bool applies = owner->name == server.name && server.has_own_credentials();
    if (!applies || std::ranges::find(known, secret) != known.end()) continue;
    return {StatusCode::kInvalidArgument,
            "configuration: the credential " + entry + " of " + WhoAsks(provider, server) +
                " takes no secret " + secret +
                (known.empty() ? "" : "; it takes " + JoinAnd(known))};
  }
  return OkStatus();
}

Status Config::CheckSecretNames(const Provider& provider, const Server& server,
                                const std::vector<std::string>& known) const {
  const ProviderConfig* config = Find(provider.name);
  if (config == nullptr) return OkStatus();
  RETURN_IF_ERROR(CheckCredentialNames(provider, server, known));
  for (const auto& [key, reference] : config->secrets) {
    const auto& [section, secret] = key;
    const Server* owner = FindServer(provider, section);
    if (owner == nullptr && IsOfAnotherService(provider, section)) continue;
    if (owner == nullptr) {
      return {StatusCode::kInvalidArgument,
              "configuration: " + provider.name + " has no server " + section};
    }
    const bool applies = owner->name == server.name;
    if (!applies || std::ranges::find(known, secret) != known.end()) continue;
    return {StatusCode::kInvalidArgument,
            "configuration: " + WhoAsks(provider, server) + " takes no secret " + secret +
                (known.empty() ? "" : "; it takes " + JoinAnd(known))};
  }
  return OkStatus();
}

}  // namespace apisql
