// PrintYaml: a tree as the text of a document, for people to read and for ParseYaml.
#ifndef APISQL_REGISTRY_PRINT_YAML_TEXT_H_
#define APISQL_REGISTRY_PRINT_YAML_TEXT_H_

#include <string>
#include <string_view>

#include "registry/yaml/yaml_tree.h"

namespace apisql {

// Ends with a line break. ParseYaml makes the same tree of it (MeanTheSame), given that texts are
// valid UTF-8 without control characters but tab and line break.
std::string PrintYaml(const YamlNode& root);

// True where plain `text` is another value than the text: a number, true, false or null.
bool IsYamlLiteral(std::string_view text);

}  // namespace apisql

#endif  // APISQL_REGISTRY_PRINT_YAML_TEXT_H_
