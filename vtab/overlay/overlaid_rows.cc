#include "vtab/overlay/overlaid_rows.h"

#include <utility>

#include "vtab/rows/sql_value.h"
#include "vtab/write/changed_row.h"

namespace apisql {

using Kind = StagedRow::Kind;

namespace {

// A write by the whole key does not find out whether its row stands where its inputs say: a row of
// that key that was asked for with others is another one.
bool IsElsewhere(const Resource& resource, const RowImage& staged, const RowImage& answered) {
  for (size_t i = 0; i < resource.columns.size(); ++i) {
    if (resource.columns[i].source != Column::Source::kParameter) continue;
    if (!staged.values[i] || !answered.values[i]) continue;
    const std::string written = PlainText(*staged.values[i]);
    const std::string asked = PlainText(*answered.values[i]);
    if (!written.empty() && !asked.empty() && written != asked) return true;
  }
  return false;
}

}  // namespace

OverlaidRows::OverlaidRows(std::shared_ptr<const Resource> resource,
                           std::unique_ptr<RowSource> answer,
                           std::shared_ptr<const StagedRows> staged,
                           std::vector<const StagedRow*> offered, Fetch fetch)
    : resource_(std::move(resource)),
      answer_(std::move(answer)),
      answers_(answer_ != nullptr),
      staged_(std::move(staged)),
      offered_(std::move(offered)),
      fetch_(std::move(fetch)) {}

StatusOr<bool> OverlaidRows::Next() {
  current_.reset();
  current_answered_ = false;
  if (answers_) {
    ASSIGN_OR_RETURN(answers_, NextAnswered());
    if (answers_) return true;
  }
  return NextOffered();
}

// A staged INSERT of a key that the API also has hides the API's row.
StatusOr<bool> OverlaidRows::NextAnswered() {
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, answer_->Next());
    if (!more) return false;
    RowImage image = ImageOfAnswer();
    const StagedRow* const staged = staged_->Find(image.KeyText());
    if (staged == nullptr || IsElsewhere(*resource_, staged->image, image)) return true;
    if (staged->kind != Kind::kUpdated) continue;
    shown_.insert(staged);
    RETURN_IF_ERROR(PutChanges(*resource_, staged->changes, &image.values));
    current_ = std::move(image);
    current_answered_ = true;
    return true;
  }
}

StatusOr<bool> OverlaidRows::NextOffered() {
  while (next_offered_ < offered_.size()) {
    const StagedRow& row = *offered_[next_offered_++];
    if (row.kind == Kind::kDeleted || shown_.contains(&row)) continue;
    current_ = row.image;
    if (row.IsWhole()) return true;
    ASSIGN_OR_RETURN(const bool exists, Complete(row));
    if (exists) return true;
  }
  return false;
}

// Reads what is not known of a row that was staged by its key alone.
StatusOr<bool> OverlaidRows::Complete(const StagedRow& row) {
  ASSIGN_OR_RETURN(const std::unique_ptr<RowSource> read, fetch_(row.image));
  if (read == nullptr) return false;
  ASSIGN_OR_RETURN(const bool exists, read->Next());
  if (!exists) return false;
  for (size_t i = 0; i < current_->values.size(); ++i) {
    if (!current_->values[i]) current_->values[i] = ValueOf(read->At(static_cast<int>(i)));
  }
  RETURN_IF_ERROR(PutChanges(*resource_, row.changes, &current_->values));
  return true;
}

RowImage OverlaidRows::ImageOfAnswer() const {
  RowImage image{resource_, {}};
  for (size_t i = 0; i < resource_->columns.size(); ++i) {
    image.values.emplace_back(ValueOf(answer_->At(static_cast<int>(i))));
  }
  return image;
}

// A staged row may remember a secret from a scan that was allowed to show it; this one may not be.
ScanCell OverlaidRows::At(int column) const {
  if (!current_) return answer_->At(column);
  const auto index = static_cast<size_t>(column);
  if (index >= current_->values.size() || !current_->values[index]) return {};
  if (resource_->columns[index].secret && !current_answered_) return {};
  return CellOf(*current_->values[index], resource_->columns[index]);
}

int64_t OverlaidRows::RowId() const {
  if (!current_) return answer_->RowId();
  if (current_->insert != 0 && current_->KeyText().empty()) {
    return RowIdOfInsert(*resource_, current_->insert);
  }
  return RowIdOfKey(*resource_, [this](int column) { return At(column); });
}

std::optional<RowImage> OverlaidRows::StagedImage() const { return current_; }

}  // namespace apisql
