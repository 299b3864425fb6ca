#include "src/base/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "src/base/hash.h"

namespace apisql {
namespace {

TEST(CountNulsTest, CountsThoseOfTextsOfEachLength) {
  std::string text;
  for (size_t length = 0; length < 1000; ++length) {
    EXPECT_EQ(CountNuls(text), static_cast<size_t>(std::ranges::count(text, '\0'))) << length;
    text += length % 3 == 0 || length > 500 ? '\0' : 'x';
  }
}

TEST(HashBytesTest, EveryByteAndTheLengthCount) {
  for (size_t length = 0; length < 70; ++length) {
    const std::string text(length, '\0');
    EXPECT_EQ(HashBytes(text), HashBytes(std::string(text)));
    EXPECT_NE(HashBytes(text), HashBytes(text + '\0')) << length;
    EXPECT_NE(HashBytes(text), HashBytes(text, 2)) << length;
    for (size_t i = 0; i < length; ++i) {
      std::string other = text;
      other[i] = 1;
      EXPECT_NE(HashBytes(text), HashBytes(other)) << length << " " << i;
    }
  }
}

// Other providers have tables of the same names.
TEST(NearestNamesTest, ATableOfTheProviderThatIsNamedIsMeant) {
  const std::vector<std::string> tables = {"confluent.byok.keys",   "confluent.iam.api_keys",
                                           "confluent.iam.users",   "okta.users.users",
                                           "pagerduty.users.users", "rockset.iam.api_keys",
                                           "rockset.iam.roles",     "rockset.iam.users"};
  using Names = std::vector<std::string>;
  EXPECT_EQ(NearestNames("okta.users.user", tables), Names{"okta.users.users"});
  EXPECT_EQ(NearestNames("Rockset.IAM.apikeys", tables).front(), "rockset.iam.api_keys");
  // The service decides where nothing else does.
  EXPECT_EQ(NearestNames("rockset.iam.user", tables).front(), "rockset.iam.users");
  // One of another provider that is nearer comes behind.
  EXPECT_EQ(NearestNames("confluent.iam.roles", tables),
            (Names{"confluent.iam.users", "confluent.iam.api_keys", "rockset.iam.roles"}));
  // A provider that there is not has no tables that could come first.
  EXPECT_EQ(NearestNames("oktta.users.users", tables).front(), "okta.users.users");
}

}  // namespace
}  // namespace apisql
