// DecodePage: a response body to a Page.
#ifndef APISQL_SRC_ROWS_DECODE_H_
#define APISQL_SRC_ROWS_DECODE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "src/base/status.h"
#include "src/rows/dom_decoder.h"
#include "src/rows/page.h"
#include "src/rows/shape/page_shape.h"

namespace apisql {

// Decodes the wanted fields of every row. The whole body is validated: a truncated body, a second
// document, or anything that is not JSON is kDataLoss with the byte position; so is a body whose
// rows are missing, or are not what `shape` says ("rows: expected an array at /data, found null"),
// whose envelope has a value that is no scalar, or that has a member twice on the way to either.
//
// Values by type of the field:
//   text       strings; numbers as their digits stand in the body; true, false; objects as JSON
//   integer    integers, integral reals, and strings of such numbers; what has a fraction is a
//              real; whole numbers beyond int64: the digits as text; true and false as 1 and 0
//   real       numbers, and strings that are numbers; beyond double: the digits as text
//   boolean    true/false as 1/0, also as strings in any case, and 0 and 1
//   timestamp  what Field::time says as SQLite time text in UTC (src/times/time.h)
//   json       the value as compact JSON, digits of numbers kept
// Absent and null are NULL; so is "" for all types but text and json, and "NaN" for numbers. What
// the type does not understand is NULL and is told in Page::misfits: as a text it would compare
// wrongly. Of members with the same name the first counts.
//
// Text that is no Unicode (bytes that are no UTF-8, half a surrogate pair) comes out with U+FFFD,
// and Page::replaced_text tells so: one bad byte in one name must not keep all other rows from
// being read. Bounded are the depth of values (1,024: kDataLoss) and the number of cells
// (kResourceExhausted).
StatusOr<Page> DecodePage(std::string_view body, const PageShape& shape);

// The same for many bodies, one after another. Between them it keeps buffers of about ten times the
// size of a page (see DomDecoder).
class PageDecoder {
 public:
  StatusOr<Page> Decode(std::string_view body, const PageShape& shape);

  // The same in two steps, so that the next page can be asked for before the rows of this one are
  // read: first the envelope, then all. Without a copy, where the string has kReadAheadBytes of
  // spare capacity. `body` and `shape` must stay as they are until Rows(), which comes once after
  // each Open() that succeeded. The envelope is good until then.
  StatusOr<std::span<const std::optional<std::string>>> Open(const std::string& body,
                                                             const PageShape& shape);
  // Page::envelope_numbers of that envelope.
  uint64_t envelope_numbers() const;
  StatusOr<Page> Rows();

 private:
  DomDecoder dom_;
  // Of the body that is open.
  std::string_view body_;
  const PageShape* shape_ = nullptr;
  std::optional<Page> exact_;  // Where simdjson could not decode it.
};

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_DECODE_H_
