#include "registry/stackql/methods/response_transform.h"

#include <vector>

#include "src/base/text.h"

namespace apisql {
namespace {

// The text between `start` and `end`, where `text` begins with `start`; moves behind `end`.
std::optional<std::string> TakeBetween(std::string_view* text, std::string_view start,
                                       std::string_view end) {
  if (!text->starts_with(start)) return std::nullopt;
  const size_t stop = text->find(end, start.size());
  if (stop == text->npos) return std::nullopt;
  std::string between(text->substr(start.size(), stop - start.size()));
  text->remove_prefix(stop + end.size());
  return between;
}

bool TakeText(std::string_view* text, std::string_view expected) {
  if (!text->starts_with(expected)) return false;
  text->remove_prefix(expected.size());
  return true;
}

// Blanks between actions mean nothing where these trim them.
std::string WithoutLineBreaks(std::string_view body) {
  std::string text;
  for (const std::string& line : Split(body, '\n')) text += StripBlanks(line);
  return text;
}

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
  return ResponseTransform{*wrapper, scalar};
}

}  // namespace

std::optional<ResponseTransform> ReadTransform(std::string_view body) {
  const std::string whole = WithoutLineBreaks(body);
  std::string_view text = whole;
  const auto wrapper = TakeWrapper(&text);
  if (wrapper && text == "{{- $wrapped -}}") return ResponseTransform{*wrapper, ""};
  return ReadScalars(whole);
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
