#include "tests/faults/recording_session.h"

#include "tests/support/sql_test_file.h"

namespace apisql {
namespace {

std::string TextOf(const Value& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) return std::to_string(*number);
  if (const auto* real = std::get_if<double>(&value)) return std::to_string(*real);
  if (const auto* text = std::get_if<std::string_view>(&value)) return CellOfText(*text);
  return "NULL";
}

// Copies what it hands on.
class RecordingPrepared final : public Prepared {
 public:
  RecordingPrepared(RecordingSession& to, std::unique_ptr<Prepared> prepared)
      : to_(to), prepared_(std::move(prepared)) {}

  std::span<const ResultColumn> columns() override { return prepared_->columns(); }
  std::span<const SqlParameter> parameters() const override { return prepared_->parameters(); }
  Status Bind(int number, SqlValue value) override {
    return prepared_->Bind(number, std::move(value));
  }
  Status Bind(std::string_view name, SqlValue value) override {
    return prepared_->Bind(name, std::move(value));
  }
  StatusOr<bool> Next() override {
    const StatusOr<bool> more = prepared_->Next();
    to_.status = more.status();
    if (more.ok() && *more) Copy();
    if (more.ok() && !*more) to_.summary = prepared_->summary();
    return more;
  }
  std::span<const Value> values() const override { return prepared_->values(); }
  const StatementSummary& summary() const override { return prepared_->summary(); }
  bool rows_are_whole() const override { return prepared_->rows_are_whole(); }
  std::string_view work_done() const override { return prepared_->work_done(); }
  void Reset() override { prepared_->Reset(); }
  void Interrupt() override { prepared_->Interrupt(); }

 private:
  void Copy() {
    std::string& row = to_.rows.emplace_back();
    const std::span<const Value> values = prepared_->values();
    for (size_t i = 0; i < values.size(); ++i) row += (i > 0 ? "|" : "") + TextOf(values[i]);
  }

  RecordingSession& to_;
  std::unique_ptr<Prepared> prepared_;
};

}  // namespace

StatusOr<std::unique_ptr<Prepared>> RecordingSession::Prepare(std::string_view sql) {
  rows.clear();
  summary = {};
  StatusOr<std::unique_ptr<Prepared>> prepared = session_.Prepare(sql);
  status = prepared.status();
  if (!prepared.ok()) return prepared;
  return std::unique_ptr<Prepared>(
      std::make_unique<RecordingPrepared>(*this, *std::move(prepared)));
}

}  // namespace apisql
