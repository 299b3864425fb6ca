#include "shell/script/row_changes.h"

#include <map>
#include <string>

namespace apisql {
namespace {

// The values of those columns as one text; of all where `columns` is empty.
std::string TextOf(const ResultRow& row, const std::vector<size_t>& columns) {
  std::string text;
  const auto add = [&text](const SqlValue& value) { text.append(ToSqlLiteral(value)).append(","); };
  if (columns.empty()) {
    for (const SqlValue& value : row) add(value);
  }
  for (const size_t column : columns) add(row[column]);
  return text;
}

bool HasTwins(const std::vector<ResultRow>& rows, const std::vector<size_t>& key) {
  std::map<std::string, int> seen;
  for (const ResultRow& row : rows) {
    if (++seen[TextOf(row, key)] > 1) return true;
  }
  return false;
}

void Add(RowChanges* changes, RowChange change, const ResultRow& row) {
  changes->rows.push_back({change, row});
  ++(change == RowChange::kCame   ? changes->came
     : change == RowChange::kWent ? changes->went
                                  : changes->changed);
}

}  // namespace

RowChanges Compare(const std::vector<ResultRow>& before, const std::vector<ResultRow>& now,
                   const std::vector<size_t>& key) {
  if (!key.empty() && (HasTwins(before, key) || HasTwins(now, key)))
    return Compare(before, now, {});
  std::multimap<std::string, const ResultRow*> old;
  for (const ResultRow& row : before) old.emplace(TextOf(row, key), &row);
  RowChanges changes;
  for (const ResultRow& row : now) {
    const auto found = old.find(TextOf(row, key));
    if (found == old.end()) {
      Add(&changes, RowChange::kCame, row);
      continue;
    }
    if (*found->second != row) Add(&changes, RowChange::kChanged, row);
    old.erase(found);
  }
  // What is left, in the order of `before`.
  for (const ResultRow& row : before) {
    const auto [first, last] = old.equal_range(TextOf(row, key));
    for (auto one = first; one != last; ++one) {
      if (one->second != &row) continue;
      Add(&changes, RowChange::kWent, row);
      break;
    }
  }
  return changes;
}

}  // namespace apisql
