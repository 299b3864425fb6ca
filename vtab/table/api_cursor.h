// ApiCursor: reads an API table. For a statement that writes it also keeps what it read.
#ifndef APISQL_VTAB_TABLE_API_CURSOR_H_
#define APISQL_VTAB_TABLE_API_CURSOR_H_

#include <memory>
#include <span>
#include <string_view>

#include "vtab/scan/row_source.h"
#include "vtab/table/api_table.h"
#include "vtab/table/virtual_table.h"

namespace apisql {

class ApiCursor final : public VirtualCursor {
 public:
  explicit ApiCursor(const ApiTable& table) : table_(table) {}

  Status Filter(std::string_view plan, std::span<sqlite3_value*> arguments) override;
  Status Next() override;
  bool AtEnd() const override { return at_end_; }
  Status Column(sqlite3_context* context, int column) override;
  int64_t RowId() override;

 private:
  const ApiTable& table_;
  std::unique_ptr<RowSource> rows_;
  bool at_end_ = true;
};

}  // namespace apisql

#endif  // APISQL_VTAB_TABLE_API_CURSOR_H_
