// What the server of a method asks of its table: columns that fill its URL or tell its credential,
// and variables that WHERE may give.
#include <gmock/gmock.h>

#include "registry/document/document.h"
#include "tests/registry/documents.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kProvider = R"(provider: acme
description: A company.
servers:
  main:
    url: "https://{site}.acme.example/{version}"
    variables: {site: {}, version: {default: v1}}
    auth: {scheme: bearer, secrets: {token: ACME_TOKEN}}
    credential: {by: cluster}
  open:
    url: "https://{site}"
    variables: {site: {}}
errors: [{message: /detail}]
)";

constexpr std::string_view kTable = R"(table: acme.crm.things
description: Things.
key: [cluster, site, id]
columns:
  id: {path: /id}
  cluster: {source: parameter}
  site: {source: parameter, hidden: true}
  version: {path: /version}
methods:
  list_things: {verb: select, get: /things, rows: /, paging: none}
)";

StatusOr<std::shared_ptr<const Resource>> TableIn(std::string_view text) {
  const auto provider_document = OpenDocument(kProvider, "p.yaml");
  const auto provider = ReadProviderDocument(*provider_document);
  EXPECT_TRUE(provider.ok()) << provider.status().message();
  const auto document = OpenDocument(text, "t.yaml");
  return ReadTableDocument(*document, *provider);
}

std::string FaultOf(std::string_view text) {
  const auto table = TableIn(text);
  return table.ok() ? "" : table.status().message();
}

// "cluster!" for a required one.
std::vector<std::string> Parameters(std::string_view text) {
  const auto table = TableIn(text);
  EXPECT_TRUE(table.ok()) << table.status().message();
  std::vector<std::string> names;
  if (!table.ok()) return names;
  for (const Parameter& parameter : (*table)->methods[0].parameters) {
    names.push_back(parameter.name + (parameter.required ? "!" : ""));
  }
  return names;
}

TEST(ServerParametersTest, ACredentialsColumnIsRequiredAndAVariableIsNot) {
  EXPECT_THAT(Parameters(kTable), ElementsAre("cluster!", "site"));
}

TEST(ServerParametersTest, TheKeyNamesAVariableOfWhere) {
  EXPECT_EQ(FaultOf(With(kTable, "[cluster, site, id]", "[cluster, id]")),
            "t.yaml:3: key: must name site, a variable of the server: rows of two values may have "
            "the same key");
}

TEST(ServerParametersTest, TheColumnOfTheCredentialMustBeThere) {
  EXPECT_THAT(
      FaultOf(With(With(kTable, "  cluster: {source: parameter}\n", ""), "[cluster, ", "[")),
      HasSubstr("there is no column cluster"));
}

TEST(ServerParametersTest, AWholeHostIsNotForWhere) {
  EXPECT_THAT(
      FaultOf(With(kTable, "description: Things.\n", "description: Things.\nserver: open\n")),
      HasSubstr("columns.site.source: no method has a parameter that binds it"));
}

}  // namespace
}  // namespace apisql
