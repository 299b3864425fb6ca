#include "vtab/run/statement_run.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace apisql {
namespace {

int64_t LastRequest(Connection& connection) {
  const auto& records = connection.api.log().records();
  return records.empty() ? 0 : records.back().number;
}

}  // namespace

// One call into the statement: until it ends, the statement is the one that runs.
class StatementRun::Turn {
 public:
  explicit Turn(StatementRun& run)
      : run_(run),
        scope_(run.database_.connection().statements, run.statement_),
        requests_before_(LastRequest(run.database_.connection())) {
    run_.database_.interruption().set_run(&run_.interruption_);
  }
  ~Turn() {
    run_.database_.interruption().set_run(nullptr);
    run_.requests_ += LastRequest(run_.database_.connection()) - requests_before_;
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  StatementRun& run_;
  StatementScope scope_;
  const int64_t requests_before_;
};

StatusOr<std::unique_ptr<Prepared>> StatementRun::Prepare(Database& database,
                                                          std::vector<SqlParameter> parameters,
                                                          Maker make,
                                                          std::vector<std::string> notes) {
  auto run = std::make_unique<StatementRun>(database, std::move(parameters), std::move(make),
                                            std::move(notes));
  RETURN_IF_ERROR(run->redactor().Redact(run->Make()));
  return std::unique_ptr<Prepared>(std::move(run));
}

StatementRun::StatementRun(Database& database, std::vector<SqlParameter> parameters, Maker make,
                           std::vector<std::string> notes)
    : database_(database),
      parameters_(std::move(parameters)),
      make_(std::move(make)),
      notes_(std::move(notes)),
      interruption_(database.interruption()) {}

StatementRun::~StatementRun() { Reset(); }

Status StatementRun::Make() {
  execution_.reset();
  statement_ = database_.connection().statements.Begin();
  const Turn turn(*this);
  ASSIGN_OR_RETURN(execution_, make_());
  columns_ = execution_->columns();
  return OkStatus();
}

Status StatementRun::CheckIdle() const {
  if (state_ == State::kReady) return OkStatus();
  return {StatusCode::kFailedPrecondition,
          "a parameter can only be given a value before the statement runs, or after Reset()"};
}

Status StatementRun::Bind(int number, SqlValue value) {
  RETURN_IF_ERROR(CheckIdle());
  return parameters_.Set(number, std::move(value));
}

Status StatementRun::Bind(std::string_view name, SqlValue value) {
  RETURN_IF_ERROR(CheckIdle());
  return parameters_.Set(name, std::move(value));
}

StatusOr<bool> StatementRun::Next() {
  if (state_ == State::kOver) {
    if (!failure_.ok()) return failure_;
    return false;
  }
  StatusOr<bool> more = Advance();
  if (more.ok() && *more) return true;
  rows_are_whole_ = !more.ok() && execution_ != nullptr && execution_->rows_are_whole();
  if (!more.ok()) {
    failure_ = redactor().Redact(Explained(std::move(more).status()));
    more = failure_;
    work_done_.clear();
  }
  End();
  state_ = State::kOver;
  summary_.requests = requests_;
  summary_.work_done = work_done_;
  summary_.incomplete = statement_->context().incomplete();
  summary_.warnings = statement_->context().TakeWarnings();
  RedactSummary();
  return more;
}

const Redactor& StatementRun::redactor() const {
  return database_.connection().api.client().redactor();
}

void StatementRun::RedactSummary() {
  const auto redact = [this](std::string* text) { *text = redactor().Redact(std::move(*text)); };
  redact(&work_done_);
  redact(&summary_.work_done);
  for (std::string& warning : summary_.warnings) redact(&warning);
  for (std::string& note : summary_.notes) redact(&note);
}

// Each run is a statement of its own, with a number and rows of its own.
StatusOr<bool> StatementRun::Advance() {
  const bool first = state_ == State::kReady;
  if (first) interruption_.Begin();
  if (first && std::exchange(has_run_, true)) RETURN_IF_ERROR(Make());
  const Turn turn(*this);
  if (first) RETURN_IF_ERROR(Begin());
  const std::string told_before = database_.connection().writes.untold();
  StatusOr<bool> more = Step(first);
  const std::string& written = database_.connection().writes.untold();
  if (written != told_before) work_done_ = written;
  return more;
}

StatusOr<bool> StatementRun::Step(bool first) {
  if (first) RETURN_IF_ERROR(execution_->Start(parameters_));
  ASSIGN_OR_RETURN(const bool more, execution_->Next(&row_));
  if (first) columns_ = execution_->columns();
  if (more) {
    ++rows_;
    return true;
  }
  execution_->Finish(&summary_);
  summary_.notes.insert(summary_.notes.end(), notes_.begin(), notes_.end());
  std::ranges::move(database_.connection().api.catalog().TakeNotes(),
                    std::back_inserter(summary_.notes));
  columns_ = execution_->columns();
  summary_.returned_rows = !columns_.empty();
  summary_.rows = rows_;
  summary_.in_transaction = database_.in_transaction();
  return false;
}

// What the statement has done all the same: rows that were sent, and a transaction that is over.
Status StatementRun::Explained(Status failure) const {
  failure = WithWorkDone(std::move(failure), work_done_);
  const int64_t dropped = database_.connection().writes.counts().dropped;
  if (!in_transaction_ || database_.in_transaction() || dropped == 0) return failure;
  return WithWorkDone(std::move(failure), "the transaction is rolled back, and of its rows " +
                                              std::to_string(dropped) +
                                              (dropped == 1 ? " was" : " were") + " not sent");
}

Status StatementRun::Begin() {
  state_ = State::kUnderWay;
  if (database_.interruption().Requested()) return {StatusCode::kCancelled, "interrupted"};
  in_transaction_ = database_.in_transaction();
  // What COMMIT sends was shown as it was staged.
  database_.connection().writes.BeginStatement(in_transaction_ ? Asking::kNever
                                                               : Asking::kBeforeSending);
  return OkStatus();
}

void StatementRun::End() {
  row_.clear();
  if (execution_ == nullptr) return;
  const Turn turn(*this);
  execution_->Stop();
  statement_->ForgetRows();
  database_.connection().rows_found.Clear();
}

void StatementRun::Reset() {
  End();
  state_ = State::kReady;
  summary_ = {};
  requests_ = 0;
  rows_ = 0;
  rows_are_whole_ = false;
  in_transaction_ = false;
  work_done_.clear();
  failure_ = OkStatus();
}

}  // namespace apisql
