// Credentials, servers, names and templates of StackQL's documents.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/print/yaml_text.h"
#include "registry/stackql/auth/stackql_auth.h"
#include "registry/stackql/auth_node.h"
#include "registry/stackql/methods/response_transform.h"
#include "registry/stackql/server_nodes.h"
#include "registry/stackql/tables/column_names.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

YamlNode Tree(const std::string& text) {
  auto tree = ParseYaml(text, "test.yaml");
  EXPECT_TRUE(tree.ok()) << tree.status().message();
  return tree.ok() ? *std::move(tree) : YamlNode();
}

std::string AuthOf(const std::string& text) {
  const YamlNode tree = Tree(text);
  const auto auth = MakeAuthNode(&tree);
  return auth.ok() ? PrintYaml(*auth) : auth.status().message();
}

TEST(StackqlAuthTest, TakesOverStaticCredentials) {
  EXPECT_EQ(AuthOf("{type: null_auth}"), "scheme: none\n");
  EXPECT_EQ(AuthOf("{type: basic, username_var: U, password_var: P}"),
            "scheme: basic\nsecrets:\n  username: U\n  password: P\n");
  EXPECT_EQ(AuthOf("{type: basic, credentialsenvvar: C}"),
            "scheme: basic_encoded\nsecrets:\n  credentials: C\n");
  EXPECT_EQ(AuthOf("{type: bearer, credentialsenvvar: T}"),
            "scheme: bearer\nsecrets:\n  token: T\n");
  EXPECT_EQ(AuthOf("{type: api_key, valuePrefix: 'SSWS ', credentialsenvvar: T}"),
            "scheme: header\nsecrets:\n  key: T\nname: Authorization\nprefix: \"SSWS \"\n");
  EXPECT_EQ(AuthOf("{type: custom, location: query, name: key, credentialsenvvar: T}"),
            "scheme: query\nsecrets:\n  key: T\nname: key\n");
  EXPECT_EQ(AuthOf("{type: oauth2, grant_type: client_credentials, client_id_env_var: I, "
                   "client_secret_env_var: S, token_url: 'https://a.example/t', scopes: [a, b]}"),
            "scheme: oauth2_client_credentials\nsecrets:\n  client_id: I\n  client_secret: S\n"
            "token_url: \"https://a.example/t\"\nscope: a b\n");
  EXPECT_EQ(AuthOf("{type: oauth2, grant_type: client_credentials, client_id_env_var: I, "
                   "client_secret_env_var: S, token_url: 'https://a.example/t', auth_style: 1}"),
            "scheme: oauth2_client_credentials\nsecrets:\n  client_id: I\n  client_secret: S\n"
            "token_url: \"https://a.example/t\"\nclient_auth: form\n");
}

TEST(StackqlAuthTest, TakesOverCredentialsThatTokensAndSignaturesAreMadeOf) {
  EXPECT_EQ(AuthOf("{type: service_account, credentialsenvvar: C, sub: ada@a.example}"),
            "scheme: service_account\nsecrets:\n  key: C\n"
            "token_url: \"https://oauth2.googleapis.com/token\"\n"
            "scope: \"https://www.googleapis.com/auth/cloud-platform\"\n"
            "subject: \"ada@a.example\"\n");
  EXPECT_EQ(AuthOf("{type: aws_signing_v4, credentialsenvvar: S, keyIDenvvar: I}"),
            "scheme: aws_signature_v4\nsecrets:\n  access_key_id: I\n  secret_access_key: S\n"
            "  session_token: AWS_SESSION_TOKEN\n");
  EXPECT_THAT(AuthOf("{type: azure_default}"),
              HasSubstr("secrets:\n  client_id: AZURE_CLIENT_ID\n  client_secret: "
                        "AZURE_CLIENT_SECRET\n"));
}

// "service in region" of what is signed for the server, or why that is not known.
std::string AwsScopeOf(const std::string& url, const std::string& service = "") {
  AuthSpec spec{.scheme = "aws_signature_v4"};
  const Status status = CompleteOptions(url, service, &spec);
  return status.ok() ? spec.options["service"] + " in " + spec.options["region"] : status.message();
}

