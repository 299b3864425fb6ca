#include "registry/stackql/methods/template_text.h"

#include "src/base/text.h"

namespace apisql {

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

std::string WithoutLineBreaks(std::string_view body) {
  std::string text;
  for (const std::string& line : Split(body, '\n')) text += StripBlanks(line);
  return text;
}

}  // namespace apisql
