#include "registry/yaml/yaml_tree.h"

#include <gmock/gmock.h>

namespace apisql {
namespace {

using ::testing::StartsWith;

std::string ErrorOf(std::string_view text) { return ParseYaml(text, "t.yaml").status().message(); }

TEST(YamlTreeTest, EveryKeyAndValueKnowsItsLine) {
  const auto root = ParseYaml("a: 1\nb:\n  - x\n  - {c: y}\n", "t.yaml");
  ASSERT_TRUE(root.ok());
  EXPECT_EQ(root->FindKey("b")->line, 2);
  const YamlNode* list = root->Find("b");
  ASSERT_EQ(list->items.size(), 2U);
  EXPECT_EQ(list->items[0].line, 3);
  EXPECT_EQ(list->items[1].FindKey("c")->line, 4);
  EXPECT_EQ(list->items[1].FindKey("c")->column, 6);
}

TEST(YamlTreeTest, KeepsTheOrderOfKeys) {
  const auto root = ParseYaml("z: 1\na: 2\nm: 3\n", "t.yaml");
  ASSERT_TRUE(root.ok());
  EXPECT_EQ(root->keys[0].text + root->keys[1].text + root->keys[2].text, "zam");
}

TEST(YamlTreeTest, QuotedAndPlainTextDiffer) {
  const auto root = ParseYaml("a: 12\nb: \"12\"\nc: '~'\nd: ~\n", "t.yaml");
  ASSERT_TRUE(root.ok());
  EXPECT_FALSE(root->Find("a")->quoted);
  EXPECT_TRUE(root->Find("b")->quoted);
  EXPECT_EQ(root->Find("c")->text, "~");
  EXPECT_TRUE(root->Find("d")->is(YamlNode::Kind::kNull));
}

TEST(YamlTreeTest, AMissingValueStandsAtItsKey) {
  const auto root = ParseYaml("a:\n\n\nb: 1\n", "t.yaml");
  ASSERT_TRUE(root.ok());
  EXPECT_EQ(root->Find("a")->line, 1);
}

TEST(YamlTreeTest, RefusesWhatHidesMeaning) {
  EXPECT_EQ(ErrorOf("a: 1\nb: 2\na: 3\n"), "t.yaml:3: the key a stands twice in this map");
  EXPECT_EQ(ErrorOf("\"a\\tb\": 1\n\"a\\tb\": 3\n"),
            "t.yaml:2: the key a b stands twice in this map");
  EXPECT_EQ(ErrorOf("a: &x 1\n"), "t.yaml:1: anchors (&name) are not allowed");
  EXPECT_EQ(ErrorOf("a:\n  b: &x {c: 1}\n"), "t.yaml:2: anchors (&name) are not allowed");
  EXPECT_EQ(ErrorOf("a: 1\nb: !!str 2\n"), "t.yaml:2: tags (!name) are not allowed");
  EXPECT_EQ(ErrorOf("a: !x [1]\n"), "t.yaml:1: tags (!name) are not allowed");
  EXPECT_EQ(ErrorOf("a: 1\n---\nb: 2\n"),
            "t.yaml:2: a second document starts here; one file holds one");
  EXPECT_EQ(ErrorOf("{[1]: 2}\n"), "t.yaml:1: a key must be plain text");
  EXPECT_EQ(ErrorOf("a: 1\n~: 2\n"), "t.yaml:2: a key must be plain text");
}

TEST(YamlTreeTest, RefusesAliasesAtTheirOwnLine) {
  EXPECT_THAT(ErrorOf("b: *x\n"), StartsWith("t.yaml:1: "));
  // The anchor is the first fault of a document that uses it.
  EXPECT_EQ(ErrorOf("a: &x 1\nb: *x\n"), "t.yaml:1: anchors (&name) are not allowed");
}

TEST(YamlTreeTest, RefusesTheBillionLaughs) {
  std::string bomb = "a: &a [x, x]\n";
  for (char c = 'b'; c < 'z'; ++c) {
    const std::string before(1, static_cast<char>(c - 1));
    bomb += std::string(1, c) + ": &" + c + " [*" + before + ", *" + before + "]\n";
  }
  EXPECT_EQ(ErrorOf(bomb), "t.yaml:1: anchors (&name) are not allowed");
}

TEST(YamlTreeTest, RefusesDeepNesting) {
  EXPECT_TRUE(ParseYaml(std::string(32, '[') + std::string(32, ']'), "t.yaml").ok());
  EXPECT_EQ(ErrorOf(std::string(33, '[') + std::string(33, ']')), "t.yaml:1: nested too deeply");
  EXPECT_FALSE(ParseYaml(std::string(200'000, '['), "t.yaml").ok());
  EXPECT_FALSE(ParseYaml(std::string(200'000, '{'), "t.yaml").ok());
  std::string block;
  for (int i = 0; i < 600; ++i) block += std::string(static_cast<size_t>(i), ' ') + "a:\n";
  EXPECT_FALSE(ParseYaml(block, "t.yaml").ok());
}

TEST(YamlTreeTest, RefusesHugeDocuments) {
  EXPECT_EQ(ErrorOf(std::string(kMaxYamlBytes + 1, 'a')), "t.yaml:1: larger than 1048576 bytes");
}

TEST(YamlTreeTest, RefusesEmptyDocuments) {
  EXPECT_EQ(ErrorOf(""), "t.yaml:1: the document is empty");
  EXPECT_EQ(ErrorOf("# nothing\n"), "t.yaml:1: the document is empty");
}

TEST(YamlTreeTest, RefusesBrokenTextAtItsLine) {
  EXPECT_EQ(ErrorOf("a: 1\nb: \xC3\x28\n"), "t.yaml:2: this is not UTF-8");
  EXPECT_EQ(ErrorOf("a: \xED\xA0\x80\n"), "t.yaml:1: this is not UTF-8");  // A surrogate.
  EXPECT_EQ(ErrorOf("a: \xC0\xAF\n"), "t.yaml:1: this is not UTF-8");      // Overlong.
  EXPECT_EQ(ErrorOf("a: \xF4\x90\x80\x80\n"), "t.yaml:1: this is not UTF-8");
  EXPECT_EQ(ErrorOf("a: \xE2\x82"), "t.yaml:1: this is not UTF-8");
  EXPECT_EQ(ErrorOf(std::string_view("a: \0\n", 5)),
            "t.yaml:1: control characters are not allowed");
  EXPECT_EQ(ErrorOf("a: 1\nb: \"\\e[2J\"\n"), "t.yaml:2: control characters are not allowed");
  EXPECT_THAT(ErrorOf("a: 1\nb: [1, 2\nc: }\n"), StartsWith("t.yaml:"));
  EXPECT_THAT(ErrorOf("a: {get: /a/{id}}\n"), StartsWith("t.yaml:1: not YAML: "));
}

TEST(YamlTreeTest, AcceptsTextBeyondAscii) {
  const auto root = ParseYaml(
      "\xEF\xBB\xBF"
      "a: \xF0\x9F\x98\x80\n",
      "t.yaml");
  ASSERT_TRUE(root.ok()) << root.status().message();
  EXPECT_EQ(root->Find("a")->text, "\xF0\x9F\x98\x80");
}

TEST(YamlTreeTest, EveryPrefixOfADocumentIsReadOrRefused) {
  const std::string text = "a: {b: [1, \"x\"], c: 'y'}\nd:\n  - e: |\n      text\n  - f\n";
  for (size_t length = 0; length <= text.size(); ++length) {
    const auto root = ParseYaml(text.substr(0, length), "t.yaml");
    if (!root.ok()) {
      EXPECT_THAT(root.status().message(), StartsWith("t.yaml:"));
    }
  }
}

}  // namespace
}  // namespace apisql
