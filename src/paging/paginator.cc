#include "src/paging/paginator.h"

#include <algorithm>
#include <array>
#include <utility>

#include "src/base/text.h"
#include "src/paging/styles.h"

namespace apisql {
namespace {

struct PaginatorKind {
  std::string_view style;
  std::unique_ptr<Paginator> (*make)(const PagingSpec& spec);
  // The keys of a document that the style cannot do without.
  std::array<std::string_view, 2> needs = {};
  // Others that mean something for it, beside those of every style.
  std::array<std::string_view, 7> takes = {};
};

constexpr PaginatorKind kPaginators[] = {
    {"none", MakeNonePaginator, {}, {}},
    {"token",
     MakeTokenPaginator,
     {"token_parameter", "next"},
     {"more", "more_words", "last_words", "ends_with_same_token"}},
    {"next_url",
     MakeNextUrlPaginator,
     {"next"},
     {"token_parameter", "more", "more_words", "last_words"}},
    {"offset",
     MakeOffsetPaginator,
     {"offset_parameter"},
     {"total", "exact_total", "more", "more_words", "last_words"}},
    {"page_number",
     MakePageNumberPaginator,
     {"page_parameter"},
     {"first_page", "total", "exact_total", "pages", "more", "more_words", "last_words"}},
    {"link_header", MakeLinkHeaderPaginator, {}, {"token_parameter"}},
    {"range", MakeRangePaginator, {}, {"next", "first_range"}},
    {kUnknownPaging, MakeUnknownPaginator, {}, {}},
};

constexpr std::string_view kOfEveryStyle[] = {"style", "recognised", "page_size", "total_hint"};

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

bool StyleTakes(std::string_view style, std::string_view key) {
  const auto* const kind = std::ranges::find(kPaginators, style, &PaginatorKind::style);
  return kind == std::end(kPaginators) || std::ranges::count(kOfEveryStyle, key) > 0 ||
         std::ranges::count(kind->needs, key) > 0 || std::ranges::count(kind->takes, key) > 0;
}

std::vector<std::string> SentParameters(const PagingSpec& spec) {
  if (spec.style == "range") return {"header:Range"};
  std::vector<std::string> names = {spec.page_size_parameter};
  const std::pair<std::string_view, const std::string*> all[] = {
      {"token_parameter", &spec.token_parameter},
      {"offset_parameter", &spec.offset_parameter},
      {"page_parameter", &spec.page_parameter}};
  for (const auto& [key, name] : all) {
    if (StyleTakes(spec.style, key)) names.push_back(*name);
  }
  std::erase(names, "");
  return names;
}

}  // namespace apisql
