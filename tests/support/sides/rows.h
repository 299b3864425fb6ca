// Rows as text, for comparing what two SQLite connections answer.
#ifndef APISQL_TESTS_SUPPORT_SIDES_ROWS_H_
#define APISQL_TESTS_SUPPORT_SIDES_ROWS_H_

#include <string>
#include <vector>

#include "vtab/session/session.h"

namespace apisql {

using TextRow = std::vector<std::string>;
using TextRows = std::vector<TextRow>;

// One value so that two are the same text only if they have the same type and content:
// 5, r5.000000, '5', x'5', NULL.
std::string ShowValue(const Value& value);

// The text that was shown; "" for any other value.
std::string TextIn(const std::string& shown);

TextRows SortedRows(TextRows rows);

// Collects the rows of all statements that it is given to.
class RowCollector : public RowSink {
 public:
  Status Begin(std::span<const ResultColumn>) override { return OkStatus(); }
  Status Row(std::span<const Value> values) override;
  Status End() override { return OkStatus(); }

  TextRows rows;
};

}  // namespace apisql

#endif  // APISQL_TESTS_SUPPORT_SIDES_ROWS_H_
