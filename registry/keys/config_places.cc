// What the user's config file may say.
#include "registry/keys/places.h"
#include "registry/model/choices.h"

namespace apisql {
namespace {

constexpr std::string_view kOffOn[] = {"off", "on"};

constexpr Key kConfigKeys[] = {
    {"providers", KeyType::kNamedMaps, "What holds for each provider.", {.of = &kConfigProvider}},
    {"settings", KeyType::kNamedTexts, "What SET would say at the start of each session."},
    {"provider_dirs", KeyType::kTexts,
     "Folders with more provider documents, as of --provider-dir; relative to this file."},
};

constexpr Key kConfigProviderKeys[] = {
    {"base_url", KeyType::kText,
     "The URL that is asked in the place of all of its hosts. A base path of the document follows, "
     "unless it stands here already."},
    {"region", KeyType::kText, "Which of its regions is asked where a table does not say."},
    {"allow_plain_http", KeyType::kBoolean,
     "Lets base_url be http to another machine than this: credentials can then be read on the "
     "way."},
    {"max_concurrency",
     KeyType::kInteger,
     "Requests in flight at once, in the place of the document's number.",
     {.least = 1, .most = kMostConcurrency}},
    {"secrets",
     KeyType::kNamedMaps,
     "The secrets of its default server by their names.",
     {.of = &kConfigSecret}},
    {"auth",
     KeyType::kMap,
     "Its credential in StackQL's words, in the place of secrets. Where its documents are from "
     "elsewhere, it takes the place of what they declare, for all of its servers, and grants the "
     "variables and files that it names. Of a built-in provider it names those of the default "
     "server, and is of the kind that this takes. What stands below secrets is taken from there.",
     {.of = &kConfigAuth}},
    {"credentials",
     KeyType::kNamedMaps,
     "Credentials by name, where each row or host has its own: lkc-123, or default for all that "
     "have none.",
     {.of = &kConfigCredential}},
    {"variables", KeyType::kNamedTexts,
     "Values of the names that its URLs leave to you, such as the site."},
    {"servers",
     KeyType::kNamedMaps,
     "Its servers by name, where others than the default take a credential or are elsewhere.",
     {.of = &kConfigServer}},
    {"hosts", KeyType::kTexts,
     "Hosts that its documents may send requests to, where they are from elsewhere: "
     "api.acme.example, or \"*.acme.example\" for a family of them."},
    {"reads", KeyType::kTexts,
     "Tables of other providers that its documents may read, where they are from elsewhere."},
    {"tables", KeyType::kTables,
     "Tables of this provider that documents from elsewhere may declare beside its own."},
    {"post_reads",
     KeyType::kChoice,
     "Whether the reads by POST of its documents from elsewhere are sent under --read-only, too.",
     {.choices = WordsOf<kOffOn>}},
};

constexpr Key kConfigServerKeys[] = {
    {"base_url", KeyType::kText,
     "The URL that is asked in the place of this server's, base path included."},
    {"secrets",
     KeyType::kNamedMaps,
     "The secrets of this server by their names.",
     {.of = &kConfigSecret}},
    {"credentials",
     KeyType::kNamedMaps,
     "The credentials of this server by name, where each row or host has its own.",
     {.of = &kConfigCredential}},
};

constexpr Key kConfigCredentialKeys[] = {
    {"secrets",
     KeyType::kNamedMaps,
     "The secrets of this credential by their names.",
     {.required = true, .of = &kConfigSecret}},
};

constexpr Key kConfigSecretKeys[] = {
    {"environment", KeyType::kText, "The environment variable that has it."},
    {"file", KeyType::kText,
     "The file whose first line it is; one of JSON is taken whole. ~ is the home folder; other "
     "paths count from the folder of "
     "the config file."},
    {"command", KeyType::kText,
     "The command, run by /bin/sh, that prints it as its first line, or as JSON."},
    {"value", KeyType::kText, "The secret itself, in a file that nobody else may read."},
};

constexpr Key kConfigAuthKeys[] = {
    {"type",
     KeyType::kChoice,
     "The kind of credential. azure_default is a bearer token where its variable is set, else a "
     "client's secret, which is traded for one.",
     {.required = true, .choices = WordsOf<kStackqlAuthTypes>}},
    {"credentialsenvvar", KeyType::kText,
     "The environment variable of the token (bearer, azure_default: AZURE_ACCESS_TOKEN when left "
     "out), the key (api_key, custom), user:password or its Base64 (basic), the JSON of a key file "
     "(service_account), or the secret key (aws_signing_v4: AWS_SECRET_ACCESS_KEY)."},
    {"credentialsfilepath", KeyType::kText,
     "The file that has it, in the place of a variable: its first line, or all of it where it is "
     "JSON. Paths count as those of a secret's file do."},
    {"credentialsfilepathenvvar", KeyType::kText,
     "The environment variable that names that file, such as GOOGLE_APPLICATION_CREDENTIALS."},
    {"username_var", KeyType::kText, "basic: the environment variable of the user's name."},
    {"password_var", KeyType::kText, "basic: the environment variable of the password."},
    {"api_key_var", KeyType::kText, "The same as username_var."},
    {"api_secret_var", KeyType::kText, "The same as password_var."},
    {"keyIDenvvar", KeyType::kText,
     "aws_signing_v4: the environment variable of the key's id; AWS_ACCESS_KEY_ID when left out. "
     "AWS_SESSION_TOKEN is taken where it is set."},
    {"valuePrefix", KeyType::kText, "api_key, custom: what stands before the key, such as Token."},
    {"location", KeyType::kText, "custom: header or query."},
    {"name", KeyType::kText, "custom: the name of the header, or of the parameter."},
    {"successor",
     KeyType::kMap,
     "custom: the next of several headers, each with a secret.",
     {.of = &kConfigAuth}},
    {"grant_type", KeyType::kText, "oauth2: client_credentials."},
    {"token_url", KeyType::kText,
     "oauth2, service_account, azure_default: the server that gives tokens. The last two know "
     "theirs."},
    {"scopes", KeyType::kTexts, "oauth2, service_account, azure_default: what the token is for."},
    {"sub", KeyType::kText, "service_account: the user for whom it acts."},
    {"client_id_env_var", KeyType::kText,
     "oauth2, azure_default: the environment variable of the client's id."},
    {"client_secret_env_var", KeyType::kText,
     "oauth2, azure_default: the environment variable of the client's secret."},
    {"auth_style",
     KeyType::kInteger,
     "oauth2: 1 sends the client's secret in the form, 2 in the header, which is the default.",
     {.least = 0, .most = 2}},
};

constexpr std::string_view kOneSource[] = {"environment", "file", "command", "value"};

}  // namespace

constinit const Place kConfig = {.name = "config",
                                 .words = "What the user says about providers and settings.",
                                 .keys = kConfigKeys};
constinit const Place kConfigProvider = {.name = "config_provider",
                                         .words = "What the user says about one provider.",
                                         .keys = kConfigProviderKeys};
constinit const Place kConfigAuth = {
    .name = "config_auth",
    .words =
        "A credential in StackQL's words, as --auth takes it, too. It names variables and "
        "files, and holds no secret itself.",
    .keys = kConfigAuthKeys};
constinit const Place kConfigServer = {.name = "config_server",
                                       .words = "What the user says about one server.",
                                       .keys = kConfigServerKeys};
constinit const Place kConfigCredential = {
    .name = "config_credential",
    .words = "What the user says about one of several credentials.",
    .keys = kConfigCredentialKeys};
constinit const Place kConfigSecret = {.name = "config_secret",
                                       .words = "Where a secret is.",
                                       .keys = kConfigSecretKeys,
                                       .alternatives = kOneSource};

}  // namespace apisql
