#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "tests/vtab/session/session_fixture.h"
#include "vtab/connection/settings.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;

struct Stored {
  TableTransport transport;
  Connection connection{Catalog::Builtin(), Config(), transport, Clock::Real(), nullptr};

  Connection& values() { return connection; }
};

// Two values that a setting takes, as they read back.
std::pair<std::string, std::string> ValuesOf(const Setting& setting) {
  if (setting.name == "absent_writes") return {"error", "note"};
  if (setting.name == "prefer") return {"requests", "waiting"};
  if (setting.name == "learn_sizes") return {"disk", "off"};
  if (setting.name == "json_columns") return {"text", "nested"};
  const bool number = setting.default_value[0] >= '0' && setting.default_value[0] <= '9';
  return number ? std::pair("7", "12") : std::pair("on", "off");
}

TEST(SessionSettingsTest, EverySettingReadsBackWhatWasSetAndStartsAtItsDefault) {
  Stored stored;
  for (const Setting& setting : AllSettings()) {
    EXPECT_EQ(setting.read(stored.values()), setting.default_value);
    const auto [first, second] = ValuesOf(setting);
    for (const std::string& value : {first, second}) {
      ASSERT_TRUE(ApplySetting(stored.values(), setting.name, value).ok());
      EXPECT_EQ(setting.read(stored.values()), value);
    }
  }
}

TEST(SessionSettingsTest, ASettingChangesOnlyItsOwnValue) {
  for (const Setting& setting : AllSettings()) {
    Stored stored;
    ASSERT_TRUE(ApplySetting(stored.values(), setting.name, ValuesOf(setting).first).ok());
    for (const Setting& other : AllSettings()) {
      if (other.name == setting.name) continue;
      EXPECT_EQ(other.read(stored.values()), other.default_value) << setting.name;
    }
  }
}

TEST(SessionSettingsTest, UnknownNamesAndValuesAreRefused) {
  Stored stored;
  EXPECT_THAT(
      ApplySetting(stored.values(), "allow_partal", "on").message(),
      HasSubstr("no such setting: allow_partal. Did you mean allow_partial or allow_reveal?"));
  EXPECT_EQ(ApplySetting(stored.values(), "allow_partial", "maybe").message(),
            "allow_partial: takes on or off, not 'maybe'");
  EXPECT_EQ(ApplySetting(stored.values(), "prefer", "speed").message(),
            "prefer: takes waiting or requests, not 'speed'");
  EXPECT_EQ(ApplySetting(stored.values(), "learn_sizes", "tape").message(),
            "learn_sizes: takes session, disk or off, not 'tape'");
}

TEST(SessionSettingsTest, SwitchesTakeAllTheirWords) {
  Stored stored;
  for (const std::string on : {"on", "TRUE", "yes", "1"}) {
    ASSERT_TRUE(ApplySetting(stored.values(), "dry_run", "off").ok());
    ASSERT_TRUE(ApplySetting(stored.values(), "dry_run", on).ok());
    EXPECT_TRUE(stored.connection.writes.options().dry_run) << on;
  }
  for (const std::string off : {"OFF", "false", "no", "0"}) {
    ASSERT_TRUE(ApplySetting(stored.values(), "dry_run", "on").ok());
    ASSERT_TRUE(ApplySetting(stored.values(), "dry_run", off).ok());
    EXPECT_FALSE(stored.connection.writes.options().dry_run) << off;
  }
}

TEST(SessionSettingsTest, LearnSizesTakesItsWordsAndThoseOfASwitch) {
  Stored stored;
  const auto reads_as = [&](const std::string& text) {
    EXPECT_TRUE(ApplySetting(stored.values(), "learn_sizes", text).ok()) << text;
    const auto settings = AllSettings();
    return std::ranges::find(settings, "learn_sizes", &Setting::name)->read(stored.values());
  };
  EXPECT_EQ(reads_as("DISK"), "disk");
  EXPECT_EQ(reads_as("on"), "session");
  EXPECT_EQ(reads_as("off"), "off");
  EXPECT_EQ(reads_as("Session"), "session");
  EXPECT_EQ(reads_as("no"), "off");
}

TEST(SessionSettingsTest, NumbersTakeWholeNumbersWithinTheirRange) {
  Stored stored;
  for (const std::string text : {"", "-1", "x", "1x", "1.5", "99999999999999999999"}) {
    EXPECT_THAT(ApplySetting(stored.values(), "max_affected_rows", text).message(),
                HasSubstr("max_affected_rows: takes a number from 0 to "));
  }
  EXPECT_EQ(ApplySetting(stored.values(), "write_concurrency", "0").message(),
            "write_concurrency: takes a number from 1 to 100, not '0'");
  EXPECT_EQ(stored.connection.writes.options().write_concurrency, 1);
}

}  // namespace
}  // namespace apisql
