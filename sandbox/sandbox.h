// Sandbox: a local imitation of Confluent Cloud's and Rockset's APIs over real HTTP on loopback.
//
// It shares no code with the client's paging, filters or decoding: what it imitates is the vendors'
// documents. Its state is in memory and made anew from a seed at each start.
#ifndef APISQL_SANDBOX_SANDBOX_H_
#define APISQL_SANDBOX_SANDBOX_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "src/base/status.h"

namespace apisql {

struct SandboxOptions {
  int port = 0;    // 0: any free one.
  int keys = 200;  // About how many Confluent API keys; everything else grows with it.
  uint64_t seed = 1;
  // Today, for the ages of keys: seconds since 1970. 0: now. Tests fix it.
  int64_t now = 0;
  std::chrono::milliseconds latency{0};  // Added to every answer.
  // Of Confluent's, before the 429s begin. No honest client reaches this many, so that a benchmark
  // measures the client.
  int requests_per_second = 100'000;
};

// How an answer leaves.
enum class SandboxDelivery {
  kWhole,
  kReset,        // None of it does: the connection ends with RST,
  kClose,        // with FIN,
  kNever,        // or stays open in silence.
  kResetInBody,  // Its head and half of its body do, then RST
  kCloseInBody,  // or FIN.
  kDrip,         // Byte by byte.
};

struct SandboxRequest {
  std::string method;
  std::string target;  // Path and query as received, without the provider's prefix.
  std::string body;
  int status = 0;     // Of the answer.
  int done_with = 0;  // What the API itself said; 0: a fault kept the request from it.
  std::map<std::string, std::string> headers = {};  // By lower-case name; not Authorization.
};

struct SandboxAnswer {
  int status = 200;
  std::string content_type;
  std::string body;
  std::map<std::string, std::string> headers;
};

// One answer that differs from the usual, for tests. The first fault whose method and path match
// takes the request; after `times` it is gone.
//
// The request reaches the state only where the fault says so: with status 0, or with carry_out.
struct SandboxFault {
  std::string path_prefix = {};  // "/iam/v2/api-keys"; matched against path and query.
  int skip = 0;                  // Requests let through first.
  int times = 1;                 // -1: for ever.
  int status = 500;              // 0: status, type and body are those of the API's own answer.
  std::string content_type = "application/json";
  std::string body = {};
  std::map<std::string, std::string> headers = {};  // Added to those of the API's own answer.
  std::string method = {};                          // "POST"; empty: any.
  // Headers of the request, by lower-case name; "" for one that it must not have,
  // and "*" for any value.
  std::map<std::string, std::string> asked_with = {};
  std::string sent = {};  // Only requests whose body has this text.
  // The request is carried out, whatever its answer says then.
  bool carry_out = false;
  // The API sees the request without its page_token: it answers with the first page again.
  bool first_page_again = false;
  // Changes the answer before it leaves. Called in several threads at once. The request's status is
  // not set yet.
  std::function<void(const SandboxRequest&, SandboxAnswer&)> change = nullptr;
  SandboxDelivery delivery = SandboxDelivery::kWhole;
  std::chrono::milliseconds pause{20};  // After each byte of kDrip.
  std::chrono::milliseconds delay{0};   // Before the answer, beside SandboxOptions::latency.
};

using SandboxFaultChooser = std::function<std::optional<SandboxFault>(const SandboxRequest&)>;

// A table of the state, as SQL sees it: the same dotted name and visible columns as the API table.
struct SandboxTable {
  using Value = std::variant<std::monostate, int64_t, double, std::string>;
  struct Column {
    std::string name;
    std::string type;  // TEXT, INTEGER or REAL.
  };
  std::string name;
  std::vector<Column> columns;
  std::vector<std::vector<Value>> rows;
};

// What a client needs to reach it.
struct SandboxAccess {
  std::string confluent_url;  // http://127.0.0.1:PORT/confluent
  std::string rockset_url;    // http://127.0.0.1:PORT/rockset
  std::string confluent_key;  // Credentials that it accepts. They open nothing else.
  std::string confluent_secret;
  std::string rockset_key;
};

// Serves from threads of its own until destroyed. All functions are thread-safe.
class Sandbox {
 public:
  static StatusOr<std::unique_ptr<Sandbox>> Start(const SandboxOptions& options);
  ~Sandbox();

  const SandboxAccess& access() const;
  int port() const;

  // The state as tables: `sandbox --dump` writes them, tests compare with them.
  std::vector<SandboxTable> Dump() const;

  void AddFault(SandboxFault fault);
  void ClearFaults();
  // Asks `choose` for the fault of each request that no added one takes: what it matches, `skip`
  // and `times` then mean nothing. Called in several threads at once; null: no longer.
  void ChooseFaults(SandboxFaultChooser choose);
  // What was received so far, in order.
  std::vector<SandboxRequest> Requests() const;
  void ForgetRequests();
  // Different TCP connections seen so far.
  int Connections() const;

  class Impl;

 private:
  explicit Sandbox(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace apisql

#endif  // APISQL_SANDBOX_SANDBOX_H_
