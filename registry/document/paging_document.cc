#include "registry/document/paging_document.h"

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
  spec.total = {};
  spec.total_hint = {};
  spec.exact_total = false;
  spec.more = {};
}

}  // namespace

PagingSpec ReadPaging(const Fields& parent, const PagingSpec& base) {
  const YamlNode* node = parent.Find("paging");
  if (node == nullptr) return base;
  if (parent.IsWord("paging")) return {};
  const Fields fields(*node, kPaging, parent.Within("paging"), parent.faults());
  PagingSpec spec = base;
  ReadStyle(fields, spec);
  spec.next = fields.Path("next", spec.next);
  spec.token_parameter = fields.Text("token_parameter", spec.token_parameter);
  spec.offset_parameter = fields.Text("offset_parameter", spec.offset_parameter);
  spec.page_parameter = fields.Text("page_parameter", spec.page_parameter);
  spec.first_page = fields.Integer("first_page", spec.first_page);
  spec.total = fields.Path("total", spec.total);
  spec.exact_total = fields.Boolean("exact_total", spec.exact_total);
  if (spec.exact_total && spec.total.empty()) fields.Fault("exact_total", "needs total");
  spec.total_hint = fields.Path("total_hint", spec.total_hint);
  spec.more = fields.Path("more", spec.more);
  ReadPageSize(fields, spec);
  const auto paginator = MakePaginator(spec);
  if (!paginator.ok()) fields.Fault("style", paginator.status().message());
  return spec;
}

}  // namespace apisql
