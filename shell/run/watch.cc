#include "shell/run/watch.h"

#include <poll.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <set>

#include "registry/source/catalog.h"
#include "shell/people/cost_text.h"
#include "shell/process/interrupt.h"
#include "shell/run/progress.h"
#include "shell/script/row_changes.h"
#include "src/base/text.h"
#include "vtab/prepared/result_table.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

constexpr std::string_view kReads[] = {"select", "values", "with", "show", "describe", "desc"};
constexpr std::string_view kWrites[] = {"insert", "update", "delete", "replace"};

// WITH may stand before a write.
bool OnlyReads(std::string_view sql) {
  const std::vector<Token> tokens = SignificantTokens(sql);
  if (tokens.empty() || !IsOneOf(tokens[0], kReads)) return false;
  if (!tokens[0].IsWord("with")) return true;
  int depth = 0;
  for (const Token& token : tokens) {
    if (token.IsOperator('(')) ++depth;
    if (token.IsOperator(')')) --depth;
    if (depth == 0 && IsOneOf(token, kWrites)) return false;
  }
  return true;
}

// One run's rows, kept.
class KeptRows final : public RowSink {
 public:
  Status Begin(std::span<const ResultColumn> columns) override {
    columns_.assign(columns.begin(), columns.end());
    return OkStatus();
  }
  Status Row(std::span<const Value> values) override {
    constexpr size_t kMost = 100'000;
    if (rows.size() == kMost) {
      return Status(StatusCode::kResourceExhausted,
                    ".watch compares up to 100,000 rows; narrow the statement");
    }
    ResultRow& row = rows.emplace_back();
    for (const Value& value : values) row.push_back(CopyOf(value));
    return OkStatus();
  }
  Status End() override { return OkStatus(); }

  const std::vector<ResultColumn>& columns() const { return columns_; }
  std::vector<ResultRow> rows;

 private:
  std::vector<ResultColumn> columns_;
};

// The columns of the result that are the keys of all tables it is from; none where one is missing.
std::vector<size_t> KeyOf(const std::vector<ResultColumn>& columns, Catalog& catalog) {
  std::set<std::string> tables;
  std::vector<size_t> key;
  for (const ResultColumn& column : columns) {
    if (!column.table.empty()) tables.insert(column.table);
  }
  for (const std::string& table : tables) {
    const auto resource = catalog.Find(table);
    if (!resource.ok() || (*resource)->key.empty()) return {};
    for (const std::string& name : (*resource)->key) {
      const auto found = std::ranges::find_if(columns, [&](const ResultColumn& column) {
        return column.table == table && EqualsIgnoreCase(column.column, name);
      });
      if (found == columns.end()) return {};
      key.push_back(static_cast<size_t>(found - columns.begin()));
    }
  }
  return key;
}

struct Cost {
  int64_t requests = 0;
  int64_t bytes = 0;

  std::string Text() const {
    return Grouped(requests) + (requests == 1 ? " request, " : " requests, ") + Grouped(bytes) +
           " bytes";
  }
};

int64_t LastRequest(const RequestLog& log) {
  return log.records().empty() ? 0 : log.records().back().number;
}

class Watcher {
 public:
  Watcher(Shell& shell, std::string sql) : shell_(shell), sql_(std::move(sql)) {}

  Status Round() {
    const int64_t requests_before = LastRequest(shell_.session().requests());
    KeptRows kept;
    {
      const InterruptibleStatement interruptible(shell_.session());
      std::string_view rest = sql_;
      RETURN_IF_ERROR(shell_.RunNext(&rest, kept).status());
    }
    const Cost cost = CostSince(requests_before);
    total_.requests += cost.requests;
    total_.bytes += cost.bytes;
    ++rounds_;
    const RowChanges changes =
        Compare(before_, kept.rows, KeyOf(kept.columns(), shell_.session().catalog()));
    if (rounds_ == 1 || !changes.rows.empty()) RETURN_IF_ERROR(Show(kept.columns(), changes));
    RETURN_IF_ERROR(shell_.out().Flush());  // A note goes to another place, at once.
    TellRound(changes, static_cast<int64_t>(kept.rows.size()), cost);
    before_ = std::move(kept.rows);
    return OkStatus();
  }

