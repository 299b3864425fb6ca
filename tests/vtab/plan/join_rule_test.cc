// The rule of joins alone, against a server and a clock that are simulated.
#include "vtab/plan/join_rule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <iostream>
#include <limits>
#include <queue>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace apisql {
namespace {

using Trust = ListLength::Trust;
using Way = JoinStep::Way;

// One join: what there is, and what is told of it.
struct JoinCase {
  int64_t keys = 1;
  int64_t pages = 1;
  int64_t concurrency = 2;
  ListLength told;
  bool first_page_tells = false;
  bool in_sight = true;
  Preference preference = Preference::kLeastWaiting;
  std::vector<double> look_up_times;  // One per key; a round trip is at most 1.
  std::vector<double> page_times;

  std::string ToString() const {
    static constexpr std::array<const char*, 3> kTrust = {"guess", "within two", "exact"};
    std::ostringstream text;
    text << keys << " keys, " << pages << " pages, " << concurrency << " at once, told "
         << told.requests << " (" << kTrust[static_cast<size_t>(told.trust)]
         << (first_page_tells ? ", the first page tells" : "") << ")"
         << (in_sight ? "" : ", keys one by one");
    return text.str();
  }
};

struct Cost {
  int64_t requests = 0;
  double waited = 0;
};

// Of the two pure ways, in round trips.
Cost CostOfLookUps(const JoinCase& join) {
  const int64_t rounds = (join.keys + join.concurrency - 1) / join.concurrency;
  return {join.keys, static_cast<double>(rounds)};
}
Cost CostOfList(const JoinCase& join) { return {join.pages, static_cast<double>(join.pages)}; }

// Sends what the rule says, as the scan does.
class Simulation {
 public:
  explicit Simulation(const JoinCase& join) : join_(join), told_(join.told) {}

  Cost Run() {
    while (!Ended()) {
      SendWhatTheRuleSays();
      if (events_.empty()) {
        ADD_FAILURE() << "nothing is under way: " << join_.ToString();
        break;
      }
      TakeAnswer();
    }
    return cost_;
  }

 private:
  struct Event {
    double at = 0;
    bool page = false;
    bool operator>(const Event& other) const { return at > other.at; }
  };

  bool Ended() const { return answered_ == join_.keys || pages_ == join_.pages; }
  int64_t InFlight() const { return static_cast<int64_t>(events_.size()); }

  JoinStep Ask() const {
    JoinFacts facts;
    facts.look_ups_sent = sent_;
    const int64_t left = join_.keys - sent_;
    // A key that is not in sight comes when the one before it is answered.
    const int64_t seen = join_.in_sight ? left : std::min<int64_t>(left, answered_ == sent_);
    facts.look_ups_to_come = seen;
    facts.more_may_come = !join_.in_sight;
    facts.concurrency = join_.concurrency;
    facts.list = told_;
    facts.list_answers = pages_;
    facts.first_page_tells = join_.first_page_tells;
    facts.preference = join_.preference;
    return DecideJoin(facts);
  }

  void SendWhatTheRuleSays() {
    if (sent_ == join_.keys) return;
    if (!join_.in_sight && answered_ < sent_) return;
    for (;;) {
      const JoinStep step = Ask();
      if (step.way != Way::kLookUps && !page_under_way_) SendPage();
      const bool may_look_up =
          step.way == Way::kLookUps || (step.way == Way::kBoth && sent_ < step.most_look_ups);
      if (!may_look_up || sent_ == join_.keys || InFlight() >= join_.concurrency) return;
      if (!join_.in_sight && answered_ < sent_) return;
      Send({now_ + join_.look_up_times[static_cast<size_t>(sent_++)], false});
    }
  }

  void SendPage() {
    page_under_way_ = true;
    Send({now_ + join_.page_times[static_cast<size_t>(pages_)], true});
  }

  void Send(Event event) {
    ++cost_.requests;
    events_.push(event);
  }

  void TakeAnswer() {
    const Event event = events_.top();
    events_.pop();
    now_ = cost_.waited = event.at;
    if (!event.page) {
      ++answered_;
      return;
    }
    page_under_way_ = false;
    ++pages_;
    if (join_.first_page_tells && pages_ == 1) told_ = {Trust::kExact, join_.pages};
  }

  const JoinCase& join_;
  ListLength told_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  double now_ = 0;
  int64_t sent_ = 0;
  int64_t answered_ = 0;
  int64_t pages_ = 0;
  bool page_under_way_ = false;
  Cost cost_;
};

// What a join may cost at most, as join_rule.h says.
Cost BoundOf(const JoinCase& join) {
  const Cost look_ups = CostOfLookUps(join);
  const Cost list = CostOfList(join);
  const int64_t fewest = std::min(look_ups.requests, list.requests);
  double best = std::numeric_limits<double>::infinity();
  for (const Cost& way : {look_ups, list}) {
    if (way.requests <= 2 * fewest) best = std::min(best, way.waited);
  }
  const int64_t c = std::max<int64_t>(2, join.concurrency);
  if (join.told.trust == Trust::kGuess) {
    return {4 * fewest + c, std::max(3.0, static_cast<double>(c) / 3) * best + 2};
  }
  const bool few = 2 * join.keys <= join.pages;
  const bool about = join.told.trust == Trust::kWithinTwo;
  return {2 * fewest, about && !few ? list.waited : 1.5 * best + 1};
}

// The largest that a bounded figure came to, as a part of its bound, and where.
struct Worst {
  double part = 0;
  std::string where;

