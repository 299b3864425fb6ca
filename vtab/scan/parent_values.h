// ParentValues: values that a write takes from the row of another table.
//
//   path_parameters: {cluster_id: {from: {table: kafka.core.clusters, column: id}},
//                     host: {from: {table: kafka.core.clusters, column: host}}}
//   INSERT INTO kafka.core.topics (cluster_id, name) VALUES ('lkc-1', 'orders')
//
// looks the host up in the row of clusters whose id is lkc-1.
#ifndef APISQL_VTAB_SCAN_PARENT_VALUES_H_
#define APISQL_VTAB_SCAN_PARENT_VALUES_H_

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "registry/model/resource.h"
#include "registry/request/write_builder.h"
#include "src/base/status.h"
#include "vtab/api/scan_context.h"
#include "vtab/fetch/row_cache.h"
#include "vtab/fetch/scan.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

// Lives for one row. All arguments of the constructor must outlive it.
class ParentValues {
 public:
  using FindTable = std::function<StatusOr<std::shared_ptr<const Resource>>(const std::string&)>;

  ParentValues(ScanContext& context, RowCache& cache, const Resource& resource,
               const Method& method)
      : context_(context), cache_(cache), resource_(resource), method_(method) {}

  // Puts in what `known` lacks of the values that the method takes from parents. What it has of
  // them names the parent's row; an error when it has none, when there is no such row, and when
  // several rows would give different values. One look-up for all values of a parent.
  Status Fill(const FindTable& find_table, KnownRow* known);

  // True when something would be looked up.
  static bool Lacks(const Resource& resource, const Method& method, const KnownRow& known);

 private:
  StatusOr<std::unique_ptr<Scan>> OpenRows(const std::shared_ptr<const Resource>& table,
                                           std::span<const std::pair<int, SqlValue>> conditions);

  ScanContext& context_;
  RowCache& cache_;
  const Resource& resource_;
  const Method& method_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_PARENT_VALUES_H_
