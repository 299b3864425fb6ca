// A key that cannot tell apart what lists answer for different inputs is a fault of its document.
#include "registry/rules/key_rules.h"

#include <gmock/gmock.h>

#include "registry/document/document.h"
#include "src/base/text.h"
#include "tests/registry/documents.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Things of which no answer names the team that was asked for.
constexpr std::string_view kThings = R"(table: acme.shop.things
description: Things.
key: [team, id]
columns:
  team: {source: parameter, hidden: true}
  id: {type: integer, path: /id}
  note: {path: /note, write: [update]}
methods:
  list_things: {verb: select, get: /things, filters: {team: {}}}
  get_thing: {verb: select, get: "/things/{id}", row: /}
  update_thing: {verb: update, patch: "/things/{id}"}
)";

std::vector<std::string> FaultsOf(const std::string& table) {
  const auto provider = OpenDocument(kAcmeProvider, "provider.yaml");
  auto acme = ReadProviderDocument(*provider);
  const auto document = OpenDocument(table, "t.yaml");
  if (!document.ok()) return {document.status().message()};
  const auto resource = ReadTableDocument(*document, *std::move(acme));
  if (!resource.ok()) return Split(resource.status().message(), '\n');
  Faults faults("t.yaml");
  CheckKeyInputs(**resource, document->root, faults);
  return faults.Texts();
}

TEST(KeyRulesTest, AKeyThatNamesTheInputIsSound) {
  EXPECT_THAT(FaultsOf(std::string(kThings)), IsEmpty());
}

TEST(KeyRulesTest, ARequiredInputStandsInTheKey) {
  std::string things = With(kThings, "{team: {}}", "{team: {required: true}}");
  things = With(things, "  get_thing: {verb: select, get: \"/things/{id}\", row: /}\n", "");
  EXPECT_THAT(FaultsOf(things), IsEmpty());
  EXPECT_THAT(FaultsOf(With(things, "key: [team, id]", "key: [id]")),
              ElementsAre("t.yaml:3: key: must name team, an input of list_things: what it answers "
                          "for two values of it may have the same key"));
}

// Of those that a list can do without a hint is told.
TEST(KeyRulesTest, AnOptionalInputNeedNotStandInTheKey) {
  EXPECT_THAT(FaultsOf(With(kThings, "key: [team, id]", "key: [id]")), IsEmpty());
}

// The path shows that the number counts within a team.
TEST(KeyRulesTest, AnInputOfThePathStandsInTheKey) {
  std::string things =
      With(kThings, "get: /things, filters: {team: {}}", "get: \"/teams/{team}/things\"");
  things = With(things, "get: \"/things/{id}\"", "get: \"/teams/{team}/things/{id}\"");
  things = With(things, "patch: \"/things/{id}\"", "patch: \"/teams/{team}/things/{id}\"");
  EXPECT_THAT(FaultsOf(things), IsEmpty());
  EXPECT_THAT(FaultsOf(With(things, "key: [team, id]", "key: [id]")),
              ElementsAre("t.yaml:3: key: must name team, an input of list_things: what it answers "
                          "for two values of it may have the same key"));
}

// GET /things/7 gets one thing, whichever team it is of: numbers are unique over all teams.
TEST(KeyRulesTest, WhatTheApiGetsByTheKeyAloneIsUnique) {
  const std::string things =
      With(kThings, "get: /things, filters: {team: {}}", "get: \"/teams/{team}/things\"");
  EXPECT_THAT(FaultsOf(With(things, "key: [team, id]", "key: [id]")), IsEmpty());
}

TEST(KeyRulesTest, OneOfTwoInputsFromARowOfAParentIsEnough) {
  const std::string parent =
      "get: \"/h/{host}/things\", path_parameters: {host: {from: {table: acme.run.teams, column: "
      "host}}}, filters: {team: {required: true, from: {table: acme.run.teams, column: id}}}";
  std::string things = With(kThings, "  team: {source: parameter, hidden: true}\n",
                            "  team: {source: parameter}\n  host: {source: parameter}\n");
  things = With(things, "get: /things, filters: {team: {}}", parent);
  things = With(things, "  get_thing: {verb: select, get: \"/things/{id}\", row: /}\n", "");
  EXPECT_THAT(FaultsOf(things), IsEmpty());
  EXPECT_THAT(FaultsOf(With(things, "key: [team, id]", "key: [id]")),
              ElementsAre("t.yaml:3: key: must name host, an input of list_things: what it answers "
                          "for two values of it may have the same key",
                          "t.yaml:3: key: must name team, an input of list_things: what it answers "
                          "for two values of it may have the same key"));
}

TEST(KeyRulesTest, ATableWithoutKeyNeedsNone) {
  EXPECT_THAT(FaultsOf(With(With(With(kThings, "key: [team, id]\n", ""), ", write: [update]", ""),
                            "  update_thing: {verb: update, patch: \"/things/{id}\"}\n", "")),
              IsEmpty());
}

// No row is read for them, so that neither a select nor a key is needed.
TEST(KeyRulesTest, AWriteByInputsNeedsNothingOfRows) {
  constexpr std::string_view kGone = R"(table: acme.shop.gone
description: What can be taken away.
columns: {thing: {source: parameter}, name: {source: parameter, write: [update], write_path: /name}}
methods:
  delete_thing: {verb: delete, delete: "/things/{thing}", where: inputs}
  update_thing: {verb: update, put: "/things/{thing}", where: inputs}
)";
  EXPECT_THAT(FaultsOf(std::string(kGone)), IsEmpty());
  EXPECT_THAT(FaultsOf(With(kGone, "/things/{thing}\", where: inputs}\n  update",
                            "/things/{thing}\"}\n  update")),
              ElementsAre("t.yaml:1: key: delete needs a key that tells rows apart; without one "
                          "every select must say row and take no value, so that there is one row "
                          "alone",
                          "t.yaml:4: methods: update and delete need a select"));
}

TEST(KeyRulesTest, AWriteByInputsTakesNothingOfRows) {
  const std::string things =
      With(kThings, "patch: \"/things/{id}\"", "patch: \"/things/{id}\", where: inputs");
  EXPECT_THAT(FaultsOf(things), IsEmpty());
  EXPECT_THAT(
      FaultsOf(With(things, "where: inputs", "where: inputs, body: whole")),
      ElementsAre("t.yaml:11: methods.update_thing.where: inputs: no row is read whose other "
                  "members body could send"));
  EXPECT_THAT(
      FaultsOf(With(things, "/things/{id}\", where", "/things\", where")),
      ElementsAre("t.yaml:11: methods.update_thing.where: inputs: the method needs none, so "
                  "that nothing says what is meant"));
  EXPECT_THAT(
      FaultsOf(With(things, "where: inputs",
                    "where: inputs, await: {method: get_thing, field: /s, done: [a]}")),
      ElementsAre(
          "t.yaml:11: methods.update_thing.where: inputs: no row is read, so await has none"));
}

}  // namespace
}  // namespace apisql
