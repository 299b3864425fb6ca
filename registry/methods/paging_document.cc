#include "registry/methods/paging_document.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "src/paging/paginator.h"

namespace apisql {
namespace {

void ReadPageSize(const Fields& paging, PagingSpec& spec) {
  const YamlNode* node = paging.Find("page_size");
  if (node == nullptr) return;
  if (paging.IsWord("page_size")) {
    spec.page_size_parameter.clear();
    spec.max_page_size = spec.default_page_size = spec.min_page_size = 0;
    return;
  }
  const Fields fields(*node, kPageSize, paging.Within("page_size"), paging.faults());
  spec.page_size_parameter = fields.Text("parameter", spec.page_size_parameter);
  spec.default_page_size = fields.Integer("default", spec.default_page_size);
  spec.max_page_size = fields.Integer("maximum", spec.max_page_size);
  spec.min_page_size = fields.Integer("minimum", spec.min_page_size);
  if (spec.max_page_size > 0 && spec.default_page_size > spec.max_page_size) {
    fields.Fault("default", "is larger than the maximum");
  }
  if (spec.max_page_size > 0 && spec.min_page_size > spec.max_page_size) {
    fields.Fault("minimum", "is larger than the maximum");
  }
}

void ReadStyle(const Fields& fields, PagingSpec& spec) {
  const std::string style = fields.Text("style", spec.style);
  if (style == spec.style || !fields.Choice("style")) return;
  spec.style = style;
  spec.next = {};
  spec.ends_with_same_token = false;
  spec.first_range.clear();
  spec.total = {};
  spec.total_hint = {};
  spec.exact_total = false;
  spec.pages = {};
  spec.more = {};
  spec.more_words.clear();
  spec.last_words.clear();
}

void ReadMore(const Fields& fields, PagingSpec& spec) {
  spec.more = fields.PlaceInAnswer("more", spec.more);
  for (const auto& [key, words] :
       {std::pair("more_words", &spec.more_words), std::pair("last_words", &spec.last_words)}) {
    if (!fields.Has(key)) continue;
    *words = fields.Texts(key);
    if (spec.more.empty()) fields.Fault(key, "needs more, which says where the word stands");
    if (words->empty()) fields.Fault(key, "names no word");
  }
  for (const std::string& word : spec.more_words) {
    if (std::ranges::find(spec.last_words, word) == spec.last_words.end()) continue;
    fields.Fault(fields.Has("last_words") ? "last_words" : "more_words",
                 word + " cannot mean both that there is more and that there is not");
  }
}

void CheckRange(const Fields& fields, const PagingSpec& spec) {
  const bool sized = spec.first_range.find("{page_size}") != std::string::npos;
  if (sized && spec.max_page_size == 0) {
    fields.Fault("first_range", "{page_size} needs page_size, with a maximum");
  }
  const bool plain = std::ranges::all_of(
      spec.first_range, [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != 0x7f; });
  if (!plain) fields.Fault("first_range", "is one line without control characters");
  if (spec.style == "range" && fields.Has("page_size") && !spec.page_size_parameter.empty()) {
    fields.Fault("page_size",
                 "parameter means nothing for style range, whose size is in "
                 "first_range");
  }
}

// A provider may name parameters that styles of its methods take.
void CheckMeaning(const Fields& fields, const PagingSpec& spec, bool of_provider) {
  constexpr std::string_view kShared[] = {"token_parameter", "offset_parameter", "page_parameter",
                                          "first_page"};
  if (of_provider && !fields.Has("style")) return;
  for (const Key& key : kPaging.keys) {
    const bool shared = of_provider && std::ranges::count(kShared, key.name) > 0;
    if (shared || !fields.Has(key.name) || StyleTakes(spec.style, key.name)) continue;
    fields.Fault(key.name, "means nothing for style " + spec.style);
  }
  const bool in_url = spec.style == "next_url" || spec.style == "link_header";
  if (!in_url || !fields.Has("token_parameter")) return;
  if (spec.token_parameter.starts_with('/') || spec.token_parameter.starts_with("header:")) {
    fields.Fault("token_parameter",
                 "is taken out of a URL by style " + spec.style + ": a query parameter");
  }
}

}  // namespace

PagingSpec ReadPaging(const Fields& parent, const PagingSpec& base) {
  const YamlNode* node = parent.Find("paging");
  if (node == nullptr) return base;
  if (parent.IsWord("paging")) return {};
  const Fields fields(*node, kPaging, parent.Within("paging"), parent.faults());
  PagingSpec spec = base;
  ReadStyle(fields, spec);
  spec.recognised = fields.Boolean("recognised", false);
  spec.next = fields.PlaceInAnswer("next", spec.next);
  spec.token_parameter = fields.Text("token_parameter", spec.token_parameter);
  spec.ends_with_same_token = fields.Boolean("ends_with_same_token", spec.ends_with_same_token);
  spec.first_range = fields.Text("first_range", spec.first_range);
  spec.offset_parameter = fields.Text("offset_parameter", spec.offset_parameter);
  spec.page_parameter = fields.Text("page_parameter", spec.page_parameter);
  spec.first_page = fields.Integer("first_page", spec.first_page);
  spec.total = fields.PlaceInAnswer("total", spec.total);
  spec.exact_total = fields.Boolean("exact_total", spec.exact_total);
  if (spec.exact_total && spec.total.empty() && StyleTakes(spec.style, "exact_total")) {
    fields.Fault("exact_total", "needs total");
  }
  spec.pages = fields.PlaceInAnswer("pages", spec.pages);
  spec.total_hint = fields.PlaceInAnswer("total_hint", spec.total_hint);
  ReadMore(fields, spec);
  ReadPageSize(fields, spec);
  const auto paginator = MakePaginator(spec);
  if (!paginator.ok()) fields.Fault("style", paginator.status().message());
  CheckRange(fields, spec);
  CheckMeaning(fields, spec, /*of_provider=*/parent.place().empty());
  return spec;
}

}  // namespace apisql
