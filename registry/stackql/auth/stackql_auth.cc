#include "registry/stackql/auth/stackql_auth.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "registry/model/choices.h"
#include "src/base/text.h"

namespace apisql {
namespace {

using Kind = YamlNode::Kind;

constexpr char kGoogleTokens[] = "https://oauth2.googleapis.com/token";
constexpr char kGoogleScope[] = "https://www.googleapis.com/auth/cloud-platform";
constexpr char kAzureTokens[] = "https://login.microsoftonline.com/{tenant_id}/oauth2/v2.0/token";
constexpr char kAzureScope[] = "https://{azure_host}/.default";

Status Cannot(std::string clause) { return {StatusCode::kUnimplemented, std::move(clause)}; }

// One map, read key by key.
class AuthMap {
 public:
  explicit AuthMap(const YamlNode& node) : node_(node) {}

  std::string Text(std::string_view key) const {
    const YamlNode* value = node_.Find(key);
    return value != nullptr && value->is(Kind::kScalar) ? value->text : std::string();
  }

  // The first that is there.
  std::string FirstText(std::string_view key, std::string_view other) const {
    const std::string text = Text(key);
    return text.empty() ? Text(other) : text;
  }

  std::string TextOr(std::string_view key, std::string_view otherwise) const {
    const std::string text = Text(key);
    return text.empty() ? std::string(otherwise) : text;
  }

  // Of a list of texts: "a b".
  std::string Words(std::string_view key) const {
    std::vector<std::string> words;
    const YamlNode* list = node_.Find(key);
    if (list == nullptr) return "";
    for (const YamlNode& item : list->items) words.push_back(item.text);
    return Join(words, " ");
  }

  // The secret that StackQL calls the credentials.
  StackqlSecret Credentials(const std::string& name) const {
    return {name, Text("credentialsenvvar"), Text("credentialsfilepath"),
            Text("credentialsfilepathenvvar")};
  }

  StackqlSecret Variable(const std::string& name, const std::string& variable) const {
    return {name, variable, "", ""};
  }

  const YamlNode* successor() const { return node_.Find("successor"); }

