#include "src/http/rate/rate_headers.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace apisql {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

// 1994-11-06 08:49:37.
constexpr Clock::WallTime kNow{seconds(784111777)};

std::optional<milliseconds> WaitFor(const std::string& value) {
  Response response;
  response.headers = {{"retry-after", value}};
  return RetryAfter(response, kNow);
}

RateRules Rules() { return {"X-Limit", "X-Remaining", "X-Reset", {}}; }

std::optional<RateReport> ReportOf(const std::string& remaining, const std::string& reset) {
  Response response;
  response.headers = {{"x-limit", "100"}, {"x-remaining", remaining}, {"x-reset", reset}};
  return ReadRateReport(response, Rules(), kNow);
}

TEST(RateHeadersTest, RetryAfterIsInSecondsOrADate) {
  EXPECT_EQ(WaitFor("7"), seconds(7));
  EXPECT_EQ(WaitFor(" 7 "), seconds(7));
  EXPECT_EQ(WaitFor("1.5"), milliseconds(1500));
  EXPECT_EQ(WaitFor("0"), seconds(0));
  EXPECT_EQ(WaitFor("Sun, 06 Nov 1994 08:50:07 GMT"), seconds(30));
}

TEST(RateHeadersTest, ADateThatIsOverIsNoWait) {
  EXPECT_EQ(WaitFor("Sun, 06 Nov 1994 08:49:36 GMT"), seconds(0));
  EXPECT_EQ(WaitFor("Thu, 01 Jan 1970 00:00:00 GMT"), seconds(0));
}

std::string Epoch(int64_t seconds_ahead, int64_t unit) {
  const auto now = std::chrono::duration_cast<seconds>(kNow.time_since_epoch()).count();
  return std::to_string((now + seconds_ahead) * unit);
}