TEST(StackqlAuthTest, AServerTellsWhatRequestsToAwsAreSignedFor) {
  EXPECT_EQ(AwsScopeOf("https://sns.{region}.amazonaws.com"), "sns in {region}");
  EXPECT_EQ(AwsScopeOf("https://sns.us-gov-west-1.amazonaws.com/x"), "sns in us-gov-west-1");
  EXPECT_EQ(AwsScopeOf("https://api.ecr.{region}.amazonaws.com", "ecr"), "ecr in {region}");
  EXPECT_EQ(AwsScopeOf("https://email.{region}.amazonaws.com", "ses"), "ses in {region}");
  EXPECT_EQ(AwsScopeOf("https://iam.amazonaws.com"), "iam in us-east-1");
  EXPECT_EQ(AwsScopeOf("https://iam.amazonaws.com.cn"), "iam in cn-north-1");
  EXPECT_EQ(AwsScopeOf("https://sns.{region}.amazonaws.com.cn"), "sns in {region}");
  EXPECT_EQ(AwsScopeOf("https://{region}.a.example", "whs"), "whs in {region}");
  EXPECT_EQ(AwsScopeOf("https://a.example", "whs"),
            "the server https://a.example does not tell the region of AWS that requests are "
            "signed for");
  EXPECT_THAT(AwsScopeOf("https://amazonaws.com.a.example"), HasSubstr("not tell the service"));
  EXPECT_THAT(AwsScopeOf("https://{region}.amazonaws.com"), HasSubstr("not tell the service"));
}

TEST(StackqlAuthTest, TheScopeOfATokenOfAzureIsOfTheHostThatIsAsked) {
  const auto scope = [](const std::string& url) {
    AuthSpec spec{.scheme = "oauth2_client_credentials",
                  .options = {{"scope", "https://{azure_host}/.default"}}};
    const Status status = CompleteOptions(url, "", &spec);
    return status.ok() ? spec.options["scope"] : status.message();
  };
  EXPECT_EQ(scope("https://management.azure.com/"), "https://management.azure.com/.default");
  EXPECT_EQ(scope("https://{name}.vault.azure.net"), "https://vault.azure.net/.default");
  EXPECT_EQ(scope("https://{endpoint}"),
            "the server https://{endpoint} does not tell the scope of Azure's tokens");
}

TEST(StackqlAuthTest, SaysWhatItCannotTake) {
  EXPECT_EQ(AuthOf("{type: interactive}"), "its auth is interactive");
  EXPECT_EQ(AuthOf("{type: service_account, credentialsfilepath: /k.json}"),
            "its auth names no environment variable for the key");
  EXPECT_EQ(AuthOf("{type: oauth2, grant_type: password}"), "its auth is oauth2 by password");
  EXPECT_EQ(AuthOf("{type: oauth2, grant_type: client_credentials, client_id_env_var: I, "
                   "client_secret_env_var: S}"),
            "its auth names no token_url");
  EXPECT_EQ(AuthOf("{type: bearer}"), "its auth names no environment variable for the token");
  EXPECT_EQ(AuthOf("{type: custom, location: cookie, name: a}"), "its auth goes to cookie");
}

class StackqlServerTest : public ::testing::Test {
 protected:
  // The name, or the error.
  std::string Add(const std::string& list, const std::string& service) {
    const YamlNode tree = Tree(list);
    const auto name = servers_.NameFor(&tree, service);
    return name.ok() ? *name : name.status().message();
  }

  ServerNodes servers_{Tree("{scheme: none}"), "main"};
};

TEST_F(StackqlServerTest, NamesEachServerOnce) {
  EXPECT_EQ(Add("[{url: 'https://a.example/'}]", "one"), "");
  EXPECT_EQ(Add("[{url: 'https://a.example'}]", "two"), "");
  EXPECT_EQ(Add("[{url: 'https://b.example/v2'}]", "two"), "two");
  EXPECT_EQ(Add("[{url: 'https://c.example'}]", "two"), "two_2");
  EXPECT_EQ(Add("[{url: 'https://b.example/v2'}]", "three"), "two");
}

// Somebody's account, to which the user's credential would go.
TEST_F(StackqlServerTest, LeavesOutDefaultsThatAreNoChoice) {
  EXPECT_EQ(
      Add("[{url: 'https://{org}.a.example/{part:^[a-z]+$}', variables: {org: {default: my-org}, "
          "part: {default: eu, enum: [eu, us]}}}]",
          "one"),
      "");
  EXPECT_EQ(PrintYaml(servers_.ToNode()),
            "main:\n"
            "  url: \"https://{org}.a.example/{part}\"\n"
            "  variables: {org: {}, part: {default: eu, values: [eu, us]}}\n"
            "  auth: {scheme: none}\n");
  EXPECT_THAT(servers_.VariablesOf(""), ElementsAre(Pair("org", ""), Pair("part", "")));
}

// A host that WHERE could choose would get the credential.
TEST_F(StackqlServerTest, LetsTheUserAloneChooseAWholeHost) {
  EXPECT_EQ(Add("[{url: '{scheme}://{host}/', variables: {scheme: {default: https}}}]", "one"), "");
  EXPECT_THAT(PrintYaml(servers_.ToNode()), HasSubstr("url: \"https://{host}\""));
  EXPECT_THAT(servers_.VariablesOf(""), IsEmpty());
}

