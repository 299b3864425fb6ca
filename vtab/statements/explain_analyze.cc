#include "vtab/statements/explain_analyze.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "vtab/scan/scan_trace.h"
#include "vtab/sql/rewrite.h"
#include "vtab/statements/planned_request.h"
#include "vtab/statements/request_meter.h"

namespace apisql {
namespace {

using Milliseconds = MeteredRequests::Milliseconds;

class DroppedRows final : public RowSink {
 public:
  Status Begin(std::span<const ResultColumn> /*columns*/) override { return OkStatus(); }
  Status Row(std::span<const Value> /*values*/) override { return OkStatus(); }
  Status End() override { return OkStatus(); }
};

class TraceScope {
 public:
  TraceScope(Connection& connection, ScanTrace* trace) : connection_(connection) {
    connection_.set_trace(trace);
  }
  ~TraceScope() { connection_.set_trace(nullptr); }
  TraceScope(const TraceScope&) = delete;
  TraceScope& operator=(const TraceScope&) = delete;

 private:
  Connection& connection_;
};

// One row of the answer.
struct Analyzed {
  std::string table;
  std::string method;
  std::optional<int64_t> estimated;
  MeteredRequests sent;
  MethodTrace scans;
  std::optional<Milliseconds> rest;
};

class Analysis {
 public:
  Analysis(const std::vector<PlannedRequest>& planned, const RequestMeter& meter,
           const ScanTrace& trace) {
    for (const auto& [key, sent] : meter.methods()) RowOf(key).sent = sent;
    for (const PlannedRequest& request : planned) {
      Analyzed& row = RowOf({request.table, request.method});
      row.estimated = row.estimated.value_or(0) + request.estimated_requests;
    }
    for (const auto& [key, scans] : trace.methods()) RowOf(key).scans = scans;
    AddTotal(meter);
  }

  const std::vector<Analyzed>& rows() const { return rows_; }

  // "412.0 ms: 371.2 waiting for the network, 12.4 decoding, 28.4 in SQLite and output".
  std::string Note() const {
    const Analyzed& total = rows_.back();
    const Milliseconds waited = total.scans.waited;
    const Milliseconds decoding = total.scans.decoding;
    const double rest = total.rest->count();
    char text[160];
    std::snprintf(text, sizeof text,
                  "%.1f ms: %.1f waiting for the network, %.1f decoding, %.1f in SQLite and output",
                  waited.count() + decoding.count() + rest, waited.count(), decoding.count(), rest);
    return text;
  }

 private:
  Analyzed& RowOf(const ScanTrace::Key& key) {
    const auto is_it = [&](const Analyzed& row) {
      return row.table == key.first && row.method == key.second;
    };
    const auto found = std::ranges::find_if(rows_, is_it);
    if (found != rows_.end()) return *found;
    return rows_.emplace_back(Analyzed{key.first, key.second, {}, {}, {}, {}});
  }

  void AddTotal(const RequestMeter& meter) {
    Analyzed total{"total", "", 0, meter.total(), {}, {}};
    for (const Analyzed& row : rows_) {
      *total.estimated += row.estimated.value_or(0);
      total.scans.waited += row.scans.waited;
      total.scans.decoding += row.scans.decoding;
      total.scans.rows_fetched += row.scans.rows_fetched;
      total.scans.rows_kept += row.scans.rows_kept;
    }
    const Milliseconds rest = meter.elapsed() - total.scans.waited - total.scans.decoding;
    total.rest = std::max(rest, Milliseconds(0));
    rows_.push_back(std::move(total));
  }

