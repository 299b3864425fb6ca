#include "src/http/message/redact.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "src/base/base64.h"
#include "tests/http/fetch.h"

namespace apisql {
namespace {

using Place = SecretField::Place;

std::string WithoutProxyPasswords(std::string text) {
  Redactor redactor;
  AddProxyPasswords(&redactor);
  return redactor.Redact(std::move(text));
}

TEST(RedactTest, ASecretIsHiddenInEachFormInWhichItIsSent) {
  const std::vector<SecretField> secrets = {{Place::kQuery, "key", Secret("a/b c&d")}};
  EXPECT_EQ(Redact("a/b c&d, a/b%20c%26d, a%2Fb%20c%26d", secrets), "***, ***, ***");
}

TEST(RedactTest, ACredentialIsHiddenWithAndWithoutItsScheme) {
  const std::vector<SecretField> secrets = {
      {Place::kHeader, "Authorization", Secret("Basic eA==")}};
  EXPECT_EQ(Redact("bad header Basic eA==; bad credential eA==; eA", secrets),
            "bad header ***; bad credential ***; ***");
}

TEST(RedactTest, ThePasswordWithinACredentialIsHiddenAndItsUserIsNot) {
  const std::vector<SecretField> secrets = {
      {Place::kHeader, "Authorization", Secret("Basic dXNlcjpwYXNzOndvcmQ=")}};
  EXPECT_EQ(Redact("user has no password pass:word", secrets), "user has no password ***");
}

TEST(RedactTest, APasswordThatWasEncodedBeforeItWasJoinedIsHiddenAsItIs) {
  const std::vector<SecretField> secrets = {
      {Place::kHeader, "Authorization",
       Secret("Basic " + EncodeBase64("id:cl%2Fient%2Bsec%20ret%3D%3DZ"))}};
  EXPECT_EQ(Redact("bad secret cl/ient+sec ret==Z, cl%2Fient%2Bsec%20ret%3D%3DZ", secrets),
            "bad secret ***, ***");
}

TEST(RedactTest, AKeyThatIsSentAsAUserWithoutAPasswordIsHidden) {
  const std::vector<SecretField> secrets = {
      {Place::kHeader, "Authorization", Secret("Basic c2tfdGVzdDEyMzo=")}};
  EXPECT_EQ(Redact("no such key sk_test123", secrets), "no such key ***");
}

TEST(RedactTest, EverySecretIsHiddenAndTheRestIsKept) {
  const std::vector<SecretField> secrets = {{Place::kForm, "a", Secret("first")},
                                            {Place::kForm, "b", Secret("second")},
                                            {Place::kForm, "c", Secret("")}};
  EXPECT_EQ(Redact("first second third firstfirst", secrets), "*** *** third ***");
  EXPECT_EQ(Redact("", secrets), "");
}

TEST(RedactTest, ASecretOfStarsDoesNotLoop) {
  const std::vector<SecretField> secrets = {{Place::kForm, "a", Secret("*")}};
  EXPECT_EQ(Redact("a*", secrets), "a***");
}

TEST(RedactTest, TheProxysPasswordIsHiddenAlsoWhereItsUrlIsWrong) {
  for (const char* password : {"plain-word", "pr0xy#PASS", "a/b?c", "p@ss@word", "with blank"}) {
    const std::string url = std::string("http://user:") + password + "@proxy:3128";
    const ScopedVariable variable("https_proxy", url.c_str());
    EXPECT_EQ(WithoutProxyPasswords("bad proxy '" + url + "'"),
              "bad proxy 'http://user:***@proxy:3128'");
  }
}

TEST(RedactTest, AMisspeltSchemeOrNoneHidesNoLessOfAProxy) {
  for (const char* scheme : {"htp://", "http:/", ""}) {
    const std::string url = std::string(scheme) + "user:pxsecret@127.0.0.1:9";
    const ScopedVariable variable("ALL_PROXY", url.c_str());
    EXPECT_EQ(WithoutProxyPasswords("unsupported: " + url + ", pxsecret").find("pxsecret"),
              std::string::npos);
  }
}

TEST(RedactTest, AnEncodedPasswordOfAProxyIsHiddenInBothForms) {
  const ScopedVariable variable("http_proxy", "http://user:p%40ss%2fword@proxy:3128");
  EXPECT_EQ(WithoutProxyPasswords("p%40ss%2fword, p@ss/word"), "***, ***");
}

TEST(RedactTest, AProxyWithoutAPasswordHidesNothing) {
  const ScopedVariable variable("https_proxy", "http://proxy:3128");
  EXPECT_EQ(WithoutProxyPasswords("http://proxy:3128"), "http://proxy:3128");
}

}  // namespace
}  // namespace apisql
