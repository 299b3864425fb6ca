// DomDecoder: the fast decoder, over simdjson's DOM.
#ifndef APISQL_SRC_ROWS_DOM_DECODER_H_
#define APISQL_SRC_ROWS_DOM_DECODER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/rows/page.h"
#include "src/rows/shape/page_shape.h"

namespace apisql {

// Keeps its buffers from body to body: they are ten times as large as a page, and to take them anew
// costs more in page faults than parsing does. Those of a large body it gives back.
class DomDecoder {
 public:
  DomDecoder();
  ~DomDecoder();
  DomDecoder(DomDecoder&&) noexcept;
  DomDecoder& operator=(DomDecoder&&) noexcept;

  // Parses a body; its envelope is then known, and its rows come out of Rows(). False when simdjson
  // refuses the body, when a wanted value is a number whose digits it does not keep, and when the
  // rows are not what `shape` says: DecodeExactly() then tells what is the matter, and where.
  // Reads a body where it lies when the string has room behind it (kReadAheadBytes); else copies
  // it. `body` and `shape` must stay as they are until Rows().
  bool Open(const std::string& body, const PageShape& shape);
  bool Open(std::string_view body, const PageShape& shape);
  // Good after Open(). Of an NDJSON body there is none.
  const std::vector<std::optional<std::string>>& envelope() const;
  uint64_t envelope_numbers() const;  // As Page::envelope_numbers.
  // Once after Open(). None for the same reasons.
  std::optional<Page> Rows();

 private:
  // `text` is the body, with simdjson's padding behind it.
  bool OpenPadded(std::string_view text, const PageShape& shape);

  struct Buffers;
  std::unique_ptr<Buffers> buffers_;
};

// For a single body.
std::optional<Page> DecodeWithDom(std::string_view body, const PageShape& shape);

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_DOM_DECODER_H_
