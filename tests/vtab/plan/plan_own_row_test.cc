#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "registry/model/resource.h"
#include "registry/source/catalog.h"
#include "vtab/columns/column_set.h"
#include "vtab/overlay/own_row.h"

namespace apisql {
namespace {

constexpr size_t kOwnSite = 0, kOwnId = 1, kOwnTitle = 2, kOwnEtag = 3;

Parameter InputOfPages(const std::string& column, Parameter::Place place) {
  Parameter parameter;
  parameter.name = parameter.column = column;
  parameter.place = place;
  parameter.required = place == Parameter::Place::kPath;
  return parameter;
}

// Pages of a site: in a list that a title filters, and one by one. The ETag of a page is in its own
// answer alone.
Resource PagesOfSites() {
  Resource pages;
  pages.name = "p.s.pages";
  pages.key = {"id"};
  pages.estimated_rows = 1;
  for (const char* name : {"site", "id", "title", "etag"}) {
    pages.columns.emplace_back();
    pages.columns.back().name = name;
  }
  pages.columns[kOwnSite].source = Column::Source::kParameter;
  pages.columns[kOwnTitle].on_update = true;
  pages.columns[kOwnEtag].source = Column::Source::kHeader;
  pages.columns[kOwnEtag].header = "ETag";
  Method list;
  list.name = "list";
  list.parameters = {InputOfPages("site", Parameter::Place::kPath),
                     InputOfPages("title", Parameter::Place::kQuery)};
  Method get;
  get.name = "get";
  get.rows_kind = RowsKind::kObject;
  get.parameters = {InputOfPages("site", Parameter::Place::kPath),
                    InputOfPages("id", Parameter::Place::kPath)};
  pages.methods = {list, get};
  return pages;
}

class PlanOwnRowTest : public ::testing::Test {
 protected:
  std::optional<OwnRowPlan> Plan(const std::vector<size_t>& known) const {
    std::vector<bool> is_known(pages_.columns.size());
    for (const size_t column : known) is_known[column] = true;
    return PlanOwnRow(pages_, is_known, Estimates(*catalog_));
  }

  std::unique_ptr<Catalog> catalog_ = Catalog::Builtin();
  Resource pages_ = PagesOfSites();
};

TEST_F(PlanOwnRowTest, TellsWhoseValueEachArgumentIs) {
  const auto own = Plan({kOwnSite, kOwnId});
  ASSERT_TRUE(own.has_value());
  EXPECT_EQ(own->plan.method, "get");
  ASSERT_EQ(own->plan.bindings.size(), 2);
  for (const Binding& binding : own->plan.bindings) {
    EXPECT_TRUE(binding.known) << binding.column;
    const int column = own->columns[static_cast<size_t>(binding.argument)];
    EXPECT_EQ(pages_.columns[static_cast<size_t>(column)].name, binding.column);
  }
  EXPECT_EQ(own->plan.columns, ColumnSet::All());
}

TEST_F(PlanOwnRowTest, AsksForTheRowsOwnAnswerHoweverShortAListIs) {
  Method all;
  all.name = "all";
  pages_.methods.push_back(all);
  pages_.methods[1].parameters[0].parent =
      Parent{.table = "confluent.org.environments", .column = "id"};
  const auto own = Plan({kOwnId});
  ASSERT_TRUE(own.has_value());
  EXPECT_EQ(own->plan.method, "get") << "with a request for each site";
  EXPECT_EQ(own->plan.each, std::vector<std::string>{"site"});
}

TEST_F(PlanOwnRowTest, ComparesNothingThatAnUpdateOrAnotherAnswerMayChange) {
  const auto own = Plan({kOwnSite, kOwnId, kOwnTitle, kOwnEtag});
  ASSERT_TRUE(own.has_value());
  EXPECT_EQ(own->plan.Serialize(), Plan({kOwnSite, kOwnId})->plan.Serialize());
}

TEST_F(PlanOwnRowTest, WhatNoUpdateChangesMayBeWhatTheRequestWants) {
  pages_.columns[kOwnSite].source = Column::Source::kRow;
  const auto own = Plan({kOwnSite, kOwnId});
  ASSERT_TRUE(own.has_value());
  EXPECT_EQ(own->plan.method, "get");
  EXPECT_TRUE(own->plan.missing.empty());
}

TEST_F(PlanOwnRowTest, NamesTheInputThatIsNotKnown) {
  const auto own = Plan({kOwnId});
  ASSERT_TRUE(own.has_value());
  EXPECT_EQ(own->plan.missing, std::vector<std::string>{"site"});
}

TEST_F(PlanOwnRowTest, WithoutAMethodThatReadsThereIsNoPlan) {
  for (Method& method : pages_.methods) method.verb = Verb::kDelete;
  EXPECT_FALSE(Plan({kOwnSite, kOwnId}).has_value());
}

}  // namespace
}  // namespace apisql
