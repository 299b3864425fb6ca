#include "tests/providers/kafka/kafka_cluster.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "tests/providers/request_text.h"

namespace apisql {
namespace {

using Json = nlohmann::json;

// Name, default, whether it can be changed.
struct KnownConfig {
  const char* name;
  const char* value;
  bool read_only;
};
constexpr KnownConfig kKnownConfigs[] = {{"cleanup.policy", "delete", false},
                                         {"min.insync.replicas", "2", true},
                                         {"retention.ms", "604800000", false}};

constexpr const char* kAclMembers[] = {"resource_type", "resource_name", "pattern_type",
                                       "principal",     "host",          "operation",
                                       "permission"};

ApiAnswer RefuseAsKafka(int status, int code, const std::string& message) {
  return {status, {}, Json{{"error_code", code}, {"message", message}}.dump()};
}

// The web server before the API answers in HTML.
ApiAnswer RefuseInHtml(int status, const std::string& words) {
  const std::string title = std::to_string(status) + " " + words;
  return {status,
          {{"Content-Type", "text/html;charset=utf-8"}},
          "<html>\n<head>\n<title>Error " + title + "</title>\n</head>\n<body><h2>HTTP ERROR " +
              title + "</h2>\n</body>\n</html>\n"};
}

ApiAnswer NoTopic() {
  return RefuseAsKafka(404, 40403, "This server does not host this topic-partition.");
}

// The body, if it has no members but these.
std::optional<Json> ReadKafkaBody(const ApiCall& call, const std::set<std::string>& members,
                                  ApiAnswer& refusal) {
  if (!call.Header("content-type").starts_with("application/json")) {
    refusal = RefuseAsKafka(415, 415, "HTTP 415 Unsupported Media Type");
    return std::nullopt;
  }
  Json body = Json::parse(call.body, nullptr, false);
  if (!body.is_object()) {
    refusal = RefuseAsKafka(400, 400, "Cannot deserialize value");
    return std::nullopt;
  }
  for (const auto& member : body.items()) {
    if (members.contains(member.key())) continue;
    refusal = RefuseAsKafka(400, 400, "Unrecognized field \"" + member.key() + "\"");
    return std::nullopt;
  }
  return body;
}

Json SampleAcl(const char* type, const char* name, const char* pattern, const char* principal,
               const char* operation, const char* permission) {
  return {{"resource_type", type},   {"resource_name", name}, {"pattern_type", pattern},
          {"principal", principal},  {"host", "*"},           {"operation", operation},
          {"permission", permission}};
}

// ANY finds all; MATCH finds by what the pattern stands for.
bool FitsAcl(const Json& acl, const std::string& member, const std::string& wanted) {
  if (wanted == "ANY" || wanted == "MATCH") return true;
  return acl[member] == wanted;
}

std::vector<Json> MatchingAcls(const std::vector<Json>& acls, const ApiCall& call) {
  std::vector<Json> found;
  for (const Json& acl : acls) {
    const bool fits =
        std::all_of(std::begin(kAclMembers), std::end(kAclMembers), [&](const char* member) {
          const auto wanted = call.Parameter(member);
          return !wanted || FitsAcl(acl, member, *wanted);
        });
    if (fits) found.push_back(acl);
  }
  return found;
}

}  // namespace

KafkaCluster::KafkaCluster(std::string id, std::string key, std::string secret, int throttle)
    : id_(std::move(id)), key_(std::move(key)), secret_(std::move(secret)), throttle_(throttle) {
  topics_["orders"] = {.configs = {{"retention.ms", "86400000"}}};
  topics_["orders.dead letters"] = {.partitions = 1, .configs = {{"cleanup.policy", "compact"}}};
  topics_["_schemas"] = {.partitions = 1, .internal = true};
  topics_["only-" + id_] = {.partitions = 3};
  acls_ = {SampleAcl("TOPIC", "orders", "LITERAL", "User:sa-1", "READ", "ALLOW"),
           SampleAcl("TOPIC", "orders", "PREFIXED", "User:sa-2", "WRITE", "ALLOW"),
           SampleAcl("GROUP", "*", "LITERAL", "User:sa-1", "READ", "ALLOW"),
           SampleAcl("CLUSTER", "kafka-cluster", "LITERAL", "User:sa-3", "ALTER", "DENY")};
  groups_ = {{{"consumer_group_id", "billing"},
              {"is_simple", false},
              {"partition_assignor", "range"},
              {"state", "STABLE"}},
             {{"consumer_group_id", "reports/eu"},
              {"is_simple", false},
              {"partition_assignor", ""},
              {"state", "EMPTY"}}};
}

ApiAnswer KafkaCluster::Answer(const ApiCall& call) {
  if (throttle_ > 0) {
    --throttle_;
    return RefuseInHtml(429, "Too Many Requests");
  }
  if (call.Header("authorization") != BasicAuthorization(key_, secret_)) {
    return RefuseInHtml(401, "Unauthorized");
  }
  return Route(call);
}

ApiAnswer KafkaCluster::Route(const ApiCall& call) {
  const auto& segments = call.segments;
  const bool ours = segments.size() >= 3 && segments[0] == "kafka" && segments[1] == "v3" &&
                    segments[2] == "clusters";
  if (!ours) return RefuseAsKafka(404, 404, "HTTP 404 Not Found");
  const Json cluster = Object("KafkaCluster", "", Json::object());
  if (call.Is("GET", "/kafka/v3/clusters")) return List("KafkaClusterList", {cluster});
  if (segments.size() < 4 || segments[3] != id_) {
    return RefuseAsKafka(
        404, 404, "Cluster " + (segments.size() < 4 ? "" : segments[3]) + " cannot be found.");
  }
  if (call.Is("GET", "/kafka/v3/clusters/{}")) return {200, {}, cluster.dump()};
  if (segments.size() < 5) return RefuseAsKafka(404, 404, "HTTP 404 Not Found");
  if (segments[4] == "topics") return RouteTopic(call);
  if (segments[4] == "acls" && segments.size() == 5) return RouteAcls(call);
  if (segments[4] == "consumer-groups") return RouteGroups(call);
  return RefuseAsKafka(404, 404, "HTTP 404 Not Found");
}

ApiAnswer KafkaCluster::RouteTopic(const ApiCall& call) {
  const auto& segments = call.segments;
  if (segments.size() == 5 && call.method == "POST") return CreateTopic(call);
  if (segments.size() == 5 && call.method == "GET") {
    std::vector<Json> topics;
    for (const auto& [name, topic] : topics_) topics.push_back(TopicObject(name, topic));
    return List("KafkaTopicList", std::move(topics));
  }
  if (call.Is("GET", "/kafka/v3/clusters/{}/topics/-/configs")) {
    std::vector<Json> configs;
    for (const auto& [name, topic] : topics_) {
      for (Json& config : Configs(name, topic)) configs.push_back(std::move(config));
    }
    return List("KafkaTopicConfigList", std::move(configs));
  }
  const auto topic = segments.size() < 6 ? topics_.end() : topics_.find(segments[5]);
  if (topic == topics_.end()) return NoTopic();
  if (segments.size() == 6) {
    if (call.method == "GET") return {200, {}, TopicObject(topic->first, topic->second).dump()};
    if (call.method == "PATCH") return ChangeTopic(call, topic->second);
    if (call.method == "DELETE") {
      topics_.erase(topic);
      return {204, {}, ""};
    }
  }
  if (segments.size() >= 7 && segments[6] == "configs") return RouteConfig(call, topic->second);
  return RefuseAsKafka(404, 404, "HTTP 404 Not Found");
}

ApiAnswer KafkaCluster::RouteConfig(const ApiCall& call, Topic& topic) {
  const std::vector<Json> configs = Configs(call.segments[5], topic);
  if (call.segments.size() == 7 && call.method == "GET") {
    return List("KafkaTopicConfigList", configs);
  }
  if (call.segments.size() != 8) return RefuseAsKafka(404, 404, "HTTP 404 Not Found");
  const std::string& name = call.segments[7];
  const auto config = std::find_if(configs.begin(), configs.end(),
                                   [&](const Json& each) { return each["name"] == name; });
  if (config == configs.end()) {
    return RefuseAsKafka(404, 404,
                         "Config " + name + " cannot be found for TOPIC " + call.segments[5] +
                             " in cluster " + id_ + ".");
  }
  if (call.method == "GET") return {200, {}, config->dump()};
  if (call.method == "PUT") return PutConfig(call, topic);
  if (call.method != "DELETE") return RefuseAsKafka(405, 405, "HTTP 405 Method Not Allowed");
  topic.configs.erase(name);
  return {204, {}, ""};
}

ApiAnswer KafkaCluster::CreateTopic(const ApiCall& call) {
  ApiAnswer refusal;
  const auto body = ReadKafkaBody(
      call, {"topic_name", "partitions_count", "replication_factor", "configs", "validate_only"},
      refusal);
  if (!body) return refusal;
  const std::string name = body->value("topic_name", "");
  if (name.empty()) return RefuseAsKafka(400, 40002, "Topic name is invalid: the empty string");
  if (topics_.contains(name)) {
    return RefuseAsKafka(400, 40002, "Topic '" + name + "' already exists.");
  }
  Topic topic{.partitions = body->value("partitions_count", int64_t{6}),
              .replication = body->value("replication_factor", int64_t{3})};
  if (topic.replication > 3) {
    return RefuseAsKafka(400, 40002,
                         "Replication factor: " + std::to_string(topic.replication) +
                             " larger than available brokers: 3.");
  }
  for (const Json& config : body->value("configs", Json::array())) {
    topic.configs[config["name"]] = config["value"];
  }
  const Json made = TopicObject(name, topic);
  if (body->value("validate_only", false)) return {200, {}, made.dump()};
  topics_[name] = topic;
  return {201, {}, made.dump()};
}

ApiAnswer KafkaCluster::ChangeTopic(const ApiCall& call, Topic& topic) {
  ApiAnswer refusal;
  const auto body = ReadKafkaBody(call, {"partitions_count"}, refusal);
  if (!body) return refusal;
  const int64_t count = body->value("partitions_count", int64_t{0});
  const std::string now = std::to_string(topic.partitions);
  if (count == topic.partitions) {
    return RefuseAsKafka(400, 40002, "Topic already has " + now + " partitions.");
  }
  if (count < topic.partitions) {
    return RefuseAsKafka(400, 40002,
                         "Topic currently has " + now +
                             " partitions, which is higher than "
                             "the requested " +
                             std::to_string(count) + ".");
  }
  topic.partitions = count;
  return {200, {}, TopicObject(call.segments[5], topic).dump()};
}

ApiAnswer KafkaCluster::PutConfig(const ApiCall& call, Topic& topic) {
  ApiAnswer refusal;
  const auto body = ReadKafkaBody(call, {"value"}, refusal);
  if (!body) return refusal;
  const std::string& name = call.segments[7];
  for (const KnownConfig& known : kKnownConfigs) {
    if (known.name == name && known.read_only) {
      return RefuseAsKafka(403, 40301, "Altering topic configs is not allowed for " + name);
    }
  }
  if (!body->contains("value") || !(*body)["value"].is_string()) {
    return RefuseAsKafka(400, 40002, "Null value not supported for : SET operation");
  }
  topic.configs[name] = (*body)["value"];
  return {204, {}, ""};
}

ApiAnswer KafkaCluster::RouteAcls(const ApiCall& call) {
  if (call.method == "POST") return CreateAcl(call);
  if (call.method == "DELETE") return DeleteAcls(call);
  if (call.method != "GET") return RefuseAsKafka(405, 405, "HTTP 405 Method Not Allowed");
  std::vector<Json> data;
  for (const Json& acl : MatchingAcls(acls_, call)) data.push_back(Object("KafkaAcl", "", acl));
  return List("KafkaAclList", std::move(data));
}

ApiAnswer KafkaCluster::CreateAcl(const ApiCall& call) {
  ApiAnswer refusal;
  const auto body = ReadKafkaBody(call, {std::begin(kAclMembers), std::end(kAclMembers)}, refusal);
  if (!body) return refusal;
  for (const char* member : kAclMembers) {
    if (!body->contains(member)) {
      return RefuseAsKafka(400, 400, std::string(member) + " may not be null");
    }
  }
  if ((*body)["resource_type"] == "CLUSTER" && (*body)["resource_name"] != "kafka-cluster") {
    return RefuseAsKafka(400, 40002,
                         "The only valid name for the CLUSTER resource is kafka-cluster");
  }
  if (std::find(acls_.begin(), acls_.end(), *body) == acls_.end()) acls_.push_back(*body);
  return {201, {}, ""};
}

ApiAnswer KafkaCluster::DeleteAcls(const ApiCall& call) {
  for (const char* member : {"resource_type", "pattern_type", "operation", "permission"}) {
    const std::string value = call.Parameter(member).value_or("UNKNOWN");
    if (value != "UNKNOWN") continue;
    return RefuseAsKafka(400, 400, std::string(member) + " cannot be unspecified or UNKNOWN");
  }
  Json deleted = Json::array();
  for (const Json& acl : MatchingAcls(acls_, call)) {
    deleted.push_back(Object("KafkaAcl", "", acl));
    std::erase(acls_, acl);
  }
  return {200, {}, Json{{"data", deleted}}.dump()};
}

ApiAnswer KafkaCluster::RouteGroups(const ApiCall& call) const {
  const auto& segments = call.segments;
  if (call.method != "GET") return RefuseAsKafka(405, 405, "HTTP 405 Method Not Allowed");
  std::vector<Json> groups;
  for (const Json& group : groups_) {
    const bool wanted = segments.size() == 5 || group["consumer_group_id"] == segments[5];
    if (wanted) groups.push_back(Object("KafkaConsumerGroup", "", group));
  }
  if (segments.size() == 5) return List("KafkaConsumerGroupList", std::move(groups));
  if (groups.empty()) {
    return RefuseAsKafka(404, 404, "Consumer Group " + segments[5] + " could not be found.");
  }
  if (segments.size() == 6) return {200, {}, groups[0].dump()};
  if (segments.size() == 7 && segments[6] == "lags") {
    return List("KafkaConsumerLagList", Lags(segments[5]));
  }
  return RefuseAsKafka(404, 404, "HTTP 404 Not Found");
}

// There are no pages: next is always null.
ApiAnswer KafkaCluster::List(const std::string& kind, std::vector<Json> data) const {
  const Json list = {{"kind", kind}, {"metadata", {{"next", nullptr}}}, {"data", std::move(data)}};
  return {200, {}, list.dump()};
}

Json KafkaCluster::Object(const std::string& kind, const std::string& name, Json members) const {
  members["kind"] = kind;
  members["metadata"] = {{"resource_name", "crn:///kafka=" + id_ + name}};
  members["cluster_id"] = id_;
  return members;
}

Json KafkaCluster::TopicObject(const std::string& name, const Topic& topic) const {
  return Object("KafkaTopic", "/topic=" + name,
                {{"topic_name", name},
                 {"is_internal", topic.internal},
                 {"replication_factor", topic.replication},
                 {"partitions_count", topic.partitions}});
}

std::vector<Json> KafkaCluster::Configs(const std::string& name, const Topic& topic) const {
  std::vector<Json> configs;
  for (const KnownConfig& known : kKnownConfigs) {
    const auto set = topic.configs.find(known.name);
    const bool is_default = set == topic.configs.end();
    configs.push_back(Object("KafkaTopicConfig", "/topic=" + name + "/config=" + known.name,
                             {{"topic_name", name},
                              {"name", known.name},
                              {"value", is_default ? known.value : set->second},
                              {"is_default", is_default},
                              {"is_read_only", known.read_only},
                              {"is_sensitive", false},
                              {"source", is_default ? "DEFAULT_CONFIG" : "DYNAMIC_TOPIC_CONFIG"}}));
  }
  return configs;
}

std::vector<Json> KafkaCluster::Lags(const std::string& group) const {
  std::vector<Json> lags;
  if (group != "billing") return lags;
  for (int64_t partition = 0; partition < 2; ++partition) {
    lags.push_back(Object("KafkaConsumerLag", "",
                          {{"consumer_group_id", group},
                           {"topic_name", "orders"},
                           {"partition_id", partition},
                           {"consumer_id", "consumer-" + std::to_string(partition)},
                           {"instance_id", nullptr},
                           {"client_id", "billing-client"},
                           {"current_offset", 90 - partition * 40},
                           {"log_end_offset", 100},
                           {"lag", 10 + partition * 40}}));
  }
  return lags;
}

}  // namespace apisql
