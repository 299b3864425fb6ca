#include "registry/stackql/auth_node.h"

#include <algorithm>
#include <string>
#include <utility>

#include "registry/openapi/openapi_document.h"
#include "registry/openapi/unsupported.h"
#include "registry/print/make_node.h"
#include "registry/stackql/auth/stackql_auth.h"

namespace apisql {
namespace {

// Options in the order in which people read them; names that are not here stand at the end.
constexpr std::string_view kOptions[] = {"name",        "prefix",  "token_url", "scope",
                                         "client_auth", "subject", "service",   "region"};

StatusOr<YamlNode> SecretsNode(const StackqlAuth& auth) {
  YamlNode map = MapNode();
  for (const StackqlSecret& secret : auth.secrets) {
    if (secret.environment.empty()) {
      return Unsupported("its auth names no environment variable for the " + secret.name);
    }
    Put(map, secret.name, TextNode(secret.environment));
  }
  return map;
}

void PutOptions(const AuthSpec& spec, YamlNode& node) {
  for (const std::string_view name : kOptions) {
    const auto option = spec.options.find(std::string(name));
    if (option == spec.options.end() || node.Find(name) != nullptr) continue;
    Put(node, name, TextNode(option->second));
  }
}

}  // namespace

StatusOr<YamlNode> MakeAuthNode(const YamlNode* auth) {
  const bool none = auth == nullptr || auth->is(YamlNode::Kind::kNull);
  ASSIGN_OR_RETURN(StackqlAuth read, none ? StackqlAuth() : ReadStackqlAuth(*auth));
  read.spec.options.insert(read.defaults.begin(), read.defaults.end());
  if (read.spec.scheme == "oauth2_client_credentials" && !read.spec.options.contains("token_url")) {
    return Unsupported("its auth names no token_url");
  }
  YamlNode node = MapNode();
  Put(node, "scheme", WordNode(read.spec.scheme));
  ASSIGN_OR_RETURN(YamlNode secrets, SecretsNode(read));
  if (!secrets.keys.empty()) Put(node, "secrets", std::move(secrets));
  PutOptions(read.spec, node);
  if (read.spec.headers.empty()) return node;
  YamlNode headers = MapNode();
  for (const auto& [header, secret] : read.spec.headers) Put(headers, header, TextNode(secret));
  Put(node, "headers", std::move(headers));
  return node;
}

StatusOr<ServerAuthNodes> CompleteAuthNode(const YamlNode& auth, const YamlNode& variables,
                                           std::string_view url, std::string_view service) {
  AuthSpec spec{.scheme = TextAt(&auth, "scheme")};
  for (const char* name : {"scope", "token_url"}) {
    const std::string text = TextAt(&auth, name);
    if (!text.empty()) spec.options[name] = text;
  }
  RETURN_IF_ERROR(CompleteOptions(url, service, &spec));
  ServerAuthNodes nodes{auth, variables};
  for (size_t i = 0; i < nodes.auth.keys.size(); ++i) {
    if (nodes.auth.keys[i].text == "scope") nodes.auth.items[i] = TextNode(spec.options["scope"]);
  }
  PutOptions(spec, nodes.auth);
  for (const ServerVariable& variable : VariablesOf(spec)) {
    if (variables.Find(variable.name) != nullptr) continue;
    YamlNode node = MapNode();
    Put(node, "description", TextNode(variable.description));
    Put(node, "environment", TextNode(variable.environment));
    Put(nodes.variables, variable.name, std::move(node));
  }
  return nodes;
}

}  // namespace apisql
