#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "vtab/session/settings.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;

TEST(SessionSettingsTest, EverySettingReadsBackWhatWasSetAndStartsAtItsDefault) {
  bool partial = false;
  bool triggers = false;
  const SettingValues values{&partial, &triggers};
  for (const Setting& setting : AllSettings()) {
    EXPECT_EQ(setting.read(values), setting.default_value);
    ASSERT_TRUE(ApplySetting(values, setting.name, "ON").ok());
    EXPECT_EQ(setting.read(values), "on");
    ASSERT_TRUE(ApplySetting(values, setting.name, "0").ok());
    EXPECT_EQ(setting.read(values), "off");
  }
}

TEST(SessionSettingsTest, ASettingChangesOnlyItsOwnValue) {
  bool partial = false;
  bool triggers = false;
  ASSERT_TRUE(ApplySetting({&partial, &triggers}, "Allow_Partial", "yes").ok());
  EXPECT_TRUE(partial);
  EXPECT_FALSE(triggers);
}

TEST(SessionSettingsTest, UnknownNamesAndValuesAreRefused) {
  bool partial = false;
  bool triggers = false;
  const SettingValues values{&partial, &triggers};
  EXPECT_THAT(ApplySetting(values, "allow_partal", "on").message(),
              HasSubstr("no such setting: allow_partal. Did you mean allow_partial?"));
  EXPECT_EQ(ApplySetting(values, "allow_partial", "maybe").message(),
            "allow_partial: takes on or off, not 'maybe'");
}

}  // namespace
}  // namespace apisql
