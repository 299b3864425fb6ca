#include "vtab/explain/join_forecast.h"

#include <algorithm>
#include <cmath>

namespace apisql {
namespace {

using Trust = ListLength::Trust;
using Way = JoinStep::Way;

constexpr int64_t kManyKeys = 1'000'000;

std::string Counted(int64_t count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

class Forecaster {
 public:
  Forecaster(const JoinFacts& list, const std::string& method, const ExpectedKeys& keys)
      : list_(list), method_(method), keys_(keys) {
    const double count = std::clamp(std::ceil(keys.count), 1.0, static_cast<double>(kManyKeys));
    look_ups_ = static_cast<int64_t>(count) * keys.requests;
  }

  JoinForecast Make() const {
    if (!keys_.in_sight) return OfUnseenKeys();
    JoinForecast forecast;
    forecast.least = 1;
    if (keys_.literals) forecast.most = MostOf(look_ups_);
    if (list_.list.trust == Trust::kExact) {
      const int64_t most = 2 * list_.list.requests + list_.concurrency;
      forecast.most = std::min(most, forecast.most.value_or(most));
    }
    switch (FirstStep(list_, look_ups_).way) {
      case Way::kLookUps:
        forecast.text = LookUps();
        forecast.requests = static_cast<double>(look_ups_);
        break;
      case Way::kList:
        forecast.text = ListFirst();
        forecast.requests = static_cast<double>(list_.list.requests);
        break;
      case Way::kBoth:
        forecast.text = LookUps() + ", and the list (" + method_ +
                        ") beside them until one of the two is complete";
        forecast.requests = 4.0 * static_cast<double>(look_ups_) / 3;
        break;
    }
    if (!keys_.literals) forecast.least = 0;
    return forecast;
  }

 private:
  static JoinStep FirstStep(JoinFacts facts, int64_t look_ups) {
    facts.look_ups_to_come = look_ups;
    return DecideJoin(facts);
  }

  // Whatever the length proves to be, as the rule holds to.
  int64_t MostOf(int64_t look_ups) const {
    if (FirstStep(list_, look_ups).way == Way::kLookUps) return look_ups;
    return 4 * look_ups + std::max<int64_t>(2, list_.concurrency);
  }

  std::string LookUps() const {
    std::string text =
        (keys_.literals ? "" : "about ") + Counted(look_ups_, "look-up") + " by " + keys_.column;
    if (look_ups_ > 1) text += ", up to " + std::to_string(list_.concurrency) + " at once";
    return text;
  }

  std::string HowSure() const {
    switch (list_.list.trust) {
      case Trust::kGuess:
        return "guessed at ";
      case Trust::kWithinTwo:
        return "about ";
      case Trust::kExact:
        break;
    }
    return "";
  }

  std::string List() const {
    return "the whole list (" + method_ + ", " + HowSure() +
           Counted(list_.list.requests, "request") + ")";
  }

  std::string ListFirst() const {
    if (list_.list.trust != Trust::kGuess) return List() + " in place of " + LookUps();
    if (!list_.first_page_tells) {
      return List() + "; where it proves longer, " + LookUps();
    }
    return "the first page of the list (" + method_ + ") tells its length: then " + LookUps() +
           ", or the list where it has at most " + Counted(LongestList(), "page");
  }

  // The longest list that is read once its first page has told its length.
  int64_t LongestList() const {
    const auto is_read = [&](int64_t pages) {
      JoinFacts facts = list_;
      facts.list = {Trust::kExact, pages};
      facts.list_answers = 1;
      return FirstStep(facts, look_ups_).way == Way::kList;
    };
    int64_t low = 1;
    int64_t high = look_ups_ + 2;
    while (low + 1 < high) {
      const int64_t middle = (low + high) / 2;
      (is_read(middle) ? low : high) = middle;
    }
    return low;
  }

  // Look-ups before the list takes their place.
  int64_t LookUpsBeforeList() const {
    int64_t sent = 0;
    JoinFacts facts = list_;
    facts.more_may_come = true;
    while (sent < kManyKeys) {
      facts.look_ups_sent = sent;
      if (FirstStep(facts, keys_.requests).way != Way::kLookUps) break;
      sent += keys_.requests;
    }
    return sent;
  }

  JoinForecast OfUnseenKeys() const {
    const int64_t before = LookUpsBeforeList();
    JoinForecast forecast;
    forecast.text = "looked up by " + keys_.column + " as its values come; " +
                    (before == 0 ? "" : "after " + Counted(before, "look-up") + " ") + List();
    const bool few = look_ups_ <= before;
    forecast.requests = static_cast<double>(few ? look_ups_ : before + list_.list.requests);
    if (list_.list.trust == Trust::kExact) forecast.most = 2 * list_.list.requests;
    return forecast;
  }

  const JoinFacts& list_;
  const std::string& method_;
  const ExpectedKeys& keys_;
  int64_t look_ups_ = 1;  // Their requests.
};

}  // namespace

JoinForecast ForecastJoin(const JoinFacts& facts, const std::string& method,
                          const ExpectedKeys& keys) {
  return Forecaster(facts, method, keys).Make();
}

}  // namespace apisql
