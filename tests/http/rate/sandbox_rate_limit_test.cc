// The governor over real HTTP, against the sandbox's own limit.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"
#include "src/base/base64.h"
#include "src/http/client.h"

namespace apisql {
namespace {

class KeyAndSecret final : public Authenticator {
 public:
  explicit KeyAndSecret(const SandboxAccess& access)
      : value_("Basic " + EncodeBase64(access.confluent_key + ":" + access.confluent_secret)) {}

  Status Apply(Request* request, Clock::WallTime /*now*/) const override {
    request->secrets.push_back({SecretField::Place::kHeader, "Authorization", value_});
    return OkStatus();
  }

 private:
  Secret value_;
};

TEST(SandboxRateLimitTest, ThreeHundredCallsAtAHundredASecondMeetNextToNoRefusal) {
  SandboxOptions options;
  options.keys = 10;
  options.requests_per_second = 100;
  auto sandbox = Sandbox::Start(options);
  ASSERT_TRUE(sandbox.ok()) << sandbox.status().message();
  auto endpoint = std::make_shared<Endpoint>();
  endpoint->provider = "confluent";
  endpoint->base_url = (*sandbox)->access().confluent_url;
  endpoint->authenticator = std::make_shared<KeyAndSecret>((*sandbox)->access());
  endpoint->max_concurrency = 16;
  endpoint->rates = {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", {}};

  const auto transport = MakeCurlTransport({});
  RequestLog log;
  Client client(*transport, log, Clock::Real(), nullptr);
  std::vector<CallId> ids;
  for (int i = 0; i < 300; ++i) {
    Request request;
    request.url = endpoint->base_url + "/org/v2/environments?number=" + std::to_string(i);
    ids.push_back(client.Send(endpoint, std::move(request)));
  }
  for (const CallId id : ids) {
    const StatusOr<Response> response = client.Wait(id);
    ASSERT_TRUE(response.ok()) << response.status().message();
    EXPECT_EQ(response->status, 200);
  }
  const auto requests = (*sandbox)->Requests();
  const auto refused = std::ranges::count(requests, 429, &SandboxRequest::status);
  EXPECT_LE(refused, 5);
  EXPECT_EQ(requests.size(), 300U + static_cast<size_t>(refused));
  EXPECT_TRUE(std::ranges::any_of(
      log.records(), [](const RequestRecord& record) { return record.waited_milliseconds > 0; }));
}

}  // namespace
}  // namespace apisql
