#include "src/paging/styles.h"

namespace apisql {
namespace {

class TokenPaginator : public Paginator {
 public:
  explicit TokenPaginator(const PagingSpec& spec)
      : token_(spec), values_({spec.next, spec.more}), more_(spec) {}

  std::vector<JsonPath> EnvelopePaths() const override { return values_.EnvelopePaths(); }
  PageRequest First(int64_t page_size) override { return token_.First(page_size); }
  StatusOr<std::optional<PageRequest>> Next(const PageFacts& page) override {
    const std::string text = values_.At(page, 0).value_or("");
    ASSIGN_OR_RETURN(const bool has_next, more_.HasNext(values_.At(page, 1), text, UrlOf(page)));
    if (!has_next) return std::optional<PageRequest>();
    return token_.Next(text, UrlOf(page), values_.IsNumber(page, 0));
  }

 private:
  TokenParameter token_;
  AnswerValues values_;  // What names the next page, and what says if there is one.
  MoreFlag more_;
};

}  // namespace

std::unique_ptr<Paginator> MakeTokenPaginator(const PagingSpec& spec) {
  return std::make_unique<TokenPaginator>(spec);
}

}  // namespace apisql
