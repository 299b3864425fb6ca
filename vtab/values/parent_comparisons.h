// What the WHERE clause says of a column that takes its values from a parent table, compared with
// the parent's rows before the API is asked for what belongs to them.
//
//   SELECT name FROM rockset.iam.api_keys WHERE user_email LIKE '%@example.org'
//
// lists the users, and asks for the keys of those alone whose address ends so.
#ifndef APISQL_VTAB_VALUES_PARENT_COMPARISONS_H_
#define APISQL_VTAB_VALUES_PARENT_COMPARISONS_H_

#include <span>
#include <string>

#include "registry/model/resource.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/values/bound_values.h"

namespace apisql {

// Adds to `bound` the comparisons that `plan` has for the parameters that are enumerated, those of
// its bindings among them that are not sent. `plan` is the one that was made for the statement.
void AddParentComparisons(const Resource& resource, const ScanPlan& plan,
                          std::span<const ScanArgument> arguments, BoundScan* bound);

// True when a row of the parent is to be found for values that were given, since another parameter
// takes its value from a row of the same parent: both must be of one row.
bool ComesFromParent(const BoundScan& scan, const Resource& resource,
                     const BoundParameterValues& given);

// What is sent for the value of the parent's column `source`, in the format that the document asks
// for: a boolean as true or false, a time as the parameter's column `own` says, where it is one,
// too. Empty where there is no value.
std::string ParentText(const Parameter& parameter, const Column& own, const Column& source,
                       const SqlValue& value);

// False when certainly no row of a call that sends `sent` for a parent's value passes the
// comparison.
bool MayCompare(const BoundParameterValues& comparison, const Resource& resource,
                const std::string& sent);

// False when `sent`, for a parent's value, is certainly none of those that were given.
bool MayBeGiven(const BoundParameterValues& given, const Resource& resource,
                const std::string& sent);

}  // namespace apisql

#endif  // APISQL_VTAB_VALUES_PARENT_COMPARISONS_H_
