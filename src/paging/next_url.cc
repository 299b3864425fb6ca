#include "src/paging/styles.h"

namespace apisql {
namespace {

class NextUrlPaginator : public Paginator {
 public:
  explicit NextUrlPaginator(const PagingSpec& spec) : token_(spec), paths_{spec.next} {
    if (!spec.more.empty()) paths_.push_back(spec.more);
  }

  std::vector<JsonPath> EnvelopePaths() const override { return paths_; }
  QueryParameters First(int64_t page_size) override { return token_.First(page_size); }
  StatusOr<std::optional<PageRequest>> Next(const PageFacts& page) override {
    const std::string text = page.envelope.empty() ? "" : page.envelope[0].value_or("");
    ASSIGN_OR_RETURN(const bool has_next, HasNextPage(page, text));
    if (!has_next) return std::optional<PageRequest>();
    return token_.NextOfUrl(text, UrlOf(page));
  }

 private:
  TokenParameter token_;
  std::vector<JsonPath> paths_;  // Of what names the next page, and of what says if there is one.
};

}  // namespace

std::unique_ptr<Paginator> MakeNextUrlPaginator(const PagingSpec& spec) {
  return std::make_unique<NextUrlPaginator>(spec);
}

}  // namespace apisql
