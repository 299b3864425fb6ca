#include "vtab/write/outcomes_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace apisql {
namespace {

constexpr const char* kWhereAll = " (SELECT * FROM apisql.mutations)";

bool AllOfOneTable(std::span<const Mutation> mutations) {
  return std::ranges::all_of(mutations, [&](const Mutation& mutation) {
    return mutation.resource->name == mutations[0].resource->name;
  });
}

std::string ShortNameOf(const Mutation& mutation) {
  if (!mutation.key.empty()) return mutation.key;
  return mutation.place == 0 ? mutation.resource->name : "row " + std::to_string(mutation.place);
}

// "id = 'a', id = 'b' and 7 more"; "" when no row has that outcome.
std::string RowsOf(std::span<const Mutation> mutations, Outcome outcome) {
  constexpr int64_t kShown = 5;
  const bool one_table = AllOfOneTable(mutations);
  std::string text;
  int64_t count = 0;
  for (const Mutation& mutation : mutations) {
    if (mutation.outcome != outcome || ++count > kShown) continue;
    text += (text.empty() ? "" : ", ") + (one_table ? ShortNameOf(mutation) : NameOf(mutation));
  }
  return count > kShown ? text + " and " + std::to_string(count - kShown) + " more" : text;
}

std::string CountsText(int64_t rows, const WriteCounts& counts) {
  std::string text = "of " + std::to_string(rows) + (rows == 1 ? " row " : " rows ") +
                     std::to_string(counts.applied) + " applied";
  const auto add = [&text](int64_t count, const char* name) {
    if (count > 0) text += ", " + std::to_string(count) + " " + name;
  };
  add(counts.absent, "absent");
  add(counts.failed, "failed");
  add(counts.unknown, "unknown");
  add(counts.unsent, "not sent");
  return text + kWhereAll;
}

}  // namespace

std::string NameOf(const Mutation& mutation) {
  std::string name = mutation.resource->name;
  if (!mutation.key.empty()) return name + ": " + mutation.key;
  return mutation.place == 0 ? name : name + ": row " + std::to_string(mutation.place);
}

std::string OutcomesText(std::span<const Mutation> mutations, const WriteCounts& counts) {
  const std::string applied = RowsOf(mutations, Outcome::kApplied);
  const std::string unknown = RowsOf(mutations, Outcome::kUnknown);
  const int64_t rows = std::ranges::count_if(mutations, [](const Mutation& mutation) {
    return mutation.outcome != Outcome::kMerged && mutation.outcome != Outcome::kDropped;
  });
  if (counts.applied == rows) {
    return std::to_string(counts.applied) + (counts.applied == 1 ? " row" : " rows") +
           " applied: " + applied;
  }
  std::string text = CountsText(rows, counts);
  if (!applied.empty()) text += "; applied: " + applied;
  if (!unknown.empty()) text += "; may have been applied: " + unknown;
  return text;
}

std::string AbsentNote(const WriteCounts& counts) {
  if (counts.absent == 0) return "";
  return std::to_string(counts.absent) +
         (counts.absent == 1 ? " row was not there" : " rows were not there");
}

}  // namespace apisql
