#include <gmock/gmock.h>

#include "tests/registry/request/write_fixture.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;

class InsertTemplateTest : public WriteTest {
 protected:
  std::string Template() {
    const StatusOr<std::string> text = InsertTemplate(resource_);
    return text.ok() ? *text : "error: " + text.status().message();
  }
};

TEST_F(InsertTemplateTest, RequiredColumnsComeFirstAndTheOthersAreNull) {
  Use("confluent.org.environments");
  EXPECT_EQ(Template(), R"(INSERT INTO confluent.org.environments (
  display_name,               -- required, text: A name for people.
  stream_governance_package,  -- text (ESSENTIALS, ADVANCED): Which package of Stream Governance (schemas, catalog, lineage) the environment has.
  stream_governance_config    -- JSON: The settings of Stream Governance, as received.
) VALUES (
  'text',  -- display_name
  NULL,    -- stream_governance_package
  NULL     -- stream_governance_config
);
)");
}

TEST_F(InsertTemplateTest, SecretsAreAskedForWithTheKey) {
  Use("confluent.iam.api_keys");
  EXPECT_THAT(Template(), testing::EndsWith(") RETURNING id, secret;\n"));
  Use("rockset.iam.api_keys");
  EXPECT_THAT(Template(), testing::EndsWith(") RETURNING name, key;\n"));
  MethodOf(Verb::kInsert).returns_row = false;
  EXPECT_THAT(Template(), testing::EndsWith("created_by\n);\n"));
}

TEST_F(InsertTemplateTest, PlaceholdersHaveTheFormOfTheirType) {
  Use("confluent.cmk.clusters");
  for (Column& column : resource_.columns) column.required_on_create = column.on_create;
  ColumnOf("config").values = {"it's"};
  const std::string text = Template();
  for (const char* line :
       {"\n  'text',         -- display_name\n", "\n  'AWS',          -- cloud\n",
        "\n  0,              -- config_cku\n", "\n  0,              -- deletion_protection\n",
        "\n  '{}',           -- config_zones\n", "\n  'it''s',        -- config\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  EXPECT_THAT(text,
              HasSubstr("-- required, 0 or 1: While it is on, the cluster cannot be deleted."));
  Use("rockset.iam.api_keys");
  ColumnOf("expiry_time").required_on_create = true;
  EXPECT_THAT(Template(), HasSubstr("\n  '2026-01-31 00:00:00',  -- expiry_time\n"));
}

TEST_F(InsertTemplateTest, InputsOfTheMethodCanBeGivenToo) {
  Use("confluent.iam.service_accounts");
  EXPECT_THAT(Template(), HasSubstr("\n  assigned_resource_owner   -- text: Input of INSERT only"));
  MethodOf(Verb::kInsert).parameters.at(0).required = true;
  EXPECT_THAT(Template(), HasSubstr("\n  assigned_resource_owner,  -- required, text: Input of"));
}

TEST_F(InsertTemplateTest, ADescriptionCannotEndItsComment) {
  Use("confluent.org.environments");
  ColumnOf("display_name").description = "a\n); DELETE FROM x; --\x1b[2J";
  EXPECT_THAT(Template(), HasSubstr("-- required, text: a ); DELETE FROM x; --\\x1b[2J\n"));
}

TEST_F(InsertTemplateTest, NamesThatAreWordsOfSqlAreQuoted) {
  Use("confluent.org.environments");
  ColumnOf("display_name").name = "group";
  EXPECT_THAT(Template(), HasSubstr("(\n  \"group\", "));
}

TEST_F(InsertTemplateTest, ATableThatNeedsNothingTakesDefaults) {
  Use("confluent.org.environments");
  for (Column& column : resource_.columns) column.on_create = column.required_on_create = false;
  EXPECT_EQ(Template(), "INSERT INTO confluent.org.environments DEFAULT VALUES;\n");
}

TEST_F(InsertTemplateTest, ATableWithoutInsertSaysWhatItCan) {
  Use("confluent.iam.users");
  EXPECT_EQ(Template(),
            "error: confluent.iam.users: rows cannot be inserted: the API has no such call; it "
            "can: update, delete, exec update_auth_type_iam_v2_user");
}

}  // namespace
}  // namespace apisql
