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

// Asks for the largest page, however few rows are wanted: SQLite may leave some of them out, and
// what is behind them could not be asked for.
class UnknownPaginator : public NonePaginator {
 public:
  using NonePaginator::NonePaginator;
  PageRequest First(int64_t /*page_size*/) override { return NonePaginator::First(0); }
};

}  // namespace

std::unique_ptr<Paginator> MakeUnknownPaginator(const PagingSpec& spec) {
  return std::make_unique<UnknownPaginator>(spec);
}

std::unique_ptr<Paginator> MakeNonePaginator(const PagingSpec& spec) {
  return std::make_unique<NonePaginator>(spec);
}

}  // namespace apisql
