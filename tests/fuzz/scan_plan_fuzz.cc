// Any bytes as the text of a ScanPlan (vtab/plan/scan_plan.h), and as the plan itself.
#include <array>
#include <cstdint>

#include "tests/fuzz/fuzz_target.h"
#include "vtab/plan/scan_plan.h"

namespace apisql {
namespace {

// Plans made of the input's bytes: names that a document can have, numbers of any size.
class PlanMaker {
 public:
  explicit PlanMaker(std::string_view input) : input_(input) {}

  ScanPlan Make() {
    ScanPlan plan;
    plan.method = Name();
    for (size_t i = Below(4); i > 0; --i) plan.bindings.push_back(MakeBinding());
    for (size_t i = Below(4); i > 0; --i) plan.filters.push_back(MakeFilter());
    for (size_t i = Below(3); i > 0; --i) plan.each.push_back(Name());
    for (size_t i = Below(3); i > 0; --i) plan.missing.push_back(Name());
    if (Below(2) > 0) plan.limit_argument = Argument();
    if (Below(2) > 0) plan.offset_argument = Argument();
    plan.columns = ColumnSet(Number());
    plan.requests = static_cast<int64_t>(Number());
    plan.rows = static_cast<int64_t>(Number());
    for (size_t i = Below(3); i > 0; --i) {
      plan.checks.push_back(Name() + std::string(OperatorText(Pick<Operator>(kOperators))));
    }
    return plan;
  }

 private:
  static constexpr std::array kOperators = {
      Operator::kEqual,     Operator::kIs,      Operator::kIsNull,       Operator::kLess,
      Operator::kLessEqual, Operator::kGreater, Operator::kGreaterEqual, Operator::kNotNull,
      Operator::kNotEqual,  Operator::kIsNot,   Operator::kLike,         Operator::kIn};
  static constexpr size_t kComparisons = 7;  // The first of them are those that filters have.

  uint8_t Byte() {
    if (next_ >= input_.size()) return 0;
    return static_cast<uint8_t>(input_[next_++]);
  }
  size_t Below(size_t bound) { return Byte() % bound; }
  template <typename T, typename Choices>
  T Pick(const Choices& choices) {
    return choices[Below(choices.size())];
  }

  uint64_t Number() {
    uint64_t number = 0;
    for (size_t i = Below(9); i > 0; --i) number = number << 8 | Byte();
    return number;
  }
  int Argument() { return static_cast<int>(Number() % ScanPlan::kMostArguments); }

  // [a-z][a-z0-9_]*, as documents have it.
  std::string Name() {
    static constexpr std::string_view kNext = "abcdefghijklmnopqrstuvwxyz0123456789_";
    std::string name(1, kNext[Below(26)]);
    for (size_t i = Below(8); i > 0; --i) name += kNext[Below(kNext.size())];
    return name;
  }

  Binding MakeBinding() {
    Binding binding{Name(), Argument()};
    binding.list = Below(2) > 0;
    binding.known = Below(2) > 0;
    return binding;
  }

  Filter MakeFilter() {
    Filter filter{Name(), kOperators[Below(kComparisons)]};
    filter.nocase = Below(2) > 0;
    filter.argument = Argument();
    filter.known = Below(2) > 0;
    return filter;
  }

  std::string_view input_;
  size_t next_ = 0;
};

void CheckRoundTrip(const ScanPlan& plan) {
  const std::string text = plan.Serialize();
  const StatusOr<ScanPlan> again = ScanPlan::Parse(text);
  Require(again.ok(), "a plan's text can be read", text);
  Require(*again == plan, "a plan reads back as it was written", text);
  Require(again->Serialize() == text, "a plan has one text", text);
}

void FuzzScanPlan(std::string_view input) {
  CheckRoundTrip(PlanMaker(input).Make());
  const StatusOr<ScanPlan> plan = ScanPlan::Parse(input);
  if (!plan.ok()) {
    Require(plan.status().code() == StatusCode::kInternal, "only apisql itself writes plans");
    return;
  }
  CheckRoundTrip(*plan);
  Require(plan->arguments() >= 0 && plan->arguments() <= ScanPlan::kMostArguments,
          "arguments can be counted");
  Require(plan->Checked().size() == plan->filters.size() + plan->checks.size(),
          "SQLite checks every filter again");
}

const FuzzRegistration kScanPlan("scan_plan", FuzzScanPlan);

}  // namespace
}  // namespace apisql
