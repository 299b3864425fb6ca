// DecodeWithDom: the fast decoder, over simdjson's DOM.
#ifndef APISQL_SRC_ROWS_DOM_DECODER_H_
#define APISQL_SRC_ROWS_DOM_DECODER_H_

#include <optional>
#include <string_view>

#include "src/rows/page.h"
#include "src/rows/page_shape.h"

namespace apisql {

// None when simdjson refuses the body, when a wanted value is a number whose digits it does not
// keep, and when the rows are not what `shape` says: DecodeExactly() then tells what is the matter,
// and where.
std::optional<Page> DecodeWithDom(std::string_view body, const PageShape& shape);

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_DOM_DECODER_H_
