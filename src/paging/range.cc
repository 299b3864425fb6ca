#include <string>

#include "src/paging/styles.h"

namespace apisql {
namespace {

constexpr std::string_view kPageSizeMark = "{page_size}";

// The page size stands in the text of the first range, not in a parameter of its own.
PagingSpec SentAsRange(PagingSpec spec) {
  spec.token_parameter = "header:Range";
  spec.page_size_parameter.clear();
  if (spec.next.empty()) spec.next.header = "Next-Range";
  return spec;
}

// Ranges of a list as Heroku has them: an answer 206 names the next one in its header Next-Range,
// and the request for it sends that as Range.
class RangePaginator : public Paginator {
 public:
  explicit RangePaginator(const PagingSpec& spec)
      : token_(SentAsRange(spec)),
        page_size_(spec),
        values_({SentAsRange(spec).next}),
        first_range_(spec.first_range) {}

  std::vector<JsonPath> EnvelopePaths() const override { return values_.EnvelopePaths(); }

  PageRequest First(int64_t page_size) override {
    PageRequest request = token_.First(page_size);
    page_size_.Choose(page_size);
    std::string range = first_range_;
    const size_t mark = range.find(kPageSizeMark);
    if (mark != std::string::npos) {
      range.replace(mark, kPageSizeMark.size(), std::to_string(page_size_.chosen()));
    }
    asked_ = !range.empty();
    if (asked_) request.Put(PlaceOf("header:Range"), range, /*number=*/false);
    return request;
  }

  StatusOr<std::optional<PageRequest>> Next(const PageFacts& page) override {
    constexpr int kPartialContent = 206;
    const std::string next = values_.At(page, 0).value_or("");
    const bool part = page.response != nullptr && page.response->status == kPartialContent;
    // A part of what was asked for whole, without a word of where the rest is.
    if (part && next.empty() && !asked_) {
      return Status(StatusCode::kDataLoss,
                    "paging is broken after " + std::string(UrlOf(page)) +
                        ": the answer 206 is a part of the list, and names no next range");
    }
    asked_ = true;
    return token_.Next(next, UrlOf(page));
  }

  bool TakesParts() const override { return true; }

 private:
  TokenParameter token_;
  PageSizeParameter page_size_;
  AnswerValues values_;
  std::string first_range_;
  bool asked_ = false;  // The page was asked for by a range.
};

}  // namespace

std::unique_ptr<Paginator> MakeRangePaginator(const PagingSpec& spec) {
  return std::make_unique<RangePaginator>(spec);
}

}  // namespace apisql
