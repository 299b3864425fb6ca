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

class CopyingSink final : public RowSink {
 public:
  CopyingSink(RowSink& sink, std::vector<std::string>* rows) : sink_(sink), rows_(rows) {}
  Status Begin(std::span<const ResultColumn> columns) override { return sink_.Begin(columns); }
  Status Row(std::span<const Value> values) override {
    std::string& row = rows_->emplace_back();
    for (size_t i = 0; i < values.size(); ++i) row += (i > 0 ? "|" : "") + TextOf(values[i]);
    return sink_.Row(values);
  }
  Status End() override { return sink_.End(); }

 private:
  RowSink& sink_;
  std::vector<std::string>* rows_;
};

}  // namespace

StatusOr<StatementSummary> RecordingSession::RunNext(std::string_view* sql, RowSink& sink,
                                                     StatementError* error) {
  rows.clear();
  summary = {};
  CopyingSink copying(sink, &rows);
  StatusOr<StatementSummary> result = session_.RunNext(sql, copying, error);
  status = result.status();
  if (result.ok()) summary = *result;
  return result;
}

}  // namespace apisql
