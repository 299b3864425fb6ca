// The words that documents and statements have for the values of enums. Each list stands in the
// order of its enum.
#ifndef APISQL_REGISTRY_MODEL_CHOICES_H_
#define APISQL_REGISTRY_MODEL_CHOICES_H_

#include <string_view>

namespace apisql {

inline constexpr std::string_view kTypeNames[] = {"text",    "integer",   "real",
                                                  "boolean", "timestamp", "json"};
inline constexpr std::string_view kTimeNames[] = {"rfc3339", "epoch_seconds", "epoch_milliseconds",
                                                  "epoch_microseconds", "epoch_nanoseconds"};
inline constexpr std::string_view kSourceNames[] = {"row", "parameter", "map_key", "group",
                                                    "group_key"};
inline constexpr std::string_view kVerbNames[] = {"select", "insert", "update", "delete", "exec"};
// Of Parameter::Place, whose first is for what stands in the path.
inline constexpr std::string_view kPlaceNames[] = {"query", "header", "body"};
inline constexpr std::string_view kMatchNames[] = {"exact", "partial"};
inline constexpr std::string_view kBodyNames[] = {"changed", "whole", "merged"};
inline constexpr std::string_view kAnswerNames[] = {"json", "xml"};
inline constexpr std::string_view kWhereNames[] = {"rows", "inputs"};
inline constexpr std::string_view kFormArrayNames[] = {"indexes", "brackets", "repeated",
                                                       "numbered", "members"};
inline constexpr std::string_view kFormNullNames[] = {"error", "empty"};
inline constexpr std::string_view kOperatorNames[] = {
    "=", ">=", ">", "<=", "<", "prefix", "is_null", "is_not_null"};
inline constexpr std::string_view kEscapeNames[] = {"none",   "scim",   "odata", "jql",
                                                    "lucene", "google", "word"};
inline constexpr std::string_view kListNames[] = {"repeated", "comma", "brackets"};
inline constexpr std::string_view kEmptyNames[] = {"null", "absent", "204"};
// Of ResetUnit, whose first is for what a document does not say.
inline constexpr std::string_view kResetUnits[] = {"seconds", "epoch_seconds",
                                                   "epoch_milliseconds"};
inline constexpr std::string_view kWriteNames[] = {"create", "update"};
// Kinds of credentials in StackQL's words.
inline constexpr std::string_view kStackqlAuthTypes[] = {
    "null_auth", "none",   "basic",           "bearer",         "api_key",
    "custom",    "oauth2", "service_account", "aws_signing_v4", "azure_default"};
// Of Stage, whose first is for what a document does not say.
inline constexpr std::string_view kStageNames[] = {"early_access",         "preview",
                                                   "limited_availability", "general_availability",
                                                   "deprecated",           "retired"};

}  // namespace apisql

#endif  // APISQL_REGISTRY_MODEL_CHOICES_H_
