#include "registry/model/provider.h"

#include <algorithm>

namespace apisql {

const ServerVariable* Server::FindVariable(std::string_view variable) const {
  const auto found = std::ranges::find(variables, variable, &ServerVariable::name);
  return found == variables.end() ? nullptr : &*found;
}

const Server* Provider::FindServer(const std::string& server) const {
  if (server.empty()) return servers.empty() ? nullptr : &servers.front();
  const auto found = std::ranges::find(servers, server, &Server::name);
  return found == servers.end() ? nullptr : &*found;
}

}  // namespace apisql