  void TellTotal() const {
    if (rounds_ == 0) return;
    shell_.Note("watched " + std::to_string(rounds_) + (rounds_ == 1 ? " time: " : " times: ") +
                total_.Text());
  }

 private:
  Cost CostSince(int64_t before) const {
    Cost cost;
    const RequestLog& log = shell_.session().requests();
    cost.requests = LastRequest(log) - before;
    for (const RequestRecord& record : log.records()) {
      if (record.number > before) cost.bytes += record.bytes;
    }
    return cost;
  }

  // The first time no row has come: all are there.
  Status Show(const std::vector<ResultColumn>& columns, const RowChanges& changes) const {
    std::vector<ResultColumn> marked = {{"change", "TEXT"}};
    marked.insert(marked.end(), columns.begin(), columns.end());
    const auto renderer = shell_.MakeRenderer();
    RETURN_IF_ERROR(renderer->Begin(marked));
    for (const ChangedRow& changed : changes.rows) {
      const std::string mark(rounds_ == 1 ? 0 : 1, static_cast<char>(changed.change));
      std::vector<Value> values = {std::string_view(mark)};
      for (const SqlValue& value : changed.row) values.push_back(ViewOf(value));
      RETURN_IF_ERROR(renderer->Row(values));
    }
    return renderer->End();
  }

  void TellRound(const RowChanges& changes, int64_t rows, const Cost& cost) const {
    std::string text = Grouped(rows) + (rows == 1 ? " row" : " rows");
    if (rounds_ > 1) {
      text += ", " + Grouped(changes.came) + " came, " + Grouped(changes.went) + " went, " +
              Grouped(changes.changed) + " changed";
    }
    shell_.Note(text + "; " + cost.Text() + ", " + total_.Text() + " in all");
  }

  Shell& shell_;
  const std::string sql_;
  std::vector<ResultRow> before_;
  int64_t rounds_ = 0;
  Cost total_;
};

bool Sleep(std::chrono::duration<double> seconds) {
  const auto end = std::chrono::steady_clock::now() + seconds;
  while (!Interrupted()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return true;
    poll(nullptr, 0, static_cast<int>(std::min<int64_t>(left.count(), 100)));
  }
  return false;
}

}  // namespace

Status Watch(Shell& shell, std::string sql, const std::function<bool()>& wait) {
  if (!OnlyReads(sql)) {
    return Status(StatusCode::kInvalidArgument,
                  ".watch repeats statements that only read: SELECT, VALUES, WITH, SHOW, DESCRIBE");
  }
  Watcher watcher(shell, std::move(sql));
  Status status;
  do {
    status = watcher.Round();
  } while (status.ok() && wait());
  const bool interrupted = status.code() == StatusCode::kCancelled || Interrupted();
  if (interrupted) shell.LeaveCtrlCLine();
  watcher.TellTotal();
  return interrupted ? Status(StatusCode::kCancelled, "") : status;
}

Status WatchCommand(Shell& shell, const std::string& seconds, const std::string& sql) {
  constexpr double kLongest = 86'400;
  double number = 0;
  const char* end = seconds.data() + seconds.size();
  const auto [stop, error] = std::from_chars(seconds.data(), end, number);
  if (error != std::errc() || stop != end || !(number >= 0.1 && number <= kLongest)) {
    return Status(StatusCode::kInvalidArgument,
                  ".watch takes seconds from 0.1 to 86400, and then a SELECT; not " + seconds);
  }
  const std::string& statement = sql.empty() ? shell.last_statement() : sql;
  if (statement.empty()) {
    return Status(StatusCode::kInvalidArgument, "usage: .watch SECONDS STATEMENT");
  }
  return Watch(shell, statement, [number] { return Sleep(std::chrono::duration<double>(number)); });
}

}  // namespace apisql
