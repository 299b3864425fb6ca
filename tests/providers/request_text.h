// The texts of a request, taken apart and put together.
//
// Written for the servers of the tests, and apart from the engine's own code, so that a fault of
// the one is seen by the other.
#ifndef APISQL_TESTS_PROVIDERS_REQUEST_TEXT_H_
#define APISQL_TESTS_PROVIDERS_REQUEST_TEXT_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace apisql {

using RequestFields = std::vector<std::pair<std::string, std::string>>;

// "a%5Bb%5D=x+y&c" -> (a[b], "x y"), (c, "").
RequestFields ReadFields(std::string_view text);
// What requests with this user and password send as Authorization.
std::string BasicAuthorization(std::string_view user, std::string_view password);

}  // namespace apisql

#endif  // APISQL_TESTS_PROVIDERS_REQUEST_TEXT_H_
