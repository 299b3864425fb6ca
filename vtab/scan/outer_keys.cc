#include "vtab/scan/outer_keys.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace apisql {
namespace {

using Key = std::vector<std::string>;

Key KeyOf(const BoundScan& bound) {
  Key key;
  for (const BoundParameterValues& values : bound.parameters) {
    for (const BoundValue& value : values.values) key.push_back(value.wire);
  }
  return key;
}

}  // namespace

bool OuterKeys::IsLookUp(const BoundScan& bound) const {
  return std::ranges::count_if(bound.parameters, &BoundParameterValues::is_sent) ==
         std::ssize(place_.plan.bindings);
}

const Scan* OuterKeys::LoopAround(Values outer) {
  for (const OuterValue& value : outer) {
    if (value.scan != nullptr) return value.scan;
  }
  return nullptr;
}

// The scan that all changing arguments come from, with values as they stand in its row.
const Scan* OuterKeys::Supplier(Values outer) const {
  // What narrows a look-up by another value of the row would have to be told from row to row, too.
  const auto is_known = [](const Narrowing& narrowing) { return narrowing.known; };
  if (!std::ranges::all_of(place_.plan.narrowing, is_known)) return nullptr;
  const Scan* supplier = nullptr;
  for (const Binding* binding : place_.unknown) {
    const auto index = static_cast<size_t>(binding->argument);
    if (binding->list || index >= outer.size() || outer[index].scan == nullptr) return nullptr;
    if (supplier != nullptr && outer[index].scan != supplier) return nullptr;
    supplier = outer[index].scan;
  }
  return supplier;
}

// Of the rows that the supplier has yet to give.
double OuterKeys::PartThatComes(const Scan& supplier, int64_t sent) const {
  if (place_.hints.outer_rows == OuterRows::kAll) return 1;
  if (place_.hints.outer_rows != OuterRows::kJoined || supplier.rows_given() == 0) return 0;
  const auto given = static_cast<double>(supplier.rows_given());
  return std::min(1.0, static_cast<double>(sent + 1) / given);
}

int64_t OuterKeys::Expected(Values outer) const {
  const Scan* supplier = Supplier(outer);
  if (supplier == nullptr || place_.hints.outer_rows != OuterRows::kAll) return 0;
  const Resource& resource = supplier->resource();
  const Estimates estimates = place_.context.api().estimates();
  double different = 1;
  for (const Binding* binding : place_.unknown) {
    const auto column = static_cast<size_t>(outer[static_cast<size_t>(binding->argument)].column);
    if (column >= resource.columns.size()) return 0;
    different /= estimates.PartOfValue(resource, resource.columns[column].name);
  }
  // A value that had no rows, when it was asked for, makes them endless.
  const auto most = static_cast<double>(supplier->rows().bound().plan.rows);
  return static_cast<int64_t>(different < most ? different : most);
}

// Keys that the next rows of the loop around the supplier's will bring, if they bring as many as
// those before.
double OuterKeys::KeysOfOuterLoop(const Scan& supplier, int64_t sent, double most) const {
  const Scan* outer = supplier.outer();
  if (outer == nullptr || outer->rows_given() == 0) return 0;
  const double each = static_cast<double>(sent + 1) / static_cast<double>(outer->rows_given());
  double keys = 0;
  outer->ForEachAhead(outer->place(), [&](const auto&) {
    keys += each;
    return keys < most;
  });
  return keys;
}

// Calls visit(bound) for each different key that is not known yet in the supplier's rows behind
// `from`, until it returns false.
Scan::Place OuterKeys::ForEach(const Scan& supplier, Scan::Place from, Arguments arguments,
                               Values outer, const Visit& visit) const {
  std::vector<ScanArgument> next(arguments.begin(), arguments.end());
  return supplier.ForEachAhead(from, [&](const auto& at) {
    bool changed = false;
    for (const Binding* binding : place_.unknown) {
      const auto index = static_cast<size_t>(binding->argument);
      ScanArgument value = {ValueOf(at(outer[index].column))};
      if (value == next[index]) continue;
      next[index] = std::move(value);
      changed = true;
    }
    if (!changed) return true;
    const auto bound = place_.Bind(place_.plan, next);
    // A value that cannot be sent would have to be looked for in the whole list.
    if (!bound.ok() || bound->never_matches || !IsLookUp(*bound)) return true;
    if (place_.cache.KnownRows(*place_.resource, *bound)) return true;
    return visit(*bound);
  });
}

int64_t OuterKeys::KeysInRows(const Scan& supplier, Arguments arguments, Values outer,
                              int64_t most) const {
  std::set<Key> keys;
  if (const auto current = place_.Bind(place_.plan, arguments); current.ok()) {
    keys.insert(KeyOf(*current));
  }
  const size_t known = keys.size();
  ForEach(supplier, supplier.place(), arguments, outer, [&](const BoundScan& bound) {
    keys.insert(KeyOf(bound));
    return static_cast<int64_t>(keys.size() - known) < most;
  });
  return static_cast<int64_t>(keys.size() - known);
}

OuterKeys::Count OuterKeys::CountAhead(Arguments arguments, Values outer, int64_t sent,
                                       int64_t most) const {
  if (!place_.hints.repeated) return {0, true};
  const Scan* supplier = Supplier(outer);
  const double part = supplier == nullptr ? 0 : PartThatComes(*supplier, sent);
  if (part <= 0) return {0, false};
  const auto wanted = static_cast<int64_t>(std::ceil(static_cast<double>(most) / part));
  const int64_t in_rows = KeysInRows(*supplier, arguments, outer, wanted);
  const double keys = part * static_cast<double>(in_rows) +
                      KeysOfOuterLoop(*supplier, sent, static_cast<double>(most));
  const bool ends = part == 1 && supplier->outer() == nullptr && supplier->rows().complete();
  return {static_cast<int64_t>(keys), ends && in_rows < wanted};
}

void OuterKeys::VisitNew(Arguments arguments, Values outer, const Visit& visit) {
  const Scan* supplier = Supplier(outer);
  if (supplier == nullptr || std::ranges::any_of(outer, &OuterValue::staged)) return;
  if (visited_rows_ != &supplier->rows()) visited_ = {};
  visited_rows_ = &supplier->rows();
  const Scan::Place from = std::max(supplier->place(), visited_);
  visited_ = ForEach(*supplier, from, arguments, outer, visit);
}

}  // namespace apisql
