#include "vtab/explain/request_meter.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace apisql {
namespace {

class SteppedClock final : public Clock {
 public:
  WallTime Wall() const override { return {}; }
  SteadyTime Steady() const override { return now; }

  SteadyTime now;
};

class RequestMeterTest : public ::testing::Test {
 protected:
  int64_t Start(const std::string& method, int attempt = 1) {
    RequestRecord record;
    record.label.table = "demo.shop.items";
    record.label.operation = method;
    record.attempt = attempt;
    return log_.Add(std::move(record));
  }
  void End(int64_t number, int64_t milliseconds, int64_t bytes) {
    RequestRecord* record = log_.Find(number);
    record->milliseconds = milliseconds;
    record->bytes = bytes;
    log_.Complete(number);
  }
  void Pass(int64_t milliseconds) { clock_.now += std::chrono::milliseconds(milliseconds); }

  SteppedClock clock_;
  RequestLog log_{3};
};

TEST_F(RequestMeterTest, CountsWhatIsSentAgainAndWhatIsUnderWayAtOnce) {
  RequestMeter meter(log_, clock_);
  const int64_t a = Start("list");
  const int64_t b = Start("list");
  const int64_t c = Start("get");
  Pass(20);
  End(b, 15, 100);
  End(a, 20, 50);
  const int64_t again = Start("list", 2);
  Pass(10);
  End(again, 10, 7);
  End(c, 30, 1);
  ASSERT_EQ(meter.methods().size(), 2);
  const MeteredRequests& list = meter.methods()[0].second;
  EXPECT_EQ(list.requests, 3);
  EXPECT_EQ(list.retries, 1);
  EXPECT_EQ(list.bytes, 157);
  EXPECT_EQ(list.max_in_flight, 2);
  EXPECT_EQ(list.first->count(), 0);
  EXPECT_EQ(list.last->count(), 30);
  EXPECT_EQ(meter.total().requests, 4);
  EXPECT_EQ(meter.total().max_in_flight, 3);
}

TEST_F(RequestMeterTest, CountsMoreRequestsThanTheLogKeeps) {
  RequestMeter meter(log_, clock_);
  for (int i = 0; i < 10; ++i) End(Start("list"), 1, 1);
  EXPECT_EQ(meter.total().requests, 10);
  EXPECT_EQ(meter.total().bytes, 10);
}

TEST_F(RequestMeterTest, WhatBeganBeforeDoesNotCount) {
  const int64_t before = Start("list");
  RequestMeter meter(log_, clock_);
  End(before, 1, 1);
  EXPECT_TRUE(meter.methods().empty());
  EXPECT_EQ(meter.total().requests, 0);
}

TEST_F(RequestMeterTest, WhatHasNotEndedHasNoTimes) {
  RequestMeter meter(log_, clock_);
  Start("list");
  EXPECT_EQ(meter.total().requests, 0);
  meter.TakeStarted();
  EXPECT_EQ(meter.total().requests, 1);
  EXPECT_FALSE(meter.total().first.has_value());
}

TEST_F(RequestMeterTest, HandsOnToTheListenerAndGivesItBack) {
  int heard = 0;
  log_.set_listener([&](const RequestRecord&) { ++heard; });
  {
    RequestMeter meter(log_, clock_);
    End(Start("list"), 1, 1);
    EXPECT_EQ(heard, 1);
  }
  End(Start("list"), 1, 1);
  EXPECT_EQ(heard, 2);
}

}  // namespace
}  // namespace apisql