TEST(RateHeadersTest, RetryAfterMayBeATimeSince1970) {
  for (const int64_t unit : {1, 1000, 1'000'000, 1'000'000'000}) {
    // The clock of these tests stands in 1994, when seconds had nine digits.
    if (Epoch(0, unit).size() < 10) continue;
    EXPECT_EQ(WaitFor(Epoch(2, unit)), seconds(2)) << unit;
    EXPECT_EQ(WaitFor(Epoch(-5, unit)), seconds(0)) << unit;
  }
}

TEST(RateHeadersTest, AResetMayBeATimeSince1970InSmallUnits) {
  for (const int64_t unit : {1000, 1'000'000, 1'000'000'000}) {
    const auto report = ReportOf("0", Epoch(2, unit));
    ASSERT_TRUE(report);
    EXPECT_EQ(report->reset, seconds(2)) << unit;
  }
}

Response RefusedWith(int status, std::vector<Header> headers) {
  Response response;
  response.status = status;
  response.headers = std::move(headers);
  return response;
}

TEST(RateHeadersTest, AStatusThatMayMeanWaitDoesWhereItSaysUntilWhen) {
  RateRules rules = Rules();
  rules.wait_statuses = {403};
  EXPECT_TRUE(AsksToWait(RefusedWith(403, {{"Retry-After", "1"}}), rules, kNow));
  EXPECT_TRUE(AsksToWait(RefusedWith(403, {{"X-Remaining", "0"}, {"X-Reset", "1"}}), rules, kNow));
  EXPECT_FALSE(AsksToWait(RefusedWith(403, {{"X-Remaining", "7"}, {"X-Reset", "1"}}), rules, kNow));
  EXPECT_FALSE(AsksToWait(RefusedWith(403, {}), rules, kNow));
  EXPECT_FALSE(AsksToWait(RefusedWith(409, {{"Retry-After", "1"}}), rules, kNow));
  EXPECT_FALSE(AsksToWait(RefusedWith(403, {{"Retry-After", "1"}}), Rules(), kNow));
  EXPECT_TRUE(AsksToWait(RefusedWith(429, {}), Rules(), kNow));
}

TEST(RateHeadersTest, TheUnitOfTheResetIsWhatTheDocumentSays) {
  const auto reset = [](ResetUnit unit, const std::string& value) {
    RateRules rules = Rules();
    rules.reset_unit = unit;
    const auto report =
        ReadRateReport(RefusedWith(200, {{"X-Remaining", "0"}, {"X-Reset", value}}), rules, kNow);
    return report ? report->reset.count() : -1;
  };
  const auto now = std::chrono::duration_cast<seconds>(kNow.time_since_epoch()).count();
  EXPECT_EQ(reset(ResetUnit::kEpochSeconds, std::to_string(now + 2)), 2000);
  EXPECT_EQ(reset(ResetUnit::kEpochMilliseconds, std::to_string(1000 * now + 1500)), 1500);
  // By its size this one would be a time.
  EXPECT_EQ(reset(ResetUnit::kSeconds, "1000000000"),
            std::chrono::milliseconds(kLongestServerWait).count());
  // By its size these would be seconds from now on.
  EXPECT_EQ(reset(ResetUnit::kEpochSeconds, "30"), 0);
  EXPECT_EQ(reset(ResetUnit::kEpochMilliseconds, "30"), 0);
  EXPECT_EQ(reset(ResetUnit::kSeconds, "30"), 30'000);
}

TEST(RateHeadersTest, NoServerIsWaitedForForLongerThanAYear) {
  EXPECT_EQ(WaitFor("99999999999999999999999999999"), kLongestServerWait);
  EXPECT_EQ(WaitFor("Sun, 06 Nov 2094 08:49:37 GMT"), kLongestServerWait);
}

TEST(RateHeadersTest, WhatCannotBeUnderstoodIsNoRetryAfter) {
  for (const std::string value : {"", "-1", "soon", "1s", "0x10", "nan", "inf", "1,5", "1 2"}) {
    EXPECT_EQ(WaitFor(value), std::nullopt) << value;
  }
  EXPECT_EQ(WaitFor(std::string(1'000'000, '9')), std::nullopt);
  EXPECT_EQ(RetryAfter(Response(), kNow), std::nullopt);
}

TEST(RateHeadersTest, TheRateIsReadFromTheHeadersThatTheDocumentNames) {
  const auto report = ReportOf("12", "30");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->limit, 100);
  EXPECT_EQ(report->remaining, 12);
  EXPECT_EQ(report->reset, seconds(30));
}

std::vector<RateReport> ReportsOf(std::vector<Header> headers) {
  Response response;
  response.headers = std::move(headers);
  return ReadRateReports(response, Rules(), kNow);
}

std::vector<std::string> TextsOf(const std::vector<RateReport>& reports) {
  std::vector<std::string> texts;
  for (const RateReport& one : reports) {
    texts.push_back(std::to_string(one.remaining) + " of " + std::to_string(one.limit) + " for " +
                    std::to_string(one.reset.count()));
  }
  return texts;
}

// Nothing was understood, so that no window was kept.
TEST(RateHeadersTest, OneHeaderMayTellOfSeveralWindows) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(TextsOf(ReportsOf(
                {{"X-Limit", "10, 1000"}, {"X-Remaining", "9, 899"}, {"X-Reset", "1,3600"}})),
            (Texts{"9 of 10 for 1000", "899 of 1000 for 3600000"}));
  EXPECT_EQ(TextsOf(ReportsOf({{"X-Limit", "100;w=60, 1000;w=3600"},
                               {"X-Remaining", "0;w=60 , 899;w=3600"},
                               {"X-Reset", "7, 3000"}})),
            (Texts{"0 of 100 for 7000", "899 of 1000 for 3000000"}));
  // The limit that holds now, and then all policies.
  EXPECT_EQ(TextsOf(ReportsOf({{"X-Limit", "10, 10;w=1;name=\"a, b\", 500;w=60"},
                               {"X-Remaining", "3"},
                               {"X-Reset", "1"}})),
            Texts{"3 of 10 for 1000"});
  // Which of them ends then nobody says.
  EXPECT_EQ(TextsOf(ReportsOf({{"X-Remaining", "9, 3"}, {"X-Reset", "60"}})),
            Texts{"3 of 0 for 60000"});
}

TEST(RateHeadersTest, TheTightestWindowIsToldToPeople) {
  Response response;
  response.headers = {{"X-Limit", "10, 1000"}, {"X-Remaining", "9, 0"}, {"X-Reset", "1, 3600"}};
  const auto report = ReadRateReport(response, Rules(), kNow);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->reset, seconds(3600));
  const RateFigures figures = ReadRateFigures(response, Rules(), kNow);
  EXPECT_EQ(figures.limit, 1000);
  EXPECT_EQ(figures.remaining, 0);
  EXPECT_EQ(figures.reset_seconds, 3600);
  response.headers = {{"X-Remaining", "0, 0"}, {"X-Reset", "60, 1"}};
  EXPECT_EQ(ReadRateReport(response, Rules(), kNow)->reset, seconds(60));
}

