// ParseChallenges: what a server says in WWW-Authenticate (RFC 9110, 11.6.1).
#ifndef APISQL_SRC_HTTP_MESSAGE_CHALLENGE_H_
#define APISQL_SRC_HTTP_MESSAGE_CHALLENGE_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/http/message/request.h"

namespace apisql {

// `Basic error="invalid_key", error_description="The API Key is invalid"`
struct Challenge {
  std::string scheme;
  // In their order. A quoted value without its quotes and escapes.
  std::vector<std::pair<std::string, std::string>> parameters;

  // The first parameter of that name, ASCII case ignored; "" when there is none.
  std::string_view Parameter(std::string_view name) const;
};

// The challenges of one header's value, in their order. Text that is no challenge ends them: what
// stands before it is given, and a parameter that is not whole is left out.
std::vector<Challenge> ParseChallenges(std::string_view value);

// Why the credential was refused, in the words of the response's WWW-Authenticate headers: the code
// ("invalid_key") and the description of the first challenge that has one of them. As received.
struct Refusal {
  std::string code;
  std::string description;
};
Refusal ReadRefusal(const Response& response);

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_MESSAGE_CHALLENGE_H_
