// An object that UPDATE gives whole, where columns within it can be changed and the object as such
// cannot:
//   SET spec = '{"display_name": "new name", "owner": {"id": "sa-1"}}'
// changes display_name, and demands that the owner is sa-1 already.
#ifndef APISQL_REGISTRY_REQUEST_MEMBER_CHANGES_H_
#define APISQL_REGISTRY_REQUEST_MEMBER_CHANGES_H_

#include <optional>
#include <span>
#include <vector>

#include "registry/request/write_builder.h"

namespace apisql {

// Whether the API has the row, which decides what of it can still be given.
enum class RowStage { kMade, kToBeMade };

// True when `column` is such a column.
bool IsChangedByMembers(const Resource& resource, int column, RowStage stage);

struct MemberChanges {
  std::vector<ColumnChange> changes;
  // The row has to be read, since members are given that must be what they are, or none that can be
  // changed. `changes` is not complete then.
  bool needs_row = false;
};

// What `given`, of a column that IsChangedByMembers(), changes of the columns within it. `known` is
// that column's value as the row has it; none: not read. Members that are left out stay as they
// are, and null sets NULL. Members are found where the row has them (Column::path).
//
// kInvalidArgument for what is no object, for a secret that is given, and for members that differ
// from the row and cannot be changed; the error names them and those that can, and no value.
StatusOr<MemberChanges> ReadMemberChanges(const Resource& resource, const ColumnChange& given,
                                          const std::optional<ColumnValue>& known, RowStage stage);

// That no two of `changes`, some of which were made from `object`, say what the same value becomes.
// `others` are the columns that the statement sets beside it.
Status CheckNoOverlap(const Resource& resource, int object, std::span<const ColumnChange> changes,
                      std::span<const int> others);

// Takes the value of `column` out of the JSON columns in `given`, all of which are on their way
// into the body of one INSERT. For a column that becomes NULL, which is as if it had not been
// given.
Status TakeOut(const Resource& resource, int column, std::vector<ColumnChange>* given);

}  // namespace apisql

#endif  // APISQL_REGISTRY_REQUEST_MEMBER_CHANGES_H_
