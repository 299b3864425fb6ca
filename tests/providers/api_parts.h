// What the imitated APIs share: JSON answers, percent-encoding, times.
#ifndef APISQL_TESTS_PROVIDERS_API_PARTS_H_
#define APISQL_TESTS_PROVIDERS_API_PARTS_H_

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "tests/providers/api_server.h"
#include "tests/providers/imitated_api.h"

namespace apisql {

ApiAnswer JsonAnswer(int status, const nlohmann::json& body);
// The body as an object; none where it is no JSON or something else.
std::optional<nlohmann::json> JsonBody(const ApiCall& call);

// The address under which the caller knows the server: http://127.0.0.1:PORT
std::string CallerUrl(const ApiCall& call);
// A value of a query.
std::string PercentEncoded(std::string_view text);

// A whole number that is not negative.
std::optional<int64_t> WholeNumber(std::string_view text);
// The query's whole number; `fallback` where it is missing or none.
int64_t NumberParameter(const ApiCall& call, std::string_view name, int64_t fallback);
int64_t NumberOption(const ApiOptions& options, const std::string& name, int64_t fallback);

// Seconds since 1970.
int64_t SecondsNow();
std::string TimeText(int64_t seconds);  // 2026-05-01T12:00:00Z
// Of RFC 3339 with Z, with or without a fraction; none where it is no such text.
std::optional<int64_t> SecondsOf(std::string_view text);

// The rows from `offset` on, at most `limit`.
nlohmann::json Slice(const nlohmann::json& rows, size_t offset, size_t limit);

}  // namespace apisql

#endif  // APISQL_TESTS_PROVIDERS_API_PARTS_H_
