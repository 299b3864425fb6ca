// CallQueue: the calls of one provider that wait to be sent, oldest first.
#ifndef APISQL_SRC_HTTP_CALL_QUEUE_H_
#define APISQL_SRC_HTTP_CALL_QUEUE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace apisql {

using CallId = uint64_t;  // In the order of Client::Send().

// Calls of one lane wait for the same things: a token, a rate limit. When the first of a lane has
// to wait, so have the others; the other lanes overtake it.
class CallQueue {
 public:
  enum class Answer {
    kTaken,  // It waits no longer.
    kHeld,   // It has to wait, and its lane with it.
    kFull,   // No call can be taken now.
  };

  // Calls of a later `turn` come behind the others of their lane.
  void Add(const std::string& lane, CallId id, int turn = 0) { lanes_[lane].insert({turn, id}); }
  // No effect when it does not wait there.
  void Remove(const std::string& lane, CallId id, int turn = 0);
  // Offers calls, the oldest first, until none can be taken. `take` may add and remove calls.
  void Offer(const std::function<Answer(CallId)>& take);

 private:
  using Lane = std::set<std::pair<int, CallId>>;

  Lane* OldestLane(const std::set<const Lane*>& held);

  std::map<std::string, Lane> lanes_;  // Empty ones stay: there are few.
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_CALL_QUEUE_H_
