// FillField: a field of a page that no row of the body has, but a header of the answer.
#ifndef APISQL_SRC_ROWS_HEADER_FIELD_H_
#define APISQL_SRC_ROWS_HEADER_FIELD_H_

#include <cstddef>
#include <optional>
#include <string_view>

#include "src/base/status.h"
#include "src/rows/page.h"
#include "src/rows/shape/page_shape.h"

namespace apisql {

// Gives every row of `page` the value of the header in its field number `number`, which is `field`
// of the shape and not of type json; without a value nothing is written, so that it is NULL. The
// value becomes what a text of the body would become. kDataLoss where it is no UTF-8: with a
// replacement in it it would be another value, and be sent back as one.
Status FillField(const Field& field, size_t number, std::optional<std::string_view> value,
                 Page* page);

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_HEADER_FIELD_H_
