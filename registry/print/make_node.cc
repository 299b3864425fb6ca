#include "registry/print/make_node.h"

#include <algorithm>
#include <utility>

#include "registry/print/yaml_text.h"

namespace apisql {
namespace {

using Kind = YamlNode::Kind;

YamlNode NodeOf(Kind kind) {
  YamlNode node;
  node.kind = kind;
  return node;
}

}  // namespace

YamlNode TextNode(std::string_view text) {
  YamlNode node = NodeOf(Kind::kScalar);
  node.text = text;
  node.quoted = true;
  return node;
}

YamlNode WordNode(std::string_view word) {
  YamlNode node = NodeOf(Kind::kScalar);
  node.text = word;
  return node;
}

YamlNode NumberNode(int64_t number) { return WordNode(std::to_string(number)); }

YamlNode ListNode() { return NodeOf(Kind::kList); }

YamlNode ListNode(std::span<const std::string> texts) {
  YamlNode list = ListNode();
  for (const std::string& text : texts) Append(list, TextNode(text));
  return list;
}

YamlNode MapNode() { return NodeOf(Kind::kMap); }

void Append(YamlNode& list, YamlNode item) { list.items.push_back(std::move(item)); }

void Put(YamlNode& map, std::string_view key, YamlNode value) {
  map.keys.push_back({std::string(key)});
  map.items.push_back(std::move(value));
}

bool MeanTheSame(const YamlNode& a, const YamlNode& b) {
  if (a.kind != b.kind || a.text != b.text) return false;
  if (a.is(Kind::kScalar) && a.quoted != b.quoted && IsYamlLiteral(a.text)) return false;
  return std::ranges::equal(a.keys, b.keys, {}, &YamlKey::text, &YamlKey::text) &&
         std::ranges::equal(a.items, b.items, MeanTheSame);
}

}  // namespace apisql
