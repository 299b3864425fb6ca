#include "shell/people/kept_result.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

size_t BytesOf(const Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) return text->size();
  if (const auto* blob = std::get_if<Blob>(&value)) return blob->bytes.size();
  return 0;
}

}  // namespace

void KeptResult::Begin(std::span<const ResultColumn> columns) {
  table_ = {{columns.begin(), columns.end()}, {}};
  bytes_ = 0;
  whole_ = true;
  why_not_.clear();
}

void KeptResult::Add(std::span<const Value> values) {
  if (!whole_) return;
  bytes_ += values.size() * sizeof(SqlValue);
  for (const Value& value : values) bytes_ += BytesOf(value);
  whole_ = table_.rows.size() < kMostRows && bytes_ <= kMostBytes;
  if (!whole_) return;
  std::vector<SqlValue>& row = table_.rows.emplace_back();
  for (const Value& value : values) row.push_back(CopyOf(value));
}

void KeptResult::Forget(std::string why) {
  table_ = {};
  why_not_ = std::move(why);
}

Status KeptResult::Replay(RowSink& sink) const {
  if (!why_not_.empty()) {
    return {StatusCode::kNotFound, "there is no last result to show: " + why_not_};
  }
  RETURN_IF_ERROR(sink.Begin(table_.columns));
  std::vector<Value> values;
  for (const std::vector<SqlValue>& row : table_.rows) {
    values.clear();
    for (const SqlValue& value : row) values.push_back(ViewOf(value));
    RETURN_IF_ERROR(sink.Row(values));
  }
  return sink.End();
}

Status KeepingSink::Begin(std::span<const ResultColumn> columns) {
  kept_.Begin(columns);
  return sink_.Begin(columns);
}

Status KeepingSink::Row(std::span<const Value> values) {
  kept_.Add(values);
  return sink_.Row(values);
}

bool ShowsOnce(std::string_view statement) {
  const std::vector<Token> tokens = SignificantTokens(statement);
  const auto returns = [](const Token& token) { return token.IsWord("returning"); };
  return !tokens.empty() && (tokens[0].IsWord("exec") || std::ranges::any_of(tokens, returns));
}

}  // namespace apisql
