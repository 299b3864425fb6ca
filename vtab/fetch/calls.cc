#include "vtab/fetch/calls.h"

#include <algorithm>

#include "vtab/fetch/row_cache.h"
#include "vtab/fetch/scan.h"
#include "vtab/rows/sql_value.h"
#include "vtab/values/parent_comparisons.h"
#include "vtab/values/parent_value.h"

namespace apisql {
namespace {

// A row that is asked for by its parent's keys alone, such as a subject's own settings, may be
// absent where the document names the error code that says so. A bare 404 may as well say that the
// parent is gone.
bool NamesAbsence(const Method& method) {
  const auto is_named = [](const AbsentRule& rule) {
    return rule.status == 0 || !rule.code.empty();
  };
  return !method.absent.empty() && std::ranges::all_of(method.absent, is_named);
}

}  // namespace

Calls::Calls(ScanContext& context, RowCache& cache, std::shared_ptr<const Resource> resource,
             BoundScan bound)
    : context_(context), cache_(cache), resource_(std::move(resource)), bound_(std::move(bound)) {
  if (bound_.never_matches) state_ = State::kEnded;
  const Parameter* const walked = TreeWalk::ParameterOf(*bound_.method, bound_.plan.each);
  if (walked != nullptr) walk_.emplace(*resource_, *walked);
  for (const BoundParameterValues& values : bound_.parameters) {
    if (values.is_sent() && !ComesFromParent(bound_, *resource_, values)) AddAxis(values);
  }
}

Calls::~Calls() = default;

void Calls::AddAxis(const BoundParameterValues& values) {
  Axis axis{values.parameter, values.column, {}, 0};
  // Rows of one request for several values do not tell which value they belong to, and each tree
  // is gone down by itself.
  const bool injected = resource_->columns[values.column].source == Column::Source::kParameter;
  const bool together = values.parameter->repeatable && !injected && !walk_;
  size_t bytes = 0;
  for (const BoundValue& value : values.values) {
    bytes += values.BytesOf(value);
    const auto most = static_cast<size_t>(values.parameter->most_values);
    const bool full = most > 0 && !axis.choices.empty() && axis.choices.back().wire.size() >= most;
    if (axis.choices.empty() || !together || full || bytes > kMaxListBytes) {
      axis.choices.emplace_back();
      bytes = values.BytesOf(value);
    }
    axis.choices.back().wire.push_back(value.wire);
    axis.choices.back().given.push_back(value.given);
  }
  axes_.push_back(std::move(axis));
}

Calls::ParentAxis& Calls::AxisOf(const std::string& table) {
  const auto axis = std::ranges::find(parents_, table, &ParentAxis::table);
  if (axis != parents_.end()) return *axis;
  parents_.emplace_back().table = table;
  return parents_.back();
}

Status Calls::AddParents() {
  RETURN_IF_ERROR(
      context_.api().CheckMaySend(*resource_, *bound_.method).Annotate(resource_->name));
  for (const std::string& name : bound_.plan.each) {
    const Parameter* parameter = bound_.method->FindParameter(name);
    if (parameter == nullptr || !parameter->parent) {
      return {StatusCode::kInternal, "plan and document differ at " + name};
    }
    if (parameter->parent->is_tree()) continue;
    AxisOf(parameter->parent->table).parameters.push_back({.parameter = parameter});
  }
  for (const BoundParameterValues& given : bound_.parameters) {
    if (!given.is_sent() || !ComesFromParent(bound_, *resource_, given)) continue;
    AxisOf(given.parameter->parent->table).parameters.push_back({given.parameter, &given});
  }
  for (ParentAxis& axis : parents_) RETURN_IF_ERROR(OpenParent(&axis));
  return OkStatus();
}

// A value that was given is put to the parent, too, whose API may filter by it: with environment
// and cluster both from the table of clusters, a given environment lists the clusters of that one.
Status Calls::OpenParent(ParentAxis* axis) {
  ASSIGN_OR_RETURN(axis->resource, context_.api().catalog().Find(axis->table));
  const std::shared_ptr<const Resource>& parent = axis->resource;
  ScanQuestion question;
  question.columns = ColumnSet();
  std::vector<Constraint> constraints;
  std::vector<ScanArgument> values;
  for (FromParent& from : axis->parameters) {
    from.column = parent->FindColumn(from.parameter->parent->column);
    if (from.column < 0) {
      return {StatusCode::kInvalidArgument, resource_->document + ": " + axis->table +
                                                " has no column " + from.parameter->parent->column};
    }
    question.columns.Add(from.column);
    if (from.given == nullptr || from.parameter->parent->format != "{}") continue;
    // Of another type it is written otherwise: a boolean 1 as the text true.
    const ColumnType type = resource_->columns[static_cast<size_t>(from.given->column)].type;
    if (parent->columns[static_cast<size_t>(from.column)].type != type) continue;
    constraints.push_back(
        {.column = from.column, .op = Operator::kIn, .usable = true, .constant = true});
    values.emplace_back();
    for (const BoundValue& value : from.given->values) values.back().push_back(value.given);
  }
  question.constraints = constraints;
  const auto planned = PlanScan(*parent, question, context_.api().estimates());
  if (!planned) return {StatusCode::kInternal, "no plan for the parent " + axis->table};
  std::vector<ScanArgument> arguments(planned->plan.arguments());
  for (size_t i = 0; i < constraints.size(); ++i) {
    if (planned->arguments[i] >= 0) arguments[planned->arguments[i]] = values[i];
  }
  ASSIGN_OR_RETURN(const BoundScan bound,
                   BindValues(*parent, planned->plan, arguments, context_.api().estimates()));
  axis->source = cache_.Rows(parent, bound);
  // Calls are only made as far as they are wanted, but nearly always all are.
  axis->source->RunAhead(bound_.limited ? PrefetchDepth::kNothing : PrefetchDepth::kOnePage);
  axis->source->Start();
  axis->scan = std::make_unique<Scan>(context_, axis->source, RowFilter());
  // They are told apart here, and nothing may be waited for between one row and the next.
  axis->scan->set_gives_repeated();
  return OkStatus();
}

// True when SQLite would certainly keep no row of a call for this row of the parent.
bool Calls::IsRuledOut(const ParentAxis& axis, const std::vector<std::string>& sent) const {
  for (size_t i = 0; i < sent.size(); ++i) {
    const FromParent& from = axis.parameters[i];
    if (from.given != nullptr && !MayBeGiven(*from.given, *resource_, sent[i])) return true;
    for (const BoundParameterValues& bound : bound_.parameters) {
      if (bound.is_sent() || bound.parameter != from.parameter) continue;
      if (!MayCompare(bound, *resource_, sent[i])) return true;
    }
  }
  return false;
}

// Reads one more row of values, unless it is repeated or ruled out.
Status Calls::ReadParentRow(ParentAxis* axis) {
  ASSIGN_OR_RETURN(const bool more, axis->scan->Next());
  if (!more) {
    axis->scan.reset();
    return OkStatus();
  }
  std::vector<std::string> sent;
  for (const FromParent& from : axis->parameters) {
    const Column& source = axis->resource->columns[static_cast<size_t>(from.column)];
    ASSIGN_OR_RETURN(sent.emplace_back(), SentFor(*resource_, *from.parameter, source,
                                                  ValueOf(axis->scan->At(from.column))));
  }
  if (IsRuledOut(*axis, sent)) return OkStatus();
  const auto empty = std::ranges::find(sent, std::string()) - sent.begin();
  if (static_cast<size_t>(empty) < sent.size()) {
    return LacksValue(*resource_, *axis->parameters[static_cast<size_t>(empty)].parameter);
  }
  if (!axis->seen.insert(sent).second) return OkStatus();
  axis->rows.push_back(std::move(sent));
  return OkStatus();
}

void Calls::Start() {
  if (state_ != State::kNew) return;
  state_ = State::kOpened;
  error_ = AddParents();
}

// The parent whose next row the next call needs; null when it needs none that is not there.
Calls::ParentAxis* Calls::Lacking() {
  if (state_ == State::kOpened) {
    const auto lacks = [](const ParentAxis& axis) { return axis.rows.empty(); };
    const auto first = std::ranges::find_if(parents_, lacks);
    return first == parents_.end() || first->scan == nullptr ? nullptr : &*first;
  }
  for (const Axis& axis : axes_) {
    if (axis.at + 1 < axis.choices.size()) return nullptr;
  }
  for (size_t i = parents_.size(); i-- > 0;) {
    ParentAxis& axis = parents_[i];
    if (axis.at + 1 < axis.rows.size()) return nullptr;
    if (axis.scan != nullptr) return &axis;
  }
  return nullptr;
}

bool Calls::Ready() {
  Start();
  if (walk_ && walk_->has_call()) return true;
  if (state_ == State::kTurned) return walk_->is_idle();
  while (state_ != State::kEnded && error_.ok()) {
    ParentAxis* const axis = Lacking();
    if (axis == nullptr) break;
    if (!axis->scan->Ready()) return false;
    error_ = ReadParentRow(axis);
  }
  return true;
}

RowSet* Calls::WantParent() {
  while (!Ready()) {
    ParentAxis* const axis = Lacking();
    axis->scan->Want();
    // What is wanted now is asked for at once. An answer that came meanwhile may have none of it.
    if (!axis->scan->Ready()) return axis->source.get();
  }
  return nullptr;
}

int64_t Calls::answers() const {
  int64_t answers = 0;
  for (const ParentAxis& axis : parents_) answers += axis.source ? axis.source->answers() : 0;
  return answers;
}

// Counts like an odometer: the last axis turns fastest, the first parent slowest. False at the end.
bool Calls::Turn() {
  for (size_t i = axes_.size(); i-- > 0;) {
    if (++axes_[i].at < axes_[i].choices.size()) return true;
    axes_[i].at = 0;
  }
  for (size_t i = parents_.size(); i-- > 0;) {
    if (++parents_[i].at < parents_[i].rows.size()) return true;
    parents_[i].at = 0;
  }
  return false;
}

// Comes to the first combination or to the next one. False after the last, and after an error.
bool Calls::GoOn() {
  if (state_ == State::kTurned) return false;
  const bool first = std::exchange(state_, State::kTurning) == State::kOpened;
  const auto has_row = [](const ParentAxis& axis) { return !axis.rows.empty(); };
  const bool more = error_.ok() && (first ? std::ranges::all_of(parents_, has_row) : Turn());
  if (!more) state_ = State::kTurned;
  return more;
}

SourcedCall Calls::Current() const {
  SourcedCall sourced;
  sourced.call.resource = resource_;
  sourced.call.method = bound_.method;
  sourced.call.page_size = bound_.page_size;
  const bool asks_for_row = bound_.method->rows_kind == RowsKind::kObject &&
                            (!axes_.empty() || NamesAbsence(*bound_.method));
  sourced.absent_is_empty = parents_.empty() || asks_for_row;
  for (const Axis& axis : axes_) {
    const Choice& choice = axis.choices[axis.at];
    sourced.Add(*axis.parameter, choice.wire);
    if (axis.choices.size() > 1) sourced.own.emplace_back(axis.column, choice.given);
  }
  for (const ParentAxis& axis : parents_) {
    const std::vector<std::string>& sent = axis.rows[axis.at];
    for (size_t i = 0; i < sent.size(); ++i) sourced.Add(*axis.parameters[i].parameter, {sent[i]});
  }
  for (const BoundNarrowing& narrowing : bound_.narrowing) {
    sourced.call.arguments.emplace_back(narrowing.parameter->id(), std::vector{narrowing.wire});
  }
  return sourced;
}

StatusOr<std::optional<SourcedCall>> Calls::Next() {
  using MaybeCall = std::optional<SourcedCall>;
  if (state_ == State::kEnded) return MaybeCall();
  // The rest of a tree comes before another one is begun, so that few trees are in memory at once.
  if (walk_ && walk_->has_call()) return MaybeCall(walk_->Take());
  if (!GoOn()) {
    if (!walk_ || walk_->is_idle()) state_ = State::kEnded;
    RETURN_IF_ERROR(std::exchange(error_, OkStatus()));
    return MaybeCall();
  }
  if (!walk_) return MaybeCall(Current());
  walk_->Begin(Current());
  return MaybeCall(walk_->Take());
}

}  // namespace apisql
