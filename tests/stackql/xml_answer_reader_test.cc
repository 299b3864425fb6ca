// Which elements of the rows of XML are lists, however deep and however the schemas go around.
#include "registry/stackql/methods/xml_answer_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace apisql {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Le;
using ::testing::Not;
using ::testing::SizeIs;

class XmlAnswerReaderTest : public ::testing::Test {
 protected:
  // The lists of a row with `properties`; `schemas` are those that they may refer to.
  static std::vector<std::string> ListsOf(const std::string& properties,
                                          const std::string& schemas = "") {
    const std::string text =
        "openapi: 3.0.3\n"
        "info: {x-protocol: ec2}\n"
        "paths: {/: {get: {responses: {\"200\": {content: {text/xml: {schema: {type: object, "
        "properties: {line_items: {type: array, items: {type: object, properties: {" +
        properties + "}}}}}}}}}}}}\ncomponents: {schemas: {" + schemas + "}}\n";
    const auto document = OpenApiDocument::Parse(text, "things.yaml");
    EXPECT_TRUE(document.ok()) << document.status().message();
    const auto response = ParseYaml(
        "{openAPIDocKey: \"200\", mediaType: text/xml, objectKey: $.line_items, transform: {type: "
        "schema_driven_xml_v0.1.0}}",
        "response");
    const auto operation = FindOperation(*document, "#/paths/~1/get");
    EXPECT_TRUE(operation.ok()) << operation.status().message();
    const auto shape = ReadXmlShape(*document, *operation, &*response);
    EXPECT_TRUE(shape.ok()) << shape.status().message();
    return shape.ok() ? shape->xml->lists : std::vector<std::string>{"none"};
  }

  static std::string ListOf(const std::string& properties) {
    return "{type: array, items: {type: object, properties: {" + properties + "}}}";
  }

  // A schema whose members, `count` of them, all are of that schema.
  static std::string Around(const std::string& name, int count, const std::string& first = "") {
    std::string text = name + ": {type: object, properties: {" + first;
    for (int i = 0; i < count; ++i) {
      text += (i > 0 ? ", m" : "m") + std::to_string(i) + ": {$ref: \"#/components/schemas/" +
              name + "\"}";
    }
    return text + "}}";
  }
};

TEST_F(XmlAnswerReaderTest, ListsAreKnownHoweverManyListsTheyStandIn) {
  const std::string cards = ListOf("groupSet: " + ListOf("tagSet: " + ListOf("k: {}")));
  EXPECT_THAT(ListsOf("instancesSet: " + ListOf("cardSet: " + cards)),
              ElementsAre("/instancesSet/*", "/instancesSet/*/cardSet/*",
                          "/instancesSet/*/cardSet/*/groupSet/*",
                          "/instancesSet/*/cardSet/*/groupSet/*/tagSet/*"));
}

TEST_F(XmlAnswerReaderTest, SchemasThatGoAroundComeToAnEnd) {
  const std::string member = "m: {$ref: \"#/components/schemas/T\"}";
  EXPECT_THAT(ListsOf(member, Around("T", 120)), ElementsAre());
  // Nor do they take the place of a list that stands nearer.
  const auto lists = ListsOf(member + ", near: " + ListOf("id: {}"),
                             Around("T", 120, "texts: {type: array, items: {type: string}}, "));
  EXPECT_THAT(lists, Contains("/near/*"));
  EXPECT_THAT(lists, Contains("/m/texts/*"));
  EXPECT_THAT(lists, SizeIs(Le(60U)));
}

TEST_F(XmlAnswerReaderTest, AListOfItselfComesToAnEnd) {
  const auto lists = ListsOf("m: {$ref: \"#/components/schemas/L\"}",
                             "L: {type: array, items: {$ref: \"#/components/schemas/L\"}}");
  EXPECT_THAT(lists, Contains("/m/*/*"));
  EXPECT_THAT(lists, Not(Contains("none")));
  EXPECT_LE(lists.size(), 24U);
}

}  // namespace
}  // namespace apisql
