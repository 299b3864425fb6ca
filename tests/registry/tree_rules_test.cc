// What `apisql check` says of a table that is its own parent.
#include "registry/rules/tree_rules.h"

#include <gmock/gmock.h>

#include "registry/document/document.h"
#include "registry/model/tree_parameter.h"
#include "registry/rules/key_rules.h"
#include "src/base/text.h"
#include "tests/registry/documents.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kFolders = R"(table: acme.org.folders
description: Folders in folders.
key: [id]
columns:
  id: {path: /id}
  parent: {source: parameter}
  rank: {type: integer, path: /rank}
  token: {path: /token, secret: true}
  open: {type: boolean, path: /open}
methods:
  list_folders:
    verb: select
    get: /folders
    filters:
      parent: {required: true, from: {table: itself, column: id, roots: [top, "2"]}}
)";

StatusOr<std::shared_ptr<const Resource>> Read(const std::string& table) {
  const auto provider = OpenDocument(kAcmeProvider, "provider.yaml");
  auto acme = ReadProviderDocument(*provider);
  ASSIGN_OR_RETURN(const Document document, OpenDocument(table, "t.yaml"));
  return ReadTableDocument(document, *std::move(acme));
}

std::vector<std::string> FaultsOfTree(const std::string& table) {
  const auto resource = Read(table);
  if (!resource.ok()) return Split(resource.status().message(), '\n');
  Faults faults("t.yaml");
  CheckKeyInputs(**resource, OpenDocument(table, "t.yaml")->root, faults);
  return faults.Texts();
}

std::vector<std::string> FaultsWith(std::string_view replace, std::string_view with) {
  return FaultsOfTree(With(kFolders, replace, with));
}

constexpr std::string_view kFrom = "t.yaml:15: methods.list_folders.filters.parent.from";
std::string FaultAt(std::string_view key, std::string_view rule) {
  return std::string(kFrom) + std::string(key) + ": " + std::string(rule);
}

TEST(TreeRulesTest, ItselfIsTheTablesOwnName) {
  for (const std::string_view name : {"itself", "acme.org.folders"}) {
    const auto table = Read(With(kFolders, "itself", name));
    ASSERT_TRUE(table.ok()) << table.status().message();
    const Parameter* const tree = TreeParameterOf((*table)->methods[0]);
    ASSERT_NE(tree, nullptr);
    EXPECT_EQ(tree->parent->table, "acme.org.folders");
    EXPECT_THAT(*tree->parent->roots, ElementsAre("top", "2"));
  }
}

// A row stands below one parent alone.
TEST(TreeRulesTest, TheKeyNeedsNoParentBesideTheValueThatIsAskedFor) {
  EXPECT_THAT(FaultsOfTree(std::string(kFolders)), IsEmpty());
  EXPECT_THAT(FaultsWith("key: [id]", "key: [rank]"),
              ElementsAre("t.yaml:3: key: must name parent, an input of list_folders: what it "
                          "answers for two values of it may have the same key"));
}

TEST(TreeRulesTest, ATreeNeedsRoots) {
  EXPECT_THAT(
      FaultsWith(", roots: [top, \"2\"]", ""),
      ElementsAre(FaultAt(".table",
                          "a table that is its own parent needs roots: the values that the "
                          "first requests send, or none where the first request leaves parent "
                          "out")));
  EXPECT_THAT(
      FaultsWith("[top, \"2\"]", "[]"),
      ElementsAre(FaultAt(".roots",
                          "is empty: say none where the first request leaves the parameter "
                          "out"),
                  FaultAt(".roots",
                          "none is for an input that a request can do without, and parent is "
                          "required")));
  EXPECT_THAT(FaultsWith("[top, \"2\"]", "[top, top]"),
              ElementsAre(FaultAt(".roots", "top stands twice")));
}

TEST(TreeRulesTest, RootsAreForATableThatIsItsOwnParent) {
  EXPECT_THAT(
      FaultsWith("itself", "acme.org.teams"),
      ElementsAre(FaultAt(".roots", "is for a table that is its own parent: {table: itself}")));
}

TEST(TreeRulesTest, TheFirstRequestLeavesOutWhatItMay) {
  EXPECT_THAT(
      FaultsWith("[top, \"2\"]", "none"),
      ElementsAre(FaultAt(".roots",
                          "none is for an input that a request can do without, and parent is "
                          "required")));
  EXPECT_THAT(
      FaultsWith("required: true, ", ""),
      ElementsAre(FaultAt(".roots",
                          "values are for an input that every request has, and parent is not "
                          "required: say none")));
  EXPECT_THAT(FaultsOfTree(With(With(kFolders, "required: true, ", ""), "[top, \"2\"]", "none")),
              IsEmpty());
}

