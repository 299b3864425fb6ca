// Config: what the user says about providers, in a file and on the command line.
#ifndef APISQL_REGISTRY_CONFIG_CONFIG_H_
#define APISQL_REGISTRY_CONFIG_CONFIG_H_

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/model/provider.h"
#include "src/base/secret.h"
#include "src/base/status.h"
#include "src/http/endpoint.h"

namespace apisql {

// One secret as the config file names it. Exactly one of the members is set.
//   key: {environment: NAME}       key: {file: PATH}
//   key: {command: pass show x}    key: {value: TEXT}
struct SecretReference {
  std::string environment;
  std::string file;     // Its first line. Others may not write it.
  std::string command;  // Run by /bin/sh; the first line of what it prints.
  Secret value;
};

// Of one provider.
struct ProviderConfig {
  std::string base_url;  // Replaces the host of every server of the provider; empty: as declared.
  std::string region;    // Of Provider::regions: the server that is the default; empty: the first.
  bool allow_plain_http = false;
  int max_concurrency = 0;  // 0: as declared.
  // Server name ("" for the default server) and secret name -> where it is.
  std::map<std::pair<std::string, std::string>, SecretReference> secrets;
  // What documents from elsewhere are granted beside their secrets (registry/config/grants.h).
  std::vector<std::string> hosts;   // Servers that they may send requests to.
  std::vector<std::string> reads;   // Tables of other providers that they may read.
  std::vector<std::string> tables;  // Of this provider, by documents other than its own.
  bool post_reads = false;          // Their reads by POST are sent under --read-only, too.
};

class Config {
 public:
  // Reads a YAML file (format: README, "Configuration"). An error names file, line and rule;
  // kNotFound when there is no such file. A file that belongs to another user than root, or that
  // others can write, is refused: it names commands that are run and servers that are sent
  // credentials. So is one with a secret `value` that others have access to. A relative path of a
  // secret's file counts from the config's folder.
  static StatusOr<Config> Load(const std::string& file);
  // The same of the text of that file.
  static StatusOr<Config> Read(std::string_view text, const std::string& file,
                               bool others_can_read = false);
  // $XDG_CONFIG_HOME/apisql/config.yaml, or ~/.config/apisql/config.yaml; "" where neither is
  // known.
  static std::string DefaultFile();

  ProviderConfig& provider(const std::string& name) { return providers_[name]; }
  const ProviderConfig* Find(const std::string& name) const;

  const std::map<std::string, ProviderConfig>& providers() const { return providers_; }

  // How texts for people call the file that was read, or the one that is read by default.
  std::string FileName() const;

  // That each provider of the file is one of `known`: a misspelt one would be asked as declared. An
  // entry with `hosts` may be of documents that this run is not given.
  Status CheckProviders(const std::vector<std::string>& known) const;

  // Settings of the session that the file presets, in its order.
  const std::vector<std::pair<std::string, std::string>>& settings() const { return settings_; }

  // What the error of missing credentials says at its end: the user's program knows what else there
  // is to do. Nothing by default.
  void set_credentials_advice(std::string advice) { credentials_advice_ = std::move(advice); }

  // That the region which the user chose for `provider`, if any, is one of its regions.
  Status CheckRegion(const Provider& provider) const;

  // The server of that name; "" is the region that the user chose, else the first. Null where there
  // is no such server, or no such region.
  const Server* FindServer(const Provider& provider, const std::string& name) const;

  // What the user has said of a secret, null: nothing.
  const SecretReference* Given(const Provider& provider, const Server& server,
                               const std::string& secret) const;

  // That the server takes the secrets that are given for it.
  Status CheckSecrets(const Provider& provider, const Server& server) const;

  // The secrets of `provider` that are known without asking a file or a command for them: those in
  // the config file, those that were asked for before, and those in environment variables, also
  // where the config file names others. For who takes them out of texts.
  std::vector<std::string> CredentialsAtHand(const Provider& provider) const;

  // The endpoint of a server: base URL and credential. Missing credentials are kUnauthenticated
  // with the environment variables to set and the advice. `host` fills "{column}"
  // in the declared base URL and must lie within the server's host_suffix; where the user gave a
  // base URL, that one holds for all hosts. Runs the user's secret command at most once per secret.
  // Secrets without a server's name belong to the default server, which a region that the user
  // chose is, and are sent to no other. Where the provider's document is from elsewhere, its server
  // and its secrets must be granted; else kFailedPrecondition with the lines that grant them.
  StatusOr<std::shared_ptr<const Endpoint>> MakeEndpoint(const Provider& provider,
                                                         const Server& server,
                                                         const std::string& host) const;

 private:
  StatusOr<std::map<std::string, Secret>> SecretsFor(const Provider& provider,
                                                     const Server& server) const;
  SecretReference ReferenceFor(const Provider& provider, const Server& server,
                               const std::string& secret) const;
  bool IsDefault(const Provider& provider, const Server& server) const;
  Status CheckGranted(const Provider& provider, const Server& server,
                      const std::string& base_url) const;
  std::string WhoAsks(const Provider& provider, const Server& server) const;
  Status NoCredentials(const Provider& provider, const Server& server,
                       const std::vector<std::string>& missing) const;
  Status CheckSecretNames(const Provider& provider, const Server& server,
                          const std::vector<std::string>& known) const;

  std::string file_;  // Named in errors.
  std::string credentials_advice_;
  std::map<std::string, ProviderConfig> providers_;
  std::vector<std::pair<std::string, std::string>> settings_;
  // By provider, server and secret: a command may ask the user for a passphrase, so once only.
  mutable std::map<std::array<std::string, 3>, Secret> resolved_;
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_CONFIG_CONFIG_H_
