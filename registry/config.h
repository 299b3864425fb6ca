// Config: what the user says about providers, in a file and on the command line.
#ifndef APISQL_REGISTRY_CONFIG_H_
#define APISQL_REGISTRY_CONFIG_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "registry/provider.h"
#include "src/base/secret.h"
#include "src/base/status.h"
#include "src/http/endpoint.h"

namespace apisql {

// One secret as the config file names it. Exactly one of the members is set.
//   key: {environment: NAME}   key: {file: PATH}   key: {command: "pass show x"}   key: {value:
//   TEXT}
struct SecretReference {
  std::string environment;
  std::string file;     // Its first line.
  std::string command;  // Run by /bin/sh; the first line of what it prints.
  Secret value;
};

// Of one provider.
struct ProviderConfig {
  std::string base_url;  // Replaces the host of every server of the provider; empty: as declared.
  bool allow_plain_http = false;
  int max_concurrency = 0;  // 0: as declared.
  // Server name ("" for the default server) and secret name -> where it is.
  std::map<std::pair<std::string, std::string>, SecretReference> secrets;
};

class Config {
 public:
  // Reads a YAML file (format: README, "Configuration"). An error names file, line and rule. A file
  // with a secret `value` that others than the owner can read is refused.
  static StatusOr<Config> Load(const std::string& file);
  // $XDG_CONFIG_HOME/apisql/config.yaml, or ~/.config/apisql/config.yaml.
  static std::string DefaultFile();

  ProviderConfig& provider(const std::string& name) { return providers_[name]; }
  const ProviderConfig* Find(const std::string& name) const;

  // Settings of the session that the file presets, in its order.
  const std::vector<std::pair<std::string, std::string>>& settings() const { return settings_; }

  // The endpoint of a server: base URL and credential. Missing credentials are kUnauthenticated
  // with the environment variables to set and `--sandbox` to try instead. `host` fills "{column}"
  // in the base URL. Runs the user's secret command at most once per secret.
  StatusOr<std::shared_ptr<const Endpoint>> MakeEndpoint(const Provider& provider,
                                                         const Server& server,
                                                         const std::string& host) const;

 private:
  std::map<std::string, ProviderConfig> providers_;
  std::vector<std::pair<std::string, std::string>> settings_;
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_CONFIG_H_
