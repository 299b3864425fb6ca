#include "vtab/plan/plan_inputs.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "registry/model/resource.h"

namespace apisql {
namespace {

Resource Hooks() {
  Resource hooks;
  hooks.name = "acme.shop.hooks";
  for (const char* name : {"hook", "site"}) {
    Column column;
    column.name = name;
    column.source = Column::Source::kParameter;
    hooks.columns.push_back(column);
  }
  Method method;
  method.name = "delete_hook";
  method.verb = Verb::kDelete;
  method.by_inputs = true;
  Parameter& parameter = method.parameters.emplace_back();
  parameter.name = parameter.column = "hook";
  parameter.required = true;
  hooks.methods.push_back(std::move(method));
  return hooks;
}

std::string PlanOf(const Resource& resource, const std::vector<Constraint>& constraints) {
  const auto planned = PlanInputs(resource, {constraints, false, ColumnSet()});
  return planned ? planned->plan.Serialize() : "no plan";
}

TEST(PlanInputsTest, EqualitiesArePassedOnAndAListValueByValue) {
  const std::vector<Constraint> constraints = {
      {.column = 1, .op = Operator::kIn, .usable = true},
      {.column = 0, .op = Operator::kLess, .usable = true},
      {.column = 0, .op = Operator::kEqual, .usable = true, .constant = true},
      {.column = 0, .op = Operator::kEqual, .usable = false},
      {.column = 0, .op = Operator::kEqual, .usable = true, .binary = false}};
  EXPECT_EQ(PlanOf(Hooks(), constraints),
            "delete_hook filter:site=?0 filter:hook=$1 columns:0 requests:1 rows:1");
}

TEST(PlanInputsTest, ATableThatCanBeReadHasPlansOfItsOwn) {
  Resource hooks = Hooks();
  hooks.methods.emplace_back().verb = Verb::kSelect;
  EXPECT_EQ(PlanOf(hooks, {}), "no plan");
}

TEST(PlanInputsTest, WithoutAWriteByInputsThereIsNoPlan) {
  Resource hooks = Hooks();
  hooks.methods[0].by_inputs = false;
  EXPECT_EQ(PlanOf(hooks, {}), "no plan");
}

}  // namespace
}  // namespace apisql
