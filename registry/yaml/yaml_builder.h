// YamlBuilder: the tree of one document, made from the reader's events.
#ifndef APISQL_REGISTRY_YAML_YAML_BUILDER_H_
#define APISQL_REGISTRY_YAML_YAML_BUILDER_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "registry/yaml/yaml_events.h"
#include "registry/yaml/yaml_tree.h"

namespace apisql {

// Takes the events in their order. After a fault it takes nothing more.
class YamlBuilder {
 public:
  explicit YamlBuilder(const YamlLimits& limits) : limits_(limits) {}

  // The fault is that of the event: what it brings is not allowed in a document.
  std::optional<YamlFault> Take(const yaml_event_t& event);

  bool empty() const { return documents_ == 0; }
  YamlNode TakeRoot() { return std::move(root_); }

 private:
  // A list or map that is still being filled.
  struct Level {
    YamlNode node;
    std::string anchor;
    std::optional<YamlKey> key;  // Of the value that comes next.
    std::set<std::string> seen;
  };

  std::optional<YamlFault> StartDocument(const yaml_event_t& event);
  std::optional<YamlFault> TakeScalar(const yaml_event_t& event);
  std::optional<YamlFault> TakeAlias(const yaml_event_t& event);
  std::optional<YamlFault> Open(YamlNode node, const yaml_char_t* anchor, const yaml_char_t* tag);
  std::optional<YamlFault> Close();
  std::optional<YamlFault> Add(YamlNode node);
  std::optional<YamlFault> AddKey(YamlNode node);
  // Of a value that may have an anchor and a tag before it.
  std::optional<YamlFault> CheckProperties(int line, const yaml_char_t* anchor,
                                           const yaml_char_t* tag) const;
  std::optional<YamlFault> Keep(const std::string& anchor, const YamlNode& node);
  std::optional<YamlFault> CountCopy(int line, const YamlNode& node);
  bool NeedsKey() const;

  const YamlLimits limits_;
  int documents_ = 0;
  std::vector<Level> levels_;
  YamlNode root_;
  std::map<std::string, YamlNode> anchors_;
  size_t copied_nodes_ = 0;
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_YAML_YAML_BUILDER_H_
