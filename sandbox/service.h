// Service: a request's method, target, body and credential to its answer. Knows no sockets.
#ifndef APISQL_SANDBOX_SERVICE_H_
#define APISQL_SANDBOX_SERVICE_H_

#include <atomic>
#include <map>
#include <shared_mutex>
#include <string>
#include <vector>

#include "sandbox/call.h"
#include "sandbox/rate_limit.h"
#include "sandbox/sandbox.h"
#include "sandbox/traffic.h"
#include "sandbox/world.h"

namespace apisql::sandbox {

struct RawRequest {
  std::string method;
  std::string target;  // With the provider's prefix: /confluent/iam/v2/users
  std::string authorization;
  std::string body;
  std::map<std::string, std::string> headers;  // By lower-case name; not Authorization.
};

// Thread-safe: reads run beside each other, a write alone.
class Service {
 public:
  explicit Service(const SandboxOptions& options)
      : seed_(options.seed), world_(options), rate_limit_(options.requests_per_second) {}

  Answer Handle(const RawRequest& request);
  std::vector<SandboxTable> Dump() const;

  Traffic& traffic() { return traffic_; }
  const Traffic& traffic() const { return traffic_; }
  // May be changed only before the first request.
  SandboxAccess& access() { return world_.access; }
  const SandboxAccess& access() const { return world_.access; }

 private:
  Answer Route(const std::string& provider, Call& call);
  Answer AnswerConfluent(Call& call);
  Answer AnswerRockset(Call& call);
  std::string NextRequestId();

  const uint64_t seed_;
  std::atomic<uint64_t> request_count_{0};
  mutable std::shared_mutex mutex_;  // Guards world_.
  World world_;
  Traffic traffic_;
  RateLimit rate_limit_;
};

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_SERVICE_H_
