#include "src/times/time.h"

#include <gtest/gtest.h>

#include <utility>

namespace apisql {
namespace {

std::string Read(std::string_view text, TimeForm form = TimeForm::kText) {
  return SqliteTime(text, form).value_or("none");
}

TEST(SqliteTimeTest, UtcLosesItsLetters) {
  EXPECT_EQ(Read("2026-08-22T07:00:00Z"), "2026-08-22 07:00:00");
  EXPECT_EQ(Read("2026-08-22t07:00:00z"), "2026-08-22 07:00:00");
  EXPECT_EQ(Read("2026-08-22 07:00:00+00:00"), "2026-08-22 07:00:00");
  EXPECT_EQ(Read("2026-08-22T07:00:00-00:00"), "2026-08-22 07:00:00");
}

TEST(SqliteTimeTest, AFractionHasNoZerosAtItsEnd) {
  EXPECT_EQ(Read("2022-03-23T06:16:59.527572Z"), "2022-03-23 06:16:59.527572");
  EXPECT_EQ(Read("2022-03-23T06:16:59.123456789012Z"), "2022-03-23 06:16:59.123456789012");
  EXPECT_EQ(Read("2022-03-23T06:16:59.100+01:00"), "2022-03-23 05:16:59.1");
  EXPECT_EQ(Read("2022-03-23T06:16:59.100Z"), "2022-03-23 06:16:59.1");
  EXPECT_EQ(Read("2022-03-23T06:16:59.000Z"), "2022-03-23 06:16:59");
  EXPECT_EQ(Read("2022-03-23T06:16:59.000+00:00"), "2022-03-23 06:16:59");
  EXPECT_EQ(Read("2022-03-23T06:16:59.010Z"), "2022-03-23 06:16:59.01");
}

TEST(SqliteTimeTest, OffsetsAreConverted) {
  EXPECT_EQ(Read("2026-08-22T01:30:00+02:00"), "2026-08-21 23:30:00");
  EXPECT_EQ(Read("2024-02-28T23:30:00-05:45"), "2024-02-29 05:15:00");
  EXPECT_EQ(Read("2025-12-31T23:00:00-02:00"), "2026-01-01 01:00:00");
  EXPECT_EQ(Read("0000-03-01T00:00:00Z"), "0000-03-01 00:00:00");
}

TEST(SqliteTimeTest, ALeapSecondIsTheNextSecond) {
  EXPECT_EQ(Read("2016-12-31T23:59:60Z"), "2017-01-01 00:00:00");
  EXPECT_EQ(Read("2016-12-31T15:59:60.5-08:00"), "2017-01-01 00:00:00.5");
  EXPECT_EQ(Read("2016-12-30T23:59:60Z"), "none");
  EXPECT_EQ(Read("2016-12-31T12:00:60Z"), "none");
}

TEST(SqliteTimeTest, OtherSpellingsOfTheSameInstant) {
  for (const char* text : {
           "2026-08-22T09:00:00Z",
           "2026-08-22T11:00:00+02:00",
           "2026-08-22T11:00:00+0200",
           "2026-08-22T11:00:00+02",
           "2026-08-22T02:30:00-06:30",
           "2026-08-22T09:00:00.000+0000",
           "2026-08-22T09:00Z",
           "2026-08-22T11:00+02:00",
           "2026-08-22T09:00:00",
           "2026-08-22T09:00",
           "2026-08-22 09:00:00",
           "2026-08-22 09:00:00 UTC",
           "2026-08-22 11:00:00 +0200",
           "2026-08-22T11:00:00+02:00[Europe/Paris]",
           "2026-08-22T09:00:00Z[UTC]",
           "2026-08-22T09:00:00,0Z",
           "20260822T090000Z",
           "20260822T0900Z",
           "20260822T110000+0200",
           "20260822T090000.0Z",
           "Sat, 22 Aug 2026 09:00:00 GMT",
           "Sat, 22 Aug 2026 11:00:00 +0200",
           "sat, 22 aug 2026 09:00 gmt",
           "Saturday, 22-Aug-26 09:00:00 GMT",
           "Sat Aug 22 09:00:00 2026",
       }) {
    EXPECT_EQ(Read(text), "2026-08-22 09:00:00") << text;
  }
  EXPECT_EQ(Read("2026-08-22T09:00:00,5Z"), "2026-08-22 09:00:00.5");
  EXPECT_EQ(Read("Sun, 6 Nov 1994 08:49:37 GMT"), "1994-11-06 08:49:37");
  EXPECT_EQ(Read("Sun, 06 Nov 1994 08:49:37 GMT"), "1994-11-06 08:49:37");
  EXPECT_EQ(Read("Sunday, 06-Nov-94 08:49:37 GMT"), "1994-11-06 08:49:37");
  EXPECT_EQ(Read("Sun Nov  6 08:49:37 1994"), "1994-11-06 08:49:37");
}

TEST(SqliteTimeTest, ADateIsItsMidnight) {
  EXPECT_EQ(Read("2026-08-22"), "2026-08-22 00:00:00");
  EXPECT_EQ(Read("20260822"), "2026-08-22 00:00:00");
}

TEST(SqliteTimeTest, WhatIsNoTimeIsNotGuessed) {
  for (const char* text : {"",
                           "soon",
                           "N/A",
                           "0",
                           "1787382000",
                           "1787382000000",
                           "20260822090000",
                           "2026",
                           "2026-08",
                           "2026-13-01T00:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "2026-02-29",
                           "2026-00-10T00:00:00Z",
                           "2026-08-22T24:00:00Z",
                           "2026-08-22T07:60:00Z",
                           "2026-08-22T07:00:61Z",
                           "2026-08-22T07:00:00.Z",
                           "2026-08-22T07:00:00..5Z",
                           "2026-08-22T07:00:00.5.5Z",
                           "2026-08-22T07:00:00.-5Z",
                           "2026-08-22T07:00:00+2:00",
                           "2026-08-22T07:00:00+24:00",
                           "2026-08-22T07:00:00+02:60",
                           "2026-08-22T07:00:00+02:0",
                           "2026-08-22T07:00:00Z ",
                           " 2026-08-22T07:00:00Z",
                           "2026-08-22T07:00:00 ",
                           "2026-08-22T07:00:00ZZ",
                           "2026-08-22T07:00:00Z[",
                           "2026-08-22T07:00:00Z[]",
                           "2026-08-22T07:00:00 EST",
                           "2026-08-22T07:00:00 PM",
                           "2026-08-22T07",
                           "2026-08-22Z",
                           "2026-08-22T0700Z",
                           "20260822T07:00Z",
                           "2026-0822",
                           "2026-08-22X07:00:00Z",
                           "2026/08/22T07:00:00Z",
                           "22.08.2026",
                           "08/22/2026",
                           "-026-08-22T07:00:00Z",
                           "9999-12-31T23:59:59-01:00",
                           "0000-01-01T00:00:00+01:00",
                           "2026-08-22T+7:00:00Z",
                           "12026-08-22T07:00:00Z",
                           "Sun, 22 Aug 2026 09:00:00 GMT",
                           "Satur, 22 Aug 2026 09:00:00 GMT",
                           "Sat, 22 Agu 2026 09:00:00 GMT",
                           "Sat, 22 Aug 026 09:00:00 GMT",
                           "Sat, 22 Aug 2026 09:00:00 CEST",
                           "Sat Aug 22 2026"}) {
    EXPECT_EQ(Read(text), "none") << text;
  }
}

TEST(SqliteTimeTest, NumbersCountFrom1970) {
  const auto seconds = [](std::string_view text) { return Read(text, TimeForm::kEpochSeconds); };
  EXPECT_EQ(seconds("1787382000"), "2026-08-22 07:00:00");
  EXPECT_EQ(seconds("0"), "1970-01-01 00:00:00");
  EXPECT_EQ(seconds("-0"), "1970-01-01 00:00:00");
  EXPECT_EQ(seconds("-1"), "1969-12-31 23:59:59");
  EXPECT_EQ(seconds("-0.25"), "1969-12-31 23:59:59.75");
  EXPECT_EQ(seconds("1787382000.250"), "2026-08-22 07:00:00.25");
  EXPECT_EQ(seconds("1.787382E9"), "2026-08-22 07:00:00");
  EXPECT_EQ(seconds("253402300799"), "9999-12-31 23:59:59");
  EXPECT_EQ(seconds("-62167219200"), "0000-01-01 00:00:00");
  EXPECT_EQ(Read("1787382000500", TimeForm::kEpochMilliseconds), "2026-08-22 07:00:00.5");
  EXPECT_EQ(Read("1787382000000.5", TimeForm::kEpochMilliseconds), "2026-08-22 07:00:00.0005");
  EXPECT_EQ(Read("1787382000000001", TimeForm::kEpochMicroseconds), "2026-08-22 07:00:00.000001");
  EXPECT_EQ(Read("1787382000000000001", TimeForm::kEpochNanoseconds),
            "2026-08-22 07:00:00.000000001");
  EXPECT_EQ(Read("253402300799999999999", TimeForm::kEpochNanoseconds),
            "9999-12-31 23:59:59.999999999");
  for (const char* text :
       {"", "soon", "253402300800", "-62167219201", "9223372036854775807", "1e400", "1e-400",
        "1787382000Z", " 1787382000", "0x10", "2026-08-22T07:00:00Z", "1787382000000"}) {
    EXPECT_EQ(seconds(text), "none") << text;
  }
}

TEST(SqliteTimeTest, IntegersAreReadAsTheirDigits) {
  for (const int64_t value : {int64_t{0}, int64_t{-1}, int64_t{1787382000}, int64_t{253402300800},
                              INT64_MAX, INT64_MIN}) {
    for (const TimeForm form : {TimeForm::kText, TimeForm::kEpochSeconds,
                                TimeForm::kEpochMilliseconds, TimeForm::kEpochNanoseconds}) {
      std::string text;
      const bool read = AppendSqliteTime(value, form, &text);
      const std::string digits = Read(std::to_string(value), form);
      EXPECT_EQ(read ? text : "none", digits) << value;
    }
  }
}

TEST(ApiTimeTest, GivesTheSameInstant) {
  for (const auto& [time, seconds] : {
           std::pair{"2026-08-22 07:00:00", "1787382000"},
           std::pair{"2026-08-22 07:00:00.25", "1787382000.25"},
           std::pair{"1970-01-01 00:00:00", "0"},
           std::pair{"1970-01-01 00:00:00.5", "0.5"},
           std::pair{"1969-12-31 23:59:59.75", "-0.25"},
           std::pair{"1969-12-31 23:59:58.75", "-1.25"},
           std::pair{"0000-01-01 00:00:00", "-62167219200"},
       }) {
    EXPECT_EQ(ApiTime(time, TimeForm::kEpochSeconds), seconds);
    EXPECT_EQ(Read(seconds, TimeForm::kEpochSeconds), time);
  }
  EXPECT_EQ(ApiTime("2026-08-22 07:00:00.5", TimeForm::kText), "2026-08-22T07:00:00.5Z");
  EXPECT_EQ(ApiTime("2026-08-22 07:00:00.5", TimeForm::kEpochMilliseconds), "1787382000500");
  EXPECT_EQ(ApiTime("2026-08-22 07:00:00.0005", TimeForm::kEpochMilliseconds), "1787382000000.5");
  EXPECT_EQ(ApiTime("1970-01-01 00:00:00.25", TimeForm::kEpochMicroseconds), "250000");
  EXPECT_EQ(ApiTime("1970-01-01 00:00:00", TimeForm::kEpochNanoseconds), "0");
  EXPECT_EQ(ApiTime("1969-12-31 23:59:59.999", TimeForm::kEpochMilliseconds), "-1");
}

TEST(IsSqliteTimeTest, TakesOneTextPerInstant) {
  for (const char* text : {"2026-08-22 07:00:00", "2026-08-22 07:00:00.5", "0000-01-01 00:00:00"}) {
    EXPECT_TRUE(IsSqliteTime(text)) << text;
  }
  for (const char* text :
       {"", "2026-08-22", "2026-08-22T07:00:00", "2026-08-22 07:00:00Z", "2026-08-22 07:00",
        "2026-08-22 07:00:00.", "2026-08-22 07:00:00.50", "2026-08-22 07:00:00.0",
        "2026-02-30 07:00:00", "2026-08-22 24:00:00", "2016-12-31 23:59:60",
        "2026-08-22 07:00:00.5Z", "2026-08-22 07:00:00,5"}) {
    EXPECT_FALSE(IsSqliteTime(text)) << text;
  }
}

TEST(LikelyFormTest, GoesByTheNumberOfDigits) {
  EXPECT_EQ(LikelyForm("1787382000"), TimeForm::kEpochSeconds);
  EXPECT_EQ(LikelyForm("1787382000.5"), TimeForm::kEpochSeconds);
  EXPECT_EQ(LikelyForm("1787382000000"), TimeForm::kEpochMilliseconds);
  EXPECT_EQ(LikelyForm("1787382000000000"), TimeForm::kEpochMicroseconds);
  EXPECT_EQ(LikelyForm("1787382000000000000"), TimeForm::kEpochNanoseconds);
  for (const char* text : {"", "0", "20260822", "soon-soon-soon", "99999999999999999999"}) {
    EXPECT_EQ(LikelyForm(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace apisql
