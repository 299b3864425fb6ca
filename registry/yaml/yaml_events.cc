#include "registry/yaml/yaml_events.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace apisql {

int LineOfByte(std::string_view text, size_t offset) {
  int line = 1;
  for (size_t i = 0; i < offset && i < text.size(); ++i) {
    const bool feed_follows = i + 1 < text.size() && text[i + 1] == '\n';
    if (text[i] == '\n' || (text[i] == '\r' && !feed_follows)) ++line;
  }
  return line;
}

YamlEvents::YamlEvents(std::string_view text)
    : text_(text), last_line_(LineOfByte(text, text.size())) {
  if (yaml_parser_initialize(&parser_) == 0) return;  // The first Next() tells.
  yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  const void* const bytes = std::to_address(text.begin());
  yaml_parser_set_input_string(&parser_, static_cast<const unsigned char*>(bytes), text.size());
}

YamlEvents::~YamlEvents() {
  yaml_event_delete(&event_);
  yaml_parser_delete(&parser_);
}

std::optional<YamlFault> YamlEvents::Next() {
  if (parser_.read_handler == nullptr) return YamlFault{1, "out of memory"};
  yaml_event_delete(&event_);
  if (yaml_parser_parse(&parser_, &event_) == 0) return FaultOfParser();
  event_.start_mark.line = static_cast<size_t>(LineOf(event_.start_mark)) - 1;
  return std::nullopt;
}

// libyaml puts the end of a text without a line break at its end on a line of its own.
int YamlEvents::LineOf(const yaml_mark_t& mark) const {
  return std::min(static_cast<int>(mark.line) + 1, last_line_);
}

YamlFault YamlEvents::FaultOfParser() const {
  if (parser_.error == YAML_READER_ERROR) {
    const int line = LineOfByte(text_, parser_.problem_offset);
    const bool control = std::string_view(parser_.problem).starts_with("control");
    return {line, control ? "control characters are not allowed" : "this is not UTF-8"};
  }
  if (parser_.error == YAML_MEMORY_ERROR) return {1, "out of memory"};
  std::string rule = "not YAML: " + std::string(parser_.problem);
  if (parser_.context != nullptr) rule += " " + std::string(parser_.context);
  return {LineOf(parser_.problem_mark), std::move(rule)};
}

}  // namespace apisql
