// Wants and grants: what documents from elsewhere ask for, and what of it the user has granted.
//
// A document of ours gets what it names. One from elsewhere gets nothing for what it says of
// itself, only what the user's config or command line says of its provider:
//
//   it wants                                            below `providers: {NAME: ...}` in the
//   config requests sent to a server of its provider           hosts: [api.acme.example], or
//   base_url a secret                                            secrets: {token: {environment:
//   ACME_TOKEN}} rows of another provider (`from:`, a view)          reads: [confluent.iam.users]
//   a table of a provider whose document is another's   tables: [confluent.iam.things]
//   to read by POST although --read-only is given       post_reads: on
#ifndef APISQL_REGISTRY_CONFIG_GRANTS_H_
#define APISQL_REGISTRY_CONFIG_GRANTS_H_

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "registry/config/config.h"
#include "registry/model/provider.h"
#include "registry/model/resource.h"
#include "src/base/status.h"

namespace apisql {

struct SecretWant {
  std::string server;  // Empty: the default server.
  std::string name;
  std::string environment;  // The variable that the document proposes.
  bool optional = false;    // Nothing is missing without it.
  friend bool operator==(const SecretWant&, const SecretWant&) = default;
};

// Of one provider. Each list in the order in which its members were found, none twice.
struct Wants {
  std::vector<std::string> hosts;  // "api.acme.example", "127.0.0.1:80", "*.acme.example"
  std::vector<SecretWant> secrets;
  std::vector<std::string> reads;
  std::vector<std::string> tables;
  std::vector<std::string>
      post_reads;  // "acme.shop.orders.search", wanted under --read-only alone.

  // True when nothing is wanted that a statement could not run without.
  bool none() const;
  void Add(const Wants& more);
};

// What requests to that server need; nothing where the provider's document is ours.
Wants WantsOf(const Provider& provider, const Server& server, const Config& config);
// What calls of the method need.
Wants WantsOf(const Resource& resource, const Method& method, const Config& config);
// What a view needs that reads `tables`; they need what is theirs in any case.
Wants WantsOfView(const Resource& view, std::span<const std::string> tables);

// Those of `wants` that the config does not grant to `provider`.
Wants NotGranted(const Wants& wants, const Provider& provider, const Config& config);

// True when the config lets `provider` send requests to the origin of `url`.
bool IsGrantedHost(const Provider& provider, std::string_view url, const Config& config);

// The lines of a config file that grant `wants`, without line ends. `owners` has the variables that
// belong to other providers, and to which: a line that hands out one of them says so.
std::vector<std::string> GrantLines(const std::string& provider, const Wants& wants,
                                    const std::map<std::string, std::string>& owners = {});

// kFailedPrecondition: which lines to add to which file, and which command shows and adds them.
// `directory` is the folder with the documents.
Status NotGrantedError(const std::string& provider, const std::string& directory,
                       const Wants& missing, const Config& config,
                       const std::map<std::string, std::string>& owners = {});

// That a `hosts` entry of the config file is a host, with a port or not, or "*." and at least two
// names.
Status CheckHostGrant(std::string_view host);

}  // namespace apisql

#endif  // APISQL_REGISTRY_CONFIG_GRANTS_H_
