// A server that no longer knows the mark of a later page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/vtab/scan/scan_fixture.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;

class ScanExpiredPageTest : public ScanFixture {
 protected:
  ScanExpiredPageTest() {
    transport_.users = 4;
    transport_.keys = 60;  // 15 of each user, on two pages.
  }

  int64_t Times(const std::string& path) const { return std::ranges::count(transport_.sent, path); }
};

// While the calls for one owner are read, those for the next one run ahead.
constexpr char kKeysOfTwo[] =
    "SELECT count(*), count(DISTINCT id) FROM shop.core.keys WHERE owner_id IN ('u00', 'u01')";

TEST_F(ScanExpiredPageTest, AListThatNobodyHasAskedForYetIsReadAgainOnce) {
  EXPECT_EQ(Run(kKeysOfTwo), "30|30");
  EXPECT_EQ(Times("/keys?owner=u01&take=10"), 1);
  transport_.status_once = {{"/keys?owner=u01&take=10&skip=10", 410}};
  EXPECT_EQ(Run(kKeysOfTwo), "30|30");
  EXPECT_EQ(Times("/keys?owner=u01&take=10"), 2);
  EXPECT_EQ(Times("/keys?owner=u00&take=10"), 1);
}

TEST_F(ScanExpiredPageTest, TheSecondTimeItIsAnError) {
  transport_.status = {{"/keys?owner=u01&take=10&skip=10", 410}};
  EXPECT_THAT(Run(kKeysOfTwo), HasSubstr("error: shop.core.keys: owner_id = 'u01': 410 from GET "));
  EXPECT_EQ(Times("/keys?owner=u01&take=10"), 2);
}

TEST_F(ScanExpiredPageTest, AListThatIsBeingReadIsAnError) {
  transport_.status_once = {{"/keys?take=10&skip=20", 400}};
  EXPECT_THAT(Run("SELECT id FROM shop.core.keys"),
              HasSubstr("error: shop.core.keys: 400 from GET "));
  EXPECT_EQ(Times("/keys?take=10"), 1);
}

TEST_F(ScanExpiredPageTest, AFirstPageThatIsRefusedIsAnErrorAtOnce) {
  transport_.status_once = {{"/keys?owner=u01&take=10", 400}};
  EXPECT_THAT(Run(kKeysOfTwo), HasSubstr("error: shop.core.keys: owner_id = 'u01': 400 from GET "));
  EXPECT_EQ(Times("/keys?owner=u01&take=10"), 1);
}

}  // namespace
}  // namespace apisql
