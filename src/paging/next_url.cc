#include "src/paging/styles.h"

namespace apisql {
namespace {

class NextUrlPaginator : public Paginator {
 public:
  explicit NextUrlPaginator(const PagingSpec& spec) : token_(spec), path_(spec.next) {}

  std::vector<JsonPath> EnvelopePaths() const override { return {path_}; }
  QueryParameters First(int64_t page_size) override { return token_.First(page_size); }
  StatusOr<std::optional<QueryParameters>> Next(const PageFacts& page) override {
    if (page.envelope.empty() || !page.envelope[0]) return std::optional<QueryParameters>();
    return token_.NextOfUrl(*page.envelope[0], UrlOf(page));
  }

 private:
  TokenParameter token_;
  JsonPath path_;
};

}  // namespace

std::unique_ptr<Paginator> MakeNextUrlPaginator(const PagingSpec& spec) {
  return std::make_unique<NextUrlPaginator>(spec);
}

}  // namespace apisql
