#include <gtest/gtest.h>

#include "src/rows/decode.h"

namespace apisql {
namespace {

TEST(SqliteTimeTest, UtcLosesItsLetters) {
  EXPECT_EQ(SqliteTime("2026-08-22T07:00:00Z"), "2026-08-22 07:00:00");
  EXPECT_EQ(SqliteTime("2026-08-22t07:00:00z"), "2026-08-22 07:00:00");
  EXPECT_EQ(SqliteTime("2026-08-22 07:00:00+00:00"), "2026-08-22 07:00:00");
  EXPECT_EQ(SqliteTime("2026-08-22T07:00:00-00:00"), "2026-08-22 07:00:00");
}

TEST(SqliteTimeTest, TheFractionStaysAsGiven) {
  EXPECT_EQ(SqliteTime("2022-03-23T06:16:59.527572Z"), "2022-03-23 06:16:59.527572");
  EXPECT_EQ(SqliteTime("2022-03-23T06:16:59.100+01:00"), "2022-03-23 05:16:59.100");
  EXPECT_EQ(SqliteTime("2022-03-23T06:16:59.123456789012Z"), "2022-03-23 06:16:59.123456789012");
}

TEST(SqliteTimeTest, OffsetsAreConverted) {
  EXPECT_EQ(SqliteTime("2026-08-22T01:30:00+02:00"), "2026-08-21 23:30:00");
  EXPECT_EQ(SqliteTime("2024-02-28T23:30:00-05:45"), "2024-02-29 05:15:00");
  EXPECT_EQ(SqliteTime("2025-12-31T23:00:00-02:00"), "2026-01-01 01:00:00");
  EXPECT_EQ(SqliteTime("0000-03-01T00:00:00Z"), "0000-03-01 00:00:00");
}

TEST(SqliteTimeTest, ALeapSecondIsTheNextSecond) {
  EXPECT_EQ(SqliteTime("2016-12-31T23:59:60Z"), "2017-01-01 00:00:00");
  EXPECT_EQ(SqliteTime("2016-12-31T15:59:60.5-08:00"), "2017-01-01 00:00:00.5");
  EXPECT_EQ(SqliteTime("2016-12-30T23:59:60Z"), "2016-12-30T23:59:60Z");
  EXPECT_EQ(SqliteTime("2016-12-31T12:00:60Z"), "2016-12-31T12:00:60Z");
}

TEST(SqliteTimeTest, WhatIsNoTimeStaysAsItIs) {
  for (const char* text : {"",
                           "soon",
                           "2026-08-22",
                           "2026-08-22 07:00:00",
                           "2026-08-22T07:00:00",
                           "2026-13-01T00:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "2026-00-10T00:00:00Z",
                           "2026-08-22T24:00:00Z",
                           "2026-08-22T07:60:00Z",
                           "2026-08-22T07:00:61Z",
                           "2026-08-22T07:00:00.Z",
                           "2026-08-22T07:00:00,5Z",
                           "2026-08-22T07:00:00+2:00",
                           "2026-08-22T07:00:00+0200",
                           "2026-08-22T07:00:00+24:00",
                           "2026-08-22T07:00:00+02:60",
                           "2026-08-22T07:00:00Z ",
                           "2026-08-22T07:00:00ZZ",
                           "2026-08-22X07:00:00Z",
                           "2026/08/22T07:00:00Z",
                           "-026-08-22T07:00:00Z",
                           "2026-08-22T07:00Z",
                           "9999-12-31T23:59:59-01:00",
                           "0000-01-01T00:00:00+01:00",
                           "2026-08-22T+7:00:00Z",
                           "12026-08-22T07:00:00Z"}) {
    EXPECT_EQ(SqliteTime(text), text);
  }
}

}  // namespace
}  // namespace apisql