 private:
  const YamlNode& node_;
};

StatusOr<StackqlAuth> None(const AuthMap& /*auth*/) { return StackqlAuth(); }

StatusOr<StackqlAuth> Basic(const AuthMap& auth) {
  const std::string user = auth.FirstText("username_var", "api_key_var");
  if (user.empty()) {
    return StackqlAuth{.spec = {.scheme = "basic_encoded"},
                       .secrets = {auth.Credentials("credentials")}};
  }
  return StackqlAuth{
      .spec = {.scheme = "basic"},
      .secrets = {auth.Variable("username", user),
                  auth.Variable("password", auth.FirstText("password_var", "api_secret_var"))}};
}

StatusOr<StackqlAuth> Bearer(const AuthMap& auth) {
  return StackqlAuth{.spec = {.scheme = "bearer"}, .secrets = {auth.Credentials("token")}};
}

StatusOr<StackqlAuth> HeaderScheme(const AuthMap& auth, const std::string& name) {
  StackqlAuth read{.spec = {.scheme = "header", .options = {{"name", name}}},
                   .secrets = {auth.Credentials("key")}};
  const std::string prefix = auth.Text("valuePrefix");
  if (!prefix.empty()) read.spec.options["prefix"] = prefix;
  return read;
}

StatusOr<StackqlAuth> ApiKey(const AuthMap& auth) { return HeaderScheme(auth, "Authorization"); }

StatusOr<StackqlAuth> SeveralHeaders(const YamlNode* first) {
  StackqlAuth read{.spec = {.scheme = "headers"}};
  for (const YamlNode* node = first; node != nullptr; node = node->Find("successor")) {
    const AuthMap one(*node);
    const std::string header = one.Text("name");
    if (one.Text("location") != "header" || !one.Text("valuePrefix").empty()) {
      return Cannot("its auth is several credentials that are not plain headers");
    }
    std::string name = AsciiLower(header);
    std::ranges::replace(name, '-', '_');
    read.spec.headers[header] = name;
    read.secrets.push_back(one.Credentials(name));
  }
  return read;
}

StatusOr<StackqlAuth> Custom(const AuthMap& auth) {
  const std::string place = auth.Text("location");
  const std::string name = auth.Text("name");
  if (place == "header") return HeaderScheme(auth, name);
  if (place != "query") return Cannot("its auth goes to " + (place.empty() ? "nowhere" : place));
  return StackqlAuth{.spec = {.scheme = "query", .options = {{"name", name}}},
                     .secrets = {auth.Credentials("key")}};
}

// Sets an option where the map says it.
void SetOption(const std::string& name, const std::string& text, StackqlAuth* auth) {
  if (!text.empty()) auth->spec.options[name] = text;
}

// How the client proves itself, by Go's numbers: 1 in the form, 2 in the header, 0 by trying both.
void SetClientAuth(const AuthMap& auth, AuthSpec* spec) {
  const std::string style = auth.Text("auth_style");
  if (style == "1") spec->options["client_auth"] = "form";
  if (style == "2") spec->options["client_auth"] = "basic";
}

StatusOr<StackqlAuth> OAuth2(const AuthMap& auth) {
  const std::string grant = auth.Text("grant_type");
  if (grant != "client_credentials") return Cannot("its auth is oauth2 by " + grant);
  StackqlAuth read{.spec = {.scheme = "oauth2_client_credentials"},
                   .secrets = {auth.Variable("client_id", auth.Text("client_id_env_var")),
                               auth.Variable("client_secret", auth.Text("client_secret_env_var"))}};
  SetOption("token_url", auth.Text("token_url"), &read);
  SetOption("scope", auth.Words("scopes"), &read);
  SetClientAuth(auth, &read.spec);
  return read;
}

StatusOr<StackqlAuth> ServiceAccount(const AuthMap& auth) {
  StackqlAuth read{.spec = {.scheme = "service_account"},
                   .secrets = {auth.Credentials("key")},
                   .defaults = {{"token_url", kGoogleTokens}, {"scope", kGoogleScope}}};
  SetOption("token_url", auth.Text("token_url"), &read);
  SetOption("scope", auth.Words("scopes"), &read);
  SetOption("subject", auth.Text("sub"), &read);
  return read;
}

StatusOr<StackqlAuth> AwsSignature(const AuthMap& auth) {
  StackqlAuth read{
      .spec = {.scheme = "aws_signature_v4"},
      .secrets = {auth.Variable("access_key_id", auth.TextOr("keyIDenvvar", "AWS_ACCESS_KEY_ID")),
                  auth.Credentials("secret_access_key"),
                  auth.Variable("session_token", "AWS_SESSION_TOKEN")}};
  if (!read.secrets[1].is_named()) read.secrets[1].environment = "AWS_SECRET_ACCESS_KEY";
  return read;
}

// Of what StackQL tries in turn a token in a variable and a client's secret; the machine's own
// identity, and the sessions of other programs, are not asked for.
StatusOr<StackqlAuth> AzureDefault(const AuthMap& auth) {
  StackqlAuth read{
      .spec = {.scheme = "oauth2_client_credentials", .options = {{"client_auth", "form"}}},
      .secrets = {auth.Variable("client_id", auth.TextOr("client_id_env_var", "AZURE_CLIENT_ID")),
                  auth.Variable("client_secret",
                                auth.TextOr("client_secret_env_var", "AZURE_CLIENT_SECRET"))},
      .defaults = {{"token_url", kAzureTokens}, {"scope", kAzureScope}},
      .token_variable = auth.TextOr("credentialsenvvar", "AZURE_ACCESS_TOKEN")};
  SetOption("token_url", auth.Text("token_url"), &read);
  SetOption("scope", auth.Words("scopes"), &read);
  return read;
}

struct AuthKind {
  std::string_view type;
  StatusOr<StackqlAuth> (*read)(const AuthMap& auth);
};
constexpr AuthKind kKinds[] = {
    {"null_auth", None},
    {"none", None},
    {"basic", Basic},
    {"bearer", Bearer},
    {"api_key", ApiKey},
    {"custom", Custom},
    {"oauth2", OAuth2},
    {"service_account", ServiceAccount},
    {"aws_signing_v4", AwsSignature},
    {"azure_default", AzureDefault},
};
// Where the config file's keys name them, too.
static_assert(std::ranges::equal(kKinds, kStackqlAuthTypes, {}, &AuthKind::type));

// "{region}", or "eu-west-1".
bool IsAwsRegion(const std::string& label) {
  if (label.starts_with('{')) return label.ends_with('}');
  const std::vector<std::string> parts = Split(label, '-');
  const auto is_number = [](const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  };
  return parts.size() >= 3 && is_number(parts.back());
}

std::string_view HostIn(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == url.npos) return {};
  url.remove_prefix(scheme + 3);
  return url.substr(0, url.find_first_of("/:?"));
}

// The labels of "https://api.ecr.{region}.amazonaws.com" before AWS's own: api, ecr, {region}. None
// of another host.
std::vector<std::string> AwsLabels(std::string_view host) {
  for (const std::string_view own : {".amazonaws.com.cn", ".amazonaws.com"}) {
    if (host.ends_with(own)) return Split(host.substr(0, host.size() - own.size()), '.');
  }
  return {};
}

Status CompleteAwsScope(std::string_view url, std::string_view service, AuthSpec* spec) {
  std::vector<std::string> labels = AwsLabels(HostIn(url));
  std::string region;
  if (!labels.empty() && IsAwsRegion(labels.back())) {
    region = labels.back();
    labels.pop_back();
  } else if (!labels.empty()) {
    // A service without regions, such as IAM, has its signatures for that of its partition.
    region = HostIn(url).ends_with(".cn") ? "cn-north-1" : "us-east-1";
  } else if (url.find("{region}") != url.npos) {
    region = "{region}";
  }
  const std::string own = labels.empty() ? "" : labels.back();
  spec->options.try_emplace("region", region);
  spec->options.try_emplace("service", service.empty() ? own : std::string(service));
  for (const char* name : {"service", "region"}) {
    if (!spec->options[name].empty()) continue;
    return Cannot("the server " + std::string(url) + " does not tell the " + name +
                  " of AWS that requests are signed for");
  }
  return OkStatus();
}

// The scope of "https://{vault}.vault.azure.net" is of https://vault.azure.net.
Status CompleteAzureScope(std::string_view url, AuthSpec* spec) {
  constexpr std::string_view kHost = "{azure_host}";
  const auto scope = spec->options.find("scope");
  const size_t at = scope == spec->options.end() ? std::string::npos : scope->second.find(kHost);
  if (at == std::string::npos) return OkStatus();
  std::string_view host = HostIn(url);
  const size_t brace = host.rfind('}');
  if (brace != host.npos) host.remove_prefix(std::min(brace + 2, host.size()));
  if (host.find('.') == host.npos) {
    return Cannot("the server " + std::string(url) + " does not tell the scope of Azure's tokens");
  }
  scope->second.replace(at, kHost.size(), host);
  return OkStatus();
}

}  // namespace

