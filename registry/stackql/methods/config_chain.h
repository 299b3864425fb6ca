// ConfigChain: what StackQL documents configure for a method, and what of it can be said.
#ifndef APISQL_REGISTRY_STACKQL_METHODS_CONFIG_CHAIN_H_
#define APISQL_REGISTRY_STACKQL_METHODS_CONFIG_CHAIN_H_

#include <string>
#include <string_view>
#include <vector>

#include "registry/openapi/openapi_document.h"

namespace apisql {

// The configs that hold for a method, the nearest first: its own, its resource's, its service's and
// its provider's. Null ones say nothing.
using ConfigChain = std::vector<const YamlNode*>;

// What makes a POST of a form from a GET with a query.
inline constexpr std::string_view kToForm = "get_query_to_post_form_utf_8";

// The nearest that says something; null: none does.
const YamlNode* FindConfig(const ConfigChain& configs, std::string_view key);
// Its algorithm; "" where none is named.
std::string AlgorithmOf(const ConfigChain& configs, std::string_view key);
// kUnimplemented names what requests and answers go through that our documents cannot say.
Status CheckConfigs(const ConfigChain& configs);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_METHODS_CONFIG_CHAIN_H_
