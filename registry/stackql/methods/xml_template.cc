#include "registry/stackql/methods/xml_template.h"

#include <utility>

#include "registry/stackql/methods/template_text.h"

namespace apisql {
namespace {

constexpr std::string_view kIfMap = R"({{- if eq (kindOf $n) "map" }}{{ $n = index $n ")";
constexpr std::string_view kNoMap = R"(" }}{{ else }}{{ $n = "" }}{{ end -}})";
// The last step has the texts, or one of them.
constexpr std::string_view kLast =
    R"(" }}{{ else if eq (kindOf $n) "string" }}{{ $n = "" }}{{ end -}})";

// The loop over several texts, and what makes a row of one, with the name that both have.
std::optional<std::string> TakeRows(std::string_view* text) {
  if (!TakeText(text, R"([{{- if eq (kindOf $n) "slice" -}}{{- range $i, $v := $n -}})") ||
      !TakeText(text, R"({{- if $i }},{{ end }})")) {
    return std::nullopt;
  }
  auto scalar = TakeBetween(text, "{\"", "\": {{ toJson $v }}}{{- end -}}");
  if (!scalar || !TakeText(text, R"({{- else if and (eq (kindOf $n) "string") $n -}})") ||
      !TakeText(text, "{\"" + *scalar + "\": {{ toJson $n }}}{{- end -}}]")) {
    return std::nullopt;
  }
  return scalar;
}

}  // namespace

std::optional<XmlTexts> ReadXmlTemplate(std::string_view body) {
  const std::string whole = WithoutLineBreaks(body);
  std::string_view text = whole;
  XmlTexts texts;
  const auto root = TakeBetween(&text, R"({{- $n := index . ")", "\" -}}");
  if (!root) return std::nullopt;
  texts.elements.push_back(*root);
  bool last = false;
  while (!last) {
    // A name has no quote in it, so that it ends where the first is.
    auto element = TakeBetween(&text, kIfMap, "\"");
    if (!element) return std::nullopt;
    texts.elements.push_back(*std::move(element));
    last = TakeText(&text, kLast.substr(1));
    if (!last && !TakeText(&text, kNoMap.substr(1))) return std::nullopt;
  }
  const auto wrapper = TakeBetween(&text, "{\"", "\": ");
  const auto scalar = TakeRows(&text);
  if (!wrapper || !scalar || text != "}") return std::nullopt;
  texts.wrapper = *wrapper;
  texts.scalar = *scalar;
  return texts;
}

}  // namespace apisql
