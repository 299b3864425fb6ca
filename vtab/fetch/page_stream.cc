#include "vtab/fetch/page_stream.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "registry/errors/misfit_error.h"
#include "registry/errors/server_error.h"
#include "registry/errors/xml_answer.h"
#include "registry/model/tree_parameter.h"
#include "src/base/text.h"
#include "src/paging/more_rows.h"
#include "src/paging/shapes/paging_shapes.h"
#include "src/paging/styles.h"
#include "src/rows/decode.h"
#include "src/rows/shape/row_layout.h"
#include "vtab/api/arguments_text.h"
#include "vtab/api/scan_trace.h"
#include "vtab/fetch/answer_checks.h"
#include "vtab/fetch/row_cache.h"
#include "vtab/values/column_fields.h"

namespace apisql {

const Parameter* Call::RevealingParameter() const {
  for (const Parameter& parameter : method->parameters) {
    if (!parameter.reveals) continue;
    const int column = resource->FindColumn(parameter.column);
    const bool boolean =
        column >= 0 && resource->columns[static_cast<size_t>(column)].type == ColumnType::kBoolean;
    for (const auto& [name, values] : arguments) {
      if (name != parameter.id()) continue;
      const auto reveals = [&](const std::string& value) { return !boolean || value == "true"; };
      if (std::ranges::any_of(values, reveals)) return &parameter;
    }
  }
  return nullptr;
}

PageStream::PageStream(ScanContext& context, RowCache& cache, Call call, ColumnSet columns)
    : context_(context), cache_(cache), call_(std::move(call)), columns_(columns) {}

PageStream::~PageStream() { CancelSent(); }

void PageStream::CancelSent() {
  for (const Sent& sent : sent_) context_.client().Cancel(sent.id);
  sent_.clear();
}

Status PageStream::Named(Status status) const {
  const std::string asked = ArgumentsText(*call_.resource, *call_.method, call_.arguments);
  if (!asked.empty()) status = std::move(status).Annotate(asked);
  return std::move(status).Annotate(call_.resource->name);
}

void PageStream::Start() {
  if (state_ != State::kNew) return;
  state_ = State::kReading;
  if (Status begun = Begin(); !begun.ok()) Fail(std::move(begun));
}

Status PageStream::CheckReveal() const {
  const Parameter* const parameter = call_.RevealingParameter();
  if (parameter == nullptr || context_.api().options().allow_reveal) return OkStatus();
  return {StatusCode::kFailedPrecondition,
          "the WHERE asks by " + parameter->column +
              " for values that are secret; nothing was sent. SET allow_reveal = on allows it, or "
              "settings: {allow_reveal: on} in the config file"};
}

Status PageStream::Begin() {
  RETURN_IF_ERROR(CheckReveal());
  ASSIGN_OR_RETURN(endpoint_,
                   context_.api().EndpointFor(*call_.resource, *call_.method, call_.arguments));
  ASSIGN_OR_RETURN(paginator_, MakePaginator(call_.method->paging));
  MakeShape();
  return Send(paginator_->First(call_.page_size));
}

void PageStream::Fail(Status status) {
  state_ = State::kFailed;
  error_ = Named(std::move(status));
  CancelSent();
}

Status PageStream::Send(const PageRequest& paging) {
  ASSIGN_OR_RETURN(Request request, BuildRequest(*call_.resource, *call_.method,
                                                 endpoint_->base_url, call_.arguments, paging));
  request.label.statement = context_.statement_number();
  request.words = LogWords(call_.resource, call_.method);
  sent_.push_back({paging, context_.client().Send(endpoint_, std::move(request))});
  return OkStatus();
}

// `arrived` pages have come and are not in pages_ yet.
bool PageStream::WantsMore(size_t arrived) const {
  if (state_ != State::kReading) return false;
  const size_t coming = pages_.size() + arrived + sent_.size();
  if (coming < asked_) return true;
  return coming - asked_ < ahead_ && cache_.store().HasRoomAhead();
}

// Asks for the next page, and for those behind it where the style tells how.
Status PageStream::SendMore(size_t arrived) {
  const size_t already = sent_.size();
  if (next_ && already == 0 && WantsMore(arrived)) RETURN_IF_ERROR(Send(*std::exchange(next_, {})));
  const auto most =
      static_cast<size_t>(std::max(1, context_.api().ConcurrencyOf(*call_.resource->provider)));
  while (further_ && !pages_.empty() && !sent_.empty() && sent_.size() < most &&
         WantsMore(arrived)) {
    const std::optional<PageRequest> paging = paginator_->Further(sent_.size());
    if (!paging) break;
    RETURN_IF_ERROR(Send(*paging));
  }
  // On their way while the rows before them are read.
  if (sent_.size() > already) context_.client().Drive(sent_.back().id);
  return OkStatus();
}

// After a page has told what comes next: that is what was sent, or what was sent is of no use.
void PageStream::Reconcile() {
  if (sent_.empty()) return;
  if (next_ && *next_ == sent_.front().paging) return next_.reset();
  further_ = false;
  CancelSent();
}

std::optional<CallId> PageStream::awaited() const {
  if (sent_.empty()) return std::nullopt;
  return sent_.front().id;
}

// One page at a time: where a server answers at once, the others would never have their turn, and
// pages would pile up before the first is read.
void PageStream::Advance() {
  Start();
  if (!sent_.empty() && context_.client().Done(sent_.front().id)) {
    auto response = context_.client().Wait(sent_.front().id);
    sent_.pop_front();
    Status taken = response.ok() ? ReadXmlAnswer(*call_.method, &*response) : response.status();
    if (taken.ok()) taken = Accept(*response);
    if (!taken.ok()) Fail(std::move(taken));
  }
  if (!WantsMore(0)) return;
  if (Status sent = SendMore(0); !sent.ok()) Fail(std::move(sent));
}

bool PageStream::MayStartAnew(const Response& response) const {
  const bool expired = response.status == 400 || response.status == 404 || response.status == 410;
  return expired && !pages_.empty() && asked_ == 0 && !from_start_;
}

// The pages may have moved meanwhile, so all of them are read again.
Status PageStream::StartAnew() {
  from_start_ = true;
  CancelSent();
  for (StoredPage& page : pages_) cache_.store().Forget(&page);
  pages_.clear();
  guard_.emplace(key_);
  ASSIGN_OR_RETURN(paginator_, MakePaginator(call_.method->paging));
  next_ = paginator_->First(call_.page_size);
  rows_ = 0;
  further_ = true;
  return OkStatus();
}

Status PageStream::Accept(const Response& response) {
  ++answers_;
  if (MayStartAnew(response)) return StartAnew();
  Status refused = CheckResponse(*call_.resource, *call_.method, response);
  // After a page with rows the same words say that the rest could not be read.
  if (pages_.empty() && IsAbsent(*call_.resource, *call_.method, response)) {
    if (refused.ok()) refused = AbsentInside(response);
    absent_ = Named(std::move(refused));
    state_ = State::kEnded;
    return OkStatus();
  }
  RETURN_IF_ERROR(refused);
  // Where pages are asked for by place, each is a part of the list, and the rest is asked for.
  const bool may_be_part = paginator_->CountsRows() || paginator_->TakesParts();
  if (!may_be_part) RETURN_IF_ERROR(CheckWhole(response));
  constexpr int kNoContent = 204;
  const bool none = response.status == kNoContent && call_.method->empty.no_content;
  return none ? ReadNothing(response) : Read(response);
}

// An answer without a body, where the document takes that for no rows.
Status PageStream::ReadNothing(const Response& response) {
  const std::vector<std::optional<std::string>> envelope(shape_.envelope.size());
  Note(response, 0);
  RETURN_IF_ERROR(TakeNext({&response, 0, envelope}));
  auto decoded = std::make_shared<DecodedPage>();
  decoded->page.columns = shape_.fields.size();
  RETURN_IF_ERROR(guard_->Check(decoded->page, key_fields_, columns_.bits()).status());
  return KeepPage(std::move(decoded));
}

Status PageStream::KeepPage(std::shared_ptr<DecodedPage> decoded) {
  decoded->fields = fields_;
  decoded->secret = reveals_;
  ASSIGN_OR_RETURN(pages_.emplace_back(), cache_.store().Keep(std::move(decoded)));
  return OkStatus();
}

// The envelope comes first: where it tells what the next page is, the server works at that one
// while the rows of this one are read.
Status PageStream::Read(const Response& response) {
  TracedTime time(context_.trace(), *call_.resource, *call_.method, &MethodTrace::decoding);
  const auto envelope = cache_.decoder().Open(response.body, shape_);
  if (!envelope.ok()) {
    return Faulty(response, WithReason(*call_.resource, response, envelope.status()));
  }
  const bool counts_rows = paginator_->CountsRows();
  if (!counts_rows) {
    RETURN_IF_ERROR(TakeNext({&response, 0, *envelope, 0, cache_.decoder().envelope_numbers()}));
    time.Pause();
    if (WantsMore(1)) RETURN_IF_ERROR(SendMore(1));
    time.Resume();
  }
  auto decoded = std::make_shared<DecodedPage>();
  const StatusOr<LeftOut> left_out = ReadRows(response, &decoded->page);
  if (!left_out.ok()) return Faulty(response, left_out.status());
  Page& page = decoded->page;
  // Without rows, words of an error are what the answer has to say.
  if (page.lacks_rows && call_.method->success.empty()) {
    const std::string words = WordsInside(*call_.resource, response);
    if (!words.empty()) {
      return Faulty(response, {StatusCode::kDataLoss, "rows: there are none; it says: " + words});
    }
  }
  if (reveals_) LearnSecrets(page);
  const PageFacts facts{&response, page.rows + left_out->repeated + left_out->absent, page.envelope,
                        left_out->repeated, page.envelope_numbers};
  Note(response, facts.rows);
  if (counts_rows) RETURN_IF_ERROR(TakeNext(facts));
  LearnTotal(facts);
  page.envelope.clear();
  Status all = CheckAll(facts, std::exchange(page.signs, {}));
  RETURN_IF_ERROR(KeepPage(std::move(decoded)));
  // Who has read enough of the page never comes to what is wrong behind it.
  return all;
}

// The number of rows that the page may have at most, as far as somebody says it: the statement, by
// an input of the method; else the document.
int64_t PageStream::StatedPageSize() const {
  for (const auto& [name, values] : call_.arguments) {
    const Parameter* const parameter = call_.method->FindParameter(name);
    if (parameter == nullptr || values.size() != 1) continue;
    if (PagingParameterOf(PlainName(parameter->name)) != PagingParameter::kSize) continue;
    int64_t size = 0;
    std::from_chars(values[0].data(), values[0].data() + values[0].size(), size);
    return size;
  }
  const PagingSpec& paging = call_.method->paging;
  const bool sent = !paging.page_size_parameter.empty() && paging.max_page_size > 0;
  if (sent || paging.default_page_size == 0) return paging.max_page_size;
  return paging.default_page_size;
}

// That nothing speaks for rows behind the page, where nobody knows how to ask for them.
Status PageStream::CheckAll(const PageFacts& page, std::vector<FoundSign> signs) {
  const PagingSpec& paging = call_.method->paging;
  if (!paging.is_unknown() || call_.method->rows_kind == RowsKind::kObject) return OkStatus();
  // A place that the document calls a hint may be wrong.
  std::erase_if(signs, [&](const FoundSign& sign) {
    return !paging.total_hint.path.empty() && sign.place == paging.total_hint.path.ToString();
  });
  const bool counts_rows = GroupsOf(call_.method->rows) == 0;
  const MoreRows more = LookForMoreRows(page, signs, StatedPageSize(), counts_rows);
  if (more.kind == MoreRows::Kind::kNone) return OkStatus();
  const bool told = more.kind == MoreRows::Kind::kTold;
  std::string text = "the answer of " + page.response->method + " " + page.response->url +
                     (told ? " says that there are more rows (" : " may not be all (") +
                     more.reason + "), and the document does not say how to get them. Its method " +
                     call_.method->name + " needs paging: " + more.paging +
                     "; or paging: none, if all are there";
  // What is written cannot be half of what was meant.
  const bool strict = context_.writes() || context_.api().options().strict_pages;
  if (strict || more.kind != MoreRows::Kind::kRound) {
    return {StatusCode::kDataLoss, std::move(text)};
  }
  doubt_ = Named({StatusCode::kDataLoss, std::move(text)}).message();
  return OkStatus();
}

// What a SELECT has revealed must not come up in an error or a log behind it.
void PageStream::LearnSecrets(const Page& page) const {
  const auto& all = call_.resource->columns;
  for (size_t i = 0; i < all.size(); ++i) {
    const int field = (*fields_)[i];
    if (!all[i].secret || field < 0) continue;
    for (size_t row = 0; row < page.rows; ++row) {
      const Cell& cell = page.cell(row, static_cast<size_t>(field));
      if (cell.kind != Cell::Kind::kText) continue;
      context_.client().redactor().Add(page.text(cell));
    }
  }
}

// The start of an answer that is no JSON is quoted, and may be a secret.
Status PageStream::Faulty(const Response& response, Status status) const {
  if (reveals_) status = std::move(status).WithMessage("it cannot be read, and may hold a secret");
  return std::move(status).Annotate("answer of " + response.method + " " + response.url);
}

// A paginator that looks for a total must not find a hint in its place.
Status PageStream::TakeNext(PageFacts page) {
  page.envelope = page.envelope.first(paging_paths_);
  ASSIGN_OR_RETURN(next_, paginator_->Next(page));
  if (!next_) state_ = State::kEnded;
  Reconcile();
  return OkStatus();
}

// The hint stands behind what the paginator wants to see. A list of one page needs none.
void PageStream::LearnTotal(const PageFacts& page) const {
  const bool of_whole_list =
      call_.arguments.empty() && call_.page_size == 0 && TreeParameterOf(*call_.method) == nullptr;
  const AnswerPlace& place = call_.method->paging.total_hint;
  if (place.empty() || !of_whole_list || state_ != State::kReading || !pages_.empty()) return;
  const std::optional<std::string> text =
      place.header.empty() ? page.envelope.back() : AnswerValues({place}).At(page, 0);
  int64_t total = 0;
  if (!text ||
      std::from_chars(text->data(), text->data() + text->size(), total).ec != std::errc()) {
    return;
  }
  context_.LearnTotal(*call_.resource, total, static_cast<int64_t>(page.rows));
}

void PageStream::Note(const Response& response, size_t rows) const {
  if (RequestRecord* record = context_.client().log().Find(response.log_entry)) {
    record->rows = static_cast<int64_t>(rows);
  }
  if (ScanTrace* trace = context_.trace()) {
    trace->Of(*call_.resource, *call_.method).rows_fetched += static_cast<int64_t>(rows);
  }
}

// The rows of the page that is open, without those that came on an earlier page too.
StatusOr<PageStream::LeftOut> PageStream::ReadRows(const Response& response, Page* page) {
  ASSIGN_OR_RETURN(*page, cache_.decoder().Rows());
  LeftOut left_out{.absent = absent_rows_.LeaveOut(page)};
  RETURN_IF_ERROR(CheckValues(page));
  RETURN_IF_ERROR(CheckRows(*page));
  ASSIGN_OR_RETURN(const std::vector<size_t> rows,
                   guard_->Check(*page, key_fields_, columns_.bits()));
  LeaveOut(rows, page);
  left_out.repeated = rows.size();
  // After the guard, which compares what the rows themselves have.
  RETURN_IF_ERROR(FillHeaders(*call_.resource, *fields_, shape_, response, page));
  RETURN_IF_ERROR(CheckValues(page));
  return left_out;
}

// A value that its column cannot show would compare wrongly as it is.
Status PageStream::CheckValues(Page* page) const {
  for (const Misfit& misfit : std::exchange(page->misfits, {})) {
    const auto field = static_cast<int>(misfit.field);
    const auto column = std::ranges::find(*fields_, field) - fields_->begin();
    const Column& misread = call_.resource->columns[static_cast<size_t>(column)];
    Status status = MisfitError(misread, misfit);
    if (!context_.allow_partial()) return status;
    const std::string& table = call_.resource->name;
    context_.WarnOnce(table + "." + misread.name,
                      table + ": " + status.message() + "; read as NULL");
  }
  return OkStatus();
}

Status PageStream::CheckRows(const Page& page) {
  rows_ += page.rows;
  if (shape_.kind == RowsKind::kObject) {
    return page.rows == 0 ? OkStatus() : CheckObject(call_, page, *fields_);
  }
  // What the request gives is the same in all rows of a list.
  if (rows_ < 2 || !key_.empty() || call_.resource->key.empty()) return OkStatus();
  return {StatusCode::kDataLoss,
          "rows: the list has several, and the key of the table's document, " +
              Join(call_.resource->key, ", ") + ", does not tell its rows apart"};
}

// Which fields are decoded, and where they stand.
void PageStream::MakeShape() {
  shape_ = {call_.method->rows_kind, call_.method->rows, {}, paginator_->EnvelopePaths()};
  paging_paths_ = shape_.envelope.size();
  if (const JsonPath& hint = call_.method->paging.total_hint.path; !hint.empty()) {
    shape_.envelope.push_back(hint);
    shape_.hints = 1;
  }
  shape_.signs = call_.method->paging.is_unknown() &&
                 (shape_.kind == RowsKind::kArray || shape_.kind == RowsKind::kMap);
  shape_.empty_null = call_.method->empty.null;
  shape_.empty_absent = call_.method->empty.absent;
  reveals_ = call_.RevealingParameter() != nullptr;
  std::vector<int> fields;
  const auto& all = call_.resource->columns;
  shape_.objects = HasObjects(*call_.resource);
  shape_.secrets = SecretPaths(*call_.resource);
  for (size_t i = 0; i < all.size(); ++i) {
    const bool in_key = std::ranges::count(call_.resource->key, all[i].name) > 0;
    const bool wanted =
        (in_key || columns_.Has(static_cast<int>(i))) && (!all[i].secret || reveals_) &&
        all[i].source != Column::Source::kParameter && call_.method->GivesHeader(all[i]);
    fields.push_back(wanted ? static_cast<int>(shape_.fields.size()) : -1);
    if (!wanted) continue;
    if (in_key) {
      key_.push_back(all[i].name);
      key_fields_.push_back(shape_.fields.size());
    }
    shape_.fields.push_back(FieldOf(all[i]));
  }
  AddStandIns(*call_.resource, fields, &shape_);
  absent_rows_.AddFields(*call_.method, &shape_);
  shape_.layout = std::make_shared<RowLayout>(shape_);
  fields_ = std::make_shared<const std::vector<int>>(std::move(fields));
  guard_.emplace(key_);
}

StatusOr<std::shared_ptr<const DecodedPage>> PageStream::Get(size_t number) {
  Ask(number + 1);
  // Rows are looked up page by page, many times.
  if (number + 1 >= pages_.size()) Advance();
  if (number < pages_.size()) return cache_.store().Load(&pages_[number]);
  if (state_ == State::kFailed) return error_;
  if (state_ == State::kEnded) return std::shared_ptr<const DecodedPage>();
  return Status(StatusCode::kInternal, call_.resource->name + ": a page was never waited for");
}

void PageStream::Forget(size_t number) {
  if (number < pages_.size()) cache_.store().Forget(&pages_[number]);
}

}  // namespace apisql
