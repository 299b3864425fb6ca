// What `apisql check` says of documents that name each other.
#include "registry/source/reference_rules.h"

#include <gmock/gmock.h>

#include "registry/source/check_document.h"
#include "src/base/text.h"
#include "tests/registry/documents.h"
#include "tests/registry/temporary_folder.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kClusters = R"(table: acme.run.clusters
description: Clusters.
key: [id]
columns:
  id: {path: /id}
  host: {path: /host}
  token: {path: /token, secret: true}
methods:
  list_clusters: {verb: select, get: /clusters}
  get_cluster: {verb: select, get: "/clusters/{id}", row: /}
)";

constexpr std::string_view kTopics = R"(table: acme.run.topics
description: Topics.
key: [cluster, host, name]
columns:
  cluster: {source: parameter}
  host: {source: parameter}
  name: {path: /name}
methods:
  list_topics:
    verb: select
    get: "/clusters/{cluster}/topics"
    path_parameters:
      cluster: {from: {table: acme.run.clusters, column: id}}
    filters:
      host: {required: true, from: {table: acme.run.clusters, column: host}}
)";

class ReferenceRulesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_.Write("provider.yaml", std::string(kAcmeProvider));
    folder_.Write("clusters.yaml", std::string(kClusters));
  }

  // Of the document `topics`, after the name of its file.
  std::vector<std::string> FaultsOf(const std::string& topics) {
    const std::string file = folder_.Write("topics.yaml", topics);
    const CheckedDocument checked = CheckDocument(file);
    if (checked.table == nullptr) return checked.faults;
    const auto catalog = Catalog::Builtin();
    const Status added = catalog->AddDirectory(folder_.path());
    if (!added.ok()) return {added.message()};
    Faults faults("topics");
    CheckReferences(*checked.table, checked.root, *catalog, faults);
    return faults.Texts();
  }

  std::vector<std::string> FaultsWith(std::string_view replace, std::string_view with) {
    return FaultsOf(With(kTopics, replace, with));
  }

  TemporaryFolder folder_;
};

TEST_F(ReferenceRulesTest, ASoundParentHasNoFault) {
  EXPECT_THAT(FaultsOf(std::string(kTopics)), IsEmpty());
}

TEST_F(ReferenceRulesTest, TheParentIsATable) {
  EXPECT_THAT(
      FaultsWith("table: acme.run.clusters, column: id", "table: acme.run.cluster, column: id"),
      ElementsAre(AllOf(HasSubstr("topics:13: methods.list_topics.path_parameters.cluster.from."
                                  "table: no table acme.run.cluster; did you mean "
                                  "acme.run.clusters"),
                        HasSubstr("? SHOW RESOURCES IN acme.run lists its tables"))));
}

TEST_F(ReferenceRulesTest, TheColumnIsOneOfTheParent) {
  EXPECT_THAT(FaultsWith("column: host", "column: hots"),
              ElementsAre("topics:15: methods.list_topics.filters.host.from.column: "
                          "acme.run.clusters has no column hots; did you mean host?"));
}

TEST_F(ReferenceRulesTest, ASecretColumnIsNoParent) {
  EXPECT_THAT(FaultsWith("column: host", "column: token"),
              ElementsAre("topics:15: methods.list_topics.filters.host.from.column: token of "
                          "acme.run.clusters is secret: in a request it would be logged"));
}

TEST_F(ReferenceRulesTest, AnInputThatTheParentsListCanDoWithoutIsNoParent) {
  std::string clusters =
      With(kClusters, "  host:", "  zone: {source: parameter, hidden: true}\n  host:");
  clusters = With(clusters, "get: /clusters}", "get: /clusters, filters: {zone: {}}}");
  folder_.Write("clusters.yaml", With(clusters, "key: [id]", "key: [id, zone]"));
  EXPECT_THAT(FaultsOf(std::string(kTopics)), IsEmpty());
  EXPECT_THAT(FaultsWith("column: host", "column: zone"),
              ElementsAre("topics:15: methods.list_topics.filters.host.from.column: zone is an "
                          "input of acme.run.clusters which list_clusters can do without: its rows "
                          "have no value there"));
}

TEST_F(ReferenceRulesTest, AViewIsNoParent) {
  folder_.Write("all.yaml",
                "table: acme.run.all\ndescription: V.\nview: SELECT id FROM acme.run.clusters\n");
  EXPECT_THAT(FaultsWith("table: acme.run.clusters, column: id", "table: acme.run.all, column: id"),
              ElementsAre("topics:13: methods.list_topics.path_parameters.cluster.from.table: "
                          "acme.run.all is a view: name the table that the view reads"));
}

TEST_F(ReferenceRulesTest, ABuiltInTableMayBeAParent) {
  EXPECT_THAT(FaultsWith("table: acme.run.clusters, column: host",
                         "table: confluent.iam.users, column: email"),
              IsEmpty());
  EXPECT_THAT(FaultsWith("table: acme.run.clusters, column: host",
                         "table: confluent.iam.users, column: mail"),
              ElementsAre("topics:15: methods.list_topics.filters.host.from.column: "
                          "confluent.iam.users has no column mail; did you mean email?"));
}

TEST_F(ReferenceRulesTest, NoTableWaitsForItsOwnRows) {
  folder_.Write("nodes.yaml",
                "table: acme.run.nodes\ndescription: N.\ncolumns:\n"
                "  topic: {source: parameter}\n  id: {path: /id}\n"
                "methods:\n  list_nodes:\n    verb: select\n    get: \"/topics/{topic}/nodes\"\n"
                "    path_parameters: {topic: {from: {table: acme.run.topics, column: name}}}\n");
  EXPECT_THAT(
      FaultsWith("table: acme.run.clusters, column: host", "table: acme.run.nodes, column: id"),
      ElementsAre("topics:15: methods.list_topics.filters.host.from.table: its rows need rows of "
                  "this table first: acme.run.topics from acme.run.nodes from acme.run.topics"));
}

// What follows from the key of the parent need not stand in that of its child.
TEST_F(ReferenceRulesTest, TheKeyNamesTheKeyOfTheParent) {
  EXPECT_THAT(FaultsWith("key: [cluster, host, name]", "key: [cluster, name]"), IsEmpty());
  EXPECT_THAT(FaultsWith("key: [cluster, host, name]", "key: [host, name]"),
              ElementsAre("topics:3: key: must name cluster, an input of list_topics: two rows of "
                          "acme.run.clusters may differ in nothing but id"));
}

TEST_F(ReferenceRulesTest, TheKeyNamesAllInputsWhereTheyAreNotTheKeyOfTheParent) {
  const std::string topics = With(kTopics, "key: [cluster, host, name]", "key: [cluster, name]");
  folder_.Write("clusters.yaml", With(kClusters, "key: [id]", "key: [id, host]"));
  EXPECT_THAT(FaultsOf(topics),
              ElementsAre("topics:3: key: must name host, an input of list_topics: two rows of "
                          "acme.run.clusters may differ in nothing but host"));
  folder_.Write("clusters.yaml", With(kClusters, "key: [id]\n", ""));
  EXPECT_THAT(FaultsOf(topics),
              ElementsAre("topics:3: key: must name host, an input of list_topics: two rows of "
                          "acme.run.clusters may differ in nothing but host"));
}

}  // namespace
}  // namespace apisql
