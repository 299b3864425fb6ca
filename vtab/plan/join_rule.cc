#include "vtab/plan/join_rule.h"

#include <algorithm>

namespace apisql {
namespace {

using Trust = ListLength::Trust;
using Way = JoinStep::Way;

// Beside a list of unknown length, per page of it.
constexpr int64_t kLookUpsPerPage = 3;

int64_t DividedUp(int64_t dividend, int64_t divisor) { return (dividend + divisor - 1) / divisor; }

int64_t KeysOf(const JoinFacts& facts) { return facts.look_ups_sent + facts.look_ups_to_come; }

// Some lists end with an empty page, and others grow while they are read.
int64_t MostOfLength(const ListLength& length) {
  if (length.trust == Trust::kWithinTwo) return 2 * length.requests + 1;
  return length.requests + length.requests / 4 + 1;
}

JoinStep LookUps() { return {Way::kLookUps, 0}; }
JoinStep List() { return {Way::kList, 0}; }

// What each way still costs, and what it has cost at its end.
struct Remaining {
  explicit Remaining(const JoinFacts& facts)
      : look_ups(facts.look_ups_to_come),
        list(std::max<int64_t>(1, facts.list.requests - facts.list_answers)) {}
  int64_t look_ups;
  int64_t list;
};

JoinStep Fewest(const Remaining& remaining) {
  return remaining.look_ups <= remaining.list ? LookUps() : List();
}

// Keys that nobody sees may follow those that are sent. As many look-ups as the list has pages are
// no loss: the list then costs as much again.
JoinStep DecideForUnseenKeys(const JoinFacts& facts) {
  // How many keys are in sight is a matter of which answer comes first.
  const bool short_list = facts.list.requests <= facts.concurrency;
  if (short_list && facts.look_ups_expected > 2 * facts.list.requests) return List();
  return KeysOf(facts) < facts.list.requests ? LookUps() : List();
}

JoinStep DecideForExactLength(const JoinFacts& facts) {
  if (facts.more_may_come) return DecideForUnseenKeys(facts);
  const Remaining remaining(facts);
  if (facts.preference == Preference::kFewestRequests) return Fewest(remaining);
  const int64_t most = 2 * std::min(KeysOf(facts), facts.list.requests);
  // The page that told the length is spent, whatever follows.
  const int64_t spent = std::max<int64_t>(0, facts.list_answers - (facts.first_page_tells ? 1 : 0));
  const bool may_look_up = KeysOf(facts) + spent <= most;
  const bool may_list = facts.look_ups_sent + facts.list.requests <= most;
  if (may_look_up != may_list) return may_look_up ? LookUps() : List();
  if (!may_look_up) return Fewest(remaining);
  const int64_t look_ups_wait = DividedUp(remaining.look_ups, facts.concurrency);
  const int64_t list_wait = DividedUp(remaining.list, facts.list_at_once);
  // One round trip is not worth a request.
  if (look_ups_wait + 1 < list_wait) return LookUps();
  if (list_wait + 1 < look_ups_wait) return List();
  return Fewest(remaining);
}

// Half the length is the least that it may be: so many look-ups, and no more, are at most twice
// the list.
JoinStep DecideForAboutKnownLength(const JoinFacts& facts) {
  if (facts.more_may_come) return DecideForUnseenKeys(facts);
  return KeysOf(facts) <= facts.list.requests ? LookUps() : List();
}

// Look-ups that are no loss, however short the list proves: it has a page more than those answered.
int64_t MostBeside(const JoinFacts& facts) {
  return kLookUpsPerPage * (facts.list_answers + 1) + facts.concurrency;
}

// Pages that a list is read alone: those that it was guessed to have, and a few more before the
// guess is given up; but look-ups that are in sight must end in time if it proves endless.
int64_t PagesAlone(const JoinFacts& facts) {
  const int64_t keys = KeysOf(facts);
  const int64_t c = std::max<int64_t>(2, facts.concurrency);
  const int64_t rounds = DividedUp(keys, c);
  const int64_t wanted = std::max(MostOfLength(facts.list), std::min(keys, rounds + 2));
  if (facts.more_may_come) return wanted;
  const int64_t in_time = std::max(3 * rounds, c * rounds / kLookUpsPerPage) + 2;
  return std::max<int64_t>(1, std::min(wanted, in_time - DividedUp(keys, c - 1)));
}

JoinStep DecideForGuessedLength(const JoinFacts& facts) {
  const int64_t keys = KeysOf(facts);
  const int64_t expected = facts.more_may_come ? facts.look_ups_expected : 0;
  const bool list_first = std::max(keys, expected) > facts.list.requests;
  if (facts.preference == Preference::kFewestRequests) {
    return list_first && facts.list_answers < keys ? List() : LookUps();
  }
  if (list_first && facts.list_answers < PagesAlone(facts)) return List();
  // For the price of a request it is known whether the list is worth more than these few. That
  // more are in sight already, or all, is a matter of which answer comes first.
  const bool asks_length = facts.first_page_tells && facts.list_answers == 0;
  const bool many_expected = facts.look_ups_expected > facts.list.requests;
  if (asks_length && many_expected && (keys > 1 || facts.more_may_come)) return List();
  if (keys <= MostBeside(facts)) return LookUps();
  if (asks_length) return List();
  return {Way::kBoth, MostBeside(facts)};
}

}  // namespace

JoinStep DecideJoin(const JoinFacts& facts) {
  if (facts.list_read_anyway) return List();
  const bool outgrown = facts.list_answers >= MostOfLength(facts.list);
  if (facts.list.trust == Trust::kGuess || outgrown) {
    return DecideForGuessedLength(facts);
  }
  if (facts.list.trust == Trust::kExact) return DecideForExactLength(facts);
  return DecideForAboutKnownLength(facts);
}

int64_t MostKeysThatMatter(const JoinFacts& facts) {
  return std::max(2 * facts.list.requests, MostBeside(facts)) + 1;
}

}  // namespace apisql
