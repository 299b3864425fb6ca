#include "registry/stackql/auth_node.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "registry/openapi/openapi_document.h"
#include "registry/openapi/unsupported.h"
#include "registry/print/make_node.h"
#include "src/base/text.h"

namespace apisql {
namespace {

constexpr std::string_view kVariable = "credentialsenvvar";

using Secrets = std::vector<std::pair<std::string_view, std::string>>;

StatusOr<YamlNode> Scheme(std::string_view scheme, const Secrets& secrets) {
  YamlNode node = MapNode();
  Put(node, "scheme", WordNode(scheme));
  if (secrets.empty()) return node;
  YamlNode map = MapNode();
  for (const auto& [name, variable] : secrets) {
    if (variable.empty()) {
      return Unsupported("its auth names no environment variable for the " + std::string(name));
    }
    Put(map, name, TextNode(variable));
  }
  Put(node, "secrets", std::move(map));
  return node;
}

StatusOr<YamlNode> Basic(const YamlNode& auth) {
  const std::string user = TextAt(&auth, "username_var");
  if (user.empty()) return Scheme("basic_encoded", {{"credentials", TextAt(&auth, kVariable)}});
  return Scheme("basic", {{"username", user}, {"password", TextAt(&auth, "password_var")}});
}

StatusOr<YamlNode> Bearer(const YamlNode& auth) {
  return Scheme("bearer", {{"token", TextAt(&auth, kVariable)}});
}

StatusOr<YamlNode> HeaderScheme(const YamlNode& auth, const std::string& name) {
  ASSIGN_OR_RETURN(YamlNode node, Scheme("header", {{"key", TextAt(&auth, kVariable)}}));
  Put(node, "name", TextNode(name));
  const std::string prefix = TextAt(&auth, "valuePrefix");
  if (!prefix.empty()) Put(node, "prefix", TextNode(prefix));
  return node;
}

StatusOr<YamlNode> ApiKey(const YamlNode& auth) { return HeaderScheme(auth, "Authorization"); }

StatusOr<YamlNode> SeveralHeaders(const YamlNode& auth) {
  Secrets secrets;
  YamlNode headers = MapNode();
  std::vector<std::string> names;
  for (const YamlNode* one = &auth; one != nullptr; one = one->Find("successor")) {
    const std::string header = TextAt(one, "name");
    if (TextAt(one, "location") != "header" || !TextAt(one, "valuePrefix").empty()) {
      return Unsupported("its auth is several credentials that are not plain headers");
    }
    names.push_back(AsciiLower(header));
    std::ranges::replace(names.back(), '-', '_');
    Put(headers, header, TextNode(names.back()));
  }
  const YamlNode* one = &auth;
  for (const std::string& name : names) {
    secrets.emplace_back(name, TextAt(one, kVariable));
    one = one->Find("successor");
  }
  ASSIGN_OR_RETURN(YamlNode node, Scheme("headers", secrets));
  Put(node, "headers", std::move(headers));
  return node;
}

StatusOr<YamlNode> Custom(const YamlNode& auth) {
  if (auth.Find("successor") != nullptr) return SeveralHeaders(auth);
  const std::string place = TextAt(&auth, "location");
  const std::string name = TextAt(&auth, "name");
  if (place == "header") return HeaderScheme(auth, name);
  if (place != "query")
    return Unsupported("its auth goes to " + (place.empty() ? "nowhere" : place));
  ASSIGN_OR_RETURN(YamlNode node, Scheme("query", {{"key", TextAt(&auth, kVariable)}}));
  Put(node, "name", TextNode(name));
  return node;
}

StatusOr<YamlNode> OAuth2(const YamlNode& auth) {
  const std::string grant = TextAt(&auth, "grant_type");
  if (grant != "client_credentials") return Unsupported("its auth is oauth2 by " + grant);
  ASSIGN_OR_RETURN(YamlNode node,
                   Scheme("oauth2_client_credentials",
                          {{"client_id", TextAt(&auth, "client_id_env_var")},
                           {"client_secret", TextAt(&auth, "client_secret_env_var")}}));
  Put(node, "token_url", TextNode(TextAt(&auth, "token_url")));
  const YamlNode* scopes = auth.Find("scopes");
  std::vector<std::string> texts;
  if (scopes != nullptr) {
    for (const YamlNode& scope : scopes->items) texts.push_back(scope.text);
  }
  if (!texts.empty()) Put(node, "scope", TextNode(Join(texts, " ")));
  return node;
}

StatusOr<YamlNode> NoCredential(const YamlNode& /*auth*/) { return Scheme("none", {}); }

struct AuthKind {
  std::string_view type;
  StatusOr<YamlNode> (*make)(const YamlNode& auth);
};
constexpr AuthKind kKinds[] = {
    {"null_auth", NoCredential}, {"none", NoCredential}, {"basic", Basic},   {"bearer", Bearer},
    {"api_key", ApiKey},         {"custom", Custom},     {"oauth2", OAuth2},
};

}  // namespace

StatusOr<YamlNode> MakeAuthNode(const YamlNode* auth) {
  if (auth == nullptr || auth->is(YamlNode::Kind::kNull)) return Scheme("none", {});
  const std::string type = TextAt(auth, "type");
  const auto found = std::ranges::find(kKinds, std::string_view(type), &AuthKind::type);
  if (found != std::end(kKinds)) return found->make(*auth);
  return Unsupported("its auth is " + (type.empty() ? "of no type" : type));
}

}  // namespace apisql
