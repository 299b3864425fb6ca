#include "vtab/sizes/table_statistics.h"

namespace apisql {

void TableStatistics::LearnScan(const std::string& table, int64_t rows, int64_t requests) {
  scans_[table] = {rows, requests};
}

// A total below the rows that are there already is wrong.
void TableStatistics::LearnTotal(const std::string& table, int64_t total, int64_t page_rows) {
  if (page_rows > 0 && total > page_rows) LearnScan(table, total, (total - 1) / page_rows + 1);
}

void TableStatistics::LearnFilter(const std::string& table, const std::string& column, int64_t rows,
                                  int64_t values) {
  if (values <= 0) return;
  Sums& sums = filters_[{table, column}];
  sums.rows += rows;
  sums.values += values;
}

std::optional<TableStatistics::ScanSize> TableStatistics::Scan(const std::string& table) const {
  const auto found = scans_.find(table);
  if (found == scans_.end()) return std::nullopt;
  return found->second;
}

std::optional<double> TableStatistics::RowsPerValue(const std::string& table,
                                                    const std::string& column) const {
  const auto found = filters_.find({table, column});
  if (found == filters_.end()) return std::nullopt;
  return static_cast<double>(found->second.rows) / static_cast<double>(found->second.values);
}

}  // namespace apisql
