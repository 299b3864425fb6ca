#include "vtab/write/mutation_log.h"

#include <algorithm>

namespace apisql {

std::string_view OutcomeName(Outcome outcome) {
  switch (outcome) {
    case Outcome::kStaged:
      return "staged";
    case Outcome::kSending:
      return "sending";
    case Outcome::kApplied:
      return "applied";
    case Outcome::kAbsent:
      return "absent";
    case Outcome::kFailed:
      return "failed";
    case Outcome::kUnknown:
      return "unknown";
    case Outcome::kUnsent:
      return "unsent";
    case Outcome::kPreview:
      return "preview";
    case Outcome::kMerged:
      return "merged";
    case Outcome::kDropped:
      return "dropped";
  }
  return "";
}

void MutationLog::Add(const Mutation& mutation) {
  if (records_.size() >= capacity_) records_.pop_front();
  MutationRecord record;
  record.number = mutation.number;
  record.statement = mutation.request.label.statement;
  record.table = mutation.resource->name;
  record.operation = mutation.method->name;
  record.key = mutation.key;
  record.method = mutation.request.method;
  record.url = mutation.request.url;
  records_.push_back(std::move(record));
}

void MutationLog::Update(const Mutation& mutation) {
  const auto record =
      std::ranges::lower_bound(records_, mutation.number, {}, &MutationRecord::number);
  if (record == records_.end() || record->number != mutation.number) return;
  record->key = mutation.key;
  record->outcome = mutation.outcome;
  record->status = mutation.status;
  record->request_id = mutation.request_id;
  record->location = mutation.location;
  record->error = mutation.error;
}

}  // namespace apisql