TEST(RateHeadersTest, AStructuredFieldHasAllInOneHeader) {
  RateRules rules{"RateLimit-Policy", "RateLimit", "RateLimit", {}};
  Response response;
  response.headers = {{"ratelimit-policy", R"("burst";q=100;w=60, "a;b,c";q=1000;w=3600)"},
                      {"ratelimit", R"("burst";r=50;t=30, "a;b,c"; r=7 ;t=1800)"}};
  EXPECT_EQ(TextsOf(ReadRateReports(response, rules, kNow)),
            (std::vector<std::string>{"50 of 100 for 30000", "7 of 1000 for 1800000"}));
  response.headers = {{"ratelimit", "limit=100, remaining=50, reset=5"}};
  rules.limit_header = "RateLimit";
  EXPECT_EQ(TextsOf(ReadRateReports(response, rules, kNow)),
            std::vector<std::string>{"50 of 100 for 5000"});
}

TEST(RateHeadersTest, AWindowThatCannotBeUnderstoodMakesTheHeaderNone) {
  EXPECT_TRUE(ReportsOf({{"X-Remaining", "9, x"}, {"X-Reset", "1, 2"}}).empty());
  EXPECT_TRUE(ReportsOf({{"X-Remaining", "9,"}, {"X-Reset", "1, 2"}}).empty());
  EXPECT_TRUE(ReportsOf({{"X-Remaining", "9"}, {"X-Reset", "1, 2"}}).empty());
  EXPECT_TRUE(ReportsOf({{"X-Remaining", "\"a"}, {"X-Reset", "1"}}).empty());
  EXPECT_TRUE(ReportsOf({{"X-Remaining", "9, 9"}, {"X-Reset", "1, 2, 3"}}).empty());
  EXPECT_TRUE(ReportsOf({{"X-Remaining", std::string(5000, ',')}, {"X-Reset", "1"}}).empty());
}

TEST(RateHeadersTest, ALargeResetIsATimeSince1970) {
  Response response;
  response.headers = {{"X-Remaining", "0"}, {"X-Reset", "1792000060"}};
  const auto report = ReadRateReport(response, Rules(), Clock::WallTime(seconds(1792000000)));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->limit, 0);
  EXPECT_EQ(report->reset, seconds(60));
}

TEST(RateHeadersTest, HalfAReportOrNonsenseIsNone) {
  EXPECT_FALSE(ReportOf("x", "30"));
  EXPECT_FALSE(ReportOf("-1", "30"));
  EXPECT_FALSE(ReportOf("12", ""));
  EXPECT_FALSE(ReportOf("12", "Sun"));
  Response response;
  response.headers = {{"X-Remaining", "1"}};
  EXPECT_FALSE(ReadRateReport(response, Rules(), kNow));
  response.headers = {{"X-Remaining", "1"}, {"X-Reset", "1"}};
  EXPECT_FALSE(ReadRateReport(response, RateRules(), kNow));
}

TEST(RateHeadersTest, HugeNumbersAreCut) {
  const auto report = ReportOf("99999999999999999999999", "999999");
  ASSERT_TRUE(report);
  EXPECT_GT(report->remaining, 1'000'000'000);
  EXPECT_EQ(ReportOf("1", "999999999")->reset, hours(kLongestServerWait));
}

TEST(RateHeadersTest, FiguresAreThereOneByOne) {
  Response response;
  response.headers = {{"X-Limit", "100"}, {"X-Remaining", "none"}, {"X-Reset", "0.2"}};
  RateFigures figures = ReadRateFigures(response, Rules(), kNow);
  EXPECT_EQ(figures.limit, 100);
  EXPECT_EQ(figures.remaining, std::nullopt);
  EXPECT_EQ(figures.reset_seconds, 1);
  response.headers = {{"X-Remaining", "-1"}, {"X-Reset", "1792000030"}};
  figures = ReadRateFigures(response, Rules(), Clock::WallTime(seconds(1792000000)));
  EXPECT_EQ(figures.limit, std::nullopt);
  EXPECT_EQ(figures.remaining, std::nullopt);
  EXPECT_EQ(figures.reset_seconds, 30);
  figures = ReadRateFigures(response, RateRules(), kNow);
  EXPECT_EQ(figures.reset_seconds, std::nullopt);
}

}  // namespace
}  // namespace apisql