  void Note(double part_of_bound, const JoinCase& join) {
    if (part_of_bound <= part) return;
    part = part_of_bound;
    where = join.ToString();
  }
};

class JoinRuleTest : public ::testing::Test {
 protected:
  double Between(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random_);
  }
  // Evenly over the orders of magnitude.
  int64_t Size(int64_t most) {
    const double largest = std::log(static_cast<double>(most) + 0.999);
    return static_cast<int64_t>(std::exp(Between(0, largest)));
  }
  int64_t WrongBy(int64_t truth, double factor) {
    const double wrong = std::exp(Between(-std::log(factor), std::log(factor)));
    return std::max<int64_t>(1, std::llround(static_cast<double>(truth) * wrong));
  }
  int64_t WithinTwo(int64_t truth) {
    return std::clamp(WrongBy(truth, 2), (truth + 1) / 2, 2 * truth);
  }

  JoinCase MakeCase(Trust trust) {
    JoinCase join;
    join.keys = Size(10'000);
    join.pages = Size(5'000);
    join.concurrency = Size(32);
    join.told = {trust, join.pages};
    if (trust == Trust::kWithinTwo) join.told.requests = WithinTwo(join.pages);
    if (trust == Trust::kGuess) join.told.requests = WrongBy(join.pages, 1000);
    join.first_page_tells = trust == Trust::kGuess && Between(0, 1) < 0.5;
    const double quickest = Between(0, 1) < 0.5 ? 1 : 0.1;
    for (int64_t i = 0; i < join.keys; ++i) {
      join.look_up_times.push_back(Between(quickest, 1));
    }
    for (int64_t i = 0; i < join.pages; ++i) join.page_times.push_back(Between(quickest, 1));
    return join;
  }

  // Runs `count` settings and prints the worst.
  void CheckBounds(Trust trust, int count, bool in_sight) {
    Worst requests;
    Worst waited;
    for (int i = 0; i < count; ++i) {
      JoinCase join = MakeCase(trust);
      join.in_sight = in_sight;
      const Cost cost = Simulation(join).Run();
      const Cost bound = BoundOf(join);
      requests.Note(static_cast<double>(cost.requests) / static_cast<double>(bound.requests), join);
      EXPECT_LE(cost.requests, bound.requests) << join.ToString();
      if (!in_sight || join.concurrency < 2) continue;
      waited.Note(cost.waited / bound.waited, join);
      // The sums of times are rounded.
      EXPECT_LE(cost.waited, bound.waited + 1e-6) << join.ToString();
    }
    std::cout << "requests: " << requests.part << " of the bound, " << requests.where << "\n";
    if (in_sight) {
      std::cout << "waiting: " << waited.part << " of the bound, " << waited.where << "\n";
    }
  }

  std::mt19937_64 random_{20261129};
};

TEST_F(JoinRuleTest, ItsBoundsHoldWhereTheLengthIsExact) {
  CheckBounds(Trust::kExact, 25'000, /*in_sight=*/true);
}

TEST_F(JoinRuleTest, TheyHoldWhereItIsKnownWithinAFactorOfTwo) {
  CheckBounds(Trust::kWithinTwo, 25'000, /*in_sight=*/true);
}

TEST_F(JoinRuleTest, TheyHoldWhereItIsGuessedWrongByAThousand) {
  CheckBounds(Trust::kGuess, 50'000, /*in_sight=*/true);
}

TEST_F(JoinRuleTest, RequestsAreBoundedWhereKeysComeOneByOne) {
  CheckBounds(Trust::kExact, 2'000, /*in_sight=*/false);
  CheckBounds(Trust::kGuess, 2'000, /*in_sight=*/false);
}

TEST_F(JoinRuleTest, WhereRequestsMatterMostItSendsTheFewest) {
  for (int i = 0; i < 2'000; ++i) {
    JoinCase join = MakeCase(Trust::kExact);
    join.preference = Preference::kFewestRequests;
    EXPECT_EQ(Simulation(join).Run().requests, std::min(join.keys, join.pages)) << join.ToString();
  }
}

TEST_F(JoinRuleTest, ALengthThatTheFirstPageTellsCostsThatPage) {
  // 30 keys and 100 pages, where the document guesses ten.
  JoinFacts facts;
  facts.look_ups_to_come = 30;
  facts.concurrency = 8;
  facts.list = {Trust::kGuess, 10};
  facts.first_page_tells = true;
  EXPECT_EQ(DecideJoin(facts).way, Way::kList);
  facts.list_answers = 1;
  facts.list = {Trust::kExact, 100};
  EXPECT_EQ(DecideJoin(facts).way, Way::kLookUps);
}

TEST_F(JoinRuleTest, FewKeysAskForNoLength) {
  JoinFacts facts;
  facts.look_ups_to_come = 10;
  facts.concurrency = 8;
  facts.list = {Trust::kGuess, 10};
  EXPECT_EQ(DecideJoin(facts).way, Way::kLookUps);
}

TEST_F(JoinRuleTest, AListThatOutgrowsItsLengthIsGivenUp) {
  JoinFacts facts;
  facts.look_ups_to_come = 20;
  facts.concurrency = 8;
  facts.list = {Trust::kExact, 8};
  EXPECT_EQ(DecideJoin(facts).way, Way::kList);
  facts.list_answers = 11;
  EXPECT_EQ(DecideJoin(facts).way, Way::kLookUps);
}

}  // namespace
}  // namespace apisql
