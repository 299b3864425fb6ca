#include "vtab/explain/explain_analyze.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "src/base/scoped_value.h"
#include "vtab/api/scan_trace.h"
#include "vtab/explain/explain_requests.h"
#include "vtab/explain/request_meter.h"
#include "vtab/rewrite/rewrite.h"
#include "vtab/rows/sql_value.h"
#include "vtab/run/api_write.h"

namespace apisql {
namespace {

using Milliseconds = MeteredRequests::Milliseconds;

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

SqlValue TenthsOf(Milliseconds time) {
  constexpr double kTenths = 10;
  return std::round(time.count() * kTenths) / kTenths;
}

SqlValue TenthsOf(const std::optional<Milliseconds>& time) {
  return time ? TenthsOf(*time) : SqlValue();
}

std::vector<SqlValue> CellsOf(const Analyzed& row) {
  return {TextOrNull(row.table),
          TextOrNull(row.method),
          row.estimated ? SqlValue(*row.estimated) : SqlValue(),
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

Status NotAnalyzable() {
  return {StatusCode::kInvalidArgument,
          "EXPLAIN ANALYZE REQUESTS runs the statement, so it takes only one that reads, such as "
          "SELECT. EXPLAIN REQUESTS shows what others would send and sends nothing; SET dry_run = "
          "on shows the requests of writes instead of sending them"};
}

class AnalyzeExecution final : public TableExecution {
 public:
  AnalyzeExecution(Database& database, SqlStatement statement)
      : database_(database), statement_(std::move(statement)) {}

 protected:
  std::vector<ResultColumn> KnownColumns() override {
    return {
        {"table", "TEXT"},           {"method", "TEXT"},       {"estimated_requests", "INTEGER"},
        {"requests", "INTEGER"},     {"retries", "INTEGER"},   {"waited_ms", "REAL"},
        {"rows_fetched", "INTEGER"}, {"rows_kept", "INTEGER"}, {"bytes", "INTEGER"},
        {"first_ms", "REAL"},        {"last_ms", "REAL"},      {"max_in_flight", "INTEGER"},
        {"decoding_ms", "REAL"},     {"rest_ms", "REAL"}};
  }

  StatusOr<TableRun> Run(const Parameters& parameters) override {
    ASSIGN_OR_RETURN(const std::vector<PlannedRequest> planned,
                     PlanReads(database_, statement_.sql()));
    RETURN_IF_ERROR(statement_.Bind(parameters));
    Connection& connection = database_.connection();
    ScanTrace trace(connection.api.clock());
    const ScopedValue tracing(database_.statement().context().trace(), &trace);
    RequestMeter meter(connection.api.log(), connection.api.clock());
    RETURN_IF_ERROR(DropRows());
    meter.TakeStarted();
    const Analysis analysis(planned, meter, trace);
    TableRun run;
    run.table.columns = KnownColumns();
    for (const Analyzed& row : analysis.rows()) run.table.rows.push_back(CellsOf(row));
    run.summary.notes.push_back(analysis.Note());
    return run;
  }

 private:
  Status DropRows() {
    for (;;) {
      ASSIGN_OR_RETURN(const bool more, statement_.Step());
      if (!more) return OkStatus();
    }
  }

  Database& database_;
  SqlStatement statement_;
};

class AnalyzeStatement final : public ParsedStatement {
 public:
  AnalyzeStatement(std::string typed, size_t body) : typed_(std::move(typed)), body_(body) {}

  std::vector<SqlParameter> parameters() const override { return ReadParameters(typed_, body_); }

  StatusOr<std::unique_ptr<Execution>> Prepare(Database& database) const override {
    ASSIGN_OR_RETURN(SqlText sql, RewriteSql(typed_, database.names(), body_));
    if (const auto write = FindWrite(database, sql)) {
      return sql.Fault(NotAnalyzable(), write->verb_offset);
    }
    ASSIGN_OR_RETURN(SqlStatement statement, database.Prepare(std::move(sql)));
    if (!statement.only_reads()) return NotAnalyzable().At(body_);
    return std::unique_ptr<Execution>(
        std::make_unique<AnalyzeExecution>(database, std::move(statement)));
  }

 private:
  std::string typed_;
  size_t body_;
};

}  // namespace

Parsed MakeExplainAnalyze(std::string typed, size_t body, bool is_sql) {
  if (!is_sql) return NotAnalyzable().At(body);
  return std::unique_ptr<ParsedStatement>(
      std::make_unique<AnalyzeStatement>(std::move(typed), body));
}

}  // namespace apisql
