// Reading the JSON bodies of writes.
#ifndef APISQL_SANDBOX_BODY_H_
#define APISQL_SANDBOX_BODY_H_

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "sandbox/call.h"

namespace apisql::sandbox {

// Absent when the body is not one JSON object.
std::optional<nlohmann::json> ParseBody(const Call& call);

// The value at a JSON pointer ("/spec/owner/id"); null when it is missing or null.
const nlohmann::json* ValueAt(const nlohmann::json& body, const std::string& pointer);
// The text at a JSON pointer; absent when there is none.
std::optional<std::string> TextAt(const nlohmann::json& body, const std::string& pointer);
std::string TextOrEmpty(const nlohmann::json& body, const std::string& pointer);

// Takes over what a change says of one text: left out, nothing changes; null takes it away. False
// when it is neither text nor null.
bool ChangeText(const nlohmann::json& body, const std::string& pointer,
                std::optional<std::string>& text);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_BODY_H_
