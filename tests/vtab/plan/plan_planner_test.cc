#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "vtab/plan/planner.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kId = 0, kOwner = 1, kCreated = 2, kName = 3;

Parameter Query(std::string name, std::string column) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.column = std::move(column);
  return parameter;
}

Parameter PathOf(const std::string& column) {
  Parameter parameter = Query(column, column);
  parameter.place = Parameter::Place::kPath;
  parameter.required = true;
  return parameter;
}

// A table like confluent.iam.api_keys: get by id, list with an exact and a partial filter.
Resource Keys() {
  Resource resource;
  resource.name = "p.s.keys";
  resource.key = {"id"};
  resource.estimated_rows = 1000;
  for (const char* name : {"id", "owner_id", "created_at", "name"}) {
    resource.columns.emplace_back();
    resource.columns.back().name = name;
  }
  resource.columns[kOwner].distinct = 100;
  Method list;
  list.name = "list";
  list.paging.style = "next_url";
  list.paging.max_page_size = 100;
  list.parameters = {Query("owner", "owner_id"), Query("name", "name")};
  list.parameters[1].match = Parameter::Match::kPartial;
  Method get;
  get.name = "get";
  get.rows_kind = RowsKind::kObject;
  get.parameters = {PathOf("id")};
  resource.methods = {list, get};
  return resource;
}

Constraint On(int column, Operator op = Operator::kEqual) {
  return {.column = column, .op = op, .usable = true, .constant = true};
}

// A session that has seen ten environments.
struct Sizes {
  Sizes() { learned.LearnScan("p.s.environments", 10, 1); }
  std::unique_ptr<Catalog> catalog = Catalog::Builtin();
  TableStatistics learned;
  Estimates estimates{*catalog, &learned};
};

PlannedScan Plan(const Resource& resource, std::vector<Constraint> constraints,
                 bool ordered = false) {
  const Sizes sizes;
  const auto planned = PlanScan(resource, {constraints, ordered, ColumnSet(0xf)}, sizes.estimates);
  EXPECT_TRUE(planned.has_value());
  return planned.value_or(PlannedScan{});
}

TEST(PlannerTest, WithoutConstraintsTheListIsScanned) {
  const PlannedScan planned = Plan(Keys(), {});
  EXPECT_EQ(planned.plan.method, "list");
  EXPECT_EQ(planned.plan.requests, 10);
  EXPECT_FALSE(planned.unique);
}

TEST(PlannerTest, WholeKeyIsOneGetAndUnique) {
  const PlannedScan planned = Plan(Keys(), {On(kId)});
  EXPECT_EQ(planned.plan.Serialize(), "get id=$0 columns:f requests:1 rows:1");
  EXPECT_TRUE(planned.unique);
}

// SQLite takes the first row of such a scan for the one that an UPDATE or DELETE is about.
TEST(PlannerTest, KeyThatNoParameterTakesLeavesManyRowsToRead) {
  Resource keys = Keys();
  std::erase_if(keys.methods, [](const Method& method) { return method.name == "get"; });
  const PlannedScan planned = Plan(keys, {On(kId)});
  EXPECT_EQ(planned.plan.method, "list");
  EXPECT_FALSE(planned.unique);
}

TEST(PlannerTest, FilterIsBoundAndTheRestIsLeftToSqlite) {
  const PlannedScan planned = Plan(Keys(), {On(kOwner), On(kCreated, Operator::kLess)});
  EXPECT_EQ(planned.plan.Serialize(),
            "list owner_id=$0 filter:created_at<$1 columns:f requests:1 rows:10");
  EXPECT_THAT(planned.arguments, ElementsAre(0, 1));
}

TEST(PlannerTest, ListOfKeysIsOneGetEach) {
  const PlannedScan planned = Plan(Keys(), {On(kId, Operator::kIn)});
  EXPECT_EQ(planned.plan.method, "get");
  EXPECT_THAT(planned.lists, ElementsAre(true));
  EXPECT_FALSE(planned.unique);
}

