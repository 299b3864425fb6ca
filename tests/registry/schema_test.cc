// registry/provider.schema.json is what the rows of registry/keys say. JSON is YAML, so the reader
// of documents reads the schema.
#include "registry/keys/schema.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "registry/keys/places.h"
#include "registry/yaml/yaml_tree.h"

namespace apisql {
namespace {

using ::testing::Contains;
using ::testing::Not;

constexpr char kFile[] = APISQL_SOURCE_DIR "/registry/provider.schema.json";

TEST(SchemaTest, TheFileIsWhatTheRowsSay) {
  if (std::getenv("APISQL_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(kFile) << ProviderSchema();
    return;
  }
  std::ifstream file(kFile);
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_TRUE(text.str() == ProviderSchema())
      << "registry/provider.schema.json is not up to date: ./dev docs writes it";
}

void CollectReferences(const YamlNode& node, std::set<std::string>& references) {
  for (size_t i = 0; i < node.items.size(); ++i) {
    if (i < node.keys.size() && node.keys[i].text == "$ref") references.insert(node.items[i].text);
    CollectReferences(node.items[i], references);
  }
}

TEST(SchemaTest, EveryReferenceLeadsSomewhereAndEveryPlaceIsReferredTo) {
  const auto root = ParseYaml(ProviderSchema(), "schema");
  ASSERT_TRUE(root.ok()) << root.status().message();
  std::set<std::string> references;
  CollectReferences(*root, references);
  std::set<std::string> places;
  for (const YamlKey& place : root->Find("$defs")->keys) places.insert("#/$defs/" + place.text);
  EXPECT_EQ(references, places);
}

TEST(PlacesTest, EveryRowIsExplainedAndStandsOnce) {
  std::vector<const Place*> places = DocumentPlaces();
  for (const Place* place : PlacesBelow(kConfig)) places.push_back(place);
  std::vector<std::string_view> names;
  for (const Place* place : places) {
    SCOPED_TRACE(place->name);
    EXPECT_TRUE(place->words.ends_with('.'));
    EXPECT_THAT(names, Not(Contains(place->name)));
    names.push_back(place->name);
    std::set<std::string_view> keys;
    for (const Key& key : place->keys) {
      SCOPED_TRACE(key.name);
      EXPECT_TRUE(key.words.ends_with('.')) << key.words;
      EXPECT_TRUE(keys.insert(key.name).second);
    }
  }
}

// What a row refers to: a map has a place, a choice has its words, a condition has its key.
TEST(PlacesTest, RowsAreWhole) {
  std::vector<const Place*> places = DocumentPlaces();
  for (const Place* place : PlacesBelow(kConfig)) places.push_back(place);
  for (const Place* place : places) {
    for (const Key& key : place->keys) {
      SCOPED_TRACE(std::string(place->name) + "." + std::string(key.name));
      const bool maps = key.type == KeyType::kMap || key.type == KeyType::kMaps ||
                        key.type == KeyType::kNamedMaps;
      EXPECT_EQ(key.rules.of != nullptr, maps);
      const bool chosen = key.type == KeyType::kChoice || key.type == KeyType::kChoices;
      EXPECT_EQ(!ChoicesOf(key).empty(), chosen);
      if (key.type == KeyType::kInteger) {
        EXPECT_LT(key.rules.least, key.rules.most);
      }
      EXPECT_EQ(key.rules.where_key.empty(), key.rules.where_values.empty());
      if (!key.rules.where_key.empty()) {
        EXPECT_NE(place->Find(key.rules.where_key), nullptr);
      }
    }
  }
}

}  // namespace
}  // namespace apisql
