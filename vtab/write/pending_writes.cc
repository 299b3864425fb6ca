#include "vtab/write/pending_writes.h"

#include <algorithm>

#include "registry/model/names.h"
#include "src/base/text.h"
#include "vtab/rows/sql_value.h"

namespace apisql {
namespace {

Verb VerbOf(const Mutation& mutation) {
  if (mutation.method->verb == Verb::kExec) return Verb::kExec;
  switch (mutation.write) {
    case RowWrite::kInsert:
      return Verb::kInsert;
    case RowWrite::kUpdate:
      return Verb::kUpdate;
    case RowWrite::kDelete:
      return Verb::kDelete;
  }
  return Verb::kUpdate;
}

// Its key; of a row that has none yet, what it is made with. No secret.
std::string DescriptionOf(const Mutation& mutation) {
  if (!mutation.key.empty() || mutation.write != RowWrite::kInsert) return mutation.key;
  std::vector<std::string> parts;
  for (const ColumnChange& change : mutation.changes) {
    const Column& column = mutation.resource->columns[static_cast<size_t>(change.column)];
    if (column.secret) continue;
    parts.push_back(SqlName(column.name) + " = " + ToSqlLiteral(AsSqlValue(change.value)));
  }
  return Join(parts, ", ");
}

bool Waits(const Mutation& mutation) {
  return mutation.outcome == Outcome::kStaged && !mutation.dry_run;
}

}  // namespace

PreviewedRequest PreviewOf(const Mutation& mutation) {
  return {mutation.resource->name, mutation.request.method, mutation.request.url,
          mutation.request.body_to_show()};
}

std::vector<PendingGroup> PendingWrites::Groups() const {
  std::vector<PendingGroup> groups;
  for (const Mutation& mutation : mutations_) {
    if (!Waits(mutation)) continue;
    const Verb verb = VerbOf(mutation);
    const auto known = std::ranges::find_if(groups, [&](const PendingGroup& group) {
      return group.verb == verb && group.table == mutation.resource->name &&
             (verb != Verb::kExec || group.method == mutation.method->name);
    });
    if (known != groups.end()) {
      ++known->rows;
      continue;
    }
    groups.push_back(
        {verb, mutation.resource->name, mutation.method->name, 1, DescriptionOf(mutation)});
  }
  return groups;
}

std::vector<PreviewedRequest> PendingWrites::Requests() const {
  std::vector<PreviewedRequest> requests;
  for (const Mutation& mutation : mutations_) {
    if (Waits(mutation)) requests.push_back(PreviewOf(mutation));
  }
  return requests;
}

}  // namespace apisql
