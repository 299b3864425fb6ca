// TableAccesses: the places where one statement reads tables, made as it comes to them.
#ifndef APISQL_VTAB_SCAN_TABLE_ACCESSES_H_
#define APISQL_VTAB_SCAN_TABLE_ACCESSES_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "vtab/scan/table_access.h"

namespace apisql {

// Not thread-safe.
class TableAccesses {
 public:
  // The place where the statement reads `resource` with the plan of that text; null before it was
  // added. Valid as long as the TableAccesses.
  TableAccess* Find(const Resource& resource, std::string_view plan_text) const;
  TableAccess& Add(const Resource& resource, std::string_view plan_text,
                   std::unique_ptr<TableAccess> access);

 private:
  std::map<std::pair<std::string, std::string>, std::unique_ptr<TableAccess>> accesses_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_TABLE_ACCESSES_H_
