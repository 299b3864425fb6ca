#include <gmock/gmock.h>

#include "src/auth/auth.h"
#include "src/base/text.h"
#include "tests/support/keys/key_files.h"

namespace apisql {
namespace {

using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kTokenServer[] = "https://oauth2.example.com/token";
const Clock::WallTime kAsked{seconds(1'792'000'000)};

StatusOr<std::unique_ptr<Authenticator>> MakeRobot(
    const std::string& file, std::map<std::string, std::string> options = {}) {
  options.emplace("token_url", kTokenServer);
  return MakeAuthenticator({.scheme = "service_account", .options = std::move(options)},
                           {{"key", Secret(file)}});
}

// The claims of the token request's JWT, whose signature is checked.
std::string ClaimsIn(const Request& request) {
  EXPECT_THAT(request.secrets, SizeIs(1));
  EXPECT_EQ(request.secrets.at(0).name, "assertion");
  EXPECT_EQ(request.secrets.at(0).place, SecretField::Place::kForm);
  return ClaimsOf(request.secrets.at(0).value.Reveal());
}

TEST(ServiceAccountTest, AsksForATokenByAJwtThatItsKeySigns) {
  const auto robot = MakeRobot(KeyFileOf(PemOf(RsaKey())), {{"scope", "https://scopes/a"}});
  ASSERT_TRUE(robot.ok()) << robot.status().message();
  const std::optional<Request> request = (*robot)->TokenRequest(kAsked);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->url, kTokenServer);
  EXPECT_EQ(request->body, "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer");
  EXPECT_EQ(ClaimsIn(*request),
            R"({"iss":"robot@example.com","aud":"https://oauth2.example.com/token",)"
            R"("scope":"https://scopes/a","iat":1792000000,"exp":1792003600})");
}

TEST(ServiceAccountTest, EachTokenRequestHasAJwtOfItsOwnTime) {
  const auto robot = MakeRobot(KeyFileOf(PemOf(RsaKey())));
  ASSERT_TRUE(robot.ok());
  ASSERT_TRUE((*robot)->TokenRequest(kAsked));
  Response answer;
  answer.status = 200;
  answer.body = R"({"access_token": "t1", "token_type": "Bearer", "expires_in": 3600})";
  ASSERT_TRUE((*robot)->AcceptToken(answer, kAsked).ok());
  EXPECT_FALSE((*robot)->TokenRequest(kAsked + seconds(60)));
  const std::optional<Request> later = (*robot)->TokenRequest(kAsked + seconds(3600));
  ASSERT_TRUE(later);
  EXPECT_THAT(ClaimsIn(*later), HasSubstr(R"("iat":1792003600,"exp":1792007200)"));
}

TEST(ServiceAccountTest, ActsForAUserAndForAnotherAudienceWhereToldSo) {
  const auto robot = MakeRobot(KeyFileOf(PemOf(RsaKey())),
                               {{"subject", "ada@example.com"}, {"audience", "https://other"}});
  ASSERT_TRUE(robot.ok());
  EXPECT_THAT(
      ClaimsIn(*(*robot)->TokenRequest(kAsked)),
      AllOf(HasSubstr(R"("aud":"https://other")"), HasSubstr(R"("sub":"ada@example.com")")));
}

TEST(ServiceAccountTest, AKeyThatCannotSignIsRefusedAndNotShown) {
  const struct {
    std::string file;
    const char* said;
  } cases[] = {
      {"hunter2", "not the JSON"},
      {R"(["hunter2"])", "not the JSON"},
      {R"({"private_key": "hunter2"})", "no client_email"},
      {R"({"client_email": "hunter2"})", "no private_key"},
      {KeyFileOf("hunter2"), "none in PEM"},
      {KeyFileOf(PemOf(RsaKey(), "hunter2")), "without a password"},
      {KeyFileOf(PemOf(SmallRsaKey())), "less than 2048 bits"},
      {KeyFileOf(PemOf(CurveKey())), "none of RSA"},
  };
  for (const auto& [file, said] : cases) {
    const Status status = MakeRobot(file).status();
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << said;
    EXPECT_THAT(status.message(),
                AllOf(HasSubstr("service_account"), HasSubstr(said), Not(HasSubstr("hunter2"))));
  }
}

TEST(ServiceAccountTest, NoTextShowsItsKeyOrALineOfIt) {
  const std::string pem = PemOf(RsaKey());
  const std::string file = KeyFileOf(pem);
  std::vector<std::string> hidden;
  for (const Secret& one : HiddenSecrets({.scheme = "service_account"}, {{"key", Secret(file)}})) {
    hidden.push_back(one.Reveal());
  }
  EXPECT_THAT(hidden, AllOf(Contains(file), Contains(pem), Contains(Split(pem, '\n').at(1)),
                            Not(Contains("-----BEGIN PRIVATE KEY-----"))));
}

TEST(ServiceAccountTest, ItsOptionsAreCheckedWithoutAKey) {
  EXPECT_TRUE(
      CheckAuthSpec({.scheme = "service_account", .options = {{"token_url", kTokenServer}}}).ok());
  EXPECT_FALSE(CheckAuthSpec({.scheme = "service_account"}).ok());
  EXPECT_FALSE(
      CheckAuthSpec({.scheme = "service_account", .options = {{"token_url", "http://x.example"}}})
          .ok());
}

}  // namespace
}  // namespace apisql
