#include "src/times/time_bound.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace apisql {
namespace {

constexpr bool kKept = true;
constexpr bool kGiven = true;

std::string Lower(std::string_view at, bool kept, bool given, TimeForm form = TimeForm::kText) {
  return ApiTimeBound({at, true, kept, given}, form).value_or("none");
}

std::string Upper(std::string_view at, bool kept, bool given, TimeForm form = TimeForm::kText) {
  return ApiTimeBound({at, false, kept, given}, form).value_or("none");
}

TEST(TimeBoundTest, ABoundThatBothHaveIsSentAsItIs) {
  EXPECT_EQ(Lower("2026-01-31 07:00:00", kKept, kGiven), "2026-01-31T07:00:00Z");
  EXPECT_EQ(Upper("2026-01-31 07:00:00", !kKept, !kGiven), "2026-01-31T07:00:00Z");
  EXPECT_EQ(Upper("2026-01-31 07:00:00", kKept, kGiven, TimeForm::kEpochSeconds), "1769842800");
}

TEST(TimeBoundTest, ABoundThatTheApiLeavesOutIsMovedByAUnit) {
  EXPECT_EQ(Lower("2026-01-31 07:00:00", kKept, !kGiven), "2026-01-31T06:59:59Z");
  EXPECT_EQ(Upper("2026-01-31 07:00:00", kKept, !kGiven), "2026-01-31T07:00:01Z");
  EXPECT_EQ(Upper("2026-01-31 07:00:00", kKept, !kGiven, TimeForm::kEpochMilliseconds),
            "1769842800001");
}

TEST(TimeBoundTest, ABoundThatSqlLeavesOutMayBeGiven) {
  EXPECT_EQ(Lower("2026-01-31 07:00:00", !kKept, kGiven), "2026-01-31T07:00:00Z");
  EXPECT_EQ(Upper("2026-01-31 07:00:00", !kKept, kGiven), "2026-01-31T07:00:00Z");
}

TEST(TimeBoundTest, FractionsAreRoundedOutward) {
  for (const bool given : {false, true}) {
    EXPECT_EQ(Lower("2026-01-31 07:00:00.5", kKept, given), "2026-01-31T07:00:00Z");
    EXPECT_EQ(Upper("2026-01-31 07:00:00.5", kKept, given), "2026-01-31T07:00:01Z");
    EXPECT_EQ(Upper("2026-12-31 23:59:59.001", !kKept, given), "2027-01-01T00:00:00Z");
  }
  EXPECT_EQ(Lower("2026-01-31 07:00:00.5", kKept, kGiven, TimeForm::kEpochMilliseconds),
            "1769842800500");
  EXPECT_EQ(Upper("2026-01-31 07:00:00.5001", kKept, kGiven, TimeForm::kEpochMilliseconds),
            "1769842800501");
}

TEST(TimeBoundTest, TimesBefore1970AreRoundedOutwardToo) {
  EXPECT_EQ(Lower("1969-12-31 23:59:59.5", kKept, kGiven, TimeForm::kEpochSeconds), "-1");
  EXPECT_EQ(Upper("1969-12-31 23:59:59.5", kKept, kGiven, TimeForm::kEpochSeconds), "0");
  EXPECT_EQ(Lower("1969-12-31 23:59:59.5", kKept, kGiven, TimeForm::kEpochMilliseconds), "-500");
}

// As texts '2026-01-31' < '2026-01-31 00:00:00', so that `>` keeps midnight and `<=` does not.
TEST(TimeBoundTest, TheBeginningOfATimeStandsBeforeIt) {
  for (const bool kept : {false, true}) {
    EXPECT_EQ(Lower("2026-01-31", kept, kGiven), "2026-01-31T00:00:00Z");
    EXPECT_EQ(Lower("2026-01-31", kept, !kGiven), "2026-01-30T23:59:59Z");
    EXPECT_EQ(Upper("2026-01-31", kept, !kGiven), "2026-01-31T00:00:00Z");
    EXPECT_EQ(Upper("2026-01-31 07:30", kept, !kGiven), "2026-01-31T07:30:00Z");
  }
}

// As texts '...00.5' < '...00.50', so that `<` keeps that half second.
TEST(TimeBoundTest, ZerosAtTheEndStandBehindTheTime) {
  EXPECT_EQ(Upper("2026-01-31 07:00:00.500", !kKept, !kGiven, TimeForm::kEpochMilliseconds),
            "1769842800501");
  EXPECT_EQ(Upper("2026-01-31 07:00:00.0", !kKept, !kGiven), "2026-01-31T07:00:01Z");
}

TEST(TimeBoundTest, OtherTextsAreNotOrderedAsTimes) {
  for (const char* at : {"", "x", "2026", "2026-01", "2026-01-31T07:00:00Z", "2026-02-30",
                         "2026-01-31 24:00", "2026-01-31 07:00:00Z", "2026-01-31 07:00:00.",
                         "2026-01-31 07:00:00.x", "1769842800", "2026-01-3x", " 2026-01-31"}) {
    EXPECT_EQ(Lower(at, kKept, kGiven), "none") << at;
    EXPECT_EQ(Upper(at, kKept, kGiven), "none") << at;
  }
}

TEST(TimeBoundTest, WhatTheFormCannotSayIsNotSent) {
  EXPECT_EQ(Upper("9999-12-31 23:59:59.5", kKept, kGiven), "none");
  EXPECT_EQ(Lower("0000-01-01", kKept, !kGiven), "none");
  EXPECT_EQ(Lower("1500-01-01", kKept, kGiven, TimeForm::kEpochNanoseconds), "none");
}

}  // namespace
}  // namespace apisql
