// YamlEvents: libyaml's reader of events, with faults that know their line.
#ifndef APISQL_REGISTRY_YAML_YAML_EVENTS_H_
#define APISQL_REGISTRY_YAML_YAML_EVENTS_H_

#include <yaml.h>

#include <optional>
#include <string>
#include <string_view>

namespace apisql {

struct YamlFault {
  int line = 1;  // From 1.
  std::string rule;
};

// The line of the byte at `offset`, from 1. CR, LF and CR LF end a line, as they do in YAML.
int LineOfByte(std::string_view text, size_t offset);

// Reads the events of UTF-8 text one after another. `text` must outlive it.
class YamlEvents {
 public:
  explicit YamlEvents(std::string_view text);
  ~YamlEvents();
  YamlEvents(const YamlEvents&) = delete;
  YamlEvents& operator=(const YamlEvents&) = delete;

  // Puts the next event in the place of the one before it, which is freed. A fault: text that is
  // no YAML, no UTF-8, or holds characters that YAML has no place for. Nothing follows a fault, nor
  // the end of the stream.
  std::optional<YamlFault> Next();
  const yaml_event_t& event() const { return event_; }

 private:
  int LineOf(const yaml_mark_t& mark) const;
  YamlFault FaultOfParser() const;

  std::string_view text_;
  int last_line_;
  yaml_parser_t parser_ = {};
  yaml_event_t event_ = {};
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_YAML_YAML_EVENTS_H_
