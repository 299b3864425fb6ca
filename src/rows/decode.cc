#include "src/rows/decode.h"

#include <cstdint>
#include <limits>
#include <optional>

#include "src/json/text.h"
#include "src/rows/dom_decoder.h"
#include "src/rows/exact_decoder.h"

namespace apisql {
namespace {

bool LooksLikeJson(std::string_view body) {
  for (const std::string_view literal : {"true", "false", "null"}) {
    if (body.starts_with(literal)) return true;
  }
  return std::string_view("{[\"-0123456789").find(body.front()) != std::string_view::npos;
}

// A login page, a proxy's error page or an empty body is told from broken JSON.
Status CheckStart(std::string_view body, RowsKind kind) {
  if (body.size() > std::numeric_limits<uint32_t>::max()) {
    return {StatusCode::kResourceExhausted, "the body is larger than 4 GB"};
  }
  if (body.starts_with("\xEF\xBB\xBF")) {
    return {StatusCode::kDataLoss, "invalid JSON at byte 0: a byte order mark"};
  }
  const size_t start = body.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) {
    if (kind == RowsKind::kNdjson) return {};
    return {StatusCode::kDataLoss, "expected JSON, found an empty body"};
  }
  if (LooksLikeJson(body.substr(start))) return {};
  constexpr size_t kQuotedBytes = 80;
  return {StatusCode::kDataLoss,
          "expected JSON, found '" + Printable(body.substr(start), kQuotedBytes) + "'"};
}

}  // namespace

template <typename Body>
StatusOr<Page> PageDecoder::DecodeAny(const Body& body, const PageShape& shape,
                                      const EnvelopeReader& read_envelope) {
  RETURN_IF_ERROR(CheckStart(body, shape.kind));
  if (std::optional<Page> page = dom_.Decode(body, shape, read_envelope)) return *std::move(page);
  return DecodeExactly(body, shape);
}

StatusOr<Page> PageDecoder::Decode(std::string_view body, const PageShape& shape,
                                   const EnvelopeReader& read_envelope) {
  return DecodeAny(body, shape, read_envelope);
}

StatusOr<Page> PageDecoder::Decode(const std::string& body, const PageShape& shape,
                                   const EnvelopeReader& read_envelope) {
  return DecodeAny(body, shape, read_envelope);
}

StatusOr<Page> DecodePage(std::string_view body, const PageShape& shape) {
  return PageDecoder().Decode(body, shape);
}

}  // namespace apisql
