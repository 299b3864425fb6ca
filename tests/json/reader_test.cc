#include "src/json/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace apisql {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

JsonPath Path(std::string_view text) { return *JsonPath::Parse(text); }

JsonDocument Document(std::string_view text) { return *JsonDocument::Parse(text); }

TEST(JsonDocumentTest, TextOfScalars) {
  const JsonDocument document =
      Document(R"({"s": "a\tb", "n": 12.30, "big": 18446744073709551616, "t": true, "f": false})");
  EXPECT_THAT(document.Text(Path("/s")), Optional(std::string("a\tb")));
  EXPECT_THAT(document.Text(Path("/n")), Optional(std::string("12.30")));
  EXPECT_THAT(document.Text(Path("/big")), Optional(std::string("18446744073709551616")));
  EXPECT_THAT(document.Text(Path("/t")), Optional(std::string("true")));
  EXPECT_THAT(document.Text(Path("/f")), Optional(std::string("false")));
}

TEST(JsonDocumentTest, NoTextOfAbsentNullAndContainers) {
  const JsonDocument document = Document(R"({"null": null, "object": {}, "array": [1]})");
  for (const char* path : {"/", "/absent", "/null", "/object", "/array", "/null/x", "/array/x"}) {
    EXPECT_EQ(document.Text(Path(path)), std::nullopt) << path;
  }
}

TEST(JsonDocumentTest, NumbersAddressElements) {
  const JsonDocument document = Document(R"({"errors": [{"detail": "no"}, {"detail": "never"}]})");
  EXPECT_THAT(document.Text(Path("/errors/1/detail")), Optional(std::string("never")));
  EXPECT_EQ(document.Text(Path("/errors/2/detail")), std::nullopt);
  EXPECT_EQ(document.Text(Path("/errors/-1/detail")), std::nullopt);
  EXPECT_EQ(document.Text(Path("/errors/1x/detail")), std::nullopt);
  EXPECT_EQ(document.Text(Path("/errors/99999999999999999999/detail")), std::nullopt);
}

TEST(JsonDocumentTest, ANumberCanAlsoNameAMember) {
  EXPECT_THAT(Document(R"({"0": "zero"})").Text(Path("/0")), Optional(std::string("zero")));
}

TEST(JsonDocumentTest, TheFirstOfRepeatedMembersCounts) {
  EXPECT_THAT(Document(R"({"a": 1, "a": 2})").Text(Path("/a")), Optional(std::string("1")));
}

TEST(JsonDocumentTest, JsonOfAnything) {
  const JsonDocument document = Document(R"({"spec": {"b": [1, 2.50], "a": null}})");
  EXPECT_THAT(document.Json(Path("/spec")), Optional(std::string(R"({"b":[1,2.50],"a":null})")));
  EXPECT_THAT(document.Json(Path("/spec/a")), Optional(std::string("null")));
  EXPECT_EQ(document.Json(Path("/other")), std::nullopt);
}

TEST(JsonDocumentTest, KnowsObjectsAndArrays) {
  const JsonDocument document = Document(R"({"list": [1, [2, 3], 4], "none": []})");
  EXPECT_TRUE(document.IsObject());
  EXPECT_FALSE(Document("[]").IsObject());
  EXPECT_TRUE(Document("[]").IsArray(JsonPath()));
  EXPECT_TRUE(document.IsArray(Path("/list")));
  EXPECT_EQ(document.ArraySize(Path("/list")), 3);
  EXPECT_EQ(document.ArraySize(Path("/none")), 0);
  EXPECT_EQ(document.ArraySize(Path("/absent")), 0);
  EXPECT_FALSE(document.IsArray(Path("/")));
}

TEST(JsonDocumentTest, CopiesOutliveTheFirst) {
  std::optional<JsonDocument> first = Document(R"({"a": "kept"})");
  const JsonDocument copy = *first;
  first.reset();
  EXPECT_THAT(copy.Text(Path("/a")), Optional(std::string("kept")));
}

TEST(JsonDocumentTest, RefusesWhatIsNoJson) {
  const StatusOr<JsonDocument> document = JsonDocument::Parse("<html>");
  EXPECT_EQ(document.status().code(), StatusCode::kDataLoss);
  EXPECT_THAT(document.status().message(), HasSubstr("at byte 1"));
}

}  // namespace
}  // namespace apisql
