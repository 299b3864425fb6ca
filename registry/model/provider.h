// Provider: a company's APIs, as its provider.yaml declares them.
#ifndef APISQL_REGISTRY_MODEL_PROVIDER_H_
#define APISQL_REGISTRY_MODEL_PROVIDER_H_

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/model/body_format.h"
#include "src/auth/auth.h"
#include "src/http/rate/rate_rules.h"
#include "src/json/path.h"
#include "src/paging/paging_spec.h"

namespace apisql {

// Where one kind of secret comes from when the user's config does not say.
struct SecretSource {
  std::string name;         // As the authentication scheme calls it: username, password, key ...
  std::string environment;  // CONFLUENT_CLOUD_API_KEY
};

// A "{name}" in a server's URL that the user chooses: the site, tenant or version of his account.
struct ServerVariable {
  std::string name;
  std::string description;  // What it is, for the error that asks for it.
  std::string environment;  // Of documents that are ours: where it is when nothing else says.
  std::string fallback;     // Where that says nothing, either. Empty: there is none.
  std::vector<std::string> values;  // All that there are; empty: any that fits.
};

// Names and values of request headers that are always sent.
using Headers = std::vector<std::pair<std::string, std::string>>;

struct Server {
  std::string name;
  // "https://api.confluent.cloud/v2". "{name}" in it is a variable or else a column, which the row
  // or its parent's row fills: a host that each cluster has for itself. See fill_server.h.
  std::string base_url;
  // How every host ends that a column may fill in: ".confluent.cloud". A row that names another
  // host is refused, so that data cannot carry the credential elsewhere.
  std::string host_suffix;
  std::vector<ServerVariable> variables = {};
  AuthSpec auth = {};
  std::vector<SecretSource> secrets = {};
  // Set: each value of this column, or variable, has a credential of its own: cluster_id.
  std::string credential_by = {};
  bool credential_by_host = false;  // Likewise each host.
  Headers headers = {};

  const ServerVariable* FindVariable(std::string_view variable) const;
  bool has_own_credentials() const { return credential_by_host || !credential_by.empty(); }
};

// Where an error body says what happened. The first shape whose message is there counts.
struct ErrorShape {
  JsonPath list;     // Set: an array of errors; the paths below are within each element.
  JsonPath message;  // Text for people.
  JsonPath code;     // Text or number for programs; may be empty.
  // Where it says which part of the request is meant: "/source/pointer". The first that is there.
  std::vector<JsonPath> pointers = {};
};

// By status, what it means: "would exceed a quota".
using Statuses = std::map<int, std::string>;

// What an answer may have in the place of rows, or of one row, where there are none.
struct EmptyAnswers {
  bool null = false;        // The JSON null.
  bool absent = false;      // Nothing at all: the member is left out.
  bool no_content = false;  // 204, without a body.
};

// What an answer with a status of success must say to be one.
struct SuccessRule {
  JsonPath path;
  std::vector<std::string> values;  // One of these stands at `path`: "true".
  bool absent = false;              // Or: nothing does, or null, or an empty array.
};

// At most `requests` per `seconds`, counted per credential.
struct Budget {
  std::string name;  // metadata_read
  int requests = 0;
  int seconds = 60;
};

// Where a document comes from.
struct Origin {
  // Of one from elsewhere: the folder that the user has named. Empty: it is ours, as the built-in
  // ones are, and gets what it names.
  std::string directory;

  bool is_ours() const { return directory.empty(); }
  friend bool operator==(const Origin&, const Origin&) = default;
};

struct Provider {
  std::string name;
  Origin origin;
  std::string description;
  // Set: these are the servers of this service alone, and other services have others.
  std::string service;
  std::vector<Server> servers;  // The first is the default.
  // Servers that are the same API for other data: the user may choose one of them as the default.
  std::vector<std::string> regions;
  int max_concurrency = 8;
  PagingSpec paging;                 // Of methods that do not say otherwise.
  JsonPath rows;                     // Likewise: where the rows of an answer stand.
  EmptyAnswers empty;                // Likewise.
  std::vector<SuccessRule> success;  // Likewise. All of them hold, or the answer is an error.
  BodyFormat body_format;            // Likewise: how bodies are sent.
  bool xml_answers = false;          // Likewise.
  std::vector<ErrorShape> errors;
  Headers headers;  // Of all requests.
  Statuses statuses;
  std::vector<Budget> budgets;
  // Response headers that tell the rate limit; empty: none.
  std::string limit_header, remaining_header, reset_header;
  std::vector<int> wait_statuses;  // Beside 429: that ask to wait, when they say until when.
  ResetUnit reset_unit = ResetUnit::kGuess;  // Of reset_header.
  // Beside those of every server: that may pass when an idempotent request is sent again.
  std::vector<int> retry_statuses;
  // So long a credential may be refused after it was made; 0: a refusal is told at once.
  int fresh_credential_seconds = 0;

  const Server* FindServer(const std::string& name) const;  // "" is the default server.
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_MODEL_PROVIDER_H_
