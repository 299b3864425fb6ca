// Estimates: how many rows and requests a plan has to reckon with: as learned from earlier
// statements, else from earlier sessions, else by the order of magnitude that the document gives.
#ifndef APISQL_VTAB_PLAN_ESTIMATES_H_
#define APISQL_VTAB_PLAN_ESTIMATES_H_

#include <optional>
#include <string>

#include "registry/model/resource.h"
#include "registry/source/catalog.h"
#include "vtab/plan/join_rule.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/sizes/table_statistics.h"

namespace apisql {

// Values of a list whose length is not known.
inline constexpr double kValuesOfUnknownList = 3;

// Not thread-safe. What it is made of must outlive it.
class Estimates {
 public:
  // What this session has learned, and what `earlier` ones have left; each may be null.
  explicit Estimates(Catalog& catalog, const TableStatistics* learned = nullptr,
                     const TableStatistics* earlier = nullptr)
      : catalog_(catalog), learned_(learned), earlier_(earlier) {}

  // Rows of the whole table, at least 1.
  double Rows(const Resource& resource) const;
  // The same for a table of the catalog; 1,000 for one that it does not know.
  double RowsOf(const std::string& table) const;

  // Rows of the whole table that have one value of `column`; may be below 1.
  double RowsPerValue(const Resource& resource, const std::string& column) const;

  // The same as a part of the table, at most 1.
  double PartOfValue(const Resource& resource, const std::string& column) const;

  // What the scan of that plan costs, its estimate brought up to date.
  ListLength LengthOf(const Resource& resource, const ScanPlan& plan) const;

  // Requests of an unfiltered scan, as seen; those that list parents not counted.
  std::optional<double> RequestsOfScan(const Resource& resource) const;

 private:
  using ScanSize = TableStatistics::ScanSize;

  std::optional<ScanSize> LearnedScan(const std::string& table) const;
  // The same, else as an earlier session has seen it.
  std::optional<ScanSize> SeenScan(const std::string& table) const;

  Catalog& catalog_;
  const TableStatistics* learned_;
  const TableStatistics* earlier_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_PLAN_ESTIMATES_H_
