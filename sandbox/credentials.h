// Reading the Authorization header.
#ifndef APISQL_SANDBOX_CREDENTIALS_H_
#define APISQL_SANDBOX_CREDENTIALS_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace apisql::sandbox {

// What follows `scheme` ("ApiKey"; any letter case) in the header; absent for another scheme.
std::optional<std::string_view> CredentialAfter(std::string_view scheme, std::string_view header);

// User name and password of "Basic dXNlcjpwYXNz". Absent when it is anything else.
std::optional<std::pair<std::string, std::string>> BasicCredentials(std::string_view header);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_CREDENTIALS_H_
