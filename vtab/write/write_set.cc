#include "vtab/write/write_set.h"

#include <algorithm>
#include <utility>

#include "src/base/uuid.h"
#include "vtab/write/outcomes_text.h"

namespace apisql {

namespace {

// By what a statement knows a row again; "" for rows that are to be made.
std::string IdentityOf(const RowImage& image) {
  return image.insert != 0 ? "insert " + std::to_string(image.insert) : image.KeyText();
}

std::vector<SqlValue> ValuesOf(const RowImage& image) {
  std::vector<SqlValue> values;
  for (const auto& value : image.values) values.push_back(value.value_or(SqlValue()));
  return values;
}

}  // namespace

WriteSet::WriteSet(Client& client, Pause pause)
    : client_(client), sender_(client, std::move(pause)), new_key_(RandomUuid) {}

void WriteSet::BeginStatement(Asking asking) {
  asking_ = asking;
  touched_.clear();
  touched_by_key_.clear();
  counts_ = {};
  untold_.clear();
  returned_.clear();
  previews_.clear();
  warnings_.clear();
}

// `*known` is where the statement has touched the row before; `identity` is "" for a new one.
Status WriteSet::Touch(TouchedRow row, const std::string& identity, std::optional<size_t>* known) {
  beginning_ = nullptr;
  const std::string table = row.image.resource->name;
  const auto place = touched_by_key_.find({table, identity});
  if (!identity.empty() && place != touched_by_key_.end()) {
    *known = place->second;
    return OkStatus();
  }
  const auto count = static_cast<int64_t>(touched_.size());
  if (options_.max_affected_rows > 0 && count >= options_.max_affected_rows) {
    return {StatusCode::kResourceExhausted, table + ": the statement would write more than " +
                                                std::to_string(options_.max_affected_rows) +
                                                " rows (SET max_affected_rows); nothing was sent"};
  }
  if (!identity.empty()) touched_by_key_[{table, identity}] = touched_.size();
  touched_.push_back(std::move(row));
  return OkStatus();
}

Status WriteSet::Stage(Mutation mutation) {
  mutation.dry_run = options_.dry_run;
  mutation.await = options_.await;
  if (!mutation.method->idempotency_key.empty()) {
    mutation.request.headers.push_back({mutation.method->idempotency_key, new_key_()});
  }
  const bool deletes = mutation.write == RowWrite::kDelete;
  const bool inserts = mutation.write == RowWrite::kInsert;
  std::optional<size_t> known;
  const std::string identity = inserts ? "" : IdentityOf(mutation.image);
  RETURN_IF_ERROR(Touch({mutation.image, 0, deletes}, identity, &known));
  TouchedRow& touched = known ? touched_[*known] : touched_.back();
  if (known && touched.number == 0) --counts_.unchanged;
  touched.image = mutation.image;
  touched.deletes = deletes;
  rows_.erase(mutation.resource->name);
  if (Mutation* earlier = Find(touched.number)) {
    mutation.number = touched.number;
    *earlier = std::move(mutation);
    return OkStatus();
  }
  mutation.number = ++last_number_;
  if (inserts) mutation.image.insert = mutation.number;
  touched.number = mutation.number;
  log_.Add(mutation);
  staged_.push_back(std::move(mutation));
  return OkStatus();
}

Status WriteSet::StageUnchanged(RowImage image) {
  std::optional<size_t> known;
  const std::string table = image.resource->name;
  RETURN_IF_ERROR(Touch({image, 0, false}, IdentityOf(image), &known));
  if (known && touched_[*known].number == 0) return OkStatus();
  ++counts_.unchanged;
  if (!known) return OkStatus();
  TouchedRow& touched = touched_[*known];
  touched.image = std::move(image);
  if (Mutation* earlier = Find(touched.number)) SetOutcome(earlier, Outcome::kDropped);
  touched.number = 0;
  rows_.erase(table);
  return OkStatus();
}

Mutation* WriteSet::Find(int64_t number) {
  const auto found = std::ranges::lower_bound(staged_, number, {}, &Mutation::number);
  return found == staged_.end() || found->number != number ? nullptr : &*found;
}

const Mutation* WriteSet::LastOfInsert(int64_t insert, int64_t statement) const {
  const Mutation* last = nullptr;
  for (const Mutation& mutation : staged_) {
    if (mutation.image.insert != insert || mutation.request.label.statement == statement) continue;
    if (mutation.outcome == Outcome::kStaged) last = &mutation;
  }
  return last;
}

bool WriteSet::HasStaged(const Resource& resource, const std::string& key,
                         int64_t statement) const {
  return !key.empty() && std::ranges::any_of(staged_, [&](const Mutation& mutation) {
    return mutation.outcome == Outcome::kStaged && mutation.key == key &&
           mutation.resource->name == resource.name &&
           mutation.request.label.statement != statement;
  });
}

void WriteSet::SetOutcome(Mutation* mutation, Outcome outcome) {
  mutation->outcome = outcome;
  log_.Update(*mutation);
}

std::shared_ptr<const StagedRows> WriteSet::Rows(const Resource& resource) {
  if (staged_.empty()) return nullptr;
  std::shared_ptr<const StagedRows>& rows = rows_[resource.name];
  if (rows == nullptr) rows = std::make_shared<StagedRows>(resource, staged_);
  return rows->rows().empty() ? nullptr : rows;
}

// What changes a row that is still to be made is sent with it, in its place.
void WriteSet::MergeIntoInserts() {
  for (Mutation& mutation : staged_) {
    const int64_t insert = mutation.image.insert;
    if (insert == 0 || insert == mutation.number || mutation.outcome != Outcome::kStaged) continue;
    Mutation* const made = Find(insert);
    if (made == nullptr || made->outcome != Outcome::kStaged) continue;
    if (mutation.write == RowWrite::kDelete) {
      SetOutcome(made, Outcome::kDropped);
      SetOutcome(&mutation, Outcome::kDropped);
      continue;
    }
    made->request = mutation.request;
    made->image = mutation.image;
    made->changes = mutation.changes;
    SetOutcome(&mutation, Outcome::kMerged);
  }
}

int64_t WriteSet::waiting() const {
  return std::ranges::count(staged_, Outcome::kStaged, &Mutation::outcome);
}

Status WriteSet::CheckRequestsLeft() const {
  const std::optional<int64_t> left = client_.requests_left();
  const int64_t waiting = std::ranges::count_if(staged_, [](const Mutation& mutation) {
    return mutation.outcome == Outcome::kStaged && !mutation.dry_run;
  });
  if (!left || waiting <= *left) return OkStatus();
  return {StatusCode::kResourceExhausted,
          std::to_string(waiting) + " rows are to be sent, and max_requests leaves " +
              std::to_string(*left) + " requests; nothing of them was sent"};
}

Status WriteSet::Ask() {
  if (!ask_ || asking_ == Asking::kNever || !options_.confirm_writes) return OkStatus();
  const PendingWrites pending(staged_);
  if (pending.Groups().empty()) return OkStatus();
  switch (ask_(pending)) {
    case Consent::kAll:
      options_.confirm_writes = false;
      return OkStatus();
    case Consent::kYes:
      return OkStatus();
    case Consent::kNo:
      break;
  }
  return {StatusCode::kDeclined, "nothing was sent"};
}

Status WriteSet::Sync() {
  MergeIntoInserts();
  RETURN_IF_ERROR(CheckRequestsLeft());
  Preview();
  RETURN_IF_ERROR(Ask());
  SentRows sent;
  const auto changed = [this](const Mutation& mutation) { log_.Update(mutation); };
  std::vector<bool> waiting;
  size_t rows = 0;  // Without those that are sent with others, or not at all.
  for (Mutation& mutation : staged_) {
    waiting.push_back(mutation.outcome == Outcome::kStaged);
    if (waiting.back()) mutation.place = ++rows;
  }
  if (rows == 1) {
    for (Mutation& mutation : staged_) mutation.place = 0;
  }
  Status status = sender_.Send(staged_, options_, &sent, changed);
  for (std::string& warning : sent.warnings) warnings_.push_back(std::move(warning));
  for (size_t i = 0; i < staged_.size(); ++i) {
    Mutation& mutation = staged_[i];
    if (!status.ok() && mutation.outcome == Outcome::kStaged) mutation.outcome = Outcome::kUnsent;
    log_.Update(mutation);
    if (waiting[i]) Count(mutation);
  }
  TakeAnswers(std::move(sent.returned));
  if (status.ok()) {
    if (rows > 0) untold_ = OutcomesText(staged_, counts_);
    return status;
  }
  untold_.clear();
  if (rows == 1) return status;
  return Status(status).WithMessage(status.message() + "; " + OutcomesText(staged_, counts_));
}

// Those of this statement in its order, with the rows that had nothing to change between them.
// Those of statements before, which a COMMIT sends, stand as they were staged.
void WriteSet::TakeAnswers(std::vector<ReturnedRow> answers) {
  const std::vector<TouchedRow> touched = std::exchange(touched_, {});
  touched_by_key_.clear();
  if (std::ranges::find(touched, 0, &TouchedRow::number) == touched.end()) {
    for (ReturnedRow& row : answers) returned_.push_back(std::move(row));
    return;
  }
  for (const TouchedRow& row : touched) {
    if (row.number == 0) {
      returned_.push_back({row.image.resource, ValuesOf(row.image)});
      continue;
    }
    const auto answer = std::ranges::find(answers, row.number, &ReturnedRow::mutation);
    if (answer != answers.end()) returned_.push_back(std::move(*answer));
  }
}

// Shows what is staged to be shown, once.
void WriteSet::Preview() {
  for (Mutation& mutation : staged_) {
    if (mutation.outcome != Outcome::kStaged || !mutation.dry_run) continue;
    mutation.outcome = Outcome::kPreview;
    previews_.push_back(PreviewOf(mutation));
    log_.Update(mutation);
    Count(mutation);
  }
}

void WriteSet::Commit() {
  staged_.clear();
  rows_.clear();
  marks_.clear();
}

// After a successful Sync() what was applied stays applied, and the log says so.
bool WriteSet::Rollback() {
  const bool sent = std::ranges::any_of(staged_, [](const Mutation& mutation) {
    return mutation.outcome == Outcome::kApplied || mutation.outcome == Outcome::kAbsent;
  });
  const bool untold = sent && !untold_.empty();
  if (untold) untold_rollback_ = untold_;
  Truncate(0);
  marks_.clear();
  return untold;
}

void WriteSet::Truncate(size_t size) {
  for (size_t i = size; i < staged_.size(); ++i) {
    if (staged_[i].outcome != Outcome::kStaged) continue;
    staged_[i].outcome = Outcome::kUnsent;
    log_.Update(staged_[i]);
    ++counts_.dropped;
  }
  rows_.clear();
  if (size >= staged_.size()) return;
  staged_.erase(staged_.begin() + static_cast<int64_t>(size), staged_.end());
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
    case Outcome::kMerged:
    case Outcome::kDropped:
      break;
  }
}

std::vector<ReturnedRow> WriteSet::TakeReturned() {
  if (touched_.empty()) return std::exchange(returned_, {});
  std::vector<ReturnedRow> rows;
  for (const TouchedRow& row : std::exchange(touched_, {})) {
    rows.push_back({row.image.resource, ValuesOf(row.image), row.number});
  }
  return rows;
}
std::vector<PreviewedRequest> WriteSet::TakePreviews() { return std::exchange(previews_, {}); }
void WriteSet::AddWarning(std::string text) {
  if (std::ranges::find(warnings_, text) == warnings_.end()) warnings_.push_back(std::move(text));
}

std::vector<std::string> WriteSet::TakeWarnings() { return std::exchange(warnings_, {}); }

}  // namespace apisql
