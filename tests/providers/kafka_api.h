// KafkaApi: the REST API of a self-managed Kafka cluster, or of one of Confluent Cloud's.
//
// Options: throttle=N (the first N requests are answered 429).
#ifndef APISQL_TESTS_PROVIDERS_KAFKA_API_H_
#define APISQL_TESTS_PROVIDERS_KAFKA_API_H_

#include <string>

#include "tests/providers/imitated_api.h"
#include "tests/providers/kafka_cluster.h"

namespace apisql {

class KafkaApi : public ImitatedApi {
 public:
  explicit KafkaApi(const ApiOptions& options);

  ApiAnswer Answer(const ApiCall& call) override { return cluster_.Answer(call); }
  void Configure(const std::string& url, ProviderConfig& config) const override;

 private:
  KafkaCluster cluster_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_PROVIDERS_KAFKA_API_H_
