#include "registry/stackql/server_nodes.h"

#include <algorithm>

#include "registry/document/document.h"
#include "registry/model/fill_server.h"
#include "registry/model/server_url.h"
#include "registry/openapi/openapi_document.h"
#include "registry/openapi/unsupported.h"
#include "registry/print/make_node.h"
#include "registry/print/short_text.h"
#include "registry/stackql/auth_node.h"
#include "src/auth/auth.h"
#include "src/base/text.h"

namespace apisql {
namespace {

using Kind = YamlNode::Kind;

// "https://{region:^...$}/" -> "https://{region}": what values look like is ours to know.
std::string WithoutPatterns(std::string_view url) {
  std::string plain;
  int depth = 0;
  bool in_pattern = false;
  for (const char c : url) {
    if (c == '{') ++depth;
    if (c == '}' && --depth == 0) in_pattern = false;
    if (c == ':' && depth == 1) in_pattern = true;
    if (!in_pattern) plain += c;
  }
  while (plain.ends_with('/')) plain.pop_back();
  return plain;
}

// A scheme that is left to the user is https.
std::string WithScheme(std::string url, const YamlNode* variables) {
  const size_t end = url.find("}://");
  if (!url.starts_with('{') || end == std::string::npos) return url;
  const YamlNode* variable =
      variables == nullptr ? nullptr : variables->Find(url.substr(1, end - 1));
  const std::string scheme = TextAt(variable, "default");
  return (scheme.empty() ? "https" : scheme) + url.substr(end + 1);
}

// A default that is no choice of a list is somebody's host, such as my-org: credentials must not go
// there.
YamlNode VariableNode(const YamlNode* declared) {
  YamlNode node = MapNode();
  const std::string words = ShortText(TextAt(declared, "description"));
  if (!words.empty()) Put(node, "description", TextNode(words));
  const YamlNode* values = declared == nullptr ? nullptr : declared->Find("enum");
  if (values == nullptr || values->items.empty()) return node;
  std::vector<std::string> texts;
  for (const YamlNode& value : values->items) texts.push_back(value.text);
  const std::string otherwise = TextAt(declared, "default");
  if (std::ranges::find(texts, otherwise) != texts.end()) {
    Put(node, "default", TextNode(otherwise));
  }
  Put(node, "values", ListNode(texts));
  return node;
}

// The server as the reader of our documents takes it.
StatusOr<apisql::Server> ReadServerNode(const YamlNode& node, const std::string& url) {
  YamlNode servers = MapNode();
  Put(servers, "main", node);
  YamlNode error = MapNode();
  Put(error, "message", TextNode("/message"));
  YamlNode errors = ListNode();
  Append(errors, std::move(error));
  Document document{
      .file = "server", .origin = {}, .root = MapNode(), .provider = "sample", .table = ""};
  Put(document.root, "provider", TextNode(document.provider));
  Put(document.root, "description", TextNode("A server."));
  Put(document.root, "servers", std::move(servers));
  Put(document.root, "errors", std::move(errors));
  const auto read = ReadProviderDocument(document);
  if (read.ok()) return (*read)->servers.front();
  return Unsupported("the server " + url + ": " + Split(read.status().message(), '\n').front());
}

}  // namespace

StatusOr<std::string> ServerNodes::NameFor(const YamlNode* servers, const std::string& service,
                                           const std::string& signed_as) {
  if (servers == nullptr || !servers->is(Kind::kList) || servers->items.empty()) {
    return Unsupported("no server is named for it");
  }
  const YamlNode& first = servers->items.front();
  const YamlNode* declared = first.Find("variables");
  const std::string url = WithScheme(WithoutPatterns(TextAt(&first, "url")), declared);
  YamlNode variables = MapNode();
  const auto names = Placeholders(url);
  if (!names.ok()) return Unsupported("the server " + url + ": " + names.status().message());
  for (const std::string& name : *names) {
    if (variables.Find(name) != nullptr) continue;
    const YamlNode* variable = declared == nullptr ? nullptr : declared->Find(name);
    Put(variables, name, VariableNode(variable));
  }
  ASSIGN_OR_RETURN(ServerAuthNodes own, CompleteAuthNode(auth_, variables, url, signed_as));
  const auto same = std::ranges::find_if(servers_, [&](const Server& known) {
    return known.url == url && MeanTheSame(known.variables, variables) &&
           MeanTheSame(known.auth, own.auth);
  });
  if (same != servers_.end()) {
    return same == servers_.begin() ? std::string() : same->name;
  }
  Server server;
  server.name = servers_.empty() ? first_ : service;
  const auto is_taken = [&](const std::string& name) {
    return std::ranges::find(servers_, name, &Server::name) != servers_.end();
  };
  for (int i = 2; is_taken(server.name); ++i) server.name = service + "_" + std::to_string(i);
  server.url = url;
  server.node = MapNode();
  Put(server.node, "url", TextNode(url));
  if (!own.variables.keys.empty()) Put(server.node, "variables", std::move(own.variables));
  Put(server.node, "auth", own.auth);
  ASSIGN_OR_RETURN(server.sample, ReadServerNode(server.node, url));
  server.variables = std::move(variables);
  server.auth = std::move(own.auth);
  servers_.push_back(std::move(server));
  return servers_.size() == 1 ? std::string() : servers_.back().name;
}

std::vector<std::pair<std::string, std::string>> ServerNodes::VariablesOf(
    const std::string& name) const {
  std::vector<std::pair<std::string, std::string>> variables;
  for (const Server& server : servers_) {
    const bool meant = name.empty() ? &server == servers_.data() : server.name == name;
    if (!meant) continue;
    for (size_t i = 0; i < server.variables.keys.size(); ++i) {
      if (!IsOpenToRows(server.sample, server.sample.variables[i])) continue;
      variables.emplace_back(server.variables.keys[i].text,
                             TextAt(&server.variables.items[i], "description"));
    }
  }
  return variables;
}

bool ServerNodes::IsOfS3(const std::string& name) const {
  return std::ranges::any_of(servers_, [&](const Server& server) {
    const bool meant = name.empty() ? &server == servers_.data() : server.name == name;
    return meant && TextAt(&server.auth, "scheme") == "aws_signature_v4" &&
           TextAt(&server.auth, "service") == "s3";
  });
}

bool ServerNodes::IsCredentialHeader(const std::string& name) const {
  if (IsSignatureHeader({.scheme = TextAt(&auth_, "scheme")}, name)) return true;
  const bool one = TextAt(&auth_, "scheme") == "header";
  if (one && EqualsIgnoreCase(TextAt(&auth_, "name"), name)) return true;
  const YamlNode* headers = auth_.Find("headers");
  const auto is_name = [&](const YamlKey& key) { return EqualsIgnoreCase(key.text, name); };
  return headers != nullptr && std::ranges::any_of(headers->keys, is_name);
}

YamlNode ServerNodes::ToNode() const {
  YamlNode node = MapNode();
  for (const Server& server : servers_) Put(node, server.name, server.node);
  return node;
}

}  // namespace apisql
