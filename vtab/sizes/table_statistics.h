// TableStatistics: the sizes of tables as a session has seen them, for planning only.
#ifndef APISQL_VTAB_SIZES_TABLE_STATISTICS_H_
#define APISQL_VTAB_SIZES_TABLE_STATISTICS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace apisql {

// Tables and columns are named as their Resource names them. Not thread-safe.
class TableStatistics {
 public:
  struct ScanSize {
    int64_t rows = 0;
    int64_t requests = 0;
    friend bool operator==(const ScanSize&, const ScanSize&) = default;
  };
  using Scans = std::map<std::string, ScanSize>;  // By table.

  // A scan without any filter was read to its end. `requests` counts the pages of the table itself,
  // sent or from the statement's cache, and not those that list parents. The last one counts.
  void LearnScan(const std::string& table, int64_t rows, int64_t requests);

  // The first page of such a scan had `page_rows` rows, and told of `total`.
  void LearnTotal(const std::string& table, int64_t total, int64_t page_rows);

  // Calls whose only filter was this column were read to their ends: for `values` different values
  // they had `rows` rows together.
  void LearnFilter(const std::string& table, const std::string& column, int64_t rows,
                   int64_t values);

  std::optional<ScanSize> Scan(const std::string& table) const;
  const Scans& scans() const { return scans_; }
  // Rows of one value, on average over all calls so far.
  std::optional<double> RowsPerValue(const std::string& table, const std::string& column) const;

 private:
  struct Sums {
    int64_t rows = 0;
    int64_t values = 0;
  };
  Scans scans_;
  std::map<std::pair<std::string, std::string>, Sums> filters_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SIZES_TABLE_STATISTICS_H_
