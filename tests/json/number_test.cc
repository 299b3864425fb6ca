#include "src/json/number.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace apisql {
namespace {

using ::testing::Optional;

TEST(ParseIntegerTest, TakesIntegersHoweverTheyAreWritten) {
  EXPECT_THAT(ParseInteger("0"), Optional(0));
  EXPECT_THAT(ParseInteger("-007"), Optional(-7));
  EXPECT_THAT(ParseInteger("120e-1"), Optional(12));
  EXPECT_THAT(ParseInteger("0.0e99999999999999999999"), Optional(0));
  EXPECT_THAT(ParseInteger("922337203685477580.7E+1"), Optional(INT64_MAX));
  EXPECT_THAT(ParseInteger("-9223372036854775808.000"), Optional(INT64_MIN));
  EXPECT_THAT(ParseInteger("1e18"), Optional(1'000'000'000'000'000'000));
  EXPECT_THAT(ParseInteger(std::string(1000, '0') + "1"), Optional(1));
}

TEST(ParseIntegerTest, RefusesTheRest) {
  for (const char* text : {"",
                           "-",
                           "+1",
                           " 1",
                           "1 ",
                           "1.5",
                           "1e-1",
                           "1.",
                           ".5",
                           "1e",
                           "1e+",
                           "0x10",
                           "1_000",
                           "9223372036854775808",
                           "-9223372036854775809",
                           "1e19",
                           "1e99999999999999999999",
                           "1e-99999999999999999999",
                           "nan",
                           "--1"}) {
    EXPECT_EQ(ParseInteger(text), std::nullopt) << text;
  }
}

TEST(ParseRealTest, TakesDecimalNumbers) {
  EXPECT_THAT(ParseReal("0.1"), Optional(0.1));
  EXPECT_THAT(ParseReal("-1.5e3"), Optional(-1500.0));
  EXPECT_THAT(ParseReal("007"), Optional(7.0));
  EXPECT_THAT(ParseReal("1.7976931348623157e308"), Optional(1.7976931348623157e308));
  EXPECT_THAT(ParseReal("5e-324"), Optional(5e-324));
}

TEST(ParseRealTest, WhatIsTooSmallIsZero) {
  EXPECT_THAT(ParseReal("1e-400"), Optional(0.0));
  EXPECT_THAT(ParseReal("0." + std::string(500, '0') + "1"), Optional(0.0));
  EXPECT_THAT(ParseReal("1e-99999999999999999999"), Optional(0.0));
  EXPECT_TRUE(std::signbit(*ParseReal("-1e-400")));
}

TEST(ParseRealTest, WhatIsTooLargeIsNoDouble) {
  EXPECT_EQ(ParseReal("1e309"), std::nullopt);
  EXPECT_EQ(ParseReal(std::string(400, '9')), std::nullopt);
  EXPECT_EQ(ParseReal("0.001e312"), std::nullopt);
  EXPECT_EQ(ParseReal("1e99999999999999999999"), std::nullopt);
}

TEST(ParseRealTest, RefusesTheRest) {
  for (const char* text : {"", "nan", "inf", "-Infinity", "0x1p3", "1.", ".5", "1e", "1,5", " 1"}) {
    EXPECT_EQ(ParseReal(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace apisql
