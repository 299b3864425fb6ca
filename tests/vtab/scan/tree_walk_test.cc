// The calls that go down a table which is its own parent.
#include "vtab/fetch/tree_walk.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class TreeWalkTest : public ::testing::Test {
 protected:
  void SetUp() override { Make({"root"}); }

  void Make(std::vector<std::string> roots) {
    auto folders = std::make_shared<Resource>();
    folders->name = "acme.org.folders";
    folders->columns.resize(2);
    folders->columns[0].name = "id";
    folders->columns[1].name = "parent";
    folders->columns[1].source = Column::Source::kParameter;
    Parameter parent;
    parent.name = parent.column = "parent";
    parent.parent = Parent{"acme.org.folders", "id", "{}", std::move(roots)};
    folders->methods.resize(1);
    folders->methods[0].parameters = {parent};
    folders_ = folders;
    walk_.emplace(*folders_, folders_->methods[0].parameters[0]);
  }

  SourcedCall Base() const {
    SourcedCall base;
    base.call.resource = folders_;
    base.call.method = &folders_->methods[0];
    return base;
  }

  // What the next calls send, each at its end as soon as it is made.
  std::vector<std::string> TakeAll() {
    std::vector<std::string> sent;
    while (walk_->has_call()) sent.push_back(SentBy(walk_->Take()));
    return sent;
  }

  std::string SentBy(const SourcedCall& call) {
    walk_->End();
    return call.call.arguments.empty() ? "" : call.call.arguments[0].second[0];
  }

  std::shared_ptr<const Resource> folders_;
  std::optional<TreeWalk> walk_;
};

TEST_F(TreeWalkTest, IsIdleOnlyWhenNoCallUnderWayMayFindMore) {
  EXPECT_TRUE(walk_->is_idle());
  walk_->Begin(Base());
  const SourcedCall top = walk_->Take();
  EXPECT_FALSE(walk_->has_call());
  EXPECT_FALSE(walk_->is_idle());
  EXPECT_TRUE(walk_->Found(*top.node, SqlValue("a")).ok());
  walk_->End();
  EXPECT_THAT(TakeAll(), ElementsAre("a"));
  EXPECT_TRUE(walk_->is_idle());
}

TEST_F(TreeWalkTest, GoesDownLevelByLevel) {
  Make({"x", "y"});
  walk_->Begin(Base());
  const SourcedCall x = walk_->Take();
  EXPECT_THAT(x.injected, ElementsAre(std::pair(1, SqlValue("x"))));
  EXPECT_TRUE(x.absent_is_empty);
  EXPECT_TRUE(walk_->Found(*x.node, SqlValue("a")).ok());
  EXPECT_THAT(SentBy(walk_->Take()), "y");
  const SourcedCall a = walk_->Take();
  EXPECT_FALSE(a.absent_is_empty) << "a row was listed, and is not known";
  EXPECT_EQ(SentBy(a), "a");
}

TEST_F(TreeWalkTest, WithoutRootsTheFirstCallLeavesTheParameterOut) {
  Make({});
  walk_->Begin(Base());
  const SourcedCall top = walk_->Take();
  EXPECT_TRUE(top.call.arguments.empty());
  EXPECT_TRUE(top.absent_is_empty);
}

TEST_F(TreeWalkTest, TwoTreesMayHaveTheSameValues) {
  walk_->Begin(Base());
  walk_->Begin(Base());
  const SourcedCall one = walk_->Take();
  const SourcedCall other = walk_->Take();
  EXPECT_TRUE(walk_->Found(*one.node, SqlValue("a")).ok());
  EXPECT_TRUE(walk_->Found(*other.node, SqlValue("a")).ok());
  EXPECT_THAT(walk_->Found(*other.node, SqlValue("a")).message(),
              HasSubstr("id = 'a' comes twice, below parent = 'root' both times"));
  EXPECT_THAT(walk_->Found(*other.node, SqlValue("root")).message(),
              HasSubstr("the root 'root' is listed as a row, too, below parent = 'root'"));
  EXPECT_THAT(walk_->Found(*other.node, SqlValue()).message(),
              HasSubstr("a row of acme.org.folders has no id, so its rows cannot be listed"));
}

TEST_F(TreeWalkTest, MoreThanAHundredLevelsAreAnError) {
  walk_->Begin(Base());
  for (int level = 1; level < TreeWalk::kMostLevels; ++level) {
    const SourcedCall call = walk_->Take();
    ASSERT_TRUE(walk_->Found(*call.node, SqlValue("v" + std::to_string(level))).ok());
    walk_->End();
  }
  const SourcedCall last = walk_->Take();
  EXPECT_EQ(walk_->Found(*last.node, SqlValue("deep")).message(),
            "acme.org.folders: there are more than 100 levels of rows, the last below parent = "
            "'v99'; WHERE parent = 'deep' lists the rows below one");
}

}  // namespace
}  // namespace apisql
