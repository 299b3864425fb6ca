#include "src/paging/styles.h"

namespace apisql {
namespace {

class NonePaginator : public Paginator {
 public:
  explicit NonePaginator(const PagingSpec& spec) : page_size_(spec) {}

  PageRequest First(int64_t page_size) override {
    page_size_.Choose(page_size);
    return page_size_.Parameters();
  }
  StatusOr<std::optional<PageRequest>> Next(const PageFacts&) override {
    return std::optional<PageRequest>();
  }

 private:
  PageSizeParameter page_size_;
};

}  // namespace

std::unique_ptr<Paginator> MakeNonePaginator(const PagingSpec& spec) {
  return std::make_unique<NonePaginator>(spec);
}

}  // namespace apisql
