// Call and Answer: one HTTP exchange as the imitated APIs see it, whatever carries it.
#ifndef APISQL_SANDBOX_CALL_H_
#define APISQL_SANDBOX_CALL_H_

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/sandbox.h"

namespace apisql::sandbox {

struct Call {
  std::string method;
  // Decoded one by one, so that a name may hold "/": "/users/a%2Fb/apikeys" has three.
  std::vector<std::string> path;
  std::vector<std::pair<std::string, std::string>> query;  // Decoded, in order.
  std::string authorization;                               // Empty when the header is missing.
  std::string body;
  std::string request_id;  // Also sent back as X-Request-Id.
  // What follows the path of the API's family: the id of an object, or nothing.
  std::vector<std::string> rest;

  bool IsRead() const { return method == "GET"; }
  // The first value of the query parameter; empty when it is missing or empty: the servers
  // imitated here do not tell the two apart.
  std::string_view Parameter(std::string_view name) const;
  std::vector<std::string> Parameters(std::string_view name) const;
};

struct Answer {
  int status = 200;
  std::string body = {};
  std::map<std::string, std::string> headers = {};
  std::string content_type = "application/json";
  // How it leaves, and when.
  SandboxDelivery delivery = SandboxDelivery::kWhole;
  std::chrono::milliseconds pause{0};
  std::chrono::milliseconds delay{0};
};

// Splits a target ("/iam/v2/users?page_size=5") into path and query. In the query "+" is a blank.
void ParseTarget(std::string_view target, Call& call);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_CALL_H_
