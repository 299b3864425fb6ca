// StripeApi: customers, products, prices, subscriptions, invoices and events, as Stripe's API
// reference describes them.
//
// Options: customers=N (5), throttle=N (the first N requests are answered 429), lost=N (the
// answers to the first N POSTs with an idempotency key are lost on their way).
#ifndef APISQL_TESTS_PROVIDERS_STRIPE_STRIPE_API_H_
#define APISQL_TESTS_PROVIDERS_STRIPE_STRIPE_API_H_

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/providers/imitated_api.h"
#include "tests/providers/request_text.h"
#include "tests/providers/stripe/stripe_parameters.h"

namespace apisql {

class StripeApi : public ImitatedApi {
 public:
  explicit StripeApi(const ApiOptions& options);

  ApiAnswer Answer(const ApiCall& call) override;
  void Configure(const std::string& url, ProviderConfig& config) const override;

 private:
  using Json = nlohmann::json;

  ApiAnswer Route(const ApiCall& call);
  ApiAnswer Post(const ApiCall& call, const StripeCollection& collection);
  ApiAnswer PostOnce(const ApiCall& call, const StripeCollection& collection);
  ApiAnswer List(const ApiCall& call, const StripeCollection& collection) const;
  ApiAnswer Get(const ApiCall& call, const StripeCollection& collection) const;
  ApiAnswer Create(const StripeCollection& collection, const RequestFields& fields);
  ApiAnswer Update(const StripeCollection& collection, Json& object, const RequestFields& fields);
  ApiAnswer Act(Json& invoice, std::string_view action);
  ApiAnswer Delete(const ApiCall& call, const StripeCollection& collection);
  ApiAnswer Send(const Json& object) const;

  Json* Find(std::string_view collection, const std::string& id);
  // What a new object has beside its fields; an error where they refer to nothing.
  bool Complete(const StripeCollection& collection, Json& object, StripeError& error);
  // Adds the event that the verb was done to the object.
  void Tell(const std::string& verb, const Json& object);
  std::string NewId(const StripeCollection& collection);
  void AddSamples(int customers);

  std::map<std::string, std::vector<Json>, std::less<>> objects_;  // Newest first.
  std::map<std::string, Json, std::less<>> deleted_customers_;
  // By Idempotency-Key: what was sent, and what was answered.
  std::map<std::string, std::pair<std::string, ApiAnswer>> answered_;
  std::string version_;       // Of the request.
  int64_t now_ = 1780272000;  // 2026-06-01 00:00:00 UTC.
  int made_ = 0;
  int throttle_ = 0;
  int lost_ = 0;
};

}  // namespace apisql

#endif  // APISQL_TESTS_PROVIDERS_STRIPE_STRIPE_API_H_
