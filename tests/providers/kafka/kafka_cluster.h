// KafkaCluster: the REST API (v3) of one Kafka cluster: topics, their configs, ACLs and consumer
// groups, as Confluent describes it.
#ifndef APISQL_TESTS_PROVIDERS_KAFKA_KAFKA_CLUSTER_H_
#define APISQL_TESTS_PROVIDERS_KAFKA_KAFKA_CLUSTER_H_

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/providers/api_server.h"

namespace apisql {

class KafkaCluster {
 public:
  // Requests sign in with key and secret. The first `throttle` of them are answered 429.
  KafkaCluster(std::string id, std::string key, std::string secret, int throttle = 0);

  ApiAnswer Answer(const ApiCall& call);

  const std::string& id() const { return id_; }
  const std::string& key() const { return key_; }
  const std::string& secret() const { return secret_; }

 private:
  using Json = nlohmann::json;

  struct Topic {
    int64_t partitions = 6;
    int64_t replication = 3;
    bool internal = false;
    std::map<std::string, std::string> configs = {};  // Those that are not the default.
  };

  ApiAnswer Route(const ApiCall& call);
  ApiAnswer RouteTopic(const ApiCall& call);
  ApiAnswer RouteConfig(const ApiCall& call, Topic& topic);
  ApiAnswer CreateTopic(const ApiCall& call);
  ApiAnswer ChangeTopic(const ApiCall& call, Topic& topic);
  ApiAnswer PutConfig(const ApiCall& call, Topic& topic);
  ApiAnswer RouteAcls(const ApiCall& call);
  ApiAnswer CreateAcl(const ApiCall& call);
  ApiAnswer DeleteAcls(const ApiCall& call);
  ApiAnswer RouteGroups(const ApiCall& call) const;

  ApiAnswer List(const std::string& kind, std::vector<Json> data) const;
  Json Object(const std::string& kind, const std::string& name, Json members) const;
  Json TopicObject(const std::string& name, const Topic& topic) const;
  std::vector<Json> Configs(const std::string& name, const Topic& topic) const;
  std::vector<Json> Lags(const std::string& group) const;

  std::string id_;
  std::string key_;
  std::string secret_;
  int throttle_;
  std::map<std::string, Topic> topics_;
  std::vector<Json> acls_;
  std::vector<Json> groups_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_PROVIDERS_KAFKA_KAFKA_CLUSTER_H_
