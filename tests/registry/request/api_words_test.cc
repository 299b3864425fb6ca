#include "registry/model/api_words.h"

#include <gtest/gtest.h>

#include <set>

#include "registry/source/catalog.h"
#include "src/base/text.h"

namespace apisql {
namespace {

class ApiWordsTest : public ::testing::Test {
 protected:
  std::string Meaning(std::string_view table, std::string_view word) {
    const auto resource = catalog_->Find(table);
    if (!resource.ok()) return resource.status().message();
    return MeaningOfApiWord(**resource, word);
  }
  std::string OfKey(std::string_view word) { return Meaning("confluent.iam.api_keys", word); }

  const std::unique_ptr<Catalog> catalog_ = Catalog::Builtin();
};

TEST_F(ApiWordsTest, AParameterIsTheColumnThatBindsIt) {
  for (const std::string_view word :
       {"spec.owner", "spec_owner", "SPEC.Owner", "owner", "data__spec.owner"}) {
    EXPECT_EQ(OfKey(word), "The API's parameter spec.owner is the column owner_id") << word;
  }
  EXPECT_EQ(OfKey("resource"), "The API's parameter spec.resource is the column resource_id");
  EXPECT_EQ(Meaning("rockset.iam.api_keys", "user"),
            "The API's parameter {user} is the column user_email");
}

TEST_F(ApiWordsTest, OneParameterMayAskForSeveralColumns) {
  EXPECT_EQ(Meaning("confluent.byok.keys", "key"),
            "The API's parameter key is in the columns key_arn, key_id");
}

TEST_F(ApiWordsTest, APlaceInJsonIsTheColumnThatHasIt) {
  EXPECT_EQ(OfKey("spec.owner.id"), "The API's member spec.owner.id is the column owner_id");
  EXPECT_EQ(OfKey("spec_owner_id"), "The API's member spec_owner_id is the column owner_id");
  EXPECT_EQ(OfKey("owner.kind"), "The API's member owner.kind is the column owner_kind");
  EXPECT_EQ(OfKey("data__spec"), "The API's member spec is the column spec");
  EXPECT_EQ(Meaning("confluent.cmk.clusters", "related"),
            "The API's member related is in the columns byok_related, network_related, "
            "environment_related");
}

TEST_F(ApiWordsTest, AnObjectIsTheColumnsWithinIt) {
  EXPECT_EQ(Meaning("confluent.cmk.clusters", "byok"),
            "The API's object byok is in the columns byok_id, byok_related, byok_resource_name");
  EXPECT_EQ(Meaning("confluent.cmk.clusters", "spec.environment"),
            "The API's object spec.environment is the column environment_id");
}

TEST_F(ApiWordsTest, PagingIsTheProgramsOwnWork) {
  EXPECT_EQ(OfKey("page_token"),
            "page_token is how the API pages, which is done for you; LIMIT says how many rows you "
            "want");
  EXPECT_EQ(Meaning("rockset.iam.api_keys", "page_token"), "");
}

TEST_F(ApiWordsTest, OtherWordsMeanNothing) {
  for (const std::string_view word : {"", ".", "_", "resourc", "owners", "data__", "spec.", "v2"}) {
    EXPECT_EQ(OfKey(word), "") << word;
  }
}

// Whatever a table calls a parameter or has a place for leads to a column of it.
TEST_F(ApiWordsTest, EveryParameterAndEveryPlaceOfEveryTableIsUnderstood) {
  for (const std::string& table : catalog_->TableNames()) {
    const auto resource = *catalog_->Find(table);
    std::set<std::string> words;
    for (const Method& method : resource->methods) {
      for (const Parameter& parameter : method.parameters) {
        if (!parameter.column.empty()) words.insert(parameter.name);
      }
    }
    for (const std::string& word : words) {
      EXPECT_TRUE(Meaning(table, word).starts_with("The API's parameter ")) << table << word;
    }
    for (const Column& column : resource->columns) {
      if (column.path.empty()) continue;
      EXPECT_NE(Meaning(table, Join(column.path.keys, ".")), std::string()) << column.name;
    }
  }
}

TEST_F(ApiWordsTest, AParameterIsWrittenAsTheApiHasIt) {
  const auto keys = *catalog_->Find("confluent.iam.api_keys");
  const auto text = [&](std::string_view column) {
    return ParameterText(*keys, keys->columns[static_cast<size_t>(keys->FindColumn(column))]);
  };
  EXPECT_EQ(text("owner_id"), "spec.owner");
  EXPECT_EQ(text("id"), "{id}");
  EXPECT_EQ(text("display_name"), "");
}

}  // namespace
}  // namespace apisql
