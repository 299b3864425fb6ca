// The JSON Schema says what the readers accept: the same keys, the same required ones, the same
// choices. JSON is YAML, so the reader of documents reads the schema.
#include <gmock/gmock.h>

#include <fstream>
#include <set>
#include <sstream>

#include "registry/yaml/document_keys.h"
#include "registry/yaml/yaml_tree.h"
#include "src/auth/auth.h"
#include "src/paging/paginator.h"

namespace apisql {
namespace {

using ::testing::ElementsAreArray;
using ::testing::UnorderedElementsAreArray;

class SchemaTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ifstream file(APISQL_SOURCE_DIR "/registry/provider.schema.json");
    std::ostringstream text;
    text << file.rdbuf();
    auto root = ParseYaml(text.str(), "provider.schema.json");
    ASSERT_TRUE(root.ok()) << root.status().message();
    root_ = *std::move(root);
  }

  // The value at the end of the way; fails the test when it is not there.
  const YamlNode& At(std::initializer_list<std::string_view> way) {
    static const YamlNode kNothing;
    const YamlNode* node = &root_;
    for (const std::string_view key : way) {
      node = node->Find(key);
      if (node == nullptr) {
        ADD_FAILURE() << "the schema has no " << key;
        return kNothing;
      }
    }
    return *node;
  }

  static std::vector<std::string> KeysOf(const YamlNode& map) {
    std::vector<std::string> keys;
    keys.reserve(map.keys.size());
    for (const YamlKey& key : map.keys) keys.push_back(key.text);
    return keys;
  }

  static std::vector<std::string> TextsOf(const YamlNode& list) {
    std::vector<std::string> texts;
    texts.reserve(list.items.size());
    for (const YamlNode& item : list.items) texts.push_back(item.text);
    return texts;
  }

  YamlNode root_;
};

std::vector<std::string> Strings(std::span<const std::string_view> views) {
  return {views.begin(), views.end()};
}

TEST_F(SchemaTest, EveryPlaceHasExactlyTheKeysOfTheReader) {
  for (const KeySet* set : kDocumentKeySets) {
    SCOPED_TRACE(set->place);
    std::vector<std::string> known;
    for (const Key& key : set->keys) known.emplace_back(key.name);
    EXPECT_THAT(KeysOf(At({"$defs", set->place, "properties"})), UnorderedElementsAreArray(known));
  }
}

TEST_F(SchemaTest, EveryPlaceOfTheSchemaIsReadBySomeone) {
  std::set<std::string> read;
  for (const KeySet* set : kDocumentKeySets) read.emplace(set->place);
  std::set<std::string> described;
  const YamlNode& places = At({"$defs"});
  for (size_t i = 0; i < places.keys.size(); ++i) {
    if (places.items[i].Find("properties") != nullptr) described.insert(places.keys[i].text);
  }
  EXPECT_EQ(described, read);
}

TEST_F(SchemaTest, TheSameKeysAreRequired) {
  for (const KeySet* set : kDocumentKeySets) {
    SCOPED_TRACE(set->place);
    std::vector<std::string> known;
    for (const Key& key : set->keys) {
      if (key.required) known.emplace_back(key.name);
    }
    const YamlNode* required = At({"$defs", set->place}).Find("required");
    const auto said = required == nullptr ? std::vector<std::string>() : TextsOf(*required);
    EXPECT_THAT(said, UnorderedElementsAreArray(known));
  }
}

TEST_F(SchemaTest, OnlyOpenPlacesTakeOtherKeys) {
  for (const KeySet* set : kDocumentKeySets) {
    SCOPED_TRACE(set->place);
    const YamlNode& more = At({"$defs", set->place, "additionalProperties"});
    EXPECT_EQ(more.text == "false", !set->open);
  }
}

TEST_F(SchemaTest, TheSameTextsAreToBeChosenFrom) {
  for (const Choices& choices : kDocumentChoices) {
    SCOPED_TRACE(choices.key);
    EXPECT_THAT(TextsOf(At({"$defs", choices.place, "properties", choices.key, "enum"})),
                ElementsAreArray(Strings(choices.names)));
  }
  EXPECT_THAT(TextsOf(At({"$defs", "auth", "properties", "scheme", "enum"})),
              UnorderedElementsAreArray(Strings(AuthSchemes())));
  EXPECT_THAT(TextsOf(At({"$defs", "paging", "properties", "style", "enum"})),
              UnorderedElementsAreArray(Strings(PaginatorStyles())));
}

// Every reference leads somewhere.
void CollectReferences(const YamlNode& node, std::set<std::string>& references) {
  for (size_t i = 0; i < node.items.size(); ++i) {
    if (i < node.keys.size() && node.keys[i].text == "$ref") references.insert(node.items[i].text);
    CollectReferences(node.items[i], references);
  }
}

TEST_F(SchemaTest, EveryReferenceLeadsSomewhere) {
  std::set<std::string> references;
  CollectReferences(root_, references);
  std::set<std::string> places;
  for (const std::string& place : KeysOf(At({"$defs"}))) places.insert("#/$defs/" + place);
  EXPECT_EQ(references, places);
}

}  // namespace
}  // namespace apisql
