// Config: what the user says about providers, in a file and on the command line.
#ifndef APISQL_REGISTRY_CONFIG_CONFIG_H_
#define APISQL_REGISTRY_CONFIG_CONFIG_H_

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/config/said_auth.h"
#include "registry/config/secret_reference.h"
#include "registry/model/fill_server.h"
#include "registry/model/provider.h"
#include "src/base/secret.h"
#include "src/base/status.h"
#include "src/http/endpoint.h"

namespace apisql {

// Of one provider.
struct ProviderConfig {
  std::string base_url;  // Replaces the host of every server of the provider; empty: as declared.
  std::map<std::string, std::string> server_urls;  // By its name, in the place of a server's URL.
  ServerValues variables;                          // Names in URLs that are the user's to fill.
  std::string region;  // Of Provider::regions: the server that is the default; empty: the first.
  bool allow_plain_http = false;
  int max_concurrency = 0;  // 0: as declared.
  // Server name ("" for the default server) and secret name -> where it is.
  std::map<std::pair<std::string, std::string>, SecretReference> secrets;
  // The same of credentials that rows or hosts choose: server, name of the credential, secret.
  std::map<std::array<std::string, 3>, SecretReference> credentials;
  // The credential in StackQL's words; none: it is as declared. Of documents from elsewhere it
  // takes the place of what they declare, for all servers, and grants its secrets.
  std::optional<SaidAuth> auth;
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

  // Folders with documents from elsewhere, by full path, in the order of the file.
  const std::vector<std::string>& provider_directories() const { return provider_directories_; }

  // Settings of the session that the file presets, in its order.
  const std::vector<std::pair<std::string, std::string>>& settings() const { return settings_; }

  // What the error of missing credentials says at its end: the user's program knows what else there
  // is to do. Nothing by default. With `providers` it is said of those alone.
  void set_credentials_advice(std::string advice, std::set<std::string> providers = {}) {
    credentials_advice_ = {std::move(advice), std::move(providers)};
  }

  // From here on endpoints are made for `providers` and for servers on this machine alone. The
  // error of another provider ends with `advice`.
  void KeepTo(std::set<std::string> providers, std::string advice) {
    kept_to_ = Advice{std::move(advice), std::move(providers)};
  }

  // That the region which the user chose for `provider`, if any, is one of its regions.
  Status CheckRegion(const Provider& provider) const;

  // The server of that name; "" is the region that the user chose, else the first. Null where there
  // is no such server, or no such region.
  const Server* FindServer(const Provider& provider, const std::string& name) const;
  // True where the secrets that are given to the provider as a whole are those of this server.
  bool TakesDefaultSecrets(const Provider& provider, const Server& server) const;

  // What the user has said of a secret, null: nothing. Where rows choose the server's credential,
  // one of them counts for all.
  const SecretReference* Given(const Provider& provider, const Server& server,
                               const std::string& secret) const;
  // What of the server's variables is known: from the config file, from the environment where the
  // document is ours, by default.
  ServerValues Chosen(const Provider& provider, const Server& server) const;
  // True when the user has given a URL in the place of the server's.
  bool IsMoved(const Provider& provider, const Server& server) const;
  // The server's URL for people: as it will be asked, with {name} for what is not known.
  std::string ShownUrl(const Provider& provider, const Server& server,
                       const ServerValues& rows) const;

  // Takes over what --auth says: JSON, {"acme": {"type": "bearer", "credentialsenvvar": "TOKEN"}}.
  // It takes the place of all that the file says of credentials of these providers, whose names are
  // returned. An error names what is wrong, and quotes no value.
  StatusOr<std::vector<std::string>> AddAuth(std::string_view text);
  // That what the user has said in StackQL's words can be the credential of the server.
  Status CheckAuth(const Provider& provider, const Server& server) const;
  // The server as it is asked: with the credential that the user has said in StackQL's words, where
  // its document is from elsewhere.
  Server AsSaid(const Provider& provider, const Server& server) const;

  // That the server takes the secrets that are given for it.
  Status CheckSecrets(const Provider& provider, const Server& server) const;

