// JoinRule: whether the rows for many keys are looked up key by key, or found in the whole list.
//
// Look-ups run side by side, and each costs a request. The pages of a list come one after another,
// and how many there are is often a guess. The rule is asked again whenever something has become
// known: before a look-up is sent, and with each page of the list.
//
// What it holds to, for keys that are all in sight. F is the number of requests of the way that
// sends the fewest, C the look-ups that may be under way at once, at least 2. The best way is the
// one that waits least of those that send at most 2 F; a round trip is the slowest answer.
//
//   length           requests     waiting
//   kExact           2 F          1.5 times the best way and a round trip
//   kWithinTwo       2 F          the same where the keys are at most half as many as the pages,
//                                 else no longer than the list
//   kGuess           4 F + C      max(3, C / 3) times the best way and two round trips
//
// Of keys that come in sight one by one only the bounds on requests hold, and those of kGuess for
// kWithinTwo.
#ifndef APISQL_VTAB_PLAN_JOIN_RULE_H_
#define APISQL_VTAB_PLAN_JOIN_RULE_H_

#include <cstdint>

namespace apisql {

// How many requests a whole list costs, and what tells it.
struct ListLength {
  enum class Trust {
    kGuess,      // The document's order of magnitude: it may be wrong by any factor.
    kWithinTwo,  // As an earlier session has seen it: half as long or twice as long by now.
    kExact,      // The list itself has told it, or was read to its end.
  };
  Trust trust = Trust::kGuess;
  int64_t requests = 1;
};

// What is wanted most.
enum class Preference {
  kLeastWaiting,    // Among the ways that send at most twice the fewest requests.
  kFewestRequests,  // Where an account is limited. Guesses are then taken at their word.
};

// All that the rule decides by. Look-ups are counted in requests.
struct JoinFacts {
  int64_t look_ups_sent = 0;
  int64_t look_ups_to_come = 0;  // Those in sight that are not sent yet.
  bool more_may_come = false;    // There may be keys that nobody sees yet.
  // All of them, by a guess; 0: nothing tells. It does not depend on what has come so far.
  int64_t look_ups_expected = 0;
  int64_t concurrency = 1;  // Requests that may be under way at once.
  ListLength list;
  int64_t list_answers = 0;       // Requests of the list that are answered.
  bool list_read_anyway = false;  // The statement reads it to its end in any case.
  bool first_page_tells = false;  // The list's first answer is expected to tell its length.
  int64_t list_at_once = 1;       // Pages of the list that may be under way at once.
  Preference preference = Preference::kLeastWaiting;
};

struct JoinStep {
  enum class Way {
    kLookUps,  // A list that was begun is given up.
    kList,     // No look-up is sent.
    kBoth,     // The list goes on, and look-ups beside it.
  };
  Way way = Way::kLookUps;
  // Of kBoth: as many look-ups may have been sent until the next page of the list has come.
  int64_t most_look_ups = 0;
};

// For a list that has not come to its end yet. A pure function.
JoinStep DecideJoin(const JoinFacts& facts);

// Keys in sight beyond this number decide nothing.
int64_t MostKeysThatMatter(const JoinFacts& facts);

}  // namespace apisql

#endif  // APISQL_VTAB_PLAN_JOIN_RULE_H_
