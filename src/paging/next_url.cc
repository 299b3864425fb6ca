#include "src/paging/styles.h"

namespace apisql {
namespace {

class NextUrlPaginator : public Paginator {
 public:
  explicit NextUrlPaginator(const PagingSpec& spec)
      : token_(spec), values_({spec.next, spec.more}), more_(spec) {}

  std::vector<JsonPath> EnvelopePaths() const override { return values_.EnvelopePaths(); }
  PageRequest First(int64_t page_size) override { return token_.First(page_size); }
  StatusOr<std::optional<PageRequest>> Next(const PageFacts& page) override {
    const std::string text = values_.At(page, 0).value_or("");
    ASSIGN_OR_RETURN(const bool has_next, more_.HasNext(values_.At(page, 1), text, UrlOf(page)));
    if (!has_next) return std::optional<PageRequest>();
    return token_.NextOfUrl(text, UrlOf(page));
  }

 private:
  TokenParameter token_;
  AnswerValues values_;  // What names the next page, and what says if there is one.
  MoreFlag more_;
};

}  // namespace

std::unique_ptr<Paginator> MakeNextUrlPaginator(const PagingSpec& spec) {
  return std::make_unique<NextUrlPaginator>(spec);
}

}  // namespace apisql
