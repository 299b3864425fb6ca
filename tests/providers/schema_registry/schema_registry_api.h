// SchemaRegistryApi: subjects, versions, schemas, compatibility and modes, as Confluent describes
// its Schema Registry. Of the hosts in Confluent Cloud psrc-8qyy0 alone has a credential.
//
// Options: subject_limit=N, schema_limit=N (the server's largest pages).
#ifndef APISQL_TESTS_PROVIDERS_SCHEMA_REGISTRY_SCHEMA_REGISTRY_API_H_
#define APISQL_TESTS_PROVIDERS_SCHEMA_REGISTRY_SCHEMA_REGISTRY_API_H_

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/providers/imitated_api.h"

namespace apisql {

class SchemaRegistryApi : public ImitatedApi {
 public:
  explicit SchemaRegistryApi(const ApiOptions& options);

  ApiAnswer Answer(const ApiCall& call) override;
  void Configure(const std::string& url, ProviderConfig& config) const override;

 private:
  using Json = nlohmann::json;

  struct Schema {
    int64_t version = 0;
    int64_t id = 0;
    std::string type = {};  // AVRO where empty.
    std::string text = {};
    Json references = Json::array();
    bool deleted = false;
  };
  using Versions = std::vector<Schema>;
  // A setting of the whole registry, at "", and of subjects.
  using Settings = std::map<std::string, Json>;

  ApiAnswer Route(const ApiCall& call);
  ApiAnswer RouteSubject(const ApiCall& call);
  ApiAnswer RouteVersion(const ApiCall& call);
  ApiAnswer ListSubjects(const ApiCall& call) const;
  ApiAnswer ListSchemas(const ApiCall& call) const;
  ApiAnswer GetSchemaById(const std::string& id) const;
  ApiAnswer ListVersions(const ApiCall& call, const Versions& versions) const;
  ApiAnswer Register(const ApiCall& call, const std::string& subject);
  ApiAnswer DeleteSubject(const ApiCall& call, const std::string& subject);
  ApiAnswer DeleteVersion(const ApiCall& call, const std::string& subject, Schema& schema);
  ApiAnswer RouteConfig(const ApiCall& call);
  ApiAnswer PutConfig(const ApiCall& call, const std::string& subject);
  ApiAnswer RouteMode(const ApiCall& call);
  ApiAnswer PutMode(const ApiCall& call, const std::string& subject);

  ApiAnswer Page(const ApiCall& call, const std::vector<Json>& all, int64_t server_limit) const;
  Json Whole(const std::string& subject, const Schema& schema) const;
  bool IsReadOnly(const std::string& subject) const;
  int64_t IdOf(const std::string& text);
  void Add(const std::string& subject, std::string text, std::string type, bool deleted = false);

  std::map<std::string, Versions> subjects_;
  std::map<std::string, int64_t> ids_;  // Of texts.
  Settings configs_;
  Settings modes_;
  int64_t subject_limit_ = 20000;
  int64_t schema_limit_ = 1000;
  std::string key_ = "SRKEY";
  std::string secret_ = "SRSECRET";
};

}  // namespace apisql

#endif  // APISQL_TESTS_PROVIDERS_SCHEMA_REGISTRY_SCHEMA_REGISTRY_API_H_
