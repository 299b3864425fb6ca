#include "registry/config/said_auth.h"

#include <algorithm>
#include <cstdlib>

#include "registry/model/names.h"
#include "registry/yaml/fields.h"
#include "src/base/text.h"
#include "src/files/user_folder.h"

namespace apisql {
namespace {

std::string FromEnvironment(const std::string& variable) {
  const char* value = variable.empty() ? nullptr : std::getenv(variable.c_str());
  return value == nullptr ? "" : value;
}

// A secret in a command line is seen by others, and one in a file has a place of its own.
void CheckForSecrets(const YamlNode& node, const std::string& where, Faults& faults) {
  constexpr std::pair<std::string_view, std::string_view> kSecrets[] = {
      {"username", "username_var"},
      {"password", "password_var"},
      {"api_key", "api_key_var"},
      {"api_secret", "api_secret_var"},
      {"keyID", "keyIDenvvar"},
      {"client_id", "client_id_env_var"},
      {"client_secret", "client_secret_env_var"}};
  for (const auto& [key, variable] : kSecrets) {
    const YamlKey* found = node.FindKey(key);
    if (found == nullptr) continue;
    faults.Add(found->line,
               At(where, std::string(key) + " would be the secret itself: name the " +
                             "environment variable that has it, in " + std::string(variable)));
  }
}

// What stands there is shown where the variable is not set.
void CheckVariableNames(const YamlNode& node, const std::string& where, Faults& faults) {
  for (size_t i = 0; i < node.keys.size(); ++i) {
    const std::string& key = node.keys[i].text;
    const std::string& name = node.items[i].text;
    const bool names_one = key.ends_with("envvar") || key.ends_with("_var");
    if (!names_one || name.empty() || IsVariable(name)) continue;
    faults.Add(node.keys[i].line, At(where, key + ": " + std::string(kNoVariableName)));
  }
}

// It and its successors.
void CheckMaps(const YamlNode& node, const std::string& where, Faults& faults) {
  const Fields fields(node, kConfigAuth, where, faults);
  CheckForSecrets(node, where, faults);
  CheckVariableNames(node, where, faults);
  const YamlNode* successor = fields.Find("successor");
  if (successor != nullptr) CheckMaps(*successor, fields.Within("successor"), faults);
}

SecretReference ReferenceOf(const StackqlSecret& secret, const std::string& folder) {
  SecretReference reference;
  if (!secret.environment.empty()) {
    reference.environment = secret.environment;
  } else if (!secret.file.empty()) {
    reference.file = FullPath(secret.file, folder);
  } else {
    reference.file_environment = secret.file_environment;
    reference.folder = folder;
  }
  return reference;
}

std::vector<std::string> VariableNamesOf(const StackqlAuth& auth) {
  AuthSpec spec = auth.spec;
  spec.options.insert(auth.defaults.begin(), auth.defaults.end());
  std::vector<std::string> names;
  for (const ServerVariable& variable : VariablesOf(spec)) names.push_back(variable.name);
  return names;
}

// A token that is there already comes first.
void PreferToken(StackqlAuth& auth) {
  if (FromEnvironment(auth.token_variable).empty()) return;
  auth = {.spec = {.scheme = "bearer"},
          .secrets = {{"token", auth.token_variable, "", ""}},
          .defaults = {},
          .token_variable = ""};
}

// What the document of a server knows better than a default does, where both are of one kind.
void TakeDeclared(const AuthSpec& declared, AuthSpec* spec) {
  if (declared.scheme != spec->scheme) return;
  for (const char* name : {"service", "region", "token_url", "scope"}) {
    const auto option = declared.options.find(name);
    if (option != declared.options.end()) spec->options.insert(*option);
  }
}

std::string OptionOf(const AuthSpec& spec, const std::string& name) {
  const auto option = spec.options.find(name);
  return option == spec.options.end() ? "" : std::string(StripBlanks(option->second));
}

Status CheckType(const SaidAuth& said, const std::string& provider, const Server& server) {
  const std::string types = StackqlTypeOf(server.auth.scheme);
  const bool is_it =
      said.auth.spec.scheme == server.auth.scheme || StackqlTypeOf(said.auth.spec.scheme) == types;
  if (!types.empty() && is_it) return OkStatus();
  return {StatusCode::kInvalidArgument,
          said.place + ": auth: " + provider + " takes a credential " +
              (types.empty() ? "that StackQL has no type for, " + server.auth.scheme +
                                   ": name its parts below secrets"
                             : "of the type " + types) +
              ", not " + said.type};
}

}  // namespace

SaidAuth ReadSaidAuth(const YamlNode& node, const AuthSite& site, Faults& faults) {
  const bool sound = faults.empty();
  CheckMaps(node, site.where, faults);
  SaidAuth said;
  said.place = site.document + ":" + std::to_string(node.line);
  const YamlNode* type = node.Find("type");
  if (type != nullptr) said.type = type->text;
  auto read = ReadStackqlAuth(node);
  if (!read.ok()) {
    // Of a type that is missing or unknown a fault tells already.
    if (!sound || faults.empty()) faults.Add(node.line, At(site.where, read.status().message()));
    return said;
  }
  said.auth = *std::move(read);
  said.variables = VariableNamesOf(said.auth);
  PreferToken(said.auth);
  for (const StackqlSecret& secret : said.auth.secrets) {
    if (!secret.is_named() && !site.named_elsewhere.contains(secret.name)) {
      faults.Add(node.line,
                 At(site.where, said.type + " must name where the " + secret.name + " is"));
    }
    if (secret.is_named()) {
      said.secrets.emplace_back(secret.name, ReferenceOf(secret, site.folder));
    }
  }
  return said;
}

StatusOr<Server> WithSaidAuth(const SaidAuth& said, const Server& declared) {
  Server server = declared;
  server.auth = said.auth.spec;
  TakeDeclared(declared.auth, &server.auth);
  server.auth.options.insert(said.auth.defaults.begin(), said.auth.defaults.end());
  const Status completed = CompleteOptions(declared.base_url, "", &server.auth);
  if (!completed.ok()) {
    return Status(completed).Annotate(said.place + ": auth: " + said.type);
  }
  server.secrets.clear();
  for (const auto& [name, reference] : said.secrets) {
    server.secrets.push_back({name, reference.variable()});
  }
  for (const ServerVariable& variable : VariablesOf(server.auth)) {
    const auto known = std::ranges::find(server.variables, variable.name, &ServerVariable::name);
    if (known == server.variables.end()) {
      server.variables.push_back(variable);
    } else {
      known->environment = variable.environment;
    }
  }
  return server;
}

Status CheckSaidAuth(const SaidAuth& said, const std::string& provider, const Server& server) {
  RETURN_IF_ERROR(CheckType(said, provider, server));
  ASSIGN_OR_RETURN(const std::vector<std::string> names, SecretsOf(server.auth));
  if (said.secrets.size() != names.size()) {
    return {StatusCode::kInvalidArgument, said.place + ": auth: " + provider + " takes " +
                                              Join(names, ", ") + ", and " +
                                              std::to_string(said.secrets.size()) + " of them " +
                                              (said.secrets.size() == 1 ? "is" : "are") + " named"};
  }
  for (const char* name : {"prefix", "name"}) {
    const std::string own = OptionOf(server.auth, name);
    const std::string given = OptionOf(said.auth.spec, name);
    const bool by_itself = said.type == "api_key" && std::string_view(name) == "name";
    if (given.empty() || by_itself || EqualsIgnoreCase(given, own)) continue;
    return {StatusCode::kInvalidArgument, said.place + ": auth: the credential of " + provider +
                                              " has the " + name + " " + own + ", not " + given};
  }
  return OkStatus();
}

}  // namespace apisql