  std::vector<Analyzed> rows_;
};

Value TextOrNothing(const std::string& text) {
  return text.empty() ? Value() : Value(std::string_view(text));
}

Value TenthsOf(Milliseconds time) {
  constexpr double kTenths = 10;
  return std::round(time.count() * kTenths) / kTenths;
}

Value TenthsOf(const std::optional<Milliseconds>& time) { return time ? TenthsOf(*time) : Value(); }

std::vector<Value> CellsOf(const Analyzed& row) {
  return {TextOrNothing(row.table),
          TextOrNothing(row.method),
          row.estimated ? Value(*row.estimated) : Value(),
          row.sent.requests,
          row.sent.retries,
          TenthsOf(Milliseconds(row.scans.waited)),
          row.scans.rows_fetched,
          row.scans.rows_kept,
          row.sent.bytes,
          TenthsOf(row.sent.first),
          TenthsOf(row.sent.last),
          row.sent.max_in_flight,
          TenthsOf(Milliseconds(row.scans.decoding)),
          TenthsOf(row.rest)};
}

StatusOr<StatementSummary> GiveAnalysis(const Analysis& analysis, RowSink& sink) {
  const std::vector<ResultColumn> columns = {
      {"table", "TEXT"},           {"method", "TEXT"},       {"estimated_requests", "INTEGER"},
      {"requests", "INTEGER"},     {"retries", "INTEGER"},   {"waited_ms", "REAL"},
      {"rows_fetched", "INTEGER"}, {"rows_kept", "INTEGER"}, {"bytes", "INTEGER"},
      {"first_ms", "REAL"},        {"last_ms", "REAL"},      {"max_in_flight", "INTEGER"},
      {"decoding_ms", "REAL"},     {"rest_ms", "REAL"}};
  RETURN_IF_ERROR(sink.Begin(columns));
  for (const Analyzed& row : analysis.rows()) RETURN_IF_ERROR(sink.Row(CellsOf(row)));
  RETURN_IF_ERROR(sink.End());
  StatementSummary summary;
  summary.returned_rows = true;
  summary.rows = static_cast<int64_t>(analysis.rows().size());
  summary.notes.push_back(analysis.Note());
  return summary;
}

// The text with blanks before the statement, so that offsets stay.
std::string Blanked(std::string_view text, size_t body) {
  return std::string(body, ' ') + std::string(text.substr(body));
}

bool OnlyReads(sqlite3_stmt* statement) {
  return sqlite3_stmt_readonly(statement) != 0 && sqlite3_column_count(statement) > 0;
}

}  // namespace

Status NotAnalyzable() {
  return {StatusCode::kInvalidArgument,
          "EXPLAIN ANALYZE REQUESTS runs the statement, so it takes only one that reads, such as "
          "SELECT. EXPLAIN REQUESTS shows what others would send and sends nothing; SET dry_run = "
          "on shows the requests of writes instead of sending them"};
}

StatusOr<StatementSummary> ExplainAnalyze(const ExplainContext& context, std::string_view text,
                                          size_t body, RowSink& sink, int64_t* error_offset) {
  const auto refuse = [&](size_t offset) {
    *error_offset = static_cast<int64_t>(offset);
    return NotAnalyzable();
  };
  ASSIGN_OR_RETURN(const RewrittenSql sql,
                   RewriteSql(Blanked(text, body), context.names, error_offset));
  if (const auto write = context.writer.Find(sql)) {
    return refuse(sql.offsets.ToOriginal(write->verb_offset));
  }
  ASSIGN_OR_RETURN(const std::vector<PlannedRequest> planned,
                   PlanReads(context, sql, text, error_offset));
  Connection& connection = context.connection;
  ScanTrace trace(connection.clock());
  const TraceScope tracing(connection, &trace);
  RequestMeter meter(connection.log(), connection.clock(), context.listener);
  ASSIGN_OR_RETURN(SqliteStatement statement, context.runner.Prepare(sql, text, error_offset));
  if (!OnlyReads(statement.get())) return refuse(body);
  DroppedRows dropped;
  RETURN_IF_ERROR(
      context.runner.RunPrepared(statement.get(), sql, text, dropped, error_offset).status());
  meter.TakeStarted();
  return GiveAnalysis(Analysis(planned, meter, trace), sink);
}

}  // namespace apisql
