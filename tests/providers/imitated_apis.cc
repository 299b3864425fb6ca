#include "tests/providers/imitated_apis.h"

#include <memory>
#include <string_view>

#include "tests/providers/github/github_api.h"
#include "tests/providers/kafka/kafka_api.h"
#include "tests/providers/okta/okta_api.h"
#include "tests/providers/pagerduty/pagerduty_api.h"
#include "tests/providers/schema_registry/schema_registry_api.h"
#include "tests/providers/stripe/stripe_api.h"

namespace apisql {
namespace {

using Factory = std::unique_ptr<ImitatedApi> (*)(const ApiOptions&);

template <typename Api>
std::unique_ptr<ImitatedApi> Make(const ApiOptions& options) {
  return std::make_unique<Api>(options);
}

struct Imitation {
  std::string_view provider;
  Factory make;
};

// Sorted. A provider has one line here, and its API a pair of files.
constexpr Imitation kImitations[] = {
    {"github", Make<github::GithubApi>},
    {"kafka", Make<KafkaApi>},
    {"okta", Make<okta::OktaApi>},
    {"pagerduty", Make<pagerduty::PagerdutyApi>},
    {"schema_registry", Make<SchemaRegistryApi>},
    {"stripe", Make<StripeApi>},
};

// The server is the last member: it ends first, and its calls with it.
struct Served {
  explicit Served(std::unique_ptr<ImitatedApi> imitated)
      : api(std::move(imitated)),
        server([this](const ApiCall& call) { return api->Answer(call); }) {}

  std::unique_ptr<ImitatedApi> api;
  ApiServer server;
};

}  // namespace

StatusOr<RunningApi> StartImitatedApi(const std::string& provider, const ApiOptions& options) {
  for (const Imitation& imitation : kImitations) {
    if (imitation.provider != provider) continue;
    const auto served = std::make_shared<Served>(imitation.make(options));
    RunningApi running;
    running.url = served->server.url();
    running.config.base_url = running.url;
    running.config.allow_plain_http = true;
    served->api->Configure(running.url, running.config);
    running.server = served;
    return running;
  }
  return Status(StatusCode::kNotFound, "no API imitates " + provider);
}

}  // namespace apisql
