// Any bytes as YAML (registry/yaml/yaml_tree.h), with and without anchors. What documents and the
// config file make of a tree is the business of the other targets.
#include <algorithm>
#include <cstdlib>
#include <set>

#include "registry/yaml/yaml_tree.h"
#include "src/json/text.h"
#include "tests/fuzz/fuzz_target.h"

namespace apisql {
namespace {

constexpr std::string_view kTreeFile = "fuzz.yaml";
constexpr YamlLimits kPlain = {.bytes = size_t{1} << 16, .depth = 12};
constexpr YamlLimits kWithAliases = {.bytes = size_t{1} << 16, .depth = 12, .copied_nodes = 500};

// What a tree is, whatever the text was.
class TreeCheck {
 public:
  TreeCheck(int lines, const YamlLimits& limits) : lines_(lines), limits_(limits) {}

  void Check(const YamlNode& node, size_t depth) {
    ++nodes_;
    Require(depth <= limits_.depth, "a tree is no deeper than its limit");
    CheckPlace(node.line, node.column);
    CheckText(node.text);
    const bool map = node.is(YamlNode::Kind::kMap);
    const bool list = node.is(YamlNode::Kind::kList);
    Require(node.text.empty() || node.is(YamlNode::Kind::kScalar), "only a scalar has text");
    Require(node.items.empty() || map || list, "only lists and maps have items");
    Require(node.keys.size() == (map ? node.items.size() : 0), "a map has a key for each value");
    std::set<std::string> seen;
    for (const YamlKey& key : node.keys) {
      CheckPlace(key.line, key.column);
      CheckText(key.text);
      Require(seen.insert(key.text).second, "no key stands twice", key.text);
    }
    for (const YamlNode& item : node.items) Check(item, depth + 1);
  }

  size_t nodes() const { return nodes_; }

 private:
  void CheckPlace(int line, int column) const {
    Require(line >= 1 && line <= lines_ && column >= 1, "a place is one of the text");
  }

  static void CheckText(const std::string& text) {
    Require(ReplaceInvalidUtf8(text) == text, "a text is UTF-8", text);
    Require(
        std::ranges::none_of(
            text, [](char c) { return static_cast<uint8_t>(c) < 0x20 && c != '\n' && c != '\t'; }),
        "a text has no control characters");
  }

  int lines_;
  const YamlLimits& limits_;
  size_t nodes_ = 0;
};

void CheckFault(const Status& status, int lines) {
  Require(status.code() == StatusCode::kInvalidArgument, "what is refused is kInvalidArgument");
  const std::string& text = status.message();
  Require(text.starts_with(std::string(kTreeFile) + ":"), "a fault names the file", text);
  const int line = std::atoi(text.c_str() + kTreeFile.size() + 1);
  Require(line >= 1 && line <= lines, "a fault names a line of the text", text);
  Require(ReplaceInvalidUtf8(text) == text, "a fault is UTF-8", text);
}

void FuzzYamlTree(std::string_view input) {
  const auto lines =
      static_cast<int>(1 + std::ranges::count(input, '\n') + std::ranges::count(input, '\r'));
  const auto plain = ParseYaml(input, std::string(kTreeFile), kPlain);
  const auto with_aliases = ParseYaml(input, std::string(kTreeFile), kWithAliases);
  if (plain.ok()) {
    TreeCheck check(lines, kPlain);
    check.Check(*plain, 0);
    Require(check.nodes() <= 2 * input.size() + 1, "a tree is no larger than its text");
    Require(with_aliases.ok(), "more is allowed with aliases, not less");
  } else {
    CheckFault(plain.status(), lines);
  }
  if (!with_aliases.ok()) return CheckFault(with_aliases.status(), lines);
  TreeCheck check(lines, kWithAliases);
  check.Check(*with_aliases, 0);
  Require(check.nodes() <= 2 * input.size() + 1 + kWithAliases.copied_nodes,
          "aliases copy no more than their limit");
}

const FuzzRegistration kYamlTree("yaml_tree", FuzzYamlTree);

}  // namespace
}  // namespace apisql