TEST(PlannerTest, SingleValueIsPreferredToAListOnTheSameColumn) {
  const PlannedScan planned = Plan(Keys(), {On(kOwner, Operator::kIn), On(kOwner)});
  EXPECT_THAT(planned.arguments, ElementsAre(-1, 0));
}

TEST(PlannerTest, OtherCollationIsNotPushed) {
  Constraint nocase = On(kId);
  nocase.binary = false;
  const PlannedScan planned = Plan(Keys(), {nocase});
  EXPECT_EQ(planned.plan.method, "list");
  EXPECT_THAT(planned.plan.bindings, IsEmpty());
  EXPECT_FALSE(planned.unique);
}

TEST(PlannerTest, IsWithAValueFromElsewhereIsNotPushedForItMayBeNull) {
  Constraint is = On(kOwner, Operator::kIs);
  EXPECT_EQ(Plan(Keys(), {is}).plan.bindings.size(), 1);
  is.constant = false;
  EXPECT_THAT(Plan(Keys(), {is}).plan.bindings, IsEmpty());
}

TEST(PlannerTest, TheKeyIsPreferredToAListOfEqualEstimate) {
  Resource keys = Keys();
  keys.columns[kOwner].distinct = keys.estimated_rows;
  EXPECT_EQ(Plan(keys, {On(kId), On(kOwner)}).plan.method, "get");
}

TEST(PlannerTest, LimitIsAHintOnlyWhenEveryConstraintIsPushedExactly) {
  const Constraint limit = {.column = -1, .op = Operator::kLimit, .usable = true};
  EXPECT_EQ(Plan(Keys(), {On(kOwner), limit}).plan.limit_argument, 1);
  EXPECT_EQ(Plan(Keys(), {limit}).plan.limit_argument, 0);
  EXPECT_EQ(Plan(Keys(), {On(kCreated, Operator::kLess), limit}).plan.limit_argument, -1);
  EXPECT_EQ(Plan(Keys(), {On(kName), limit}).plan.limit_argument, -1) << "partial match";
  EXPECT_EQ(Plan(Keys(), {On(kOwner), limit}, /*ordered=*/true).plan.limit_argument, -1);
}

Resource Clusters(bool with_parent) {
  Resource resource = Keys();
  resource.methods.pop_back();
  Parameter environment = Query("environment", "owner_id");
  environment.required = true;
  if (with_parent) environment.parent = Parent{"p.s.environments", "id", "{}"};
  resource.methods[0].parameters = {environment};
  return resource;
}

TEST(PlannerTest, RequiredParameterWithAParentIsEnumerated) {
  const PlannedScan planned = Plan(Clusters(true), {});
  EXPECT_THAT(planned.plan.each, ElementsAre("environment"));
  EXPECT_EQ(planned.plan.requests, 11) << "ten parents and one page that lists them";
}

TEST(PlannerTest, ComparisonsRuleOutValuesThatRequestsAreMadeFor) {
  const std::vector<Constraint> constraints = {
      On(kOwner, Operator::kLike), On(kName, Operator::kLike), On(kOwner, Operator::kNotEqual)};
  EXPECT_THAT(Plan(Clusters(true), constraints).plan.ruling_out,
              ElementsAre(Filter{"owner_id", Operator::kLike, 0, true},
                          Filter{"owner_id", Operator::kNotEqual, 1, true}));
  EXPECT_THAT(Plan(Keys(), constraints).plan.ruling_out, IsEmpty()) << "the list is one for all";
  EXPECT_THAT(Plan(Keys(), {On(kOwner), constraints[0]}).plan.ruling_out,
              ElementsAre(Filter{"owner_id", Operator::kLike, 1, true}));
}

TEST(PlannerTest, RequiredParameterWithoutAnythingCostsMoreThanAllElse) {
  const PlannedScan planned = Plan(Clusters(false), {});
  EXPECT_THAT(planned.plan.missing, ElementsAre("owner_id"));
  EXPECT_GT(planned.cost, 1e90);
}

