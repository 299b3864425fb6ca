#include "registry/print/yaml_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/print/make_node.h"

namespace apisql {
namespace {

YamlNode Read(const std::string& text) {
  auto read = ParseYaml(text, "test.yaml");
  EXPECT_TRUE(read.ok()) << read.status().message() << "\n" << text;
  return read.ok() ? *std::move(read) : YamlNode();
}

TEST(YamlTextTest, PrintsForPeople) {
  YamlNode column = MapNode();
  Put(column, "type", WordNode("json"));
  Put(column, "description", TextNode("Who: \"you\", or 1 # of us"));
  YamlNode columns = MapNode();
  Put(columns, "owner", column);
  YamlNode root = MapNode();
  Put(root, "table", TextNode("a.b.c"));
  Put(root, "columns", columns);
  Put(root, "empty", MapNode());
  EXPECT_EQ(PrintYaml(root),
            "table: a.b.c\n"
            "columns:\n"
            "  owner: {type: json, description: \"Who: \\\"you\\\", or 1 # of us\"}\n"
            "empty: {}\n");
}

TEST(YamlTextTest, BreaksWhatIsLong) {
  YamlNode list = ListNode();
  for (int i = 0; i < 3; ++i) {
    YamlNode item = MapNode();
    Put(item, "path", TextNode("/" + std::string(40, 'x')));
    Append(list, item);
  }
  YamlNode root = MapNode();
  Put(root, "list", list);
  const std::string x(40, 'x');
  EXPECT_EQ(PrintYaml(root),
            "list:\n  - {path: /" + x + "}\n  - {path: /" + x + "}\n  - {path: /" + x + "}\n");
}

TEST(YamlTextTest, ReadsBackEveryText) {
  const std::string texts[] = {
      "",           "null",   "~",        "true",    "12",     "-1",
      "1.5e3",      "a: b",   "a #b",     "#a",      "- a",    "[a]",
      "{a}",        "*a",     "&a",       "!a",      "%a",     "@a",
      "`a",         "'a'",    "\"a\"",    "a, b",    " a",     "a ",
      "a\nb",       "\ta\\",  "?",        "a?b",     "|",      ">",
      "---",        "...",    "/a/{b}",   "=",       "<<",     "\u00e9\u4e2d",
      "\u0085x",    "\u2028", "x\u2029y", "\ufeffa", "\u00a0", "\U0001F600",
      "2026-01-01", "0x1F",   "yes",      "a:b",     "a::",    ":a",
      "$a.b"};
  YamlNode root = MapNode();
  YamlNode list = ListNode();
  for (const std::string& text : texts) {
    Put(root, text, TextNode(text));
    Append(list, TextNode(text));
  }
  Put(root, "list of all", list);
  const std::string printed = PrintYaml(root);
  EXPECT_TRUE(MeanTheSame(Read(printed), root)) << printed;
}

TEST(YamlTextTest, TellsWordsFromTexts) {
  YamlNode root = MapNode();
  Put(root, "number", NumberNode(-12));
  Put(root, "text", TextNode("-12"));
  Put(root, "word", WordNode("true"));
  Put(root, "true as a text", TextNode("true"));
  Put(root, "nothing", YamlNode());
  const YamlNode read = Read(PrintYaml(root));
  EXPECT_TRUE(MeanTheSame(read, root)) << PrintYaml(root);
  EXPECT_FALSE(read.Find("number")->quoted);
  EXPECT_TRUE(read.Find("text")->quoted);
  EXPECT_FALSE(MeanTheSame(*read.Find("word"), *read.Find("true as a text")));
}

// A plain text that begins like a number would end where it says, and more keys would follow.
TEST(YamlTextTest, ATextThatBeginsLikeANumberEndsNothing) {
  for (const char* text : {"1}, \"idempotent\": true, \"a\": {b", "1, 2", "-1]", "1: 2", "1 #"}) {
    YamlNode value = WordNode(text);
    ASSERT_FALSE(value.quoted);
    YamlNode body = MapNode();
    Put(body, "x", value);
    YamlNode root = MapNode();
    Put(root, "base_body", body);
    const YamlNode read = Read(PrintYaml(root));
    EXPECT_THAT(read.keys, ::testing::SizeIs(1)) << PrintYaml(root);
    const YamlNode* x = read.Find("base_body")->Find("x");
    ASSERT_NE(x, nullptr) << PrintYaml(root);
    EXPECT_EQ(x->text, text);
    EXPECT_TRUE(x->quoted);
  }
}

}  // namespace
}  // namespace apisql
