// apisql.so in the sqlite3 command line: the providers that the sandbox does not have, each asked
// at an imitation of its API.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "registry/config/config.h"
#include "registry/config/yaml_text.h"
#include "tests/programs/run_program.h"
#include "tests/programs/sanitized.h"
#include "tests/providers/imitated_apis.h"

namespace apisql {
namespace {

struct Question {
  std::string provider;
  std::string sql;
  std::string answer;
};

void PrintTo(const Question& question, std::ostream* stream) { *stream << question.sql; }

std::string SecretLine(const std::string& indent, const std::string& name,
                       const SecretReference& reference) {
  return indent + name + ": {value: " + YamlName(reference.value.Reveal()) + "}\n";
}

// The config file of a user who has this at hand.
std::string FileOf(const std::string& provider, const ProviderConfig& config) {
  std::string text = "providers:\n  " + provider + ":\n    base_url: " + config.base_url + "\n";
  text += "    secrets:\n";
  for (const auto& [key, reference] : config.secrets) {
    if (key.first.empty()) text += SecretLine("      ", key.second, reference);
  }
  if (!config.variables.empty()) text += "    variables:\n";
  for (const auto& [name, value] : config.variables) {
    text += "      " + name + ": " + YamlName(value) + "\n";
  }
  return text;
}

class LoadedExtensionTest : public testing::TestWithParam<Question> {};

TEST_P(LoadedExtensionTest, ATableOfTheProviderIsRead) {
  if (kSanitized) GTEST_SKIP() << "sqlite3 itself does not carry the sanitizers' runtime";
  const auto api = StartImitatedApi(GetParam().provider, {});
  ASSERT_TRUE(api.ok()) << api.status().message();
  const TestHome home;
  home.Write(".config/apisql/config.yaml", FileOf(GetParam().provider, api->config));
  const ProgramResult result = home.Run(
      {"sqlite3", "-bail", "-cmd", ".load \"" + Built("apisql.so") + "\"",
       ":memory:", GetParam().sql + "; SELECT count(*) > 0, max(status) FROM \"apisql.requests\""});
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(result.out, GetParam().answer + "\n1|200\n");
}

const Question kQuestions[] = {
    {"github", R"(SELECT count(*) FROM "github.repos.repositories" WHERE org = 'acme')", "3"},
    {"kafka", R"(SELECT count(*) FROM "kafka.core.topics")", "4"},
    {"okta", R"(SELECT name FROM "okta.groups.groups" WHERE type = 'OKTA_GROUP')", "Platform"},
    {"pagerduty", R"(SELECT count(*) FROM "pagerduty.users.users")", "4"},
    {"schema_registry", R"(SELECT count(*) FROM "schema_registry.schemas.subjects")", "4"},
    {"stripe", R"(SELECT count(*) FROM "stripe.core.customers")", "5"},
};

INSTANTIATE_TEST_SUITE_P(Providers, LoadedExtensionTest, testing::ValuesIn(kQuestions),
                         [](const auto& info) { return info.param.provider; });

}  // namespace
}  // namespace apisql
