// apisql.requests: this session's HTTP log.
#include <optional>

#include "vtab/meta/meta_tables.h"
#include "vtab/rows/sql_value.h"

namespace apisql {
namespace {

SqlValue NumberOrNull(const std::optional<int64_t>& number) {
  return number ? SqlValue(*number) : SqlValue();
}

// Secrets that became known behind the request are taken out here.
MetaRow RequestRow(const RequestRecord& record, const Redactor& redactor) {
  return {record.number,
          record.label.statement,
          TextOrNull(record.label.table),
          TextOrNull(record.label.operation),
          record.method,
          redactor.Redact(record.url),
          record.status == 0 ? SqlValue() : SqlValue(int64_t{record.status}),
          record.milliseconds,
          record.bytes,
          record.rows,
          int64_t{record.attempt},
          record.waited_milliseconds,
          TextOrNull(record.started_at),
          TextOrNull(redactor.Redact(record.error)),
          TextOrNull(redactor.Redact(record.request_id)),
          NumberOrNull(record.rate.limit),
          NumberOrNull(record.rate.remaining),
          NumberOrNull(record.rate.reset_seconds)};
}

}  // namespace

MetaTableSpec RequestsTable(std::shared_ptr<Connection> connection) {
  MetaTableSpec table;
  table.name = "apisql.requests";
  table.columns = {{"number", "INTEGER"},
                   {"statement", "INTEGER"},
                   {"table", "TEXT"},
                   {"operation", "TEXT"},
                   {"method", "TEXT"},
                   {"url", "TEXT"},
                   {"status", "INTEGER"},
                   {"ms", "INTEGER"},
                   {"bytes", "INTEGER"},
                   {"rows", "INTEGER"},
                   {"attempt", "INTEGER"},
                   {"waited_ms", "INTEGER"},
                   {"started_at", "TEXT"},
                   {"error", "TEXT"},
                   {"request_id", "TEXT"},
                   {"rate_limit", "INTEGER"},
                   {"rate_remaining", "INTEGER"},
                   {"rate_reset_seconds", "INTEGER"}};
  table.rows = [connection = std::move(connection)](MetaKeys) -> StatusOr<std::vector<MetaRow>> {
    std::vector<MetaRow> rows;
    for (const RequestRecord& record : connection->api.log().records()) {
      rows.push_back(RequestRow(record, connection->api.client().redactor()));
    }
    return rows;
  };
  return table;
}

}  // namespace apisql
