#include "src/http/call_queue.h"

namespace apisql {

void CallQueue::Remove(const std::string& lane, CallId id, int turn) {
  const auto found = lanes_.find(lane);
  if (found != lanes_.end()) found->second.erase({turn, id});
}

void CallQueue::Offer(const std::function<Answer(CallId)>& take) {
  std::set<const Lane*> held;
  while (Lane* lane = OldestLane(held)) {
    const auto first = *lane->begin();
    switch (take(first.second)) {
      case Answer::kTaken:
        lane->erase(first);
        break;
      case Answer::kHeld:
        held.insert(lane);
        break;
      case Answer::kFull:
        return;
    }
  }
}

CallQueue::Lane* CallQueue::OldestLane(const std::set<const Lane*>& held) {
  Lane* oldest = nullptr;
  for (auto& [name, lane] : lanes_) {
    if (lane.empty() || held.contains(&lane)) continue;
    if (oldest == nullptr || *lane.begin() < *oldest->begin()) oldest = &lane;
  }
  return oldest;
}

}  // namespace apisql
