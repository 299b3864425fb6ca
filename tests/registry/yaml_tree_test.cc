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

TEST(YamlTreeTest, ReadsTextOfSeveralLines) {
  const auto root = ParseYaml(
      "plain: one\n  two\n\n  three\nfolded: >-\n  x\n  y\n\n  z\nkept: |\n  x\n   y\n"
      "quoted: \"a\n  b\"\nlast: 1\n",
      "t.yaml");
  ASSERT_TRUE(root.ok()) << root.status().message();
  EXPECT_EQ(root->Find("plain")->text, "one two\nthree");
  EXPECT_FALSE(root->Find("plain")->quoted);
  EXPECT_EQ(root->Find("folded")->text, "x y\nz");
  EXPECT_TRUE(root->Find("folded")->quoted);
  EXPECT_EQ(root->Find("kept")->text, "x\n y\n");
  EXPECT_EQ(root->Find("quoted")->text, "a b");
  EXPECT_EQ(root->FindKey("last")->line, 15);
}

TEST(YamlTreeTest, LinesEndInEveryUsualWay) {
  for (const std::string_view end : {"\n", "\r\n", "\r"}) {
    std::string text = "a: 1;b:;  - x;  - {c: y};";
    for (size_t at = 0; (at = text.find(';', at)) != std::string::npos; at += end.size()) {
      text.replace(at, 1, end);
    }
    const auto root = ParseYaml(text, "t.yaml");
    ASSERT_TRUE(root.ok()) << root.status().message();
    EXPECT_EQ(root->Find("b")->items[1].FindKey("c")->line, 4);
    EXPECT_EQ(ErrorOf(text + "d: \x01"), "t.yaml:5: control characters are not allowed");
  }
}

