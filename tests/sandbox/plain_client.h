// PlainClient: the simplest HTTP client that can talk to a sandbox, for its tests. It knows nothing
// of the engine's.
#ifndef APISQL_TESTS_SANDBOX_PLAIN_CLIENT_H_
#define APISQL_TESTS_SANDBOX_PLAIN_CLIENT_H_

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"

namespace apisql {

struct PlainReply {
  int status = 0;
  std::map<std::string, std::string> headers;  // Names in lower case.
  std::string text;
  nlohmann::json body;  // Discarded when the text is not JSON.

  std::string Header(const std::string& name) const;
  // The first entry of "errors".
  nlohmann::json FirstError() const;
};

class PlainClient {
 public:
  explicit PlainClient(const Sandbox& sandbox);
  ~PlainClient();

  // Paths are without the provider's prefix. The right credential is sent.
  PlainReply Confluent(const std::string& method, const std::string& path,
                       const std::string& body = "");
  PlainReply Rockset(const std::string& method, const std::string& path,
                     const std::string& body = "");
  // With another Authorization header, or none when it is empty; the whole path.
  PlainReply Send(const std::string& method, const std::string& path,
                  const std::string& authorization, const std::string& body = "");

  // All rows of a Confluent list. Appends page_token to `path` as long as there is a next page.
  std::vector<nlohmann::json> Walk(const std::string& path);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
  std::string basic_;
  std::string api_key_;
};

// What a client would have to send.
std::string BasicHeader(const std::string& key, const std::string& secret);

// The token in metadata.next, empty when this is the last page.
std::string NextToken(const nlohmann::json& page);

// Everything but letters and digits as %XX.
std::string Escape(const std::string& text);

// A sandbox whose clock stands at 2026-06-01.
SandboxOptions FixedOptions(int keys, uint64_t seed = 1);
std::unique_ptr<Sandbox> StartSandbox(const SandboxOptions& options);

const SandboxTable& TableOf(const std::vector<SandboxTable>& tables, const std::string& name);

// The text of a cell, "NULL" for none.
std::string CellText(const SandboxTable& table, size_t row, const std::string& column);

}  // namespace apisql

#endif  // APISQL_TESTS_SANDBOX_PLAIN_CLIENT_H_
