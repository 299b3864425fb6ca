// EmptyTable: a table that has columns and no rows. A view over it can be prepared and run without
// the API that the real table stands for.
#ifndef APISQL_VTAB_MODULE_EMPTY_TABLE_H_
#define APISQL_VTAB_MODULE_EMPTY_TABLE_H_

#include <memory>
#include <string>
#include <utility>

#include "vtab/module/virtual_table.h"

namespace apisql {

class EmptyTable : public ReadOnlyTable {
 public:
  explicit EmptyTable(std::string declaration)
      : ReadOnlyTable("it has no rows"), declaration_(std::move(declaration)) {}

  std::string Declaration() const override { return declaration_; }
  bool BestIndex(sqlite3_index_info* /*info*/) const override { return true; }
  std::unique_ptr<VirtualCursor> OpenCursor() const override { return std::make_unique<Cursor>(); }

 private:
  class Cursor final : public VirtualCursor {
   public:
    Status Filter(std::string_view /*plan*/, std::span<sqlite3_value*> /*arguments*/) override {
      return OkStatus();
    }
    Status Next() override { return OkStatus(); }
    bool AtEnd() const override { return true; }
    Status Column(sqlite3_context* /*context*/, int /*column*/) override { return OkStatus(); }
    int64_t RowId() override { return 0; }
  };

  std::string declaration_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_MODULE_EMPTY_TABLE_H_
