#include "tests/providers/kafka/kafka_api.h"

#include <sstream>

namespace apisql {
namespace {

std::string OptionOf(const ApiOptions& options, const std::string& name) {
  const auto option = options.find(name);
  return option == options.end() ? "" : option->second;
}

int Throttle(const ApiOptions& options) {
  const std::string throttle = OptionOf(options, "throttle");
  return throttle.empty() ? 0 : std::stoi(throttle);
}

}  // namespace

KafkaApi::KafkaApi(const ApiOptions& options)
    : cluster_("lkc-alpha", "KAFKAKEY", "KAFKASECRET", Throttle(options)) {
  std::istringstream ids(OptionOf(options, "clusters"));
  for (std::string id; std::getline(ids, id, ',');) {
    cloud_.emplace_back(id, "KEY-" + id, "SECRET-" + id);
  }
}

ApiAnswer KafkaApi::Answer(const ApiCall& call) {
  for (KafkaCluster& cluster : cloud_) {
    if (call.segments.size() > 3 && call.segments[3] == cluster.id()) return cluster.Answer(call);
  }
  return cluster_.Answer(call);
}

void KafkaApi::Configure(const std::string&, ProviderConfig& config) const {
  config.secrets[{"", "username"}].value = Secret(std::string(cluster_.key()));
  config.secrets[{"", "password"}].value = Secret(std::string(cluster_.secret()));
  for (const KafkaCluster& cluster : cloud_) {
    config.credentials[{"cloud", cluster.id(), "username"}].value =
        Secret(std::string(cluster.key()));
    config.credentials[{"cloud", cluster.id(), "password"}].value =
        Secret(std::string(cluster.secret()));
  }
}

}  // namespace apisql
