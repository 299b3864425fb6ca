#include "registry/yaml/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <optional>
#include <set>
#include <sstream>
#include <utility>

#include "src/json/text.h"

namespace apisql {
namespace {

constexpr size_t kShownKeyBytes = 80;

struct YamlFault {
  int line = 1;
  std::string rule;
};

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool HasControls(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return IsControl(c) && c != '\n' && c != '\t'; });
}

// Builds the tree from yaml-cpp's events. After the first fault it ignores what follows.
class TreeBuilder : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 2) Fail(mark, "a second document starts here; one file holds one");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (Accept(mark, "?", anchor)) Add(NodeAt(mark, YamlNode::Kind::kNull));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    Fail(mark, "aliases (*name) are not allowed");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    if (!Accept(mark, tag, anchor)) return;
    // Escapes such as "\e" in quoted text would reach the terminal of whoever reads an error.
    if (HasControls(value)) return Fail(mark, "control characters are not allowed");
    YamlNode node = NodeAt(mark, YamlNode::Kind::kScalar);
    node.quoted = tag == "!";
    node.text = value;
    Add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(mark, tag, anchor, YamlNode::Kind::kList);
  }
  void OnSequenceEnd() override { Close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(mark, tag, anchor, YamlNode::Kind::kMap);
  }
  void OnMapEnd() override { Close(); }

  const std::optional<YamlFault>& fault() const { return fault_; }
  YamlNode TakeRoot() { return std::move(root_); }

 private:
  // A list or map that is still being filled.
  struct Level {
    YamlNode node;
    std::optional<YamlKey> key;  // Of the value that comes next.
    std::set<std::string> seen;
  };

  static int LineOf(const YAML::Mark& mark) { return mark.line < 0 ? 1 : mark.line + 1; }

  static YamlNode NodeAt(const YAML::Mark& mark, YamlNode::Kind kind) {
    YamlNode node;
    node.kind = kind;
    node.line = LineOf(mark);
    node.column = mark.column < 0 ? 1 : mark.column + 1;
    return node;
  }

  void Fail(const YAML::Mark& mark, std::string rule) {
    if (!fault_) fault_ = YamlFault{LineOf(mark), std::move(rule)};
  }

  // yaml-cpp reports "?" for a plain and "!" for a quoted value without a tag.
  bool Accept(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) Fail(mark, "anchors (&name) are not allowed");
    if (!tag.empty() && tag != "?" && tag != "!") Fail(mark, "tags (!name) are not allowed");
    return !fault_;
  }

  void Open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YamlNode::Kind kind) {
    if (levels_.size() >= kMaxYamlDepth) Fail(mark, "nested too deeply");
    if (!levels_.empty() && levels_.back().node.is(YamlNode::Kind::kMap) && !levels_.back().key) {
      Fail(mark, "a key must be plain text");
    }
    if (Accept(mark, tag, anchor)) levels_.push_back({NodeAt(mark, kind), std::nullopt, {}});
  }

  void Close() {
    if (fault_) return;
    YamlNode node = std::move(levels_.back().node);
    levels_.pop_back();
    Add(std::move(node));
  }

  void Add(YamlNode node) {
    if (levels_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& level = levels_.back();
    if (level.node.is(YamlNode::Kind::kMap)) {
      if (!level.key) return AddKey(level, std::move(node));
      if (node.is(YamlNode::Kind::kNull)) {
        node.line = level.key->line;
        node.column = level.key->column;
      }
      level.node.keys.push_back(std::move(*level.key));
      level.key.reset();
    }
    level.node.items.push_back(std::move(node));
  }

  void AddKey(Level& level, YamlNode node) {
    if (!node.is(YamlNode::Kind::kScalar)) {
      fault_ = YamlFault{node.line, "a key must be plain text"};
    } else if (!level.seen.insert(node.text).second) {
      fault_ = YamlFault{node.line, "the key " + Printable(node.text, kShownKeyBytes) +
                                        " stands twice in this map"};
    } else {
      level.key = YamlKey{std::move(node.text), node.line, node.column};
    }
  }

  int documents_ = 0;
  std::vector<Level> levels_;
  YamlNode root_;
  std::optional<YamlFault> fault_;
};

// The length of the UTF-8 sequence at the start of `text`, 0 when it is none (RFC 3629).
size_t Utf8Length(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
  const bool no_character = (first == 0xED && byte(1) > 0x9F) || (first == 0xF4 && byte(1) > 0x8F);
  return overlong || no_character ? 0 : length;
}

// yaml-cpp would replace invalid bytes without a word, and takes NULs for another encoding.
std::optional<YamlFault> FindBadByte(std::string_view text) {
  int line = 1;
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '\n') ++line;
    if (IsControl(c) && c != '\n' && c != '\t' && c != '\r') {
      return YamlFault{line, "control characters are not allowed"};
    }
    const size_t length = Utf8Length(text.substr(i));
    if (length == 0) return YamlFault{line, "this is not UTF-8"};
    i += length;
  }
  return std::nullopt;
}

std::optional<YamlFault> BuildTree(std::string_view text, TreeBuilder& builder) {
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) return YamlFault{1, "the document is empty"};
    if (!builder.fault()) parser.HandleNextDocument(builder);
    return builder.fault();
  } catch (const YAML::Exception& error) {
    if (builder.fault()) return builder.fault();
    return YamlFault{error.mark.line < 0 ? 1 : error.mark.line + 1, "not YAML: " + error.msg};
  }
}

}  // namespace

const YamlNode* YamlNode::Find(std::string_view key) const {
  const YamlKey* found = FindKey(key);
  return found == nullptr ? nullptr : &items[static_cast<size_t>(found - keys.data())];
}

const YamlKey* YamlNode::FindKey(std::string_view key) const {
  const auto found = std::ranges::find(keys, key, &YamlKey::text);
  return found == keys.end() ? nullptr : &*found;
}

StatusOr<YamlNode> ParseYaml(std::string_view text, const std::string& name) {
  TreeBuilder builder;
  std::optional<YamlFault> fault;
  if (text.size() > kMaxYamlBytes) {
    fault = YamlFault{1, "larger than " + std::to_string(kMaxYamlBytes) + " bytes"};
  }
  if (!fault) fault = FindBadByte(text);
  if (!fault) fault = BuildTree(text, builder);
  if (!fault) return builder.TakeRoot();
  return Status(StatusCode::kInvalidArgument,
                name + ":" + std::to_string(fault->line) + ": " + fault->rule);
}

}  // namespace apisql
