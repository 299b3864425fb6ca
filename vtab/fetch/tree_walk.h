// TreeWalk: the calls that list a table which is its own parent: those of the roots, then one for
// each row that was found, level by level.
//
//   GET /folders?parent=root            finds a and b
//   GET /folders?parent=a               finds c
//   GET /folders?parent=b
//   GET /folders?parent=c
//
// It makes calls and never sends them: Calls hands them on, and RowSet tells what they have found.
#ifndef APISQL_VTAB_FETCH_TREE_WALK_H_
#define APISQL_VTAB_FETCH_TREE_WALK_H_

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "vtab/fetch/sourced_call.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

struct Tree;

// A row whose own rows are asked for.
struct TreeNode {
  std::shared_ptr<Tree> tree;
  std::optional<std::string> value;  // As it is sent. None: the request that leaves it out.
  int level = 1;                     // Of the call.
};

// Not thread-safe. The constructor's arguments must outlive it.
class TreeWalk {
 public:
  static constexpr int kMostLevels = 100;

  // `parameter` takes its values from `resource` itself.
  TreeWalk(const Resource& resource, const Parameter& parameter);

  // The parameter by which a scan with these `each` goes down a tree; null: it does not.
  static const Parameter* ParameterOf(const Method& method, const std::vector<std::string>& each);

  // Begins at the roots. `base` has what all calls of this tree send beside the value; another tree
  // may be begun before this one is at its end.
  void Begin(const SourcedCall& base);
  bool has_call() const { return !next_.empty(); }
  // There is no call to make, and none under way that might find more.
  bool is_idle() const { return next_.empty() && under_way_ == 0; }
  // The next call, which has_call(). It is under way until End().
  SourcedCall Take();
  // The column of the rows that has the values.
  int column() const { return column_; }
  // A row of the call of `node` has this value. Errors: it has none, it has come before, or it
  // stands too deep.
  Status Found(const TreeNode& node, const SqlValue& value);
  void End() { --under_way_; }

 private:
  Status ComesTwice(const std::string& value, const TreeNode& node,
                    const std::optional<std::string>& before) const;
  std::string Place(const std::optional<std::string>& parent) const;

  const Resource& resource_;
  const Parameter& parameter_;
  int column_;
  std::deque<std::shared_ptr<const TreeNode>> next_;
  int under_way_ = 0;
};

}  // namespace apisql

#endif  // APISQL_VTAB_FETCH_TREE_WALK_H_
