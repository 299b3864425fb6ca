// The objects of Stripe's API: their members, how they change, and some to begin with.
#ifndef APISQL_TESTS_PROVIDERS_STRIPE_STRIPE_OBJECTS_H_
#define APISQL_TESTS_PROVIDERS_STRIPE_STRIPE_OBJECTS_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace apisql {

// Whether the object keeps all of the filters of a list, as ReadStripeFields gives them.
bool StripeMatches(const nlohmann::json& object, const nlohmann::json& filters);
// A new object of that type, without id and created.
nlohmann::json StripeDefaults(std::string_view object);
// Sets members; those of a map one by one, where null takes one away.
void StripeApply(nlohmann::json& object, const nlohmann::json& given);
// A subscription's item.
nlohmann::json StripeItem(const nlohmann::json& price, int64_t quantity, int64_t start);
// The object as a version of the API sends it: those before 2025-03-31.basil have some members
// elsewhere.
nlohmann::json StripeInVersion(nlohmann::json object, std::string_view version);
// Newest first.
std::vector<nlohmann::json> StripeSamples(std::string_view object, int customers);

}  // namespace apisql

#endif  // APISQL_TESTS_PROVIDERS_STRIPE_STRIPE_OBJECTS_H_