TEST(PlannerTest, RequiredParameterOfAnotherJoinOrderIsLeftToThatOrder) {
  Constraint unusable = On(kOwner);
  unusable.usable = false;
  const std::vector<Constraint> constraints = {unusable};
  const Sizes sizes;
  EXPECT_FALSE(
      PlanScan(Clusters(false), {constraints, false, ColumnSet(1)}, sizes.estimates).has_value());
}

TEST(PlannerTest, KeyedCallInAJoinIsCheaperThanAScanPerRow) {
  Constraint joined = On(kId);
  joined.constant = false;
  const double get = Plan(Keys(), {joined}).cost;
  const double scan = Plan(Keys(), {}).cost;
  EXPECT_LT(get * 10, scan);
}

TEST(PlannerTest, UnpagedListIsPreferredToACallPerRowOfAJoin) {
  Resource resource = Keys();
  resource.methods[0].paging = PagingSpec();
  resource.methods[0].parameters.clear();
  Constraint joined = On(kId);
  EXPECT_EQ(Plan(resource, {joined}).plan.method, "get") << "one row for one request";
  joined.constant = false;
  EXPECT_EQ(Plan(resource, {joined}).plan.method, "list") << "all rows for one request";
}

TEST(PlannerTest, EqualityWithAnotherTableIsClaimedSoThatItsCostHoldsOnlyInsideOfIt) {
  Constraint joined = On(kName);
  joined.constant = false;
  Resource resource = Keys();
  resource.methods[0].parameters.clear();
  const PlannedScan planned = Plan(resource, {joined});
  EXPECT_THAT(planned.arguments, ElementsAre(0));
  EXPECT_EQ(planned.plan.Serialize(), "list filter:name=?0 columns:f requests:10 rows:1000");
}

TEST(PlannerTest, RepeatableListIsOneRequest) {
  Resource resource = Keys();
  resource.methods[0].parameters[0].repeatable = true;
  EXPECT_EQ(Plan(resource, {On(kOwner, Operator::kIn)}).plan.requests, 1);
  EXPECT_EQ(Plan(Keys(), {On(kOwner, Operator::kIn)}).plan.requests, 3);
}

TEST(PlannerTest, TwoColumnsThatShareAParameterSendItOnce) {
  Resource resource = Keys();
  resource.methods[0].parameters = {Query("key", "owner_id"), Query("key", "name")};
  const PlannedScan planned = Plan(resource, {On(kOwner), On(kName)});
  EXPECT_EQ(planned.plan.bindings.size(), 1);
  EXPECT_THAT(planned.plan.Checked(), ElementsAre("name="));
}

Parameter Range(std::string name, std::string column, Parameter::Comparison comparison) {
  Parameter parameter = Query(std::move(name), std::move(column));
  parameter.comparison = comparison;
  return parameter;
}

// Keys() with ranges of the time and beginnings of the name.
Resource Narrowed(Parameter::Match match = Parameter::Match::kExact) {
  using Comparison = Parameter::Comparison;
  Resource keys = Keys();
  keys.columns[kCreated].type = ColumnType::kTimestamp;
  Parameter prefix = Range("starts", "name", Comparison::kPrefix);
  prefix.match = match;
  keys.methods[0].parameters = {Query("owner", "owner_id"),
                                Range("since", "created_at", Comparison::kGreaterEqual),
                                Range("until", "created_at", Comparison::kLess),
                                std::move(prefix),
                                Range("none", "owner_id", Comparison::kIsNull),
                                Range("any", "owner_id", Comparison::kIsNotNull)};
  return keys;
}

TEST(PlannerTest, RangesAreSentAndMadeAgain) {
  const PlannedScan planned =
      Plan(Narrowed(), {On(kCreated, Operator::kGreater), On(kCreated, Operator::kLessEqual)});
  EXPECT_EQ(planned.plan.Serialize(),
            "list send:created_at>=$0 send:created_at<$1 filter:created_at>$0 "
            "filter:created_at<=$1 columns:f requests:2 rows:111");
  EXPECT_THAT(planned.plan.Checked(), ElementsAre("created_at>", "created_at<="));
}

