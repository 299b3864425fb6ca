// DecodeExactly: the decoder that keeps every digit, takes text that is no Unicode, and knows where
// a body is broken.
#ifndef APISQL_SRC_ROWS_EXACT_DECODER_H_
#define APISQL_SRC_ROWS_EXACT_DECODER_H_

#include <string_view>

#include "src/base/status.h"
#include "src/rows/page.h"
#include "src/rows/shape/page_shape.h"

namespace apisql {

// What DecodePage() promises, but for what it refuses at the start of a body. About ten times
// slower than DecodeWithDom().
StatusOr<Page> DecodeExactly(std::string_view body, const PageShape& shape);

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_EXACT_DECODER_H_
