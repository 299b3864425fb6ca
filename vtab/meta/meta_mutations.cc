// apisql.mutations: what became of each row that this session wrote.
#include "vtab/meta/meta_tables.h"
#include "vtab/rows/sql_value.h"

namespace apisql {
namespace {

MetaRow MutationRow(const MutationRecord& record, const Redactor& redactor) {
  return {record.number,
          record.statement,
          record.table,
          TextOrNull(record.operation),
          TextOrNull(record.key),
          record.method,
          redactor.Redact(record.url),
          std::string(OutcomeName(record.outcome)),
          record.status == 0 ? SqlValue() : SqlValue(int64_t{record.status}),
          TextOrNull(redactor.Redact(record.request_id)),
          TextOrNull(redactor.Redact(record.error)),
          TextOrNull(redactor.Redact(record.location))};
}

}  // namespace

MetaTableSpec MutationsTable(std::shared_ptr<Connection> connection) {
  MetaTableSpec table;
  table.name = "apisql.mutations";
  table.columns = {{"number", "INTEGER"},  {"statement", "INTEGER"}, {"table", "TEXT"},
                   {"operation", "TEXT"},  {"key", "TEXT"},          {"method", "TEXT"},
                   {"url", "TEXT"},        {"outcome", "TEXT"},      {"status", "INTEGER"},
                   {"request_id", "TEXT"}, {"error", "TEXT"},        {"location", "TEXT"}};
  table.rows = [connection = std::move(connection)](MetaKeys) -> StatusOr<std::vector<MetaRow>> {
    std::vector<MetaRow> rows;
    for (const MutationRecord& record : connection->writes.log().records()) {
      rows.push_back(MutationRow(record, connection->api.client().redactor()));
    }
    return rows;
  };
  return table;
}

}  // namespace apisql
