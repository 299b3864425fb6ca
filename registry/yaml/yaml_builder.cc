#include "registry/yaml/yaml_builder.h"

#include <algorithm>
#include <utility>

#include "src/json/text.h"

namespace apisql {
namespace {

using Kind = YamlNode::Kind;
using MaybeFault = std::optional<YamlFault>;

constexpr size_t kShownKeyBytes = 80;

// Of libyaml, where null is no text.
std::string TextOf(const yaml_char_t* text) {
  if (text == nullptr) return "";
  const void* const bytes = text;
  return static_cast<const char*>(bytes);
}

std::string TextOf(const yaml_char_t* text, size_t length) {
  const void* const bytes = text;
  return {static_cast<const char*>(bytes), length};
}

YamlNode NodeAt(const yaml_event_t& event, Kind kind) {
  YamlNode node;
  node.kind = kind;
  node.line = static_cast<int>(event.start_mark.line) + 1;
  node.column = static_cast<int>(event.start_mark.column) + 1;
  return node;
}

bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
}

bool HasControls(std::string_view text) { return std::ranges::any_of(text, IsControl); }

bool MeansNull(std::string_view plain) {
  constexpr std::string_view kNulls[] = {"", "~", "null", "Null", "NULL"};
  return std::ranges::find(kNulls, plain) != std::end(kNulls);
}

// Of a tag that is none of YAML's own, such as !!str, a value means what its program says.
bool IsForeignTag(const yaml_char_t* tag) {
  constexpr std::string_view kKnown[] = {"",
                                         "!",
                                         "tag:yaml.org,2002:str",
                                         "tag:yaml.org,2002:int",
                                         "tag:yaml.org,2002:bool",
                                         "tag:yaml.org,2002:float"};
  const std::string name = TextOf(tag);
  return std::ranges::find(kKnown, name) == std::end(kKnown);
}

// A long text counts as several: a copy takes as much memory.
size_t CountNodes(const YamlNode& node) {
  constexpr size_t kTextOfANode = 64;
  size_t count = 1 + node.text.size() / kTextOfANode;
  for (const YamlKey& key : node.keys) count += key.text.size() / kTextOfANode;
  for (const YamlNode& item : node.items) count += CountNodes(item);
  return count;
}

size_t DepthOf(const YamlNode& node) {
  if (!node.is(Kind::kList) && !node.is(Kind::kMap)) return 0;
  size_t deepest = 0;
  for (const YamlNode& item : node.items) deepest = std::max(deepest, DepthOf(item));
  return 1 + deepest;
}

}  // namespace

