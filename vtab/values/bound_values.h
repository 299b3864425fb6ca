// BoundValues: what the WHERE clause gave to a plan's parameters, ready to be sent.
#ifndef APISQL_VTAB_VALUES_BOUND_VALUES_H_
#define APISQL_VTAB_VALUES_BOUND_VALUES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "vtab/plan/planner.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

struct BoundValue {
  std::string wire;
  SqlValue given;  // As the query wrote it.
};

// Of the values of a repeatable parameter in one request. Servers and proxies commonly refuse
// request lines over 8 KB; this leaves room for the rest.
inline constexpr size_t kMaxListBytes = 4000;

struct BoundParameterValues {
  const Parameter* parameter = nullptr;
  int column = -1;
  std::vector<BoundValue> values;  // Without duplicates. Empty: no row can match.
  // Set: none of it is sent. The parameter takes its values from its parent, and those are left out
  // that do not compare so with any of `values`. Their `wire` tells one comparison from another.
  std::optional<Operator> compared = std::nullopt;
  bool nocase = false;

  bool is_sent() const { return !compared; }

  // What a value adds to the query of a request.
  size_t BytesOf(const BoundValue& value) const {
    if (parameter->list != Parameter::List::kOr) {
      return value.wire.size() + parameter->name.size() + 2;
    }
    constexpr size_t kEncoded = 3;  // Blanks and quotes are %20 and %22.
    return value.wire.size() + kEncoded * (parameter->format.size() + parameter->or_text.size());
  }
  // Requests that the values need, at least.
  int64_t CallCount() const;
};

// What a parameter of another comparison than `=` sends.
struct BoundNarrowing {
  const Parameter* parameter = nullptr;
  std::string wire;
};

struct BoundScan {
  ScanPlan plan;  // The plan to follow: not always the one that was made before values were known.
  const Method* method = nullptr;
  std::vector<BoundParameterValues> parameters = {};
  std::vector<BoundNarrowing> narrowing = {};  // Sent with every call.
  bool never_matches = false;                  // No row can match: ask for nothing.
  int64_t page_size = 0;                       // 0: the largest.
  // Less than a page is wanted of all rows together: calls side by side may ask for too many.
  bool limited = false;

  // Requests that the values need, at least; parents and further pages not counted.
  int64_t CallCount() const;
};

// Fits the values to the plan. Plans again where a value turns out to be one that must not be sent
// (a number against a text column), or where a list would cost more calls than a scan.
StatusOr<BoundScan> BindValues(const Resource& resource, const ScanPlan& plan,
                               std::span<const ScanArgument> arguments, const Estimates& estimates);

// The same, but each value of a list is asked for, however many there are.
StatusOr<BoundScan> BindEachValue(const Resource& resource, const ScanPlan& plan,
                                  std::span<const ScanArgument> arguments,
                                  const Estimates& estimates);

// The values of `list`, which was made of `plan` without some of its bindings. What `plan` compares
// a parent's column with still leaves out rows of the parent.
StatusOr<BoundScan> BindReplanned(const Resource& resource, const ScanPlan& list,
                                  const ScanPlan& plan, std::span<const ScanArgument> arguments,
                                  const Estimates& estimates);

// The plan of `bound` without the lists that need several calls, which gives the rows of all their
// values. None where the API cannot be asked so.
std::optional<ScanPlan> PlanWithoutLists(const Resource& resource, const BoundScan& bound,
                                         const Estimates& estimates);

}  // namespace apisql

#endif  // APISQL_VTAB_VALUES_BOUND_VALUES_H_
