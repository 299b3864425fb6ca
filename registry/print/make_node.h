// Nodes of a document that is made by a program, and not read.
#ifndef APISQL_REGISTRY_PRINT_MAKE_NODE_H_
#define APISQL_REGISTRY_PRINT_MAKE_NODE_H_

#include <span>
#include <string>
#include <string_view>

#include "registry/yaml/yaml_tree.h"

namespace apisql {

// A text, also where it looks like a number or like true.
YamlNode TextNode(std::string_view text);
// A word of the format, a number, true or false: what stands without quotes.
YamlNode WordNode(std::string_view word);
YamlNode NumberNode(int64_t number);
YamlNode ListNode();
YamlNode ListNode(std::span<const std::string> texts);
YamlNode MapNode();

// Adds to a list, or to a map, which has no such key yet.
void Append(YamlNode& list, YamlNode item);
void Put(YamlNode& map, std::string_view key, YamlNode value);

// True where both mean the same as documents: lines, columns, and quotes around what is a text
// without them do not count.
bool MeanTheSame(const YamlNode& a, const YamlNode& b);

}  // namespace apisql

#endif  // APISQL_REGISTRY_PRINT_MAKE_NODE_H_
