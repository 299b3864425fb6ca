#include "registry/request/server_values.h"

#include <string>
#include <vector>

namespace apisql {

ServerValues ServerValuesOf(const Server& server, const Method& method,
                            const Arguments& arguments) {
  ServerValues values;
  const auto add = [&](const std::string& name) {
    const Parameter* const parameter = method.FindParameter(name);
    if (parameter != nullptr && parameter->place == Parameter::Place::kPath) values[name] = "";
    for (const auto& [argument, given] : arguments) {
      if (argument == name && !given.empty()) values[name] = given[0];
    }
  };
  if (server.base_url.find('{') != std::string::npos) {
    for (const UrlSlot& slot : SlotsOf(server.base_url)) add(slot.name);
  }
  for (const ServerVariable& variable : server.variables) add(variable.name);
  if (!server.credential_by.empty()) add(server.credential_by);
  return values;
}

}  // namespace apisql
