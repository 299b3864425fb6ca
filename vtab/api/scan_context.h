// ScanContext: what the scans of one statement share beside their rows: the statement's number, the
// columns it reads, its warnings, and the way to the APIs.
#ifndef APISQL_VTAB_API_SCAN_CONTEXT_H_
#define APISQL_VTAB_API_SCAN_CONTEXT_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "src/base/status.h"
#include "vtab/api/api_access.h"
#include "vtab/columns/column_set.h"

namespace apisql {

class ScanTrace;

// Not thread-safe. `api` must outlive it, and it the scans made with it.
class ScanContext {
 public:
  ScanContext(ApiAccess& api, int64_t number) : api_(api), number_(number) {}

  ApiAccess& api() { return api_; }
  Client& client() { return api_.client(); }
  int64_t statement_number() const { return number_; }

  // The statement writes, to an API or to the workspace: what it decides by must be whole, and a
  // write may need any column of a row.
  void set_writes() { writes_ = true; }
  bool writes() const { return writes_; }
  // Every column of a row may be needed: rows that a transaction has staged are laid over it.
  void set_reads_whole_rows() { reads_whole_rows_ = true; }
  // True: a failed call ends its part of the result with a warning instead of the statement.
  bool allow_partial() const { return !writes_ && api_.options().allow_partial; }

  // Tells of rows that are missing. Once per text: a join comes to the same failed call again and
  // again.
  void AddWarning(std::string text);
  // Tells of rows that may be missing.
  void AddDoubt(std::string text);
  // Rows are missing, as a partial result may.
  bool incomplete() const { return incomplete_; }
  // Once per thing that is warned of: the first of its texts.
  void WarnOnce(const std::string& about, std::string text);
  std::vector<std::string> TakeWarnings() { return std::exchange(warnings_, {}); }

  // Notes that the statement reads these columns, as in ScanPlan::columns.
  void NoteColumns(const Resource& resource, ColumnSet columns) {
    columns_[resource.name].Add(columns);
  }
  // Columns of the table that the statement reads anywhere, key included: rows that two places
  // share are decoded once, for both.
  ColumnSet ColumnsOf(const Resource& resource) const;
  // Those of all tables, by name, for another run of the same statement.
  const std::map<std::string, ColumnSet>& columns() const { return columns_; }
  void set_columns(std::map<std::string, ColumnSet> columns) { columns_ = std::move(columns); }

  // The first page of the whole table had `page_rows` rows and told that there are `total`.
  void LearnTotal(const Resource& resource, int64_t total, int64_t page_rows);
  // What a list costs, as this statement or an earlier one has seen it.
  ListLength LengthOf(const Resource& resource, const ScanPlan& list);

  // Where the scans note what they do; null: nobody asks.
  ScanTrace*& trace() { return trace_; }

 private:
  ApiAccess& api_;
  int64_t number_;
  bool writes_ = false;
  bool reads_whole_rows_ = false;
  std::vector<std::string> warnings_;
  bool incomplete_ = false;
  std::set<std::string> warned_;              // What WarnOnce() has told of.
  std::map<std::string, ColumnSet> columns_;  // By table.
  TableStatistics told_;                      // By the answers of this statement.
  ScanTrace* trace_ = nullptr;
};

}  // namespace apisql

#endif  // APISQL_VTAB_API_SCAN_CONTEXT_H_
