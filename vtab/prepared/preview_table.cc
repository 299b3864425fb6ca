#include "vtab/prepared/preview_table.h"

namespace apisql {

std::vector<ResultColumn> PreviewColumns() {
  return {{"table", "TEXT"}, {"method", "TEXT"}, {"url", "TEXT"}, {"body", "TEXT"}};
}

ResultTable PreviewTable(std::span<const PreviewedRequest> requests) {
  ResultTable table{PreviewColumns(), {}};
  for (const PreviewedRequest& request : requests) {
    table.rows.push_back({request.table, request.method, request.url, TextOrNull(request.body)});
  }
  return table;
}

}  // namespace apisql
