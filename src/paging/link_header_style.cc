#include <algorithm>

#include "src/base/text.h"
#include "src/paging/link_header.h"
#include "src/paging/styles.h"

namespace apisql {
namespace {

bool IsNext(const Link& link) {
  return !link.has_anchor && std::ranges::find(link.relations, "next") != link.relations.end();
}

}  // namespace

Status FindNextLink(const Response& response, std::string* url) {
  for (const Header& header : response.headers) {
    if (!EqualsIgnoreCase(header.name, "Link")) continue;
    StatusOr<std::vector<Link>> links = ParseLinkHeader(header.value);
    if (!links.ok()) return std::move(links).status().Annotate(response.url);
    const auto next = std::ranges::find_if(*links, IsNext);
    if (next == links->end()) continue;
    *url = next->url;
    if (!url->empty()) return {};
    return {StatusCode::kDataLoss, response.url + ": the next link has no URL"};
  }
  return {};
}

namespace {

class LinkHeaderPaginator : public Paginator {
 public:
  explicit LinkHeaderPaginator(const PagingSpec& spec) : token_(spec) {}

  PageRequest First(int64_t page_size) override { return token_.First(page_size); }
  StatusOr<std::optional<PageRequest>> Next(const PageFacts& page) override {
    if (page.response == nullptr) return std::optional<PageRequest>();
    std::string next;
    RETURN_IF_ERROR(FindNextLink(*page.response, &next));
    return token_.NextOfUrl(next, page.response->url);
  }

 private:
  TokenParameter token_;
};

}  // namespace

std::unique_ptr<Paginator> MakeLinkHeaderPaginator(const PagingSpec& spec) {
  return std::make_unique<LinkHeaderPaginator>(spec);
}

}  // namespace apisql
