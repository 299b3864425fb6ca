#include "src/paging/styles.h"

#include <algorithm>
#include <charconv>
#include <memory>

#include "src/base/text.h"
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

// None where the answer does not say.
StatusOr<std::optional<bool>> ReadMore(const std::optional<std::string>& said,
                                       std::string_view url) {
  if (!said || said->empty()) return std::optional<bool>();
  const std::string text = AsciiLower(*said);
  if (text == "true" || text == "1") return std::optional(true);
  if (text == "false" || text == "0") return std::optional(false);
  return BrokenPaging(url, "whether there is more is " + Shown(*said) + ", and no boolean");
}

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
  chosen_ = page_size > 0 ? std::max(page_size, minimum_) : maximum_;
  if (maximum_ > 0) chosen_ = std::min(chosen_, maximum_);
}

QueryParameters PageSizeParameter::Parameters() const {
  if (name_.empty() || chosen_ <= 0) return {};
  return {{name_, std::to_string(chosen_)}};
}

QueryParameters TokenParameter::First(int64_t page_size) {
  seen_.clear();
  follows_ = false;
  page_size_.Choose(page_size);
  return page_size_.Parameters();
}

Status TokenParameter::Remember(std::string_view token, std::string_view url) {
  if (seen_.insert(std::hash<std::string_view>()(token)).second) return OkStatus();
  return BrokenPaging(url, "the server gave the token " + Shown(token) + " before");
}

StatusOr<std::optional<PageRequest>> TokenParameter::Next(std::string_view token,
                                                          std::string_view url) {
  if (token.empty()) return std::optional<PageRequest>();
  RETURN_IF_ERROR(Remember(token, url));
  PageRequest next{page_size_.Parameters()};
  next.parameters.emplace_back(name_, token);
  return std::optional(std::move(next));
}

StatusOr<std::optional<PageRequest>> TokenParameter::NextOfUrl(std::string_view next,
                                                               std::string_view url) {
  if (next.empty()) return std::optional<PageRequest>();
  const QueryParameters parameters = QueryOf(next);
  std::string token;
  for (const auto& [name, value] : parameters) {
    if (name == name_ && token.empty()) token = value;
  }
  if (!name_.empty() && token.empty()) {
    return BrokenPaging(url, "the next URL " + Shown(next) + " has no " + name_);
  }
  const std::optional<std::string> foreign = ForeignParameter(parameters, url);
  follows_ |= name_.empty() || foreign.has_value();
  if (!follows_) return Next(token, url);
  RETURN_IF_ERROR(Remember(name_.empty() ? next : token, url));
  ASSIGN_OR_RETURN(PageRequest request, Follow(next, url, foreign.value_or("")));
  return std::optional(std::move(request));
}

// An empty value says nothing.
std::optional<std::string> TokenParameter::ForeignParameter(const QueryParameters& next,
                                                            std::string_view url) const {
  const QueryParameters sent = QueryOf(url);
  for (const auto& parameter : next) {
    const auto& [name, value] = parameter;
    if (name == name_ || name == page_size_.name() || value.empty()) continue;
    if (std::ranges::find(sent, parameter) == sent.end()) return name;
  }
  return std::nullopt;
}

StatusOr<PageRequest> TokenParameter::Follow(std::string_view next, std::string_view url,
                                             const std::string& foreign) const {
  const StatusOr<std::string> here = OriginOf(url);
  std::string target = here.ok() ? ResolveReference(url, next) : std::string(next);
  const StatusOr<std::string> there = OriginOf(target);
  if (here.ok() && there.ok() && *here == *there) return PageRequest{{}, std::move(target)};
  const std::string asks = foreign.empty() ? "" : " asks for " + foreign + ", too, and";
  return BrokenPaging(url, "the next URL " + Shown(next) + asks +
                               " is of another server, to which the credential does not belong");
}

StatusOr<bool> HasNextPage(const PageFacts& page, std::string_view token) {
  if (page.envelope.size() < 2) return !token.empty();
  ASSIGN_OR_RETURN(const std::optional<bool> more, ReadMore(page.envelope[1], UrlOf(page)));
  if (more && *more && token.empty()) {
    return BrokenPaging(UrlOf(page), "the server says that there is more, and not where");
  }
  return more.value_or(!token.empty());
}

std::vector<JsonPath> RowCount::EnvelopePaths() const {
  std::vector<JsonPath> paths;
  for (const JsonPath& path : {total_path_, more_path_}) {
    if (!path.empty()) paths.push_back(path);
  }
  return paths;
}

void RowCount::Restart() {
  rows_ = 0;
  page_rows_ = 0;
  total_ = 0;
  counts_pages_ = true;
  last_body_.reset();
}

std::optional<size_t> RowCount::RowsBefore(size_t pages) const {
  if (page_rows_ == 0 || pages > (total_ - std::min(total_, rows_)) / page_rows_) return {};
  const size_t before = rows_ + pages * page_rows_;
  return before < total_ ? std::optional(before) : std::nullopt;
}

// A page that is the same as an earlier one shows that the server ignores what it is asked.
Status RowCount::CheckNew(const PageFacts& page) {
  if (page.rows == 0) return OkStatus();
  if (page.repeated == page.rows) {
    return BrokenPaging(UrlOf(page), "all rows of the page came before");
  }
  if (page.response == nullptr || page.response->body.empty()) return OkStatus();
  const size_t body = std::hash<std::string_view>()(page.response->body);
  if (last_body_ == body) {
    return BrokenPaging(UrlOf(page), "the page is the same as the one before");
  }
  last_body_ = body;
  return OkStatus();
}

// A server may say 0 of a page behind the last.
Status RowCount::TakeTotal(const PageFacts& page) {
  if (total_path_.empty() || page.envelope.empty() || !page.envelope[0]) return OkStatus();
  const std::string& text = *page.envelope[0];
  const std::optional<uint64_t> total = ParseTotal(text);
  if (!total) return BrokenPaging(UrlOf(page), "the total " + Shown(text) + " is no number");
  counts_pages_ &= *total == page.rows;
  if (*total < total_ && page.rows > 0 && !counts_pages_) {
    return BrokenPaging(UrlOf(page), "the total fell from " + std::to_string(total_) + " to " +
                                         text + ": the list changed while it was read. Run the " +
                                         "statement again");
  }
  if (page.rows > 0 || *total > total_) total_ = *total;
  return OkStatus();
}

StatusOr<bool> RowCount::HasNext(const PageFacts& page) {
  page_rows_ = rows_ == 0 || page_rows_ == page.rows ? page.rows : 0;
  rows_ += page.rows;
  RETURN_IF_ERROR(CheckNew(page));
  RETURN_IF_ERROR(TakeTotal(page));
  bool has_next = page.rows > 0 && !(exact_total_ && rows_ == total_);
  if (!more_path_.empty() && !page.envelope.empty()) {
    ASSIGN_OR_RETURN(const std::optional<bool> more, ReadMore(page.envelope.back(), UrlOf(page)));
    if (more && *more && page.rows == 0) {
      return BrokenPaging(UrlOf(page), "the server says that there is more, and gave no row");
    }
    has_next = more.value_or(has_next);
  }
  if (!has_next && rows_ < total_) {
    return BrokenPaging(UrlOf(page), "the list ended after " + std::to_string(rows_) +
                                         " rows, the server promised " + std::to_string(total_));
  }
  return has_next;
}

}  // namespace apisql