MaybeFault YamlBuilder::Take(const yaml_event_t& event) {
  switch (event.type) {
    case YAML_DOCUMENT_START_EVENT:
      return StartDocument(event);
    case YAML_SCALAR_EVENT:
      return TakeScalar(event);
    case YAML_ALIAS_EVENT:
      return TakeAlias(event);
    case YAML_SEQUENCE_START_EVENT:
      return Open(NodeAt(event, Kind::kList), event.data.sequence_start.anchor,
                  event.data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
      return Open(NodeAt(event, Kind::kMap), event.data.mapping_start.anchor,
                  event.data.mapping_start.tag);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
      return Close();
    default:
      return std::nullopt;
  }
}

MaybeFault YamlBuilder::StartDocument(const yaml_event_t& event) {
  if (++documents_ == 1) return std::nullopt;
  return YamlFault{static_cast<int>(event.start_mark.line) + 1,
                   "a second document starts here; one file holds one"};
}

MaybeFault YamlBuilder::TakeScalar(const yaml_event_t& event) {
  const auto& scalar = event.data.scalar;
  YamlNode node = NodeAt(event, Kind::kScalar);
  if (MaybeFault fault = CheckProperties(node.line, scalar.anchor, scalar.tag)) return fault;
  node.quoted = scalar.style != YAML_PLAIN_SCALAR_STYLE;
  node.text = TextOf(scalar.value, scalar.length);
  // Escapes such as "\e" in quoted text would reach the terminal of whoever reads an error.
  if (limits_.lenient) std::ranges::replace_if(node.text, IsControl, ' ');
  if (HasControls(node.text)) return YamlFault{node.line, "control characters are not allowed"};
  const bool null = (!node.quoted && MeansNull(node.text)) || IsForeignTag(scalar.tag);
  if (null) {
    node.kind = Kind::kNull;
    node.text.clear();
  }
  if (MaybeFault fault = Keep(TextOf(scalar.anchor), node)) return fault;
  return Add(std::move(node));
}

MaybeFault YamlBuilder::TakeAlias(const yaml_event_t& event) {
  YamlNode node = NodeAt(event, Kind::kNull);
  if (limits_.copied_nodes == 0) return YamlFault{node.line, "aliases (*name) are not allowed"};
  const std::string name = TextOf(event.data.alias.anchor);
  const auto found = anchors_.find(name);
  if (found == anchors_.end()) {
    return YamlFault{node.line, "the alias *" + Printable(name, kShownKeyBytes) +
                                    " has no whole value with this anchor before it"};
  }
  if (levels_.size() + DepthOf(found->second) > limits_.depth) {
    return YamlFault{node.line, "nested too deeply"};
  }
  if (MaybeFault fault = CountCopy(node.line, found->second)) return fault;
  return Add(found->second);
}

MaybeFault YamlBuilder::CheckProperties(int line, const yaml_char_t* anchor,
                                        const yaml_char_t* tag) const {
  if (anchor != nullptr && limits_.copied_nodes == 0) {
    return YamlFault{line, "anchors (&name) are not allowed"};
  }
  if (tag != nullptr && !limits_.lenient) {
    return YamlFault{line, "tags (!name) are not allowed"};
  }
  return std::nullopt;
}

// An anchor may be set again: an alias means the last one before it.
MaybeFault YamlBuilder::Keep(const std::string& anchor, const YamlNode& node) {
  if (anchor.empty()) return std::nullopt;
  if (MaybeFault fault = CountCopy(node.line, node)) return fault;
  anchors_[anchor] = node;
  return std::nullopt;
}

MaybeFault YamlBuilder::CountCopy(int line, const YamlNode& node) {
  copied_nodes_ += CountNodes(node);
  if (copied_nodes_ <= limits_.copied_nodes) return std::nullopt;
  return YamlFault{line, "anchors and aliases copy more than " +
                             std::to_string(limits_.copied_nodes) + " values"};
}

bool YamlBuilder::NeedsKey() const {
  return !levels_.empty() && levels_.back().node.is(Kind::kMap) && !levels_.back().key;
}

MaybeFault YamlBuilder::Open(YamlNode node, const yaml_char_t* anchor, const yaml_char_t* tag) {
  if (levels_.size() >= limits_.depth) return YamlFault{node.line, "nested too deeply"};
  if (NeedsKey()) return YamlFault{node.line, "a key must be plain text"};
  if (MaybeFault fault = CheckProperties(node.line, anchor, tag)) return fault;
  const std::string name = TextOf(anchor);
  anchors_.erase(name);  // An alias within its own anchor has no end.
  levels_.push_back({std::move(node), name, std::nullopt, {}});
  return std::nullopt;
}

MaybeFault YamlBuilder::Close() {
  Level level = std::move(levels_.back());
  levels_.pop_back();
  if (MaybeFault fault = Keep(level.anchor, level.node)) return fault;
  return Add(std::move(level.node));
}

MaybeFault YamlBuilder::Add(YamlNode node) {
  if (levels_.empty()) {
    root_ = std::move(node);
    return std::nullopt;
  }
  if (NeedsKey()) return AddKey(std::move(node));
  Level& level = levels_.back();
  if (level.node.is(Kind::kMap)) {
    if (node.is(Kind::kNull)) {
      node.line = level.key->line;
      node.column = level.key->column;
    }
    level.node.keys.push_back(*std::move(level.key));
    level.key.reset();
  }
  level.node.items.push_back(std::move(node));
  return std::nullopt;
}

MaybeFault YamlBuilder::AddKey(YamlNode node) {
  Level& level = levels_.back();
  if (!node.is(Kind::kScalar)) return YamlFault{node.line, "a key must be plain text"};
  if (!level.seen.insert(node.text).second) {
    return YamlFault{
        node.line, "the key " + Printable(node.text, kShownKeyBytes) + " stands twice in this map"};
  }
  level.key = YamlKey{std::move(node.text), node.line, node.column};
  return std::nullopt;
}

}  // namespace apisql
