// KafkaApi: the REST API of a self-managed Kafka cluster, and of clusters of Confluent Cloud, each
// of which takes a key of its own.
//
// Options: clusters=ID,ID (those of Confluent Cloud), throttle=N (the first N requests are answered
// 429).
#ifndef APISQL_TESTS_PROVIDERS_KAFKA_KAFKA_API_H_
#define APISQL_TESTS_PROVIDERS_KAFKA_KAFKA_API_H_

#include <string>
#include <vector>

#include "tests/providers/imitated_api.h"
#include "tests/providers/kafka/kafka_cluster.h"

namespace apisql {

class KafkaApi : public ImitatedApi {
 public:
  explicit KafkaApi(const ApiOptions& options);

  ApiAnswer Answer(const ApiCall& call) override;
  void Configure(const std::string& url, ProviderConfig& config) const override;

 private:
  KafkaCluster cluster_;
  std::vector<KafkaCluster> cloud_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_PROVIDERS_KAFKA_KAFKA_API_H_