// libyaml ends a line there, editors do not: the lines of faults would differ.
TEST(YamlTreeTest, RefusesOtherEndsOfLines) {
  for (const std::string separator : {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
    EXPECT_EQ(ErrorOf("a: 1\nb: \"x" + separator + "y\"\n"),
              "t.yaml:2: the line separators U+0085, U+2028 and U+2029 are not allowed");
  }
}

TEST(YamlTreeTest, TabsSeparateButDoNotIndent) {
  const auto root = ParseYaml("a:\t1\t# x\nb: [\t2,\t3]\n", "t.yaml");
  ASSERT_TRUE(root.ok()) << root.status().message();
  EXPECT_EQ(root->Find("a")->text, "1");
  EXPECT_EQ(root->Find("b")->items[1].text, "3");
  EXPECT_THAT(ErrorOf("a:\n\tb: 1\n"), StartsWith("t.yaml:2: not YAML: "));
}

TEST(YamlTreeTest, PlainWordsAreNullAsYamlSays) {
  const auto root = ParseYaml("[~, null, Null, NULL, \"null\", nUll, '']", "t.yaml");
  ASSERT_TRUE(root.ok());
  std::string kinds;
  for (const YamlNode& item : root->items) kinds += item.is(YamlNode::Kind::kNull) ? 'n' : 's';
  EXPECT_EQ(kinds, "nnnnsss");
}

TEST(YamlTreeTest, AnEmptyRootIsNull) {
  const auto root = ParseYaml("---\n", "t.yaml");
  ASSERT_TRUE(root.ok()) << root.status().message();
  EXPECT_TRUE(root->is(YamlNode::Kind::kNull));
  EXPECT_EQ(ErrorOf("--- 1\n--- 2\n"),
            "t.yaml:2: a second document starts here; one file holds one");
  EXPECT_TRUE(ParseYaml("a: 1\n...\n", "t.yaml").ok());
}

class YamlAliasTest : public ::testing::Test {
 protected:
  static StatusOr<YamlNode> Parse(std::string_view text, size_t copied_nodes = 100) {
    YamlLimits limits;
    limits.copied_nodes = copied_nodes;
    return ParseYaml(text, "t.yaml", limits);
  }
  static std::string ErrorOf(std::string_view text) { return Parse(text).status().message(); }
};

TEST_F(YamlAliasTest, AnAliasIsACopyOfTheLastAnchorBeforeIt) {
  const auto root = Parse("a: &x {b: [1]}\nc: *x\nd: &x 2\ne: [*x, *x]\n*x : 3\n");
  ASSERT_TRUE(root.ok()) << root.status().message();
  EXPECT_EQ(root->Find("c")->Find("b")->items[0].text, "1");
  EXPECT_EQ(root->Find("c")->Find("b")->line, 1);  // Where it is written.
  EXPECT_EQ(root->Find("e")->items[1].text, "2");
  EXPECT_EQ(root->Find("2")->text, "3");
}

TEST_F(YamlAliasTest, AnAliasNeedsAWholeAnchorBeforeIt) {
  const std::string rule = " has no whole value with this anchor before it";
  EXPECT_EQ(ErrorOf("a: 1\nb: *x\n"), "t.yaml:2: the alias *x" + rule);
  EXPECT_EQ(ErrorOf("a: &x\n  b: *x\n"), "t.yaml:2: the alias *x" + rule);
  EXPECT_EQ(ErrorOf("a: &x 1\nb: &x [*x]\n"), "t.yaml:2: the alias *x" + rule);
  EXPECT_EQ(ErrorOf("a: &x [1]\n*x : 2\n"), "t.yaml:1: a key must be plain text");
}

TEST_F(YamlAliasTest, CopiesAreCounted) {
  EXPECT_TRUE(Parse("a: &x [1, 2]\nb: *x\n", 6).ok());
  EXPECT_EQ(Parse("a: &x [1, 2]\nb: *x\n", 5).status().message(),
            "t.yaml:2: anchors and aliases copy more than 5 values");
  std::string bomb = "a: &a [x, x]\n";
  for (char c = 'b'; c < 'z'; ++c) {
    const std::string before(1, static_cast<char>(c - 1));
    bomb += std::string(1, c) + ": &" + c + " [*" + before + ", *" + before + "]\n";
  }
  EXPECT_THAT(ErrorOf(bomb), testing::HasSubstr("anchors and aliases copy more than 100 values"));
}

TEST_F(YamlAliasTest, ALongTextCountsAsSeveral) {
  YamlLimits limits = kImportedYaml;
  limits.copied_nodes /= 100;
  const auto parse = [&](size_t aliases) {
    std::string text = "a: &x " + std::string(100'000, 'x') + "\nb: [";
    for (size_t i = 0; i < aliases; ++i) text += "*x, ";
    return ParseYaml(text + "]", "t.yaml", limits).status().message();
  };
  EXPECT_EQ(parse(5), "");
  EXPECT_EQ(parse(50), "t.yaml:2: anchors and aliases copy more than 20000 values");
}

TEST_F(YamlAliasTest, AliasesNestNoDeeperThanWhatIsWritten) {
  std::string text =
      "[&a [[[[[[[[[[[[]]]]]]]]]]]], &b [[[[[[[[[[[[*a]]]]]]]]]]]], [[[[[[[[[*b]]]]]]]]]]";
  EXPECT_EQ(ErrorOf(text), "t.yaml:1: nested too deeply");
}

TEST_F(YamlAliasTest, TagsStayRefused) {
  EXPECT_EQ(ErrorOf("a: &x !!str 1\n"), "t.yaml:1: tags (!name) are not allowed");
}

TEST(YamlTreeTest, FaultsAtTheEndNameTheLastLine) {
  const auto error = [](const char* text) {
    return ParseYaml(text, "t.yaml", {}).status().message();
  };
  EXPECT_THAT(error("a: 1\nname"), testing::StartsWith("t.yaml:2: not YAML: "));
  EXPECT_THAT(error("a: [b"), testing::StartsWith("t.yaml:1: not YAML: "));
  EXPECT_THAT(error("a: \"b"), testing::StartsWith("t.yaml:1: not YAML: "));
  const auto empty = ParseYaml("---", "t.yaml", {});
  ASSERT_TRUE(empty.ok());
  EXPECT_EQ(empty->line, 1);
}

TEST(YamlTreeTest, LimitsAreArguments) {
  EXPECT_EQ(ParseYaml("a: [1]", "t.yaml", {.bytes = 5}).status().message(),
            "t.yaml:1: larger than 5 bytes");
  EXPECT_EQ(ParseYaml("a: [1]", "t.yaml", {.depth = 1}).status().message(),
            "t.yaml:1: nested too deeply");
  EXPECT_TRUE(ParseYaml("a: [1]", "t.yaml", {.bytes = 6, .depth = 2}).ok());
}

}  // namespace
}  // namespace apisql
