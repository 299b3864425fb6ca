#include "vtab/fetch/row_set.h"

#include <algorithm>

#include "vtab/fetch/row_cache.h"
#include "vtab/values/row_filter.h"

namespace apisql {
namespace {

ScanCell CellOfValue(const SqlValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    return {.kind = Cell::Kind::kText, .text = *text};
  }
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    return {.kind = Cell::Kind::kInteger, .integer = *integer};
  }
  if (const auto* real = std::get_if<double>(&value)) {
    return {.kind = Cell::Kind::kReal, .real = *real};
  }
  return {};
}

}  // namespace

ScanCell RowPage::InjectedAt(int column) const {
  for (const auto& [index, value] : values->injected) {
    if (index == column) return CellOfValue(value);
  }
  return {};
}

bool RowPage::IsOwn(size_t row) const {
  return std::ranges::all_of(values->own, [&](const auto& own) {
    const ScanCell cell = At(row, own.first);
    return std::ranges::any_of(own.second, [&](const SqlValue& value) {
      return MayPass(cell, Operator::kEqual, value, /*nocase=*/false);
    });
  });
}

RowSet::RowSet(ScanContext& context, RowCache& cache, std::shared_ptr<const Resource> resource,
               BoundScan bound, ColumnSet columns)
    : context_(context),
      cache_(cache),
      resource_(std::move(resource)),
      bound_(std::move(bound)),
      columns_(columns),
      source_(std::make_unique<Calls>(context, cache, resource_, bound_)) {
  const Parameter* const walked = TreeWalk::ParameterOf(*bound_.method, bound_.plan.each);
  if (walked != nullptr) columns_.Add(resource_->FindColumn(walked->parent->column));
  // With a LIMIT the first calls may already have enough.
  if (bound_.limited) return;
  window_ = static_cast<size_t>(std::max(1, context.api().ConcurrencyOf(*resource_->provider)));
}

RowSet::~RowSet() = default;

void RowSet::RunAhead(PrefetchDepth depth) {
  if (bound_.limited || depth <= depth_) return;
  depth_ = depth;
  for (const ActiveCall& call : calls_) call.stream->RunAhead(PagesAhead());
}

void RowSet::HoldBack() {
  depth_ = PrefetchDepth::kNothing;
  for (const ActiveCall& call : calls_) call.stream->HoldBack();
}

size_t RowSet::PagesAhead() const {
  if (depth_ == PrefetchDepth::kEverything) return kAllPages;
  return depth_ == PrefetchDepth::kOnePage ? 1 : kNoPages;
}

// Where nothing else is under way, who waits for a page wants the next call in any case.
bool RowSet::MayBeginCall() {
  const bool waited_for = calls_.empty() && pages_.size() < wanted_;
  if (source_->ended() || calls_.size() >= window_) return false;
  if (calls_begun_ >= allowed_calls_ && !waited_for) return false;
  if (waited_for) source_->WantParent();
  return source_->Ready();
}

Status RowSet::BeginCall() {
  ASSIGN_OR_RETURN(std::optional<SourcedCall> sourced, source_->Next());
  if (!sourced) return OkStatus();
  const bool fresh = keep_ != Keep::kAll;
  ActiveCall call{cache_.OpenCall(std::move(sourced->call), columns_, fresh),
                  std::make_shared<const CallValues>(
                      CallValues{std::move(sourced->injected), std::move(sourced->own)}),
                  sourced->absent_is_empty, std::move(sourced->node)};
  // A call that another scan has made was counted there.
  answers_of_ended_calls_ -= call.stream->answers();
  call.stream->RunAhead(PagesAhead());
  call.stream->Start();
  ++calls_begun_;
  calls_.push_back(std::move(call));
  return OkStatus();
}

// Keeps as many calls under way as the provider takes at once; their first pages arrive together.
Status RowSet::BeginCalls() {
  while (MayBeginCall()) {
    if (Status begun = BeginCall(); !begun.ok()) RETURN_IF_ERROR(Tolerate(std::move(begun)));
  }
  return OkStatus();
}

// A failure that a partial result may leave out is turned into a warning, once a reader comes to
// it.
Status RowSet::Tolerate(Status failed) {
  if (!context_.allow_partial() || failed.code() == StatusCode::kCancelled) return failed;
  left_out_.push_back({pages_.size(), "incomplete: " + failed.message()});
  return OkStatus();
}

void RowSet::NoteDoubt(const PageStream& ended) {
  if (ended.doubt().empty()) return;
  left_out_.push_back({pages_.size(), ended.doubt(), /*surely=*/false});
}

// Nothing is missing from a result that does not reach so far.
void RowSet::TellLeftOut(size_t number) {
  for (; told_left_out_ < left_out_.size(); ++told_left_out_) {
    const LeftOut& left_out = left_out_[told_left_out_];
    if (left_out.page > number) return;
    if (left_out.surely) {
      context_.AddWarning(left_out.text);
    } else {
      context_.AddDoubt(left_out.text);
    }
  }
}

// The next page of the front call. False at the call's end, and when it has not arrived yet.
StatusOr<bool> RowSet::TakePageOf(const ActiveCall& call) {
  if (pages_.size() < wanted_ && !call.stream->Ready(next_page_)) {
    call.stream->Ask(next_page_ + 1);
    call.stream->Advance();
  }
  if (!call.stream->Ready(next_page_)) return false;
  auto page = call.stream->Get(next_page_);
  if (page.ok() && !call.absent_is_empty && !call.stream->absent().ok()) {
    page = call.stream->absent();
  }
  Status failed = page.status();
  if (failed.ok() && *page) failed = GoDown(call, *page);
  if (!failed.ok()) {
    RETURN_IF_ERROR(Tolerate(std::move(failed)));
    return false;
  }
  if (!*page) {
    NoteDoubt(*call.stream);
    return false;
  }
  if ((*page)->page.rows > 0) {
    rows_ += static_cast<int64_t>((*page)->page.rows);
    pages_.push_back({call.stream, call.values, next_page_});
  }
  ++next_page_;
  return true;
}

