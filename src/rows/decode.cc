#include "src/rows/decode.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

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
Status CheckStart(std::string_view body, const PageShape& shape) {
  if (body.size() > std::numeric_limits<uint32_t>::max()) {
    return {StatusCode::kResourceExhausted, "the body is larger than 4 GB"};
  }
  if (body.starts_with("\xEF\xBB\xBF")) {
    return {StatusCode::kDataLoss, "invalid JSON at byte 0: a byte order mark"};
  }
  const size_t start = body.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) {
    if (shape.kind == RowsKind::kNdjson) return {};
    return {StatusCode::kDataLoss, "expected JSON, found an empty body"};
  }
  if (LooksLikeJson(body.substr(start))) return {};
  constexpr size_t kQuotedBytes = 80;
  if (!shape.secrets.empty()) {
    const std::string found = body[start] == '<' ? "a web page" : "other text";
    return {StatusCode::kDataLoss,
            "expected JSON, found " + found + ", which is not shown since it may hold a secret"};
  }
  return {StatusCode::kDataLoss,
          "expected JSON, found '" + Printable(body.substr(start), kQuotedBytes) + "'"};
}

}  // namespace

StatusOr<Page> PageDecoder::Decode(std::string_view body, const PageShape& shape) {
  RETURN_IF_ERROR(CheckStart(body, shape));
  if (dom_.Open(body, shape)) {
    if (std::optional<Page> page = dom_.Rows()) return *std::move(page);
  }
  return DecodeExactly(body, shape);
}

StatusOr<std::span<const std::optional<std::string>>> PageDecoder::Open(const std::string& body,
                                                                        const PageShape& shape) {
  using Envelope = std::span<const std::optional<std::string>>;
  RETURN_IF_ERROR(CheckStart(body, shape));
  body_ = body;
  shape_ = &shape;
  exact_.reset();
  if (dom_.Open(body, shape)) return Envelope(dom_.envelope());
  ASSIGN_OR_RETURN(exact_, DecodeExactly(body, shape));
  return Envelope(exact_->envelope);
}

uint64_t PageDecoder::envelope_numbers() const {
  return exact_ ? exact_->envelope_numbers : dom_.envelope_numbers();
}

StatusOr<Page> PageDecoder::Rows() {
  if (exact_) return *std::exchange(exact_, {});
  if (std::optional<Page> page = dom_.Rows()) return *std::move(page);
  return DecodeExactly(body_, *shape_);
}

StatusOr<Page> DecodePage(std::string_view body, const PageShape& shape) {
  return PageDecoder().Decode(body, shape);
}

}  // namespace apisql
