// ParseYaml: one YAML document as a small tree in which every key and value knows its line.
#ifndef APISQL_REGISTRY_YAML_YAML_TREE_H_
#define APISQL_REGISTRY_YAML_YAML_TREE_H_

#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"

namespace apisql {

struct YamlKey {
  std::string text;
  int line = 1;  // From 1.
  int column = 1;
};

struct YamlNode {
  enum class Kind { kNull, kScalar, kList, kMap };
  Kind kind = Kind::kNull;
  int line = 1;  // Where the value starts; for a value that is missing, where its key stands.
  int column = 1;
  bool quoted = false;          // Tells "12" from 12.
  std::string text;             // kScalar
  std::vector<YamlKey> keys;    // kMap: one per item, in the order of the document.
  std::vector<YamlNode> items;  // kMap, kList
  bool is(Kind wanted) const { return kind == wanted; }
  // The value of a map's key; null when there is none, or when this is no map.
  const YamlNode* Find(std::string_view key) const;
  const YamlKey* FindKey(std::string_view key) const;
};

// What a document may be at most. By default that of one that is written by hand: the bounds only
// stop abuse.
inline constexpr size_t kMaxYamlBytes = size_t{1} << 20;
inline constexpr size_t kMaxYamlDepth = 32;
struct YamlLimits {
  size_t bytes = kMaxYamlBytes;
  size_t depth = kMaxYamlDepth;
  // How many nodes anchors (&name) and aliases (*name) may copy in all; 0: they are refused.
  size_t copied_nodes = 0;
  // For what nobody wrote by hand. A value with a tag (!name) that YAML does not know is read as
  // null, a control character in quoted text as a blank, and the line separators U+0085, U+2028 and
  // U+2029 stay. Else they are refused.
  bool lenient = false;
};
// Of documents that a program wrote from somebody's description of an API.
inline constexpr YamlLimits kImportedYaml = {
    .bytes = size_t{16} << 20, .depth = 64, .copied_nodes = 2'000'000, .lenient = true};

// Reads UTF-8 text that holds exactly one document. Duplicate keys, tags, keys that are no scalars,
// anchors and aliases that the limits do not allow, and whatever else is beyond them are refused: a
// document means what it shows. The error is kInvalidArgument, "NAME:LINE: text".
StatusOr<YamlNode> ParseYaml(std::string_view text, const std::string& name,
                             const YamlLimits& limits = {});

}  // namespace apisql

#endif  // APISQL_REGISTRY_YAML_YAML_TREE_H_
