// ExpectedSignatures: what AWS's own library for Python says that requests must be signed with.
#ifndef APISQL_TESTS_SUPPORT_AWS_EXPECTED_SIGNATURE_H_
#define APISQL_TESTS_SUPPORT_AWS_EXPECTED_SIGNATURE_H_

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace apisql {

// As a server receives it, and with what it knows of who sent it.
struct ReceivedRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;
  std::string service;
  std::string region;
};

// Of a request as ScriptServer has it, head and body; `origin` is "http://127.0.0.1:PORT".
ReceivedRequest ReadRequest(const std::string& text, const std::string& origin);
// The first header of that name, in any case; "" when there is none.
std::string HeaderOf(const ReceivedRequest& request, const std::string& name);

// The header Authorization that each must have. None where no Python with the library is installed
// (Debian: python3-botocore).
std::optional<std::vector<std::string>> ExpectedSignatures(
    std::span<const ReceivedRequest> requests);

}  // namespace apisql

#endif  // APISQL_TESTS_SUPPORT_AWS_EXPECTED_SIGNATURE_H_
