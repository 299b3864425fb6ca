// An interrupted statement ends at the next look at the flag, whatever it is doing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/vtab/scan/scan_fixture.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;

// Time goes on whenever somebody looks at it.
class TickingClock final : public Clock {
 public:
  WallTime Wall() const override { return WallTime(std::chrono::seconds(1'792'000'000)); }
  SteadyTime Steady() const override {
    return SteadyTime(passed_ += std::chrono::milliseconds(30));
  }

 private:
  mutable std::chrono::milliseconds passed_{0};
};

class ScanInterruptTest : public ScanFixture {
 protected:
  // Interrupts from the poll of that number on; 0: never.
  std::string RunUntilPoll(int64_t number, const std::string& sql) {
    polls_ = 0;
    interrupt_at_ = number;
    if (session_ == nullptr) OpenTicking();
    return Run(sql);
  }

  void OpenTicking() {
    SessionOptions options;
    options.settings.emplace_back("learn_sizes", "off");
    options.interrupted = [this] { return ++polls_ >= interrupt_at_ && interrupt_at_ > 0; };
    auto opened = Session::Open(MakeCatalog(), Config(), transport_, ticking_, std::move(options));
    ASSERT_TRUE(opened.ok());
    session_ = *std::move(opened);
  }

  TickingClock ticking_;
  int64_t polls_ = 0;
  int64_t interrupt_at_ = 0;
};

TEST_F(ScanInterruptTest, AWaitEnds) {
  for (const std::string sql :
       {"SELECT * FROM shop.core.users", "SELECT * FROM shop.core.parts",
        "SELECT * FROM shop.core.keys k CROSS JOIN shop.core.users u ON u.id = k.owner_id",
        "SELECT * FROM shop.core.things t CROSS JOIN shop.core.users u ON u.email = t.label"}) {
    transport_.held = {"/users?take=10", "/things", "/keys?take=10"};
    transport_.runs = 0;
    EXPECT_THAT(RunUntilPoll(3, sql), HasSubstr("interrupted")) << sql;
    EXPECT_LE(polls_, 5) << sql;
    EXPECT_LE(transport_.runs, 12) << sql;
  }
}

// Look-ups, index, filters: the statement is interrupted at each of its polls in turn.
TEST_F(ScanInterruptTest, EveryPollEndsTheStatement) {
  for (const std::string sql :
       {"SELECT count(*) FROM shop.core.things t CROSS JOIN shop.core.users u ON u.email = t.label",
        "SELECT count(*) FROM shop.core.keys k CROSS JOIN shop.core.users u ON u.id = k.owner_id",
        "SELECT count(*) FROM shop.core.users a, shop.core.users b WHERE a.email || b.id = ''",
        "SELECT count(*) FROM shop.core.keys WHERE level = 7",
        "SELECT count(*) FROM shop.core.parts WHERE name = 'none'"}) {
    const std::string rows = RunUntilPoll(0, sql);
    const int64_t all = polls_;
    EXPECT_GT(all, 3) << sql;
    for (int64_t at = 1; at <= all; ++at) {
      EXPECT_THAT(RunUntilPoll(at, sql), HasSubstr("interrupted")) << sql << " at poll " << at;
      EXPECT_LE(polls_, at + 2) << sql;
    }
    EXPECT_EQ(RunUntilPoll(0, sql), rows) << sql;
  }
}

// Else a long filter without a row to show could not be stopped.
TEST_F(ScanInterruptTest, PagesThatAreInMemoryAreLookedAtBetweenPolls) {
  transport_.users = 100;
  RunUntilPoll(0, "SELECT count(*) FROM shop.core.users WHERE level = 7");
  const int64_t once = polls_;
  RunUntilPoll(0,
               "SELECT (SELECT count(*) FROM shop.core.users WHERE level = 7), "
               "(SELECT count(*) FROM shop.core.users WHERE level > 7)");
  EXPECT_GE(polls_, once + 10);
  // The index of the second row is built from pages that the first has read.
  const std::string join =
      " FROM shop.core.things t CROSS JOIN shop.core.users u ON u.email = t.label WHERE t.id ";
  RunUntilPoll(0, "SELECT count(*)" + join + "= 't0'");
  const int64_t first_row = polls_;
  RunUntilPoll(0, "SELECT count(*)" + join + "IN ('t0', 't1')");
  EXPECT_GE(polls_, first_row + 10);
}

TEST_F(ScanInterruptTest, TheNextStatementRunsAsIfNothingHadBeen) {
  transport_.held = {"/users?take=10"};
  EXPECT_THAT(RunUntilPoll(2, "SELECT count(*) FROM shop.core.users"), HasSubstr("interrupted"));
  transport_.held.clear();
  EXPECT_EQ(RunUntilPoll(0, "SELECT count(*) FROM shop.core.users"), "40");
}

// Nothing is left under way that the next statement would have to wait for.
TEST_F(ScanInterruptTest, WhatWasAskedForIsCancelled) {
  transport_.held = {"/users/u00", "/users/u01", "/users/u02"};
  transport_.things = 3;
  EXPECT_THAT(
      RunUntilPoll(
          6, "SELECT * FROM shop.core.things t LEFT JOIN shop.core.users u ON u.id = t.owner_id"),
      HasSubstr("interrupted"));
  EXPECT_EQ(transport_.cancelled, SentTo("/users/"));
  EXPECT_GT(transport_.cancelled, 0);
}

}  // namespace
}  // namespace apisql