TEST(TreeRulesTest, ASegmentOfThePathMayBeLeftOutByTheFirstRequest) {
  constexpr std::string_view kFilter =
      "    filters:\n      parent: {required: true, from: {table: itself, column: id, roots: "
      "[top, \"2\"]}}\n";
  const std::string optional = With(kFolders, "get: /folders\n", "get: \"/folders{/parent}\"\n");
  EXPECT_THAT(
      FaultsOfTree(With(optional, kFilter,
                        "    path_parameters:\n      parent: {from: {table: itself, column: "
                        "id, roots: none}}\n")),
      IsEmpty());
  EXPECT_THAT(
      FaultsOfTree(With(optional, kFilter,
                        "    path_parameters:\n      parent: {from: {table: itself, column: "
                        "id, roots: [top]}}\n")),
      ElementsAre("t.yaml:15: methods.list_folders.path_parameters.parent.from.roots: values are "
                  "for an input that every request has, and parent is not required: say none"));
}

TEST(TreeRulesTest, RootsAreValuesOfTheColumn) {
  const std::string numbers = With(With(kFolders, "id: {path", "id: {type: integer, path"),
                                   "parent: {source", "parent: {type: integer, source");
  EXPECT_THAT(
      FaultsOfTree(With(numbers, "[top, \"2\"]", "[0, 02, top]")),
      ElementsAre(FaultAt(".roots", "02 is no value of the column parent, which is an integer"),
                  FaultAt(".roots", "top is no value of the column parent, which is an integer")));
  EXPECT_THAT(FaultsWith("[top, \"2\"]", "[\"\"]"),
              ElementsAre(FaultAt(
                  ".roots", "an empty text is no value of the column parent, which is a text")));
}

TEST(TreeRulesTest, TheColumnIsReadFromRowsAndFitsTheInput) {
  EXPECT_THAT(FaultsWith("column: id", "column: idd"),
              ElementsAre(FaultAt(".column", "there is no column idd; did you mean id?")));
  EXPECT_THAT(FaultsWith("column: id", "column: parent"),
              ElementsAre(FaultAt(".column", "parent is not read from rows")));
  EXPECT_THAT(FaultsWith("column: id", "column: token"),
              ElementsAre(FaultAt(".column", "token is secret: in a request it would be logged")));
  EXPECT_THAT(FaultsWith("column: id", "column: rank"),
              ElementsAre(FaultAt(".column", "rank and parent are of different types")));
  EXPECT_THAT(
      FaultsOfTree(With(With(kFolders, "parent: {source", "parent: {type: boolean, source"),
                        "column: id", "column: open")),
      ElementsAre(FaultAt(".table", "is for columns of texts and integers, and parent is none")));
}

TEST(TreeRulesTest, OneListGoesDownByOneInput) {
  constexpr std::string_view kGet = "get: /folders\n";
  EXPECT_THAT(
      FaultsWith(kGet, "get: /folders\n    row: /\n"),
      ElementsAre(FaultAt(".table",
                          "only a list asks for the rows below its own; here the statement gives "
                          "parent")
                      .replace(7, 2, "16")));
  EXPECT_THAT(FaultsWith("required: true, from", "required: true, match: partial, from"),
              ElementsAre(FaultAt(
                  ".table", "needs match: exact: a row would be found below several parents")));
  EXPECT_THAT(
      FaultsWith("    filters:\n",
                 "    filters:\n      since: {column: rank, operator: \">=\", required: "
                 "true}\n"),
      ElementsAre(FaultAt(".table",
                          "cannot stand beside since: where a row is left out, so are those "
                          "below it")
                      .replace(7, 2, "16")));
  EXPECT_THAT(
      FaultsWith("    filters:\n",
                 "    filters:\n      rank: {required: true, from: {table: itself, column: "
                 "rank, roots: [1]}}\n"),
      ElementsAre(FaultAt(".table",
                          "one input takes its values from the table itself, and parent does, "
                          "too")
                      .replace(40, 6, "rank"),
                  FaultAt(".table",
                          "one input takes its values from the table itself, and rank does, "
                          "too")
                      .replace(7, 2, "16")));
}

}  // namespace
}  // namespace apisql
