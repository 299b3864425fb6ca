// Requests that are signed as they are: what becomes of the signature when one changes.
#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "src/http/client.h"
#include "tests/http/fake_transport.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSignedCall[] = "GET https://api.example.com/a";

// "Fake Key=k, Signature=AT:URL": of the time in seconds, and the URL.
class FakeSigner final : public Authenticator {
 public:
  bool SignsRequests() const override { return true; }
  Status Apply(Request* request, Clock::WallTime now) const override {
    const auto at = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
    request->secrets.push_back(
        {SecretField::Place::kHeader, "Authorization",
         Secret("Fake Key=k, Signature=" + std::to_string(at) + ":" + request->url)});
    return OkStatus();
  }
};

class ClientSignatureTest : public ::testing::Test {
 protected:
  ClientSignatureTest() {
    endpoint_->provider = "acme";
    endpoint_->base_url = "https://api.example.com";
    endpoint_->authenticator = std::make_shared<FakeSigner>();
    endpoint_->secrets = {Secret("the-signing-key")};
    client_.set_random([] { return 1.0; });
  }

  StatusOr<Response> Fetch() {
    Request request;
    request.url = endpoint_->base_url + "/a";
    return client_.Wait(client_.Send(endpoint_, std::move(request)));
  }

  // What each request was sent with.
  std::vector<std::string> Signatures() const {
    std::vector<std::string> texts;
    for (const Request& request : transport_.requests) {
      for (const SecretField& field : request.secrets) texts.push_back(field.value.Reveal());
    }
    return texts;
  }

  FakeClock clock_;
  FakeTransport transport_{&clock_};
  RequestLog log_;
  Client client_{transport_, log_, clock_, [] { return false; }};
  std::shared_ptr<Endpoint> endpoint_ = std::make_shared<Endpoint>();
};

TEST_F(ClientSignatureTest, ARepeatIsSignedAtItsOwnTime) {
  transport_.Reply(kSignedCall, 429, "later", {{"Retry-After", "7"}});
  transport_.Then(kSignedCall, 200, "good");
  ASSERT_TRUE(Fetch().ok());
  EXPECT_THAT(Signatures(),
              ElementsAre("Fake Key=k, Signature=1792000000:https://api.example.com/a",
                          "Fake Key=k, Signature=1792000007:https://api.example.com/a"));
}

TEST_F(ClientSignatureTest, ARedirectIsSignedForItsOwnUrl) {
  transport_.Reply(kSignedCall, 302, "", {{"Location", "/b"}});
  ASSERT_TRUE(Fetch().ok());
  EXPECT_THAT(Signatures(),
              ElementsAre("Fake Key=k, Signature=1792000000:https://api.example.com/a",
                          "Fake Key=k, Signature=1792000000:https://api.example.com/b"));
}

TEST_F(ClientSignatureTest, AServerThatRepeatsItIsNotBelieved) {
  const std::string signature = "1792000000:https://api.example.com/a";
  transport_.Reply(kSignedCall, 403,
                   "you sent Authorization: Fake Key=k, Signature=" + signature +
                       ", by the-signing-key; provided: <" + signature + ">");
  const StatusOr<Response> response = Fetch();
  ASSERT_TRUE(response.ok());
  EXPECT_THAT(response->body, AllOf(HasSubstr("you sent"), Not(HasSubstr("1792000000")),
                                    Not(HasSubstr("the-signing-key"))));
}

// A statement may send thousands of requests, and each text is searched for all that is known.
TEST_F(ClientSignatureTest, ItIsForgottenWithItsRequest) {
  ASSERT_TRUE(Fetch().ok());
  const std::string text = "Key=k, Signature=1792000000:https://api.example.com/a";
  EXPECT_EQ(client_.redactor().Redact(text), text);
  EXPECT_EQ(client_.redactor().Redact("the-signing-key"), "***");
}

}  // namespace
}  // namespace apisql
