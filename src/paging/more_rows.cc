#include "src/paging/more_rows.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <memory>
#include <string_view>

#include "src/base/text.h"
#include "src/json/text.h"
#include "src/paging/styles.h"

namespace apisql {
namespace {

using Kind = MoreRows::Kind;

// The sizes that servers take for a page, where they are not told.
constexpr size_t kRoundNumbers[] = {10, 20, 25, 30, 50, 100, 200, 250, 500, 1000};

std::optional<uint64_t> CountOf(const std::string& text) {
  uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(count) : std::nullopt;
}

bool IsUrl(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://") || text.starts_with('/');
}

// Pages and rows are counted from 0 or 1: no page is behind another at -1 or 0.
bool IsNoPage(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number <= 0;
}

bool SaysMore(const FoundSign& sign, const PageFacts& page, bool counts_rows) {
  switch (sign.sign) {
    case PagingSign::kNone:
      return false;
    case PagingSign::kNext:
      return sign.text != "false" && !IsNoPage(sign.text);
    case PagingSign::kMore:
      return AsciiLower(sign.text) == "true" || CountOf(sign.text).value_or(0) > 0;
    case PagingSign::kLast:
      return AsciiLower(sign.text) == "false";
    case PagingSign::kPages:
      return CountOf(sign.text).value_or(0) > 1;
    case PagingSign::kTotal:
      return counts_rows && CountOf(sign.text).value_or(0) > page.rows;
  }
  return false;
}

std::string PagingFor(const FoundSign& sign) {
  switch (sign.sign) {
    case PagingSign::kNone:
      break;
    case PagingSign::kNext:
      if (IsUrl(sign.text)) return "{style: next_url, next: " + sign.place + "}";
      return "{style: token, next: " + sign.place + ", token_parameter: NAME}";
    case PagingSign::kLast:
      return "{style: offset, offset_parameter: NAME, more: " + sign.place +
             ", last_words: [\"true\"]}";
    case PagingSign::kMore:
      return "{style: offset, offset_parameter: NAME, more: " + sign.place + "}";
    case PagingSign::kPages:
      return "{style: page_number, page_parameter: NAME, pages: " + sign.place + "}";
    case PagingSign::kTotal:
      return "{style: offset, offset_parameter: NAME, total: " + sign.place + "}";
  }
  return "{style: page_number, page_parameter: NAME}";
}

// A next page that is named says best how to go on; a total says least.
const FoundSign* Clearest(std::span<const FoundSign> signs, const PageFacts& page,
                          bool counts_rows) {
  const FoundSign* clearest = nullptr;
  for (const FoundSign& sign : signs) {
    if (!SaysMore(sign, page, counts_rows)) continue;
    if (clearest == nullptr || sign.sign < clearest->sign) clearest = &sign;
  }
  return clearest;
}

// Of GitLab and others: empty on the last page.
constexpr std::string_view kNextPageHeader = "X-Next-Page";

MoreRows ByNextPageHeader(const PageFacts& page) {
  if (page.response == nullptr) return {};
  const auto next = page.response->header(AsciiLower(kNextPageHeader));
  const std::string_view text = next ? StripBlanks(*next) : std::string_view();
  if (text.empty() || IsNoPage(text)) return {};
  constexpr size_t kShownBytes = 100;
  const std::string name(kNextPageHeader);
  return {Kind::kTold, "its header " + name + " is '" + Printable(text, kShownBytes) + "'",
          "{style: token, next: header:" + name + ", token_parameter: NAME}"};
}

MoreRows ByLinkHeader(const PageFacts& page) {
  std::string url;
  if (page.response == nullptr) return {};
  // A header that cannot be read might name one.
  if (const Status found = FindNextLink(*page.response, &url); !found.ok()) {
    return {Kind::kTold, "its Link header cannot be read", "{style: link_header}"};
  }
  if (url.empty()) return {};
  return {Kind::kTold, "its Link header names a next page", "{style: link_header}"};
}

}  // namespace

MoreRows LookForMoreRows(const PageFacts& page, std::span<const FoundSign> signs, int64_t page_size,
                         bool counts_rows) {
  constexpr size_t kShownBytes = 100;
  if (MoreRows linked = ByLinkHeader(page); linked.kind != Kind::kNone) return linked;
  if (MoreRows named = ByNextPageHeader(page); named.kind != Kind::kNone) return named;
  if (const FoundSign* const sign = Clearest(signs, page, counts_rows)) {
    const std::string value = "'" + Printable(sign->text, kShownBytes) + "'";
    return {Kind::kTold, sign->place + " is " + value, PagingFor(*sign)};
  }
  if (!counts_rows || page.rows == 0) return {};
  const std::string rows = "it has " + std::to_string(page.rows) + " rows, ";
  const std::string paging = PagingFor({});
  if (page_size > 0 && page.rows == static_cast<size_t>(page_size)) {
    return {Kind::kFullPage, rows + "as many as a page has", paging};
  }
  if (std::ranges::find(kRoundNumbers, page.rows) == std::end(kRoundNumbers)) return {};
  return {Kind::kRound, rows + "a round number as that of a page", paging};
}

}  // namespace apisql