StatusOr<StackqlAuth> ReadStackqlAuth(const YamlNode& auth) {
  const AuthMap map(auth);
  const std::string type = map.Text("type");
  const auto kind = std::ranges::find(kKinds, std::string_view(type), &AuthKind::type);
  if (kind == std::end(kKinds)) {
    return Cannot("its auth is " + (type.empty() ? "of no type" : type));
  }
  if (type == "custom" && map.successor() != nullptr) return SeveralHeaders(&auth);
  return kind->read(map);
}

Status CompleteOptions(std::string_view url, std::string_view service, AuthSpec* spec) {
  if (spec->scheme == "aws_signature_v4") return CompleteAwsScope(url, service, spec);
  return CompleteAzureScope(url, spec);
}

std::vector<ServerVariable> VariablesOf(const AuthSpec& spec) {
  const auto token_url = spec.options.find("token_url");
  if (token_url == spec.options.end() ||
      token_url->second.find("{tenant_id}") == std::string::npos) {
    return {};
  }
  return {{.name = "tenant_id",
           .description = "the id of your tenant at Azure",
           .environment = "AZURE_TENANT_ID",
           .fallback = "",
           .values = {}}};
}

std::string StackqlTypeOf(std::string_view scheme) {
  constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {"none", "null_auth"},
      {"basic", "basic"},
      {"basic_encoded", "basic"},
      {"bearer", "bearer"},
      {"header", "api_key or custom"},
      {"headers", "custom"},
      {"query", "custom"},
      {"oauth2_client_credentials", "oauth2"},
      {"service_account", "service_account"},
      {"aws_signature_v4", "aws_signing_v4"},
  };
  const auto* const found =
      std::ranges::find(kTypes, scheme, &std::pair<std::string_view, std::string_view>::first);
  return found == std::end(kTypes) ? "" : std::string(found->second);
}

}  // namespace apisql
