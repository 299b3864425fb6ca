#include "src/paging/styles.h"

namespace apisql {
namespace {

class OffsetPaginator : public Paginator {
 public:
  explicit OffsetPaginator(const PagingSpec& spec)
      : page_size_(spec), count_(spec), place_(PlaceOf(spec.offset_parameter)) {}

  std::vector<JsonPath> EnvelopePaths() const override { return count_.EnvelopePaths(); }

  PageRequest First(int64_t page_size) override {
    count_.Restart();
    page_size_.Choose(page_size);
    return page_size_.Parameters();
  }

  StatusOr<std::optional<PageRequest>> Next(const PageFacts& page) override {
    ASSIGN_OR_RETURN(const bool has_next, count_.HasNext(page));
    if (!has_next) return std::optional<PageRequest>();
    return std::optional(At(count_.rows()));
  }

  bool CountsRows() const override { return true; }

  std::optional<PageRequest> Further(size_t pages) const override {
    const std::optional<size_t> rows = count_.RowsBefore(pages);
    return rows ? std::optional(At(*rows)) : std::nullopt;
  }

 private:
  PageRequest At(size_t rows) const {
    PageRequest request = page_size_.Parameters();
    request.Put(place_, std::to_string(rows), /*number=*/true);
    return request;
  }

  PageSizeParameter page_size_;
  RowCount count_;
  RequestPlace place_;
};

}  // namespace

std::unique_ptr<Paginator> MakeOffsetPaginator(const PagingSpec& spec) {
  return std::make_unique<OffsetPaginator>(spec);
}

}  // namespace apisql
