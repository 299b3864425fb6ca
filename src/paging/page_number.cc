#include "src/paging/styles.h"

namespace apisql {
namespace {

class PageNumberPaginator : public Paginator {
 public:
  explicit PageNumberPaginator(const PagingSpec& spec)
      : page_size_(spec),
        count_(spec),
        place_(PlaceOf(spec.page_parameter)),
        first_page_(spec.first_page) {}

  std::vector<JsonPath> EnvelopePaths() const override { return count_.EnvelopePaths(); }

  PageRequest First(int64_t page_size) override {
    count_.Restart();
    page_ = first_page_;
    page_size_.Choose(page_size);
    return page_size_.Parameters();
  }

  StatusOr<std::optional<PageRequest>> Next(const PageFacts& page) override {
    ASSIGN_OR_RETURN(const bool has_next, count_.HasNext(page));
    if (!has_next) return std::optional<PageRequest>();
    return std::optional(Of(++page_));
  }

  bool CountsRows() const override { return true; }

  std::optional<PageRequest> Further(size_t pages) const override {
    if (!count_.HasPage(pages)) return std::nullopt;
    return Of(page_ + static_cast<int64_t>(pages));
  }

 private:
  PageRequest Of(int64_t page) const {
    PageRequest request = page_size_.Parameters();
    request.Put(place_, std::to_string(page), /*number=*/true);
    return request;
  }

  PageSizeParameter page_size_;
  RowCount count_;
  RequestPlace place_;
  int64_t first_page_;
  int64_t page_ = 0;
};

}  // namespace

std::unique_ptr<Paginator> MakePageNumberPaginator(const PagingSpec& spec) {
  return std::make_unique<PageNumberPaginator>(spec);
}

}  // namespace apisql
