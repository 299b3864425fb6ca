// Interruption: who waits is stopped at once, but while rows are sent it may be patient.
#include "vtab/workspace/interruption.h"

#include <gtest/gtest.h>

#include "tests/http/fake_transport.h"

namespace apisql {
namespace {

class InterruptionTest : public testing::Test {
 protected:
  InterruptionTest() { interruption_.set_run(&run_); }

  void BePatient() {
    interruption_.set_patience([this] { ++told_; });
  }

  FakeClock clock_;
  bool asked_ = false;
  Interruption interruption_{[this] { return asked_; }, nullptr, clock_};
  Interruption::Run run_{interruption_};
  int told_ = 0;
};

TEST_F(InterruptionTest, ARequestEndsWhatWaits) {
  EXPECT_FALSE(interruption_.PollWhileWaiting());
  interruption_.Request();
  EXPECT_TRUE(interruption_.PollWhileWaiting());
}

TEST_F(InterruptionTest, WithoutPatienceSendingIsNoExcuse) {
  interruption_.BeginSending();
  interruption_.Request();
  EXPECT_TRUE(interruption_.PollWhileWaiting());
  EXPECT_FALSE(interruption_.IsStopping());
}

TEST_F(InterruptionTest, TheFirstRequestStopsTheSendingAndTheSecondEndsWhatIsUnderWay) {
  BePatient();
  interruption_.BeginSending();
  EXPECT_FALSE(interruption_.IsStopping());
  interruption_.Request();
  asked_ = true;
  EXPECT_FALSE(interruption_.PollWhileWaiting());
  EXPECT_TRUE(interruption_.IsStopping());
  EXPECT_EQ(told_, 1);
  interruption_.Request();
  EXPECT_TRUE(interruption_.PollWhileWaiting());
  EXPECT_EQ(told_, 1);
}

TEST_F(InterruptionTest, PatienceEndsAfterTwoSeconds) {
  BePatient();
  interruption_.BeginSending();
  asked_ = true;
  clock_.passed = std::chrono::seconds{10};
  EXPECT_FALSE(interruption_.PollWhileWaiting());
  clock_.passed += std::chrono::milliseconds{1999};
  EXPECT_FALSE(interruption_.PollWhileWaiting());
  clock_.passed += std::chrono::milliseconds{1};
  EXPECT_TRUE(interruption_.PollWhileWaiting());
}

// The rows of RETURNING may hold the only copy of a secret.
TEST_F(InterruptionTest, ARequestThatSendingHasHeededStopsNothingMoreOfTheStatement) {
  BePatient();
  interruption_.BeginSending();
  interruption_.Request();
  asked_ = true;
  EXPECT_TRUE(interruption_.IsStopping());
  interruption_.EndSending();
  EXPECT_FALSE(interruption_.Requested());
  EXPECT_FALSE(interruption_.PollWhileWaiting());
  interruption_.set_run(&run_);
  EXPECT_TRUE(interruption_.Requested());
}

TEST_F(InterruptionTest, ARequestThatComesOutsideOfSendingHasNoPatience) {
  BePatient();
  interruption_.BeginSending();
  interruption_.EndSending();
  interruption_.Request();
  EXPECT_TRUE(interruption_.PollWhileWaiting());
  EXPECT_EQ(told_, 0);
}

}  // namespace
}  // namespace apisql
