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

// The numbers of what a RowCount reads of an answer.
constexpr size_t kTotal = 0;
constexpr size_t kMore = 1;
constexpr size_t kPages = 2;

constexpr std::string_view kChanged = "the list changed while it was read. Run the statement again";

Status BrokenPaging(std::string_view url, std::string_view what) {
  std::string message = "paging is broken";
  if (!url.empty()) message += " after " + std::string(url);
  return {StatusCode::kDataLoss, message + ": " + std::string(what)};
}

std::string Shown(std::string_view text) { return "'" + Printable(text, kShownBytes) + "'"; }

bool IsOneOf(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
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

RequestPlace PlaceOf(const std::string& name) {
  StatusOr<RequestPlace> place = RequestPlace::Parse(name);
  return place.ok() ? *std::move(place) : RequestPlace();
}

std::vector<JsonPath> AnswerValues::EnvelopePaths() const {
  std::vector<JsonPath> paths;
  for (const AnswerPlace& place : places_) {
    if (!place.path.empty()) paths.push_back(place.path);
  }
  return paths;
}

size_t AnswerValues::IndexOf(size_t number) const {
  size_t index = 0;
  for (size_t i = 0; i < number; ++i) index += places_[i].path.empty() ? 0 : 1;
  return index;
}

std::optional<std::string> AnswerValues::At(const PageFacts& page, size_t number) const {
  const AnswerPlace& place = places_[number];
  if (place.empty()) return std::nullopt;
  if (place.header.empty()) {
    const size_t index = IndexOf(number);
    return index < page.envelope.size() ? page.envelope[index] : std::nullopt;
  }
  const auto value = page.response == nullptr ? std::nullopt : page.response->header(place.header);
  return value ? std::optional(std::string(StripBlanks(*value))) : std::nullopt;
}

bool AnswerValues::IsNumber(const PageFacts& page, size_t number) const {
  return places_[number].header.empty() && ((page.numbers >> IndexOf(number)) & 1) != 0;
}

StatusOr<std::optional<bool>> MoreFlag::Read(const std::optional<std::string>& said,
                                             std::string_view url) const {
  if (!said || said->empty()) return std::optional<bool>();
  if (more_words_.empty() && last_words_.empty()) {
    const std::string text = AsciiLower(*said);
    if (text == "true" || text == "1") return std::optional(true);
    if (text == "false" || text == "0") return std::optional(false);
    return BrokenPaging(url, "whether there is more is " + Shown(*said) + ", and no boolean");
  }
  if (IsOneOf(last_words_, *said)) return std::optional(false);
  if (more_words_.empty() || IsOneOf(more_words_, *said)) return std::optional(true);
  return BrokenPaging(url, "whether there is more is " + Shown(*said) +
                               ", which is none of the words that the document knows");
}

StatusOr<bool> MoreFlag::HasNext(const std::optional<std::string>& said, std::string_view token,
                                 std::string_view url) const {
  ASSIGN_OR_RETURN(const std::optional<bool> more, Read(said, url));
  if (more && *more && token.empty()) {
    return BrokenPaging(url, "the server says that there is more, and not where");
  }
  return more.value_or(!token.empty());
}

void PageSizeParameter::Choose(int64_t page_size) {
  chosen_ = page_size > 0 ? std::max(page_size, minimum_) : maximum_;
  if (maximum_ > 0) chosen_ = std::min(chosen_, maximum_);
}

PageRequest PageSizeParameter::Parameters() const {
  PageRequest request;
  if (chosen_ > 0) request.Put(place_, std::to_string(chosen_), /*number=*/true);
  return request;
}

PageRequest TokenParameter::First(int64_t page_size) {
  seen_.clear();
  sent_.clear();
  follows_ = false;
  page_size_.Choose(page_size);
  return page_size_.Parameters();
}

Status TokenParameter::Remember(std::string_view token, std::string_view url) {
  if (seen_.insert(std::hash<std::string_view>()(token)).second) return OkStatus();
  return BrokenPaging(url, "the server gave the token " + Shown(token) + " before");
}

StatusOr<std::optional<PageRequest>> TokenParameter::Next(const std::string& token,
                                                          std::string_view url, bool number) {
  if (token.empty()) return std::optional<PageRequest>();
  if (ends_with_same_ && token == sent_) return std::optional<PageRequest>();
  RETURN_IF_ERROR(Remember(token, url));
  sent_ = token;
  PageRequest next = page_size_.Parameters();
  next.Put(place_, token, number);
  return std::optional(std::move(next));
}

StatusOr<std::optional<PageRequest>> TokenParameter::NextOfUrl(std::string_view next,
                                                               std::string_view url) {
  if (next.empty()) return std::optional<PageRequest>();
  const QueryParameters parameters = QueryOf(next);
  std::string token;
  for (const auto& [name, value] : parameters) {
    if (name == place_.name && token.empty()) token = value;
  }
  if (!place_.name.empty() && token.empty()) {
    return BrokenPaging(url, "the next URL " + Shown(next) + " has no " + place_.name);
  }
  const std::optional<std::string> foreign = ForeignParameter(parameters, url);
  follows_ |= place_.name.empty() || foreign.has_value();
  if (!follows_) return Next(token, url);
  RETURN_IF_ERROR(Remember(place_.name.empty() ? next : token, url));
  ASSIGN_OR_RETURN(PageRequest request, Follow(next, url, foreign.value_or("")));
  return std::optional(std::move(request));
}

// An empty value says nothing.
std::optional<std::string> TokenParameter::ForeignParameter(const QueryParameters& next,
                                                            std::string_view url) const {
  const QueryParameters sent = QueryOf(url);
  for (const auto& parameter : next) {
    const auto& [name, value] = parameter;
    if (name == place_.name || name == page_size_.name() || value.empty()) continue;
    if (std::ranges::find(sent, parameter) == sent.end()) return name;
  }
  return std::nullopt;
}

StatusOr<PageRequest> TokenParameter::Follow(std::string_view next, std::string_view url,
                                             const std::string& foreign) const {
  const StatusOr<std::string> here = OriginOf(url);
  std::string target = here.ok() ? ResolveReference(url, next) : std::string(next);
  const StatusOr<std::string> there = OriginOf(target);
  if (here.ok() && there.ok() && *here == *there) {
    // The URL has parameters of its own; what stands elsewhere is said again.
    PageRequest request = page_size_.Parameters();
    request.parameters.clear();
    request.url = std::move(target);
    return request;
  }
  const std::string asks = foreign.empty() ? "" : " asks for " + foreign + ", too, and";
  return BrokenPaging(url, "the next URL " + Shown(next) + asks +
                               " is of another server, to which the credential does not belong");
}

void RowCount::Restart() {
  rows_ = 0;
  page_rows_ = 0;
  total_ = 0;
  counts_pages_ = true;
  last_body_.reset();
  read_ = 0;
  pages_.reset();
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
  const std::optional<std::string> text = values_.At(page, kTotal);
  if (!text) return OkStatus();
  const std::optional<uint64_t> total = ParseTotal(*text);
  if (!total) return BrokenPaging(UrlOf(page), "the total " + Shown(*text) + " is no number");
  counts_pages_ &= *total == page.rows;
  if (*total < total_ && page.rows > 0 && !counts_pages_) {
    return BrokenPaging(UrlOf(page), "the total fell from " + std::to_string(total_) + " to " +
                                         *text + ": " + std::string(kChanged));
  }
  if (page.rows > 0 || *total > total_) total_ = *total;
  return OkStatus();
}

Status RowCount::TakePages(const PageFacts& page) {
  const std::optional<std::string> text = values_.At(page, kPages);
  if (!text) return OkStatus();
  const std::optional<uint64_t> pages = ParseTotal(*text);
  if (!pages) {
    return BrokenPaging(UrlOf(page), "the number of pages " + Shown(*text) + " is no number");
  }
  if (pages_ && *pages < *pages_) {
    return BrokenPaging(UrlOf(page), "the number of pages fell from " + std::to_string(*pages_) +
                                         " to " + *text + ": " + std::string(kChanged));
  }
  if (*pages < read_ && page.rows > 0) {
    return BrokenPaging(UrlOf(page), "page " + std::to_string(read_) + " has rows, and there are " +
                                         *text + " pages, the server says");
  }
  pages_ = pages;
  return OkStatus();
}

// Whether there is a next page, before the end is checked.
StatusOr<bool> RowCount::SaysMore(const PageFacts& page) const {
  ASSIGN_OR_RETURN(const std::optional<bool> more,
                   more_.Read(values_.At(page, kMore), UrlOf(page)));
  if (more && *more && page.rows == 0) {
    return BrokenPaging(UrlOf(page), "the server says that there is more, and gave no row");
  }
  if (more) return *more;
  if (page.rows == 0) return false;
  return pages_ ? read_ < *pages_ : !(exact_total_ && rows_ == total_);
}

Status RowCount::CheckEnd(const PageFacts& page) const {
  const auto ended = [&](size_t found, const char* what, size_t promised) {
    return BrokenPaging(UrlOf(page), "the list ended after " + std::to_string(found) + what +
                                         ", the server promised " + std::to_string(promised));
  };
  if (rows_ < total_) return ended(rows_, " rows", total_);
  // Of no rows there may be one page.
  const size_t full = page.rows > 0 || read_ == 1 ? read_ : read_ - 1;
  if (pages_ && full < *pages_) return ended(full, full == 1 ? " page" : " pages", *pages_);
  return OkStatus();
}

StatusOr<bool> RowCount::HasNext(const PageFacts& page) {
  page_rows_ = rows_ == 0 || page_rows_ == page.rows ? page.rows : 0;
  rows_ += page.rows;
  ++read_;
  RETURN_IF_ERROR(CheckNew(page));
  RETURN_IF_ERROR(TakeTotal(page));
  RETURN_IF_ERROR(TakePages(page));
  ASSIGN_OR_RETURN(const bool has_next, SaysMore(page));
  if (!has_next) RETURN_IF_ERROR(CheckEnd(page));
  return has_next;
}

bool RowCount::HasPage(size_t pages) const {
  return pages_ ? read_ + 1 + pages <= *pages_ : RowsBefore(pages).has_value();
}

}  // namespace apisql
