#include "src/http/call_queue.h"

#include <gmock/gmock.h>

#include <vector>

namespace apisql {
namespace {

using Answer = CallQueue::Answer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What is offered, in order; `answer` says what becomes of each.
template <typename Rule>
std::vector<CallId> Offered(CallQueue* queue, Rule answer) {
  std::vector<CallId> ids;
  queue->Offer([&](CallId id) {
    ids.push_back(id);
    return answer(id);
  });
  return ids;
}

TEST(CallQueueTest, TheOldestCallIsFirstWhateverItsLane) {
  CallQueue queue;
  for (const CallId id : {4, 1, 3}) queue.Add("a", id);
  for (const CallId id : {2, 5}) queue.Add("b", id);
  EXPECT_THAT(Offered(&queue, [](CallId) { return Answer::kTaken; }), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(Offered(&queue, [](CallId) { return Answer::kTaken; }), IsEmpty());
}

TEST(CallQueueTest, CallsOfALaterTurnComeBehindTheOthersOfTheirLane) {
  CallQueue queue;
  queue.Add("a", 1, 2);
  queue.Add("a", 2, 1);
  queue.Add("a", 3, 1);
  queue.Add("a", 4);
  queue.Remove("a", 3, 1);
  EXPECT_THAT(Offered(&queue, [](CallId) { return Answer::kTaken; }), ElementsAre(4, 2, 1));
}

TEST(CallQueueTest, AHeldCallHoldsItsLaneAndNoOther) {
  CallQueue queue;
  for (const CallId id : {1, 3}) queue.Add("a", id);
  for (const CallId id : {2, 4}) queue.Add("b", id);
  const auto hold_one = [](CallId id) { return id == 1 ? Answer::kHeld : Answer::kTaken; };
  EXPECT_THAT(Offered(&queue, hold_one), ElementsAre(1, 2, 4));
  EXPECT_THAT(Offered(&queue, [](CallId) { return Answer::kTaken; }), ElementsAre(1, 3));
}

TEST(CallQueueTest, NothingIsOfferedOnceItIsFull) {
  CallQueue queue;
  for (const CallId id : {1, 2, 3}) queue.Add("a", id);
  const auto only_one = [](CallId id) { return id == 1 ? Answer::kTaken : Answer::kFull; };
  EXPECT_THAT(Offered(&queue, only_one), ElementsAre(1, 2));
  EXPECT_THAT(Offered(&queue, [](CallId) { return Answer::kTaken; }), ElementsAre(2, 3));
}

TEST(CallQueueTest, CallsMayLeaveAndComeWhileOthersAreOffered) {
  CallQueue queue;
  for (const CallId id : {1, 2, 3}) queue.Add("a", id);
  const auto change = [&](CallId id) {
    if (id == 1) {
      queue.Remove("a", 2);
      queue.Remove("a", 1);
      queue.Add("b", 7);
    }
    return Answer::kTaken;
  };
  EXPECT_THAT(Offered(&queue, change), ElementsAre(1, 3, 7));
  queue.Remove("c", 9);
}

}  // namespace
}  // namespace apisql
