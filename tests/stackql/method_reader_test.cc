// What a method's operation, the query of its path and its base body must be to be taken over.
#include "registry/stackql/methods/method_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

constexpr std::string_view kOperation =
    "{responses: {\"200\": {content: {application/json: {schema: {type: array, items: "
    "{type: object, properties: {id: {type: string}}}}}}}}}";

class MethodReaderTest : public ::testing::Test {
 protected:
  // `paths` is what the description has below that key, and `method` what the resource says.
  static StatusOr<MethodDraft> ReadMethod(const std::string& paths, const std::string& method) {
    ASSIGN_OR_RETURN(const OpenApiDocument document,
                     OpenApiDocument::Parse("openapi: 3.0.3\npaths: " + paths, "things.yaml"));
    ASSIGN_OR_RETURN(const YamlNode node, ParseYaml(method, "method"));
    return ReadStackqlMethod(document, node, "find", "select", {&node});
  }

  static std::string ErrorOf(const std::string& paths, const std::string& reference) {
    const auto method = ReadMethod(paths, "operation: {$ref: \"" + reference + "\"}");
    return method.ok() ? "none" : method.status().message();
  }

  static std::string Get(const std::string& path) {
    return "{\"" + path + "\": {get: " + std::string(kOperation) + "}}";
  }

  static StatusOr<MethodDraft> ReadBase(const std::string& base) {
    return ReadMethod("{/a: {post: " + std::string(kOperation) + "}}",
                      "operation: {$ref: \"#/paths/~1a/post\"}\nrequest: {base: '" + base + "'}");
  }
};

// Each was taken for a place in the map of paths, and read what lies beside it.
TEST_F(MethodReaderTest, AReferenceThatLeadsToNoOperationIsAnError) {
  const std::string get = "{get: " + std::string(kOperation) + "}";
  EXPECT_EQ(ErrorOf("{/a: " + get + "}", "#/paths/~1a/get"), "none");
  const auto error = [](const std::string& reference) {
    return "there is no operation " + reference + " in this file";
  };
  EXPECT_EQ(ErrorOf("{/a: {post: " + get + "}}", "#/paths/~1a/post/get"),
            error("#/paths/~1a/post/get"));
  EXPECT_EQ(ErrorOf(get, "#/paths/get"), error("#/paths/get"));
  EXPECT_EQ(ErrorOf("[" + get + "]", "#/paths/0/get"), error("#/paths/0/get"));
  EXPECT_EQ(ErrorOf("{/a: {$ref: \"#/paths/~1b\"}, /b: " + get + "}", "#/paths/~1a/get"),
            error("#/paths/~1a/get"));
}

TEST_F(MethodReaderTest, AQueryOfThePathIsSentAsItIsOrNotAtAll) {
  const auto method = ReadMethod(Get("/a?__type=assign&kind=b"),
                                 "operation: {$ref: \"#/paths/~1a?__type=assign&kind=b/get\"}");
  ASSERT_TRUE(method.ok()) << method.status().message();
  EXPECT_EQ(method->path, "/a");
  EXPECT_THAT(method->constants, ElementsAre(Pair("kind", "b")));
  const std::string error = "the query of its path has a value that is not plain: ";
  EXPECT_EQ(ErrorOf(Get("/a?kind={kind}"), "#/paths/~1a?kind={kind}/get"), error + "{kind}");
  EXPECT_EQ(ErrorOf(Get("/a?kind=%41"), "#/paths/~1a?kind=%2541/get"), error + "%41");
}

// YAML takes "x: 1, y" for a map, whose value would be printed where other keys may follow it.
TEST_F(MethodReaderTest, ABaseBodyIsAJsonObject) {
  const auto method = ReadBase("{\"x\": 1}");
  ASSERT_TRUE(method.ok()) << method.status().message();
  ASSERT_TRUE(method->base_body.has_value());
  EXPECT_EQ(method->base_body->Find("x")->text, "1");
  for (const char* base : {"x: 1, y", "{x: 1}", "[1]", "{\"x\": 1} y"}) {
    EXPECT_EQ(ReadBase(base).status().message(), "its base body is no JSON object") << base;
  }
}

}  // namespace
}  // namespace apisql
