// RowImage: a row as values that outlive the scan that read it.
#ifndef APISQL_VTAB_ROWS_ROW_IMAGE_H_
#define APISQL_VTAB_ROWS_ROW_IMAGE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "registry/model/resource.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

struct RowImage {
  std::shared_ptr<const Resource> resource;
  std::vector<std::optional<SqlValue>> values;  // Per column; none: not read.
  bool absent = false;                          // It turned out that there is no such row.
  int64_t insert = 0;  // Number of the staged mutation that makes it; 0: the API has it.
  // Set: it was not read, and `values` has what WHERE gave the inputs of this method of `resource`,
  // which is what it is told by.
  const Method* by_inputs = nullptr;

  // Its key, or its inputs, for people, "user_email = 'a@b.c', name = 'ci'", with "?" for what is
  // not known and an input that was left out; "" when another part is NULL, as long as the server
  // has yet to choose it, and for tables without a key, but for those that have one row: "its one
  // row".
  std::string KeyText() const;
};

}  // namespace apisql

#endif  // APISQL_VTAB_ROWS_ROW_IMAGE_H_
