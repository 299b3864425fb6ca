// Calls: the calls that answer one scan, one after another: every combination of the values
// that the WHERE clause gave and of those that a parent table has, but for those that the WHERE
// clause rules out. Where the table is its own parent, each combination is a tree to go down.
#ifndef APISQL_VTAB_FETCH_CALLS_H_
#define APISQL_VTAB_FETCH_CALLS_H_

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "vtab/fetch/sourced_call.h"
#include "vtab/fetch/tree_walk.h"
#include "vtab/values/bound_values.h"

namespace apisql {

class RowSet;
class Scan;
class RowCache;

// Not thread-safe. Reads parents only as far as calls are asked for, and never waits for them.
class Calls {
 public:
  Calls(ScanContext& context, RowCache& cache, std::shared_ptr<const Resource> resource,
        BoundScan bound);
  ~Calls();

  // Starts reading the parents, as far as that has not been done. Errors come out of Next().
  void Start();
  // True when Next() may be called: the rows that it needs, of parents and of a tree, have come.
  bool Ready();
  // The next call; none where there is none yet, and after the last. An error of a parent's rows
  // ends the calls, but for those below the rows of a tree.
  StatusOr<std::optional<SourcedCall>> Next();
  bool ended() const { return state_ == State::kEnded; }
  // The rows of a parent that Next() needs are wanted now. Null: it needs none.
  RowSet* WantParent();
  // Of the calls that have a node: the column of the rows that Found() is to be told of.
  int tree_column() const { return walk_->column(); }
  // A row of the node's call has this value, and is to be asked for its own rows.
  Status Found(const TreeNode& node, const SqlValue& value) { return walk_->Found(node, value); }
  // A call that has a node is at its end.
  void EndCall() { walk_->End(); }
  // Requests that the parents have cost so far.
  int64_t answers() const;

 private:
  enum class State {
    kNew,
    kOpened,   // The parents are being read, and no call has been made.
    kTurning,  // There is a current call.
    kTurned,   // Only a tree may have calls to come.
    kEnded,
  };
  // Values that stand for one parameter in one call: several only where it is repeatable.
  struct Choice {
    std::vector<std::string> wire;
    std::vector<SqlValue> given;
  };
  struct Axis {
    const Parameter* parameter = nullptr;
    int column = -1;
    std::vector<Choice> choices;
    size_t at = 0;
  };
  // A parameter that a row of its parent fills. `given`: what the WHERE clause gave for it, which
  // the row must have. Null: any value will do.
  struct FromParent {
    const Parameter* parameter = nullptr;
    const BoundParameterValues* given = nullptr;
    int column = -1;  // In the parent.
  };
  // Parameters that one parent row fills together: a value that was given selects the row, so that
  // the others come from that row and from no other.
  struct ParentAxis {
    std::string table;
    std::shared_ptr<const Resource> resource;  // Of the parent.
    std::vector<FromParent> parameters;
    std::shared_ptr<RowSet> source;
    std::unique_ptr<Scan> scan;  // Null at its end.
    // What is sent for the rows read so far; kept for the axes after it.
    std::vector<std::vector<std::string>> rows;
    std::set<std::vector<std::string>> seen;
    size_t at = 0;
  };

  void AddAxis(const BoundParameterValues& values);
  ParentAxis& AxisOf(const std::string& table);
  Status AddParents();
  Status OpenParent(ParentAxis* axis);
  bool IsRuledOut(const ParentAxis& axis, const std::vector<std::string>& sent) const;
  ParentAxis* Lacking();
  Status ReadParentRow(ParentAxis* axis);
  bool Turn();
  bool GoOn();
  SourcedCall Current() const;

  ScanContext& context_;
  RowCache& cache_;
  std::shared_ptr<const Resource> resource_;
  BoundScan bound_;
  std::vector<ParentAxis> parents_;
  std::vector<Axis> axes_;
  std::optional<TreeWalk> walk_;
  State state_ = State::kNew;
  Status error_;  // Of the parents; Next() returns it.
};

}  // namespace apisql

#endif  // APISQL_VTAB_FETCH_CALLS_H_
