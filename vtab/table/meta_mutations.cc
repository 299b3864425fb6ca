// apisql.mutations: what became of each row that this session wrote.
#include "vtab/table/meta_tables.h"

namespace apisql {
namespace {

MetaValue NullWhenEmpty(const std::string& text) {
  return text.empty() ? MetaValue() : MetaValue(text);
}

MetaRow MutationRow(const MutationRecord& record) {
  return {record.number,
          record.statement,
          record.table,
          NullWhenEmpty(record.operation),
          NullWhenEmpty(record.key),
          record.method,
          record.url,
          std::string(OutcomeName(record.outcome)),
          record.status == 0 ? MetaValue() : MetaValue(int64_t{record.status}),
          NullWhenEmpty(record.request_id),
          NullWhenEmpty(record.error)};
}

}  // namespace

MetaTable MutationsTable(std::shared_ptr<Connection> connection) {
  MetaTable table;
  table.name = "apisql.mutations";
  table.columns = {{"number", "INTEGER"},  {"statement", "INTEGER"}, {"table", "TEXT"},
                   {"operation", "TEXT"},  {"key", "TEXT"},          {"method", "TEXT"},
                   {"url", "TEXT"},        {"outcome", "TEXT"},      {"status", "INTEGER"},
                   {"request_id", "TEXT"}, {"error", "TEXT"}};
  table.rows = [connection = std::move(connection)](MetaKeys) -> StatusOr<std::vector<MetaRow>> {
    std::vector<MetaRow> rows;
    for (const MutationRecord& record : connection->writes().log().records()) {
      rows.push_back(MutationRow(record));
    }
    return rows;
  };
  return table;
}

}  // namespace apisql
