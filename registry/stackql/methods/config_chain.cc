#include "registry/stackql/methods/config_chain.h"

#include "registry/openapi/unsupported.h"

namespace apisql {

const YamlNode* FindConfig(const ConfigChain& configs, std::string_view key) {
  for (const YamlNode* config : configs) {
    const YamlNode* found = config == nullptr ? nullptr : config->Find(key);
    if (found != nullptr && !found->is(YamlNode::Kind::kNull)) return found;
  }
  return nullptr;
}

std::string AlgorithmOf(const ConfigChain& configs, std::string_view key) {
  return TextAt(FindConfig(configs, key), "algorithm");
}

Status CheckConfigs(const ConfigChain& configs) {
  const std::string body = AlgorithmOf(configs, "requestBodyTranslate");
  const std::string_view base = std::string_view(body).substr(0, body.find('_'));
  if (!body.empty() && base != "naive" && body != "default") {
    return Unsupported("its body is made by the algorithm " + body);
  }
  const std::string request = AlgorithmOf(configs, "requestTranslate");
  if (!request.empty() && request != "drop_double_underscore_params" && request != kToForm) {
    return Unsupported("its request is made by the algorithm " + request);
  }
  const std::string query = AlgorithmOf(configs, "queryParamTranspose");
  if (!query.empty() && (query != "AWSCanonical" || request != kToForm)) {
    return Unsupported("its query is made by the algorithm " + query);
  }
  // The last is the provider's, whose credential all servers take.
  for (size_t i = 0; i + 1 < configs.size(); ++i) {
    if (configs[i] != nullptr && configs[i]->Find("auth") != nullptr) {
      return Unsupported("it has a credential of its own");
    }
  }
  for (const char* key : {"variations", "sqlExternalTables"}) {
    if (FindConfig(configs, key) != nullptr) return Unsupported("it has " + std::string(key));
  }
  return OkStatus();
}

}  // namespace apisql