TEST(PlannerTest, AnEqualityIsARangeWithTwoEnds) {
  EXPECT_EQ(Plan(Narrowed(), {On(kCreated)}).plan.Serialize(),
            "list send:created_at>=$0 send:created_at<$0 filter:created_at=$0 columns:f "
            "requests:2 rows:111");
  // Where there is a range, it is one end, and a list is none.
  EXPECT_EQ(Plan(Narrowed(), {On(kCreated), On(kCreated, Operator::kGreater)}).plan.Serialize(),
            "list send:created_at>=$1 send:created_at<$0 filter:created_at=$0 "
            "filter:created_at>$1 columns:f requests:2 rows:111");
  EXPECT_THAT(Plan(Narrowed(), {On(kCreated, Operator::kIn)}).plan.narrowing, IsEmpty());
}

TEST(PlannerTest, AnotherCollationNarrowsNothing) {
  Constraint nocase = On(kCreated, Operator::kGreater);
  nocase.binary = false;
  nocase.nocase = true;
  EXPECT_THAT(Plan(Narrowed(), {nocase}).plan.narrowing, IsEmpty());
}

TEST(PlannerTest, LikeNeedsAPrefixThatDoesNotMindCase) {
  EXPECT_THAT(Plan(Narrowed(), {On(kName, Operator::kLike)}).plan.narrowing, IsEmpty());
  EXPECT_EQ(Plan(Narrowed(), {On(kName, Operator::kGlob)}).plan.narrowing.size(), 1U);
  EXPECT_EQ(Plan(Narrowed(Parameter::Match::kPartial), {On(kName, Operator::kLike)})
                .plan.narrowing.size(),
            1U);
}

TEST(PlannerTest, NullIsSent) {
  EXPECT_EQ(Plan(Narrowed(), {On(kOwner, Operator::kIsNull)}).plan.Serialize(),
            "list send:owner_id=null$0 filter:owner_id=null$0 columns:f requests:4 rows:333");
  EXPECT_EQ(Plan(Narrowed(), {On(kOwner, Operator::kNotNull)}).plan.Serialize(),
            "list send:owner_id<>null$0 out:owner_id<>null$0 columns:f requests:4 rows:333");
}

TEST(PlannerTest, ARangeThatIsRequiredIsNamedWithItsOperator) {
  Resource keys = Narrowed();
  keys.methods.pop_back();
  keys.methods[0].parameters[1].required = true;
  EXPECT_THAT(Plan(keys, {}).plan.missing, ElementsAre("created_at>="));
  EXPECT_THAT(Plan(keys, {On(kCreated, Operator::kGreater)}).plan.missing, IsEmpty());
}

TEST(PlannerTest, ARangeThatWaitsForAnotherTableIsLeftToThatOrder) {
  Resource keys = Narrowed();
  keys.methods[0].parameters[1].required = true;
  Constraint later = On(kCreated, Operator::kGreater);
  later.usable = false;
  std::vector<Constraint> constraints = {later};
  const Sizes sizes;
  EXPECT_FALSE(PlanScan(keys, {constraints, false, ColumnSet(0xf)}, sizes.estimates).has_value());
}

// LIMIT says how many rows are wanted only of an answer that has no row too many.
TEST(PlannerTest, LimitSizesPagesOfARangeThatIsTheSame) {
  const auto limited = [](Operator op) {
    return Plan(Narrowed(), {On(kCreated, op), On(-1, Operator::kLimit)}).plan.limit_argument >= 0;
  };
  EXPECT_TRUE(limited(Operator::kGreaterEqual));
  EXPECT_FALSE(limited(Operator::kGreater));
}

}  // namespace
}  // namespace apisql
