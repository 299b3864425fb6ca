#include "src/paging/paginator.h"

#include <algorithm>
#include <array>

#include "src/base/text.h"
#include "src/paging/styles.h"

namespace apisql {
namespace {

struct PaginatorKind {
  std::string_view style;
  std::unique_ptr<Paginator> (*make)(const PagingSpec& spec);
  // The keys of a document that the style cannot do without.
  std::array<std::string_view, 2> needs = {};
};

constexpr PaginatorKind kPaginators[] = {
    {"none", MakeNonePaginator, {}},
    {"token", MakeTokenPaginator, {"token_parameter", "next"}},
    {"next_url", MakeNextUrlPaginator, {"next"}},
    {"offset", MakeOffsetPaginator, {"offset_parameter"}},
    {"page_number", MakePageNumberPaginator, {"page_parameter"}},
    {"link_header", MakeLinkHeaderPaginator, {}},
};

bool Says(const PagingSpec& spec, std::string_view key) {
  if (key == "token_parameter") return !spec.token_parameter.empty();
  if (key == "offset_parameter") return !spec.offset_parameter.empty();
  if (key == "page_parameter") return !spec.page_parameter.empty();
  return !spec.next.empty();
}

// The name of the first thing that is needed and not there, or "".
std::string_view MissingPart(const PaginatorKind& kind, const PagingSpec& spec) {
  const auto missing = std::ranges::find_if(
      kind.needs, [&](std::string_view key) { return !key.empty() && !Says(spec, key); });
  return missing == kind.needs.end() ? "" : *missing;
}

}  // namespace

StatusOr<std::unique_ptr<Paginator>> MakePaginator(const PagingSpec& spec) {
  for (const PaginatorKind& kind : kPaginators) {
    if (kind.style != spec.style) continue;
    const std::string_view missing = MissingPart(kind, spec);
    if (missing.empty()) return kind.make(spec);
    return Status(StatusCode::kInvalidArgument,
                  "paging style " + spec.style + " needs " + std::string(missing));
  }
  std::string known;
  for (const std::string_view style : PaginatorStyles()) {
    known += (known.empty() ? "" : ", ") + std::string(style);
  }
  return Status(StatusCode::kInvalidArgument,
                "unknown paging style '" + spec.style + "'; known are " + known);
}

std::vector<std::string_view> PaginatorStyles() {
  std::vector<std::string_view> styles;
  for (const PaginatorKind& kind : kPaginators) styles.push_back(kind.style);
  return styles;
}

std::vector<std::string_view> NeedsOfStyle(std::string_view style) {
  std::vector<std::string_view> needs;
  const auto* const kind = std::ranges::find(kPaginators, style, &PaginatorKind::style);
  if (kind == std::end(kPaginators)) return needs;
  for (const std::string_view key : kind->needs) {
    if (!key.empty()) needs.push_back(key);
  }
  return needs;
}

}  // namespace apisql
