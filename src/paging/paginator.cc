#include "src/paging/paginator.h"

#include "src/base/text.h"
#include "src/paging/styles.h"

namespace apisql {
namespace {

struct PaginatorKind {
  std::string_view style;
  std::unique_ptr<Paginator> (*make)(const PagingSpec& spec);
  // What the style cannot do without.
  bool needs_token_parameter, needs_next, needs_offset_parameter, needs_page_parameter;
};

constexpr PaginatorKind kPaginators[] = {
    {"none", MakeNonePaginator, false, false, false, false},
    {"token", MakeTokenPaginator, true, true, false, false},
    {"next_url", MakeNextUrlPaginator, false, true, false, false},
    {"offset", MakeOffsetPaginator, false, false, true, false},
    {"page_number", MakePageNumberPaginator, false, false, false, true},
    {"link_header", MakeLinkHeaderPaginator, false, false, false, false},
};

// The name of the first thing that is needed and not there, or "".
std::string_view MissingPart(const PaginatorKind& kind, const PagingSpec& spec) {
  if (kind.needs_token_parameter && spec.token_parameter.empty()) return "token_parameter";
  if (kind.needs_next && spec.next.empty()) return "next";
  if (kind.needs_offset_parameter && spec.offset_parameter.empty()) return "offset_parameter";
  if (kind.needs_page_parameter && spec.page_parameter.empty()) return "page_parameter";
  return "";
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

}  // namespace apisql
