#include "src/paging/styles.h"

namespace apisql {
namespace {

class TokenPaginator : public Paginator {
 public:
  explicit TokenPaginator(const PagingSpec& spec) : token_(spec), path_(spec.next) {}

  std::vector<JsonPath> EnvelopePaths() const override { return {path_}; }
  QueryParameters First(int64_t page_size) override { return token_.First(page_size); }
  StatusOr<std::optional<QueryParameters>> Next(const PageFacts& page) override {
    if (page.envelope.empty() || !page.envelope[0]) return std::optional<QueryParameters>();
    return token_.Next(*page.envelope[0], UrlOf(page));
  }

 private:
  TokenParameter token_;
  JsonPath path_;
};

}  // namespace

std::unique_ptr<Paginator> MakeTokenPaginator(const PagingSpec& spec) {
  return std::make_unique<TokenPaginator>(spec);
}

}  // namespace apisql
