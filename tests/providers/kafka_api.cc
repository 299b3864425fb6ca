#include "tests/providers/kafka_api.h"

namespace apisql {
namespace {

int Throttle(const ApiOptions& options) {
  const auto throttle = options.find("throttle");
  return throttle == options.end() ? 0 : std::stoi(throttle->second);
}

}  // namespace

KafkaApi::KafkaApi(const ApiOptions& options)
    : cluster_("lkc-alpha", "KAFKAKEY", "KAFKASECRET", Throttle(options)) {}

void KafkaApi::Configure(const std::string&, ProviderConfig& config) const {
  config.secrets[{"", "username"}].value = Secret(std::string(cluster_.key()));
  config.secrets[{"", "password"}].value = Secret(std::string(cluster_.secret()));
}

}  // namespace apisql
