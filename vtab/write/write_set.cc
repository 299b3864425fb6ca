#include "vtab/write/write_set.h"

#include <utility>

namespace apisql {

WriteSet::WriteSet(Client& client, Pause pause) : sender_(client, std::move(pause)) {}

void WriteSet::BeginStatement() {
  staged_in_statement_ = 0;
  counts_ = {};
  returned_.clear();
  previews_.clear();
  warnings_.clear();
}

Status WriteSet::Stage(Mutation mutation) {
  beginning_ = nullptr;
  if (options_.max_affected_rows > 0 && staged_in_statement_ >= options_.max_affected_rows) {
    return {StatusCode::kResourceExhausted, mutation.resource->name +
                                                ": the statement would write more than " +
                                                std::to_string(options_.max_affected_rows) +
                                                " rows (SET max_affected_rows); nothing was sent"};
  }
  ++staged_in_statement_;
  mutation.number = ++last_number_;
  log_.Add(mutation);
  last_of_[{mutation.resource->name, mutation.key}] = staged_.size();
  staged_.push_back(std::move(mutation));
  return OkStatus();
}

const Mutation* WriteSet::LastOf(const Resource& resource, const std::string& key) const {
  const auto last = last_of_.find({resource.name, key});
  return key.empty() || last == last_of_.end() ? nullptr : &staged_[last->second];
}

Status WriteSet::Sync() {
  if (options_.dry_run) {
    Preview();
    return OkStatus();
  }
  SentRows sent;
  const auto changed = [this](const Mutation& mutation) { log_.Update(mutation); };
  std::vector<bool> waiting;
  for (size_t i = 0; i < staged_.size(); ++i) {
    waiting.push_back(staged_[i].outcome == Outcome::kStaged);
    if (staged_.size() > 1) staged_[i].place = i + 1;
  }
  Status status = sender_.Send(staged_, options_, &sent, changed);
  for (ReturnedRow& row : sent.returned) returned_.push_back(std::move(row));
  for (std::string& warning : sent.warnings) warnings_.push_back(std::move(warning));
  for (size_t i = 0; i < staged_.size(); ++i) {
    Mutation& mutation = staged_[i];
    if (!status.ok() && mutation.outcome == Outcome::kStaged) mutation.outcome = Outcome::kUnsent;
    log_.Update(mutation);
    if (waiting[i]) Count(mutation);
  }
  if (status.ok() || staged_.size() == 1) return status;
  return Status(status).WithMessage(status.message() + "; " + CountsText(staged_.size()));
}

// Shows what is staged, once.
void WriteSet::Preview() {
  for (Mutation& mutation : staged_) {
    if (mutation.outcome != Outcome::kStaged) continue;
    mutation.outcome = Outcome::kPreview;
    previews_.push_back({mutation.resource->name, mutation.request.method, mutation.request.url,
                         mutation.request.body});
    log_.Update(mutation);
    Count(mutation);
  }
}

void WriteSet::Commit() {
  staged_.clear();
  last_of_.clear();
  marks_.clear();
}

// After a successful Sync() what was applied stays applied, and the log says so.
void WriteSet::Rollback() {
  Truncate(0);
  marks_.clear();
}

void WriteSet::Truncate(size_t size) {
  for (size_t i = size; i < staged_.size(); ++i) {
    if (staged_[i].outcome != Outcome::kStaged) continue;
    staged_[i].outcome = Outcome::kUnsent;
    log_.Update(staged_[i]);
  }
  if (size >= staged_.size()) return;
  staged_.erase(staged_.begin() + static_cast<int64_t>(size), staged_.end());
  last_of_.clear();
  for (size_t i = 0; i < staged_.size(); ++i) {
    last_of_[{staged_[i].resource->name, staged_[i].key}] = i;
  }
}

// Savepoint numbers are sparse: levels that were opened before the first write of the transaction
// are never reported, yet a rollback to them is. So a mark that is missing stands for "empty".
//
// A table that is first written in an open level is told of that level right behind its xBegin.
// Where the level has no mark by then, no table was written before it was opened, or that table
// would have been told: so what is staged by then came after it, and its mark stands for "empty"
// too.
void WriteSet::Savepoint(const void* table, int number) {
  const bool was_open = table == std::exchange(beginning_, nullptr);
  marks_.try_emplace(number, was_open ? 0 : staged_.size());
}

void WriteSet::RollbackTo(int number) {
  const auto mark = marks_.find(number);
  Truncate(mark == marks_.end() ? 0 : mark->second);
  marks_[number] = staged_.size();
  marks_.erase(marks_.upper_bound(number), marks_.end());
}

void WriteSet::Release(int number) { marks_.erase(marks_.lower_bound(number), marks_.end()); }

void WriteSet::Count(const Mutation& mutation) {
  switch (mutation.outcome) {
    case Outcome::kApplied:
      ++counts_.applied;
      break;
    case Outcome::kAbsent:
      ++counts_.absent;
      break;
    case Outcome::kFailed:
      ++counts_.failed;
      break;
    case Outcome::kUnknown:
      ++counts_.unknown;
      break;
    case Outcome::kUnsent:
      ++counts_.unsent;
      break;
    case Outcome::kPreview:
      ++counts_.previewed;
      break;
    case Outcome::kStaged:
    case Outcome::kSending:
      break;
  }
}

std::string WriteSet::CountsText(size_t rows) const {
  std::string text =
      "of " + std::to_string(rows) + " rows " + std::to_string(counts_.applied) + " applied";
  const auto add = [&text](int64_t count, const char* name) {
    if (count > 0) text += ", " + std::to_string(count) + " " + name;
  };
  add(counts_.absent, "absent");
  add(counts_.failed, "failed");
  add(counts_.unknown, "unknown");
  add(counts_.unsent, "not sent");
  return text + " (SELECT * FROM apisql.mutations)";
}

std::vector<ReturnedRow> WriteSet::TakeReturned() { return std::exchange(returned_, {}); }
std::vector<PreviewedRequest> WriteSet::TakePreviews() { return std::exchange(previews_, {}); }
std::vector<std::string> WriteSet::TakeWarnings() { return std::exchange(warnings_, {}); }

}  // namespace apisql
