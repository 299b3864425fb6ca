// The parameters of Stripe's API: which there are, and how their texts become JSON.
#ifndef APISQL_TESTS_PROVIDERS_STRIPE_STRIPE_PARAMETERS_H_
#define APISQL_TESTS_PROVIDERS_STRIPE_STRIPE_PARAMETERS_H_

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/providers/request_text.h"

namespace apisql {

enum class StripeKind {
  kText,
  kInteger,
  kBoolean,
  kRange,
  kMap,
  kAddress,
  kRecurring,
  kItems,
  kTexts
};

struct StripeParameter {
  std::string_view name;
  StripeKind kind = StripeKind::kText;
  bool required = false;
};

// One collection, such as /v1/customers.
struct StripeCollection {
  std::string_view name;
  std::string_view object;
  std::string_view prefix;  // Of ids.
  std::vector<StripeParameter> filters = {};
  std::vector<StripeParameter> create = {};  // None: there is no POST to the collection.
  std::vector<StripeParameter> update = {};
  std::vector<std::string_view> actions = {};  // POST /v1/invoices/{id}/pay
  bool deletes = false;
};

std::span<const StripeCollection> StripeCollections();

struct StripeError {
  int status = 400;
  std::string code = {};
  std::string message = {};
  std::string param = {};
  std::string type = "invalid_request_error";
};

// The fields as one JSON object: a[b]=c is {"a": {"b": "c"}}, with the types of the parameters;
// what is unset by an empty text is null. Nothing, and `error`, for what Stripe does not take.
std::optional<nlohmann::json> ReadStripeFields(const RequestFields& fields,
                                               std::span<const StripeParameter> parameters,
                                               StripeError& error);
// A whole number, or nothing.
std::optional<int64_t> ReadStripeInteger(std::string_view text);

}  // namespace apisql

#endif  // APISQL_TESTS_PROVIDERS_STRIPE_STRIPE_PARAMETERS_H_
