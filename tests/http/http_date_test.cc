#include "src/http/message/http_date.h"

#include <gtest/gtest.h>

#include <string>

namespace apisql {
namespace {

constexpr int64_t kNov1994 = 784111777;

// Seconds since 1970; -1 where it is no date.
int64_t SecondsOf(std::string_view text) {
  const auto time = ParseHttpDate(text);
  if (!time) return -1;
  return std::chrono::duration_cast<std::chrono::seconds>(time->time_since_epoch()).count();
}

TEST(HttpDateTest, AllThreeFormsAreTheSameTime) {
  EXPECT_EQ(SecondsOf("Sun, 06 Nov 1994 08:49:37 GMT"), kNov1994);
  EXPECT_EQ(SecondsOf("Sunday, 06-Nov-94 08:49:37 GMT"), kNov1994);
  EXPECT_EQ(SecondsOf("Sun Nov  6 08:49:37 1994"), kNov1994);
}

TEST(HttpDateTest, TwoDigitsOfAYearReachFrom1970To2069) {
  EXPECT_EQ(SecondsOf("Thursday, 01-Jan-70 00:00:05 GMT"), 5);
  EXPECT_EQ(SecondsOf("Saturday, 01-Jan-00 00:00:00 GMT"), 946684800);
  EXPECT_EQ(SecondsOf("Tuesday, 01-Jan-69 00:00:00 GMT"), 3124224000);
}

TEST(HttpDateTest, DaysThatAMonthDoesNotHaveAreNoDates) {
  EXPECT_EQ(SecondsOf("Thu, 29 Feb 2024 00:00:00 GMT"), 1709164800);
  EXPECT_EQ(SecondsOf("Wed, 29 Feb 2023 00:00:00 GMT"), -1);
  EXPECT_EQ(SecondsOf("Wed, 31 Apr 2023 00:00:00 GMT"), -1);
  EXPECT_EQ(SecondsOf("Wed, 00 Apr 2023 00:00:00 GMT"), -1);
}

TEST(HttpDateTest, YearsBeforeTheClockAreRefused) {
  EXPECT_EQ(SecondsOf("Sun, 06 Nov 0001 08:49:37 GMT"), -1);
  EXPECT_EQ(SecondsOf("Wed, 31 Dec 1969 23:59:50 GMT"), -1);
  EXPECT_EQ(SecondsOf("Thu, 01 Jan 1970 00:00:01 GMT"), 1);
}

TEST(HttpDateTest, HostileTextIsNoDate) {
  for (const std::string text :
       {"", " ", "soon", "GMT", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 PST",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT x", "Sun, 6666 Nov 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 99999 08:49:37 GMT",
        "Sun, 06 Nov 9999 08:49:37 GMT", "Sun, 06 Nov 1994 +8:49:37 GMT",
        "\xff\xfe\xff\xfe \xff \xff", "1 2 3 4 5", "1 2 3 4 5 GMT"}) {
    EXPECT_EQ(SecondsOf(text), -1) << text;
  }
  EXPECT_EQ(SecondsOf(std::string(1'000'000, '-')), -1);
  EXPECT_EQ(SecondsOf(std::string("Sun, 06 Nov 1994 08:49:37 GMT\0", 30)), -1);
}

}  // namespace
}  // namespace apisql
