// Every key of provider documents and of the config file: what the readers accept. The JSON Schema
// says the same for editors; a test compares the two.
#ifndef APISQL_REGISTRY_YAML_DOCUMENT_KEYS_H_
#define APISQL_REGISTRY_YAML_DOCUMENT_KEYS_H_

#include <span>
#include <string_view>

namespace apisql {

struct Key {
  std::string_view name;
  bool required = false;
};

// The keys of one kind of map. `place` is its name in the schema's $defs.
struct KeySet {
  std::string_view place;
  std::span<const Key> keys;
  bool open = false;  // Other keys are allowed as well.
};

// The texts that a key takes, where they are a fixed set.
struct Choices {
  std::string_view place;
  std::string_view key;
  std::span<const std::string_view> names;
};

namespace keys {

inline constexpr Key kProviderKeys[] = {
    {"provider", true}, {"description", true}, {"servers", true}, {"max_concurrency"}, {"rows"},
    {"paging"},         {"errors", true},      {"rate_limit"},    {"budgets"},         {"statuses"},
    {"regions"},
};
inline constexpr Key kServerKeys[] = {{"url", true}, {"host_suffix"}, {"auth"}};
inline constexpr Key kAuthKeys[] = {{"scheme", true}, {"secrets"}};
inline constexpr Key kPagingKeys[] = {
    {"style"},          {"next"},       {"token_parameter"}, {"page_size"},  {"offset_parameter"},
    {"page_parameter"}, {"first_page"}, {"total"},           {"total_hint"},
};
inline constexpr Key kPageSizeKeys[] = {{"parameter"}, {"default"}, {"maximum"}};
inline constexpr Key kErrorKeys[] = {{"list"}, {"message", true}, {"code"}, {"pointer"}};
inline constexpr Key kRateLimitKeys[] = {{"limit"}, {"remaining"}, {"reset"}};
inline constexpr Key kBudgetKeys[] = {{"requests", true}, {"seconds"}};
inline constexpr Key kTableKeys[] = {
    {"table", true}, {"description", true}, {"key"},    {"rows"},
    {"columns"},     {"methods"},           {"server"}, {"view"},
    {"statuses"},    {"aliases"},           {"stage"},
};
inline constexpr Key kColumnKeys[] = {
    {"type"},   {"path"},     {"description"}, {"hidden"},   {"secret"},   {"source"},
    {"write"},  {"required"}, {"write_path"},  {"values"},   {"distinct"}, {"never_number"},
    {"prefix"}, {"aliases"},  {"create_only"}, {"answered"},
};
inline constexpr Key kCreateOnlyKeys[] = {{"values", true}, {"reason", true}};
inline constexpr Key kMethodKeys[] = {
    {"verb", true},      {"description"}, {"get"},     {"post"},       {"put"},
    {"patch"},           {"delete"},      {"server"},  {"filters"},    {"path_parameters"},
    {"constants"},       {"rows"},        {"row"},     {"map"},        {"ndjson"},
    {"paging"},          {"absent"},      {"budgets"}, {"idempotent"}, {"body"},
    {"body_parameters"}, {"returns"},     {"nulls"},   {"await"},      {"statuses"},
    {"aliases"},         {"stage"},       {"quota"},   {"example"},
};
inline constexpr Key kFilterKeys[] = {
    {"parameter"}, {"in"},        {"match"}, {"repeatable"},
    {"required"},  {"body_path"}, {"from"},  {"reveals"},
};
inline constexpr Key kPathParameterKeys[] = {{"column"}, {"from"}};
inline constexpr Key kFromKeys[] = {{"table", true}, {"column", true}, {"format"}};
inline constexpr Key kAbsentKeys[] = {{"status", true}, {"code"}};
inline constexpr Key kBodyParameterKeys[] = {{"path", true}, {"value"}};
inline constexpr Key kQuotaKeys[] = {{"code", true}, {"description"}};
inline constexpr Key kNullKeys[] = {{"path", true}, {"value", true}};
inline constexpr Key kAwaitKeys[] = {
    {"method", true}, {"field", true}, {"done", true}, {"failed"},
    {"reason"},       {"interval"},    {"timeout"},
};
inline constexpr Key kConfigKeys[] = {{"providers"}, {"settings"}};
inline constexpr Key kConfigProviderKeys[] = {
    {"base_url"}, {"region"}, {"allow_plain_http"}, {"max_concurrency"}, {"secrets"}, {"servers"},
    {"hosts"},    {"reads"},  {"tables"},           {"post_reads"},
};
inline constexpr Key kConfigServerKeys[] = {{"secrets", true}};
inline constexpr Key kConfigSecretKeys[] = {{"environment"}, {"file"}, {"command"}, {"value"}};

}  // namespace keys

// Documents.
inline constexpr KeySet kProvider{"provider", keys::kProviderKeys};
inline constexpr KeySet kServer{"server", keys::kServerKeys};
inline constexpr KeySet kAuth{"auth", keys::kAuthKeys, /*open=*/true};  // Options of the scheme.
inline constexpr KeySet kPaging{"paging", keys::kPagingKeys};
inline constexpr KeySet kPageSize{"page_size", keys::kPageSizeKeys};
inline constexpr KeySet kError{"error", keys::kErrorKeys};
inline constexpr KeySet kRateLimit{"rate_limit", keys::kRateLimitKeys};
inline constexpr KeySet kBudget{"budget", keys::kBudgetKeys};
inline constexpr KeySet kTable{"table", keys::kTableKeys};
inline constexpr KeySet kColumn{"column", keys::kColumnKeys};
inline constexpr KeySet kCreateOnly{"create_only", keys::kCreateOnlyKeys};
inline constexpr KeySet kMethod{"method", keys::kMethodKeys};
inline constexpr KeySet kFilter{"filter", keys::kFilterKeys};
inline constexpr KeySet kPathParameter{"path_parameter", keys::kPathParameterKeys};
inline constexpr KeySet kFrom{"from", keys::kFromKeys};
inline constexpr KeySet kAbsent{"absent", keys::kAbsentKeys};
inline constexpr KeySet kBodyParameter{"body_parameter", keys::kBodyParameterKeys};
inline constexpr KeySet kQuota{"quota", keys::kQuotaKeys};
inline constexpr KeySet kNull{"null", keys::kNullKeys};
inline constexpr KeySet kAwait{"await", keys::kAwaitKeys};
inline constexpr const KeySet* kDocumentKeySets[] = {
    &kProvider, &kServer, &kAuth,   &kPaging,        &kPageSize,   &kError,         &kRateLimit,
    &kBudget,   &kTable,  &kColumn, &kMethod,        &kFilter,     &kPathParameter, &kFrom,
    &kAbsent,   &kNull,   &kAwait,  &kBodyParameter, &kCreateOnly, &kQuota,
};

// The config file.
inline constexpr KeySet kConfig{"config", keys::kConfigKeys};
inline constexpr KeySet kConfigProvider{"config provider", keys::kConfigProviderKeys};
inline constexpr KeySet kConfigServer{"config server", keys::kConfigServerKeys};
inline constexpr KeySet kConfigSecret{"config secret", keys::kConfigSecretKeys};

// Each list stands in the order of the enum that it names.
inline constexpr std::string_view kTypeNames[] = {"text",    "integer",   "real",
                                                  "boolean", "timestamp", "json"};
inline constexpr std::string_view kSourceNames[] = {"row", "parameter", "map_key"};
inline constexpr std::string_view kVerbNames[] = {"select", "insert", "update", "delete", "exec"};
inline constexpr std::string_view kPlaceNames[] = {"query", "header", "body"};
inline constexpr std::string_view kMatchNames[] = {"exact", "partial"};
inline constexpr std::string_view kBodyNames[] = {"changed", "whole"};
// The first of the enum is for what a document does not say.
inline constexpr std::string_view kStageNames[] = {"early_access",         "preview",
                                                   "limited_availability", "general_availability",
                                                   "deprecated",           "retired"};
inline constexpr Choices kDocumentChoices[] = {
    {"table", "stage", kStageNames}, {"method", "stage", kStageNames},
    {"column", "type", kTypeNames},  {"column", "source", kSourceNames},
    {"method", "verb", kVerbNames},  {"method", "body", kBodyNames},
    {"filter", "in", kPlaceNames},   {"filter", "match", kMatchNames},
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_YAML_DOCUMENT_KEYS_H_