// The rows of a tree lead to calls for the rows below them.
Status RowSet::GoDown(const ActiveCall& call, const std::shared_ptr<const DecodedPage>& decoded) {
  if (!call.node) return OkStatus();
  const RowPage page{decoded, call.values};
  for (size_t row = 0; row < page.rows(); ++row) {
    if (!page.IsOwn(row)) continue;
    RETURN_IF_ERROR(source_->Found(*call.node, ValueOf(page.At(row, source_->tree_column()))));
  }
  return OkStatus();
}

void RowSet::EndFrontCall() {
  if (calls_.front().node) source_->EndCall();
  answers_of_ended_calls_ += calls_.front().stream->answers();
  calls_.pop_front();
  next_page_ = 0;
}

// Moves on by one page or one call. False when there is nothing more, or nothing more yet.
StatusOr<bool> RowSet::TakePage() {
  RETURN_IF_ERROR(BeginCalls());
  if (calls_.empty()) {
    if (source_->ended()) Complete();
    return false;
  }
  ASSIGN_OR_RETURN(const bool taken, TakePageOf(calls_.front()));
  if (taken) return true;
  if (!calls_.front().stream->Ready(next_page_)) return false;
  EndFrontCall();
  return true;
}

void RowSet::Complete() {
  state_ = State::kComplete;
  context_.api().Learn(*resource_, bound_, rows_, answers() - source_->answers());
}

int64_t RowSet::answers() const {
  int64_t answers = answers_of_ended_calls_ + source_->answers();
  for (const ActiveCall& call : calls_) answers += call.stream->answers();
  return answers;
}

void RowSet::Start() {
  if (state_ != State::kNew) return;
  state_ = State::kReading;
  source_->Start();
  Advance();
}

void RowSet::Advance() {
  if (state_ == State::kNew) return Start();
  for (const ActiveCall& call : calls_) call.stream->Advance();
  for (bool taken = true; taken && !IsFinished();) {
    const auto page = TakePage();
    taken = page.ok() && *page;
    if (!page.ok()) Fail(page.status());
  }
}

void RowSet::Fail(Status error) {
  error_ = std::move(error);
  state_ = State::kFailed;
}

const PageStream* RowSet::awaited() {
  if (!calls_.empty()) return calls_.front().stream.get();
  RowSet* const parent = source_->WantParent();
  return parent == nullptr ? nullptr : parent->awaited();
}

Status RowSet::Await(size_t number) {
  if (!Ready(number)) {
    Want(number);
    if (Status waited = cache_.WaitFor(*this, number); !waited.ok()) {
      Fail(std::move(waited).Annotate(resource_->name));
    }
  }
  return pages_.size() > number ? OkStatus() : error_;
}

StatusOr<bool> RowSet::Find(size_t number) {
  RETURN_IF_ERROR(Await(number));
  TellLeftOut(number);
  return pages_.size() > number;
}

bool RowSet::Ready(size_t number) {
  if (pages_.size() <= number && !IsFinished()) Advance();
  return pages_.size() > number || IsFinished();
}

StatusOr<RowPage> RowSet::Load(size_t number) {
  const KnownPage& known = pages_[number];
  ASSIGN_OR_RETURN(auto decoded, known.stream->Get(known.number));
  if (!decoded) return Status(StatusCode::kInternal, resource_->name + ": a page was dropped");
  return RowPage{std::move(decoded), known.values};
}

void RowSet::Leave(size_t number) {
  if (keep_ == Keep::kAll) return;
  keep_ = Keep::kDropped;
  pages_[number].stream->Forget(pages_[number].number);
}

StatusOr<const RowIndex*> RowSet::IndexOn(int column, bool nocase) {
  const auto known = indexes_.find({column, nocase});
  if (known != indexes_.end()) return &known->second;
  RowIndex index(resource_->columns[static_cast<size_t>(column)].type, nocase);
  for (size_t number = 0;; ++number) {
    ASSIGN_OR_RETURN(const bool found, Find(number));
    if (!found) break;
    RETURN_IF_ERROR(context_.api().CheckInterrupted());
    ASSIGN_OR_RETURN(const RowPage page, Load(number));
    for (size_t row = 0; row < page.rows(); ++row) {
      index.Add(page.At(row, column), {static_cast<uint32_t>(number), static_cast<uint32_t>(row)});
    }
  }
  index.Finish();
  return &indexes_.emplace(std::pair(column, nocase), std::move(index)).first->second;
}

StatusOr<std::optional<RowPosition>> RowSet::FindKnown(int column, const std::string& text) {
  if (std::exchange(known_column_, column) != column) {
    known_rows_.clear();
    known_rows_pages_ = 0;
  }
  for (; known_rows_pages_ < pages_.size(); ++known_rows_pages_) {
    ASSIGN_OR_RETURN(const RowPage page, Load(known_rows_pages_));
    for (size_t row = 0; row < page.rows(); ++row) {
      const ScanCell cell = page.At(row, column);
      if (cell.kind != Cell::Kind::kText) continue;
      known_rows_.emplace(cell.text, RowPosition{static_cast<uint32_t>(known_rows_pages_),
                                                 static_cast<uint32_t>(row)});
    }
  }
  const auto found = known_rows_.find(text);
  return found == known_rows_.end() ? std::optional<RowPosition>() : found->second;
}

}  // namespace apisql
