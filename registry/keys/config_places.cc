// What the user's config file may say.
#include "registry/keys/places.h"

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

constexpr std::string_view kOneSource[] = {"environment", "file", "command", "value"};

}  // namespace

constinit const Place kConfig = {.name = "config",
                                 .words = "What the user says about providers and settings.",
                                 .keys = kConfigKeys};
constinit const Place kConfigProvider = {.name = "config_provider",
                                         .words = "What the user says about one provider.",
                                         .keys = kConfigProviderKeys};
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
