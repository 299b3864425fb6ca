#include "registry/stackql/methods/response_transform.h"

#include "registry/stackql/methods/template_text.h"

namespace apisql {
namespace {

std::optional<std::string> TakeWrapper(std::string_view* text) {
  return TakeBetween(text, R"({{- $wrapped := printf "{\")", R"(\":%s}" . -}})");
}

std::optional<ResponseTransform> ReadScalars(std::string_view text) {
  constexpr std::string_view kLoop =
      R"([{{- range $i, $v := $items -}}{{- if $i -}},{{- end -}}{")";
  const auto inner = TakeWrapper(&text);
  if (!inner || !TakeText(&text, "{{- $parsed := jsonMapFromString $wrapped -}}")) {
    return std::nullopt;
  }
  if (!TakeText(&text, "{{- $items := index $parsed \"" + *inner + "\" -}}")) return std::nullopt;
  const auto wrapper = TakeBetween(&text, "{\"", "\":");
  if (!wrapper || !TakeText(&text, kLoop)) return std::nullopt;
  const size_t quote = text.find('"');
  if (quote == text.npos) return std::nullopt;
  const std::string scalar(text.substr(0, quote));
  if (text.substr(quote) != R"(":"{{- $v -}}"}{{- end -}}]})") return std::nullopt;
  return ResponseTransform{*wrapper, scalar, "", ""};
}

// A row with the members of one of its members before its own, which count where both have a name.
std::optional<std::string> TakeLiftedRow(std::string_view* text) {
  constexpr std::string_view kMembers = R"({{ printf "%q" $k }}: {{ toJson $v }}, {{ end }})";
  const auto member = TakeBetween(text, R"({ {{ $p := index $row ")", "\" }}");
  const bool whole = member && TakeText(text, R"({{ if eq (kindOf $p) "map" }})") &&
                     TakeText(text, "{{ range $k, $v := $p }}") && TakeText(text, kMembers) &&
                     TakeText(text, "{{ end }}{{ range $k, $v := $row }}") &&
                     TakeText(text, kMembers) && TakeText(text, R"("_flattened": true })");
  return whole ? member : std::nullopt;
}

std::optional<ResponseTransform> ReadLifted(std::string_view text) {
  if (TakeText(&text, "{{ $row := . }}")) {
    const auto member = TakeLiftedRow(&text);
    if (!member || !text.empty()) return std::nullopt;
    return ResponseTransform{"", "", *member, ""};
  }
  const auto list = TakeBetween(&text, "{\"", "\": [");
  if (!list || !TakeText(&text, "{{- range $i, $row := index . \"" + *list + "\" }}") ||
      !TakeText(&text, "{{ if $i }},{{ end }}")) {
    return std::nullopt;
  }
  const auto member = TakeLiftedRow(&text);
  if (!member || !TakeText(&text, "{{- end }}], \"")) return std::nullopt;
  // One more member of the answer stays as it is.
  const auto other = TakeBetween(&text, "", "\": ");
  if (!other || text != "{{ toJson (index . \"" + *other + "\") }}}") return std::nullopt;
  return ResponseTransform{"", "", *member, *list};
}

}  // namespace

std::optional<ResponseTransform> ReadTransform(std::string_view body) {
  const std::string whole = WithoutLineBreaks(body);
  std::string_view text = whole;
  const auto wrapper = TakeWrapper(&text);
  if (wrapper && text == "{{- $wrapped -}}") return ResponseTransform{*wrapper, "", "", ""};
  auto lifted = ReadLifted(whole);
  return lifted ? lifted : ReadScalars(whole);
}

bool SendsWhatIsSet(std::string_view body) {
  const std::string whole = WithoutLineBreaks(body);
  std::string_view text = whole;
  if (!TakeText(&text, R"({{{- $sep := "" -}})")) return false;
  constexpr std::string_view kEnd = R"({{- $sep = "," -}}{{ end }})";
  while (text != "}") {
    const auto name = TakeBetween(&text, "{{- if .", " }}");
    if (!name || !TakeText(&text, "{{ $sep }}\"" + *name + "\": ")) return false;
    const std::string as_it_is = "{{ toJson ." + *name + " }}";
    const std::string or_json = "{{ if eq (kindOf ." + *name + ") \"string\" }}{{ ." + *name +
                                " }}{{ else }}" + as_it_is + "{{ end }}";
    if (!TakeText(&text, as_it_is) && !TakeText(&text, or_json)) return false;
    if (!TakeText(&text, kEnd)) return false;
  }
  return true;
}

}  // namespace apisql
