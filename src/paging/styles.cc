#include "src/paging/styles.h"

#include <algorithm>
#include <charconv>
#include <memory>

#include "src/json/text.h"

namespace apisql {
namespace {

// Enough for every URL that servers make; longer ones are shown from their start.
constexpr size_t kShownBytes = 300;

Status BrokenPaging(std::string_view url, std::string_view what) {
  std::string message = "paging is broken";
  if (!url.empty()) message += " after " + std::string(url);
  return {StatusCode::kDataLoss, message + ": " + std::string(what)};
}

std::string Shown(std::string_view text) { return "'" + Printable(text, kShownBytes) + "'"; }

std::optional<uint64_t> ParseTotal(std::string_view text) {
  uint64_t total = 0;
  const char* const end = std::to_address(text.end());
  const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, total);
  if (error != std::errc() || stop != end) return std::nullopt;
  return total;
}

}  // namespace

std::string_view UrlOf(const PageFacts& page) {
  return page.response == nullptr ? std::string_view() : page.response->url;
}

void PageSizeParameter::Choose(int64_t page_size) {
  chosen_ = page_size > 0 ? page_size : maximum_;
  if (maximum_ > 0) chosen_ = std::min(chosen_, maximum_);
}

QueryParameters PageSizeParameter::Parameters() const {
  if (name_.empty() || chosen_ <= 0) return {};
  return {{name_, std::to_string(chosen_)}};
}

QueryParameters TokenParameter::First(int64_t page_size) {
  seen_.clear();
  page_size_.Choose(page_size);
  return page_size_.Parameters();
}

StatusOr<std::optional<QueryParameters>> TokenParameter::Next(std::string_view token,
                                                              std::string_view url) {
  if (token.empty()) return std::optional<QueryParameters>();
  if (!seen_.insert(std::hash<std::string_view>()(token)).second) {
    return BrokenPaging(url, "the server gave the token " + Shown(token) + " before");
  }
  QueryParameters parameters = page_size_.Parameters();
  parameters.emplace_back(name_, token);
  return std::optional(std::move(parameters));
}

StatusOr<std::optional<QueryParameters>> TokenParameter::NextOfUrl(std::string_view next,
                                                                   std::string_view url) {
  if (next.empty()) return std::optional<QueryParameters>();
  for (const auto& [name, value] : QueryOf(next)) {
    if (name == name_ && !value.empty()) return Next(value, url);
  }
  return BrokenPaging(url, "the next URL " + Shown(next) + " has no " + name_);
}

std::vector<JsonPath> RowCount::EnvelopePaths() const {
  if (total_path_.empty()) return {};
  return {total_path_};
}

void RowCount::Restart() {
  rows_ = 0;
  page_rows_ = 0;
  total_ = 0;
  last_body_.reset();
}

std::optional<size_t> RowCount::RowsBefore(size_t pages) const {
  if (page_rows_ == 0 || pages > (total_ - std::min(total_, rows_)) / page_rows_) return {};
  const size_t before = rows_ + pages * page_rows_;
  return before < total_ ? std::optional(before) : std::nullopt;
}

StatusOr<bool> RowCount::HasNext(const PageFacts& page) {
  page_rows_ = rows_ == 0 || page_rows_ == page.rows ? page.rows : 0;
  rows_ += page.rows;
  if (page.rows > 0 && page.repeated == page.rows) {
    return BrokenPaging(UrlOf(page), "all rows of the page came before");
  }
  if (page.rows > 0 && page.response != nullptr) {
    const size_t body = std::hash<std::string_view>()(page.response->body);
    const bool repeated = last_body_ == body && !page.response->body.empty();
    if (repeated) return BrokenPaging(UrlOf(page), "the page is the same as the one before");
    last_body_ = body;
  }
  if (page.envelope.empty() || !page.envelope[0]) return page.rows > 0;
  const std::string& text = *page.envelope[0];
  const std::optional<uint64_t> total = ParseTotal(text);
  if (!total) return BrokenPaging(UrlOf(page), "the total " + Shown(text) + " is no number");
  total_ = *total;
  if (page.rows == 0 && rows_ < *total) {
    return BrokenPaging(UrlOf(page), "the list ended after " + std::to_string(rows_) +
                                         " rows, the server promised " + text);
  }
  // More rows than the total: the total cannot be trusted, so only an empty page is the end.
  return rows_ == *total ? false : page.rows > 0;
}

}  // namespace apisql