TEST_F(StackqlServerTest, SaysWhatIsNoServer) {
  EXPECT_EQ(Add("[]", "one"), "no server is named for it");
  EXPECT_THAT(Add("[{url: 'http://a.example'}]", "one"), HasSubstr("must be https"));
  EXPECT_THAT(Add("[{url: /v2}]", "one"), HasSubstr("the server /v2"));
  EXPECT_TRUE(servers_.empty());
}

TEST(StackqlColumnNamesTest, AreNearToTheApisOwn) {
  ColumnNames names;
  EXPECT_EQ(names.Take("volumeId"), "volumeId");
  EXPECT_THAT(names.TakeAliases("volumeId", "volumeId"), ElementsAre("volume_id"));
  EXPECT_EQ(names.Take("volumeID"), "volumeID_2");
  EXPECT_EQ(names.Take("page[size]"), "page_size");
  EXPECT_EQ(names.Take("_links"), "links");
  EXPECT_THAT(names.TakeAliases("links", "_links"), ElementsAre("_links"));
  EXPECT_EQ(names.Take("2fa"), "n2fa");
  EXPECT_EQ(names.Take("rowid"), "rowid_2");
  EXPECT_EQ(names.Take("@"), "value");
  EXPECT_EQ(SnakeCase("someHTTPServer-name"), "some_http_server_name");
}

TEST(StackqlTransformTest, KnowsWrappers) {
  const auto wrapper =
      ReadTransform("{{- $wrapped := printf \"{\\\"zones\\\":%s}\" . -}}\n{{- $wrapped -}}");
  ASSERT_TRUE(wrapper.has_value());
  EXPECT_EQ(wrapper->wrapper, "zones");
  EXPECT_EQ(wrapper->scalar, "");
  EXPECT_FALSE(ReadTransform("{{ .zones }}").has_value());
  EXPECT_FALSE(ReadTransform("").has_value());
  // Something is done beside wrapping.
  EXPECT_FALSE(
      ReadTransform("{{- $wrapped := printf \"{\\\"zones\\\":%s}\" . -}}{{- $wrapped -}} x")
          .has_value());
}

TEST(StackqlTransformTest, KnowsMembersThatAreLiftedIntoTheRow) {
  const std::string members = R"({{ printf "%q" $k }}: {{ toJson $v }}, {{ end }})";
  const std::string row = R"({ {{ $p := index $row "details" }}{{ if eq (kindOf $p) "map" }})"
                          "{{ range $k, $v := $p }}" +
                          members + "{{ end }}{{ range $k, $v := $row }}" + members +
                          R"("_flattened": true })";
  const auto one = ReadTransform("{{ $row := . }}" + row);
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(one->lifted, "details");
  EXPECT_EQ(one->list, "");
  const std::string start =
      "{\"zones\": [\n{{- range $i, $row := index . \"zones\" }}{{ if $i }},{{ end }}\n  ";
  const std::string end = "\n{{- end }}\n], \"next\": {{ toJson (index . \"next\") }}}";
  const auto list = ReadTransform(start + row + end);
  ASSERT_TRUE(list.has_value());
  EXPECT_EQ(list->lifted, "details");
  EXPECT_EQ(list->list, "zones");
  EXPECT_FALSE(ReadTransform("{{ $row := . }}" + row + " x").has_value());
  EXPECT_FALSE(ReadTransform(start + row + end + ",").has_value());
  EXPECT_FALSE(ReadTransform(start + row).has_value());
  EXPECT_FALSE(
      ReadTransform(start + row + "{{- end }}], \"next\": {{ toJson (index . \"other\") }}}")
          .has_value());
}

TEST(StackqlTransformTest, KnowsBodiesThatSendWhatIsSet) {
  const std::string start = "{\n{{- $sep := \"\" -}}\n";
  const std::string name =
      "{{- if .name }}{{ $sep }}\"name\": {{ toJson .name }}{{- $sep = \",\" -}}{{ end }}\n";
  const std::string peers =
      "{{- if .peers }}{{ $sep }}\"peers\": {{ if eq (kindOf .peers) \"string\" }}{{ .peers }}{{ "
      "else }}{{ toJson .peers }}{{ end }}{{- $sep = \",\" -}}{{ end }}\n";
  EXPECT_TRUE(SendsWhatIsSet(start + name + peers + "}\n"));
  EXPECT_FALSE(SendsWhatIsSet(start + name));
  EXPECT_FALSE(SendsWhatIsSet(start + "\"more\": 1" + name + "}"));
  const std::string other =
      "{{- if .name }}{{ $sep }}\"title\": {{ toJson .name }}{{- $sep = \",\" -}}{{ end }}\n";
  EXPECT_FALSE(SendsWhatIsSet(start + other + "}"));
}

}  // namespace
}  // namespace apisql
