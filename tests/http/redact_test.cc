#include "src/http/redact.h"

#include <gtest/gtest.h>

namespace apisql {
namespace {

using Place = SecretField::Place;

TEST(RedactTest, ASecretIsHiddenInEachFormInWhichItIsSent) {
  const std::vector<SecretField> secrets = {{Place::kQuery, "key", Secret("a/b c&d")}};
  EXPECT_EQ(Redact("a/b c&d, a/b%20c%26d, a%2Fb%20c%26d", secrets), "***, ***, ***");
}

TEST(RedactTest, ACredentialIsHiddenWithAndWithoutItsScheme) {
  const std::vector<SecretField> secrets = {
      {Place::kHeader, "Authorization", Secret("Basic eA==")}};
  EXPECT_EQ(Redact("bad header Basic eA==; bad credential eA==", secrets),
            "bad header ***; bad credential ***");
}

TEST(RedactTest, ThePasswordWithinACredentialIsHiddenAndItsUserIsNot) {
  const std::vector<SecretField> secrets = {
      {Place::kHeader, "Authorization", Secret("Basic dXNlcjpwYXNzOndvcmQ=")}};
  EXPECT_EQ(Redact("user has no password pass:word", secrets), "user has no password ***");
}

TEST(RedactTest, EverySecretIsHiddenAndTheRestIsKept) {
  const std::vector<SecretField> secrets = {{Place::kForm, "a", Secret("one")},
                                            {Place::kForm, "b", Secret("two")},
                                            {Place::kForm, "c", Secret("")}};
  EXPECT_EQ(Redact("one two three oneone", secrets), "*** *** three ******");
  EXPECT_EQ(Redact("", secrets), "");
}

TEST(RedactTest, ASecretOfStarsDoesNotLoop) {
  const std::vector<SecretField> secrets = {{Place::kForm, "a", Secret("*")}};
  EXPECT_EQ(Redact("a*", secrets), "a***");
}

}  // namespace
}  // namespace apisql
