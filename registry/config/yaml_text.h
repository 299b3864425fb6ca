// Names as lines of a config file have them.
#ifndef APISQL_REGISTRY_CONFIG_YAML_TEXT_H_
#define APISQL_REGISTRY_CONFIG_YAML_TEXT_H_

#include <string>

namespace apisql {

// As it is where YAML needs no quotes, else between them.
inline std::string YamlName(const std::string& text) {
  constexpr const char* kPlain = "abcdefghijklmnopqrstuvwxyz0123456789_.-";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace apisql

#endif  // APISQL_REGISTRY_CONFIG_YAML_TEXT_H_