  // The secrets of `provider` that are known without asking a file or a command for them: those in
  // the config file, those that were asked for before, and those in environment variables, also
  // where the config file names others. For who takes them out of texts.
  std::vector<std::string> CredentialsAtHand(const Provider& provider) const;

  // The endpoint of a server: base URL and credential. Missing credentials are kUnauthenticated
  // with the environment variables to set and the advice; missing variables kFailedPrecondition
  // with the lines to add. `rows` has what the statement and rows give to names in the URL and to
  // the column that tells the credential; "" for what WHERE could give. Where the user gave a base
  // URL, that one holds for all hosts. Runs the user's secret command at most once per secret.
  // Secrets without a server's name belong to the default server, which a region that the user
  // chose is, and are sent to no other. Where the provider's document is from elsewhere, its server
  // and its secrets must be granted; else kFailedPrecondition with the lines that grant them.
  StatusOr<std::shared_ptr<const Endpoint>> MakeEndpoint(const Provider& provider,
                                                         const Server& server,
                                                         const ServerValues& rows) const;

 private:
  // What errors about some providers say at their end.
  struct Advice {
    std::string text;
    std::set<std::string> providers;
  };

  // Which of a server's credentials is meant.
  struct Credential {
    std::string name;   // As a row or the host calls it; "" where there is but one.
    std::string entry;  // The entry of the config that has it: the name, default, or "".
  };

  Status CheckKeptTo(const Provider& provider, const Server& server) const;
  StatusOr<std::string> BaseUrlOf(const Provider& provider, const Server& server,
                                  const ServerValues& rows) const;
  Status CheckVariables(const Provider& provider, const Server& server, const ServerValues& rows,
                        std::string_view url) const;
  Status NoVariable(const Provider& provider, const Server& server, const ServerVariable& variable,
                    bool where) const;
  StatusOr<Credential> CredentialFor(const Provider& provider, const Server& server,
                                     const ServerValues& rows, const std::string& base_url) const;
  bool HasEntry(const Provider& provider, const Server& server, const std::string& entry) const;
  StatusOr<std::map<std::string, Secret>> SecretsFor(const Provider& provider, const Server& server,
                                                     const Credential& credential) const;
  SecretReference ReferenceFor(const Provider& provider, const Server& server,
                               const Credential& credential, const std::string& secret) const;
  Status CheckNames(const Provider& provider) const;
  StatusOr<AuthSpec> AuthFor(const Provider& provider, const Server& server,
                             const ServerValues& rows) const;
  Status CheckGranted(const Provider& provider, const Server& server, const AuthSpec& auth,
                      const std::string& base_url) const;
  std::string WhoAsks(const Provider& provider, const Server& server) const;
  Status NoCredentials(const Provider& provider, const Server& server,
                       const std::vector<std::string>& missing) const;
  Status NoRowCredential(const Provider& provider, const Server& server,
                         const Credential& credential,
                         const std::vector<std::string>& missing) const;
  void AddCredentials(const Provider& provider, const Server& server, const Credential& credential,
                      std::vector<std::string>* texts) const;
  const SaidAuth* SaidOf(const Provider& provider) const;
  const SecretReference* SaidReference(const Provider& provider, const Server& server,
                                       const std::string& secret) const;
  bool IsSaidVariable(const Provider& provider, const Server& server,
                      const ServerVariable& variable) const;
  const SecretReference* GivenToAll(const Provider& provider, const Server& server,
                                    const std::string& secret) const;
  Status CheckCredentialNames(const Provider& provider, const Server& server,
                              const std::vector<std::string>& known) const;
  Status CheckSecretNames(const Provider& provider, const Server& server,
                          const std::vector<std::string>& known) const;

  std::string file_;  // Named in errors.
  Advice credentials_advice_;
  std::optional<Advice> kept_to_;
  std::map<std::string, ProviderConfig> providers_;
  std::vector<std::pair<std::string, std::string>> settings_;
  std::vector<std::string> provider_directories_;
  // By provider, server, credential and secret: a command may ask the user for a passphrase, so
  // once only.
  mutable std::map<std::array<std::string, 4>, Secret> resolved_;
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_CONFIG_CONFIG_H_
