#include "src/rows/decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/base/text.h"
#include "tests/rows/page_text.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Optional;

using Rows = std::vector<std::string>;

// The rows, or the error as the only row.
Rows Decode(std::string_view body, const PageShape& shape) {
  const StatusOr<Page> page = DecodePage(body, shape);
  if (!page.ok()) {
    EXPECT_EQ(page.status().code(), StatusCode::kDataLoss);
    return {"error: " + page.status().message()};
  }
  return RowTexts(*page);
}

// What a field makes of one JSON value.
std::string ConvertField(std::string_view json, const Field& field) {
  const StatusOr<Page> page =
      DecodePage("[{\"v\":" + std::string(json) + "}]", MakeShape(RowsKind::kArray, "/", {field}));
  if (!page.ok() || page->rows != 1) return "not one row";
  if (page->misfits.empty()) return RowTexts(*page)[0];
  EXPECT_EQ(RowTexts(*page)[0], "NULL");
  return "misfit " + page->misfits[0].text;
}

std::string Convert(std::string_view json, ColumnType type) {
  return ConvertField(json, MakeField("/v", type));
}

// Of a JSON string its text; other values as they are.
std::string Unquoted(std::string_view json) {
  return std::string(json.starts_with('"') ? json.substr(1, json.size() - 2) : json);
}

TEST(DecodePageTest, FieldsOfEachRowByPath) {
  EXPECT_THAT(Decode(R"({"data": [
      {"id": "a", "spec": {"owner": {"id": "u-1", "kind": "User"}, "name": "one"}},
      {"spec": {"name": null}, "id": "b"}]})",
                     MakeShape(RowsKind::kArray, "/data",
                               {MakeField("/id"), MakeField("/spec/owner/id"),
                                MakeField("/spec/name"), MakeField("/spec", ColumnType::kJson)})),
              ElementsAre("'a'|'u-1'|'one'|json{\"owner\":{\"id\":\"u-1\",\"kind\":\"User\"},"
                          "\"name\":\"one\"}",
                          "'b'|NULL|NULL|json{\"name\":null}"));
}

TEST(DecodePageTest, OfALongerTextOnlyAPrefixStaysInThePage) {
  PageShape shape = MakeShape(RowsKind::kArray, "/", {MakeField("/k"), MakeField("/n")});
  shape.fields[0].prefix = 3;
  const std::string body =
      R"([{"k": "abcsecret", "n": "x"}, {"k": "ab"}, {"k": ""}, {"n": "y"}, {"k": 12345},
          {"k": "äö\u00fcßsecret"}, {"k": {"a": 1}}])";
  const StatusOr<Page> page = DecodePage(body, shape);
  ASSERT_TRUE(page.ok()) << page.status().message();
  EXPECT_THAT(RowTexts(*page), ElementsAre("'abc'|'x'", "'ab'|NULL", "''|NULL", "NULL|'y'",
                                           "'123'|NULL", "'äöü'|NULL", "'{\"a'|NULL"));
  EXPECT_EQ(page->arena.find("secret"), std::string::npos);
  EXPECT_FALSE(page->nul_in_text);
}

TEST(DecodePageTest, OneFieldCanBeWantedTwiceAndUnderItsParent) {
  EXPECT_THAT(Decode(R"([{"n": {"v": 1}}])",
                     MakeShape(RowsKind::kArray, "/",
                               {MakeField("/n/v", ColumnType::kInteger), MakeField("/n/v"),
                                MakeField("/n"), MakeField("/", ColumnType::kJson)})),
              ElementsAre("1|'1'|'{\"v\":1}'|json{\"n\":{\"v\":1}}"));
}

TEST(DecodePageTest, SecretsAreLeftOutOfTheJsonThatHoldsThem) {
  PageShape shape = MakeShape(RowsKind::kArray, "/",
                              {MakeField("/spec", ColumnType::kJson), MakeField("/spec"),
                               MakeField("/", ColumnType::kJson), MakeField("/spec/b/key")});
  shape.secrets = {*JsonPath::Parse("/spec/secret"), *JsonPath::Parse("/spec/b/key"),
                   *JsonPath::Parse("/list/1/key"), *JsonPath::Parse("/list/2")};
  EXPECT_THAT(
      Decode(R"([{"spec": {"secret": "s", "a": 1, "b": {"key": "k", "c": 1.50}, "secret": {"x": 2}},
                  "list": [{"key": "open"}, {"key": "s", "d": 0}, "s"]}])",
             shape),
      ElementsAre(
          R"(json{"a":1,"b":{"c":1.50}}|'{"a":1,"b":{"c":1.50}}'|)"
          R"(json{"spec":{"a":1,"b":{"c":1.50}},"list":[{"key":"open"},{"d":0},null]}|'k')"));
  EXPECT_THAT(
      Decode(R"([{"spec": "text", "list": {"secret": "open"}}])", shape),
      ElementsAre(R"(json"text"|'text'|json{"spec":"text","list":{"secret":"open"}}|NULL)"));
}

TEST(DecodePageTest, RowsAreCountedWithoutColumns) {
  const StatusOr<Page> page = DecodePage("[{},1,null]", MakeShape(RowsKind::kArray, "/", {}));
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->rows, 3);
  EXPECT_THAT(page->cells, IsEmpty());
}

TEST(DecodePageTest, AnEmptyArrayIsAPageWithoutRows) {
  EXPECT_THAT(Decode(R"({"data": []})", MakeShape(RowsKind::kArray, "/data", {MakeField("/id")})),
              IsEmpty());
}

TEST(DecodePageTest, ScalarRowsWhereObjectsAreExpectedAreAnErrorAndNotRowsOfNull) {
  for (const char* body : {R"({"data": ["a"]})", R"({"data": [{"id": "a"}, null]})"}) {
    const auto page = DecodePage(body, MakeShape(RowsKind::kArray, "/data", {MakeField("/id")}));
    ASSERT_FALSE(page.ok());
    EXPECT_THAT(page.status().message(), testing::HasSubstr("expected rows that are objects"));
  }
}

TEST(DecodePageTest, ScalarRowsAreReadByTheEmptyPath) {
  EXPECT_THAT(Decode(R"(["a", 7, null, {"x": 1}])",
                     MakeShape(RowsKind::kArray, "/", {MakeField("/"), MakeField("/x")})),
              ElementsAre("'a'|NULL", "'7'|NULL", "NULL|NULL", "'{\"x\":1}'|'1'"));
}

TEST(DecodePageTest, NumbersInPathsAddressElements) {
  EXPECT_THAT(Decode(R"([{"a": [{"v": "x"}, {"v": "y"}]}, {"a": []}, {"a": {"1": {"v": "z"}}}])",
                     MakeShape(RowsKind::kArray, "/", {MakeField("/a/1/v")})),
              ElementsAre("'y'", "NULL", "'z'"));
}

TEST(DecodePageTest, AnObjectIsOneRow) {
  EXPECT_THAT(
      Decode(R"({"data": {"id": "a"}})", MakeShape(RowsKind::kObject, "/data", {MakeField("/id")})),
      ElementsAre("'a'"));
  EXPECT_THAT(Decode(R"({"id": "a"})", MakeShape(RowsKind::kObject, "/", {MakeField("/id")})),
              ElementsAre("'a'"));
  EXPECT_THAT(Decode("7", MakeShape(RowsKind::kObject, "/", {MakeField("/")})), ElementsAre("'7'"));
}

TEST(DecodePageTest, MembersOfAMapAreRowsKeyedByName) {
  EXPECT_THAT(Decode(R"({"connectors": {"b\u0000": {"state": "RUNNING"}, "a": {"state": null}}})",
                     MakeShape(RowsKind::kMap, "/connectors", {MapKey(), MakeField("/state")})),
              ElementsAre(std::string("'b\0'|'RUNNING'", 14), "'a'|NULL"));
}

TEST(DecodePageTest, AMapWithTwoMembersOfOneNameIsBroken) {
  EXPECT_THAT(Decode(R"({"a": 1, "a": 2})", MakeShape(RowsKind::kMap, "/", {MapKey()})),
              ElementsAre("error: rows: two members at / are named 'a'"));
}

TEST(DecodePageTest, EveryLineOfNdjsonIsARow) {
  const PageShape shape = MakeShape(RowsKind::kNdjson, "/result", {MakeField("/id")});
  EXPECT_THAT(Decode("{\"result\":{\"id\":1}}\r\n\n  \n{\"result\":{\"id\":2}}", shape),
              ElementsAre("'1'", "'2'"));
  EXPECT_THAT(Decode("", shape), IsEmpty());
  EXPECT_THAT(Decode("\n \n", shape), IsEmpty());
}

TEST(DecodePageTest, ATruncatedLastLineOfNdjsonIsAnError) {
  const PageShape shape = MakeShape(RowsKind::kNdjson, "/", {MakeField("/id")});
  EXPECT_THAT(Decode("{\"id\":1}\n{\"id\":", shape),
              ElementsAre(AllOf(HasSubstr("line 2: invalid JSON at byte 1"),
                                HasSubstr("unexpected end of input"))));
  EXPECT_THAT(Decode("{\"id\":1}{\"id\":2}\n", shape), ElementsAre(HasSubstr("line 1: ")));
  EXPECT_THAT(Decode("{\"id\":\n1}", shape), ElementsAre(HasSubstr("line 1: ")));
}

TEST(DecodePageTest, ALineOfNdjsonWithoutItsRowIsAnError) {
  EXPECT_THAT(Decode("{\"result\":{}}\n{\"error\":\"no\"}\n",
                     MakeShape(RowsKind::kNdjson, "/result", {MakeField("/id")})),
              ElementsAre("error: line 2: rows: expected a value at /result, found nothing"));
}

TEST(DecodePageTest, MissingRowsAreAnErrorNotAnEmptyPage) {
  const PageShape shape = MakeShape(RowsKind::kArray, "/data", {MakeField("/id")});
  EXPECT_THAT(Decode("{}", shape),
              ElementsAre("error: rows: expected an array at /data, found nothing"));
  EXPECT_THAT(Decode(R"({"data": null})", shape),
              ElementsAre("error: rows: expected an array at /data, found null"));
  EXPECT_THAT(Decode(R"({"data": {}})", shape),
              ElementsAre("error: rows: expected an array at /data, found an object"));
  EXPECT_THAT(Decode("[]", shape),
              ElementsAre("error: rows: expected an object at /, found an array"));
  EXPECT_THAT(Decode("7", shape),
              ElementsAre("error: rows: expected an object at /, found a number"));
  EXPECT_THAT(Decode(R"({"a": 1})", MakeShape(RowsKind::kMap, "/a", {MapKey()})),
              ElementsAre("error: rows: expected an object at /a, found a number"));
  EXPECT_THAT(Decode("null", MakeShape(RowsKind::kObject, "/", {})),
              ElementsAre("error: rows: expected an object at /, found null"));
  EXPECT_THAT(Decode("[{}]", MakeShape(RowsKind::kObject, "/", {})),
              ElementsAre("error: rows: expected an object at /, found an array"));
}

TEST(DecodePageTest, TheFirstOfRepeatedMembersCounts) {
  EXPECT_THAT(Decode(R"([{"a": {"b": 1}, "a": {"b": 2, "c": 3}, "d": null, "d": 4}])",
                     MakeShape(RowsKind::kArray, "/",
                               {MakeField("/a/b"), MakeField("/a/c"), MakeField("/d")})),
              ElementsAre("'1'|NULL|NULL"));
}

TEST(DecodePageTest, TheEnvelopeIsReadBesideTheRows) {
  PageShape shape = MakeShape(RowsKind::kArray, "/data", {});
  for (const char* path : {"/metadata/next", "/total", "/more", "/none", "/absent/x"}) {
    shape.envelope.push_back(*JsonPath::Parse(path));
  }
  const StatusOr<Page> page = DecodePage(
      R"({"data": [], "metadata": {"next": ""}, "total": 12.0, "more": true, "none": null})",
      shape);
  ASSERT_TRUE(page.ok());
  EXPECT_THAT(page->envelope,
              ElementsAre(Optional(std::string("")), Optional(std::string("12.0")),
                          Optional(std::string("true")), std::nullopt, std::nullopt));
}

TEST(DecodePageTest, WhatIsNoScalarInTheEnvelopeIsAnErrorUnlessItIsAHint) {
  PageShape shape = MakeShape(RowsKind::kArray, "/data", {MakeField("/id")});
  shape.envelope = {*JsonPath::Parse("/meta/next")};
  for (const auto& [meta, fault] : std::vector<std::pair<std::string, std::string>>{
           {R"({"next": {"href": "x"}})", "paging: expected a text at /meta/next, found an object"},
           {R"({"next": ["x"]})", "paging: expected a text at /meta/next, found an array"},
           {R"("x")", "paging: expected an object at /meta, found a string"},
           {"[]", "paging: expected an object at /meta, found an array"}}) {
    const std::string body = R"({"data": [], "meta": )" + meta + "}";
    EXPECT_EQ(DecodePage(body, shape).status().message(), fault);
    shape.hints = 1;
    EXPECT_EQ(DecodePage(body, shape)->envelope[0], std::nullopt);
    shape.hints = 0;
  }
  EXPECT_EQ(DecodePage(R"({"data": [], "meta": null})", shape)->envelope[0], std::nullopt);
}

TEST(DecodePageTest, AMemberThatComesTwiceOnTheWayToRowsOrPagingIsAnError) {
  PageShape shape = MakeShape(RowsKind::kArray, "/data", {MakeField("/id")});
  shape.envelope = {*JsonPath::Parse("/meta/next")};
  for (const auto& [body, fault] : std::vector<std::pair<std::string, std::string>>{
           {R"({"data": [{}], "x": 1, "data": []})", "rows: two members at /data are named 'data'"},
           {R"({"data": [], "meta": {}, "meta": {}})",
            "paging: two members at /meta/next are named 'meta'"},
           {R"({"data": [], "meta": {"next": null, "next": "x"}})",
            "paging: two members at /meta/next are named 'next'"}}) {
    EXPECT_EQ(DecodePage(body, shape).status().message(), fault);
  }
  EXPECT_TRUE(DecodePage(R"({"data": [], "x": 1, "x": 2})", shape).ok());
}

TEST(DecodePageTest, TheLastElementOfAnArrayHasANameOfItsOwn) {
  PageShape shape = MakeShape(RowsKind::kArray, "/data", {MakeField("/id")});
  shape.envelope = {*JsonPath::Parse("/data/-1/id")};
  EXPECT_EQ(DecodePage(R"({"data": [{"id": 1}, {"id": 2}]})", shape)->envelope[0], "2");
  EXPECT_EQ(DecodePage(R"({"data": []})", shape)->envelope[0], std::nullopt);
}

TEST(DecodePageTest, NullAndNothingAreNoRowsWhereTheShapeSaysSo) {
  for (const RowsKind kind : {RowsKind::kArray, RowsKind::kMap, RowsKind::kObject}) {
    PageShape shape = MakeShape(kind, "/a/b", {MakeField("/id")});
    EXPECT_FALSE(DecodePage(R"({"a": {"b": null}})", shape).ok());
    EXPECT_FALSE(DecodePage(R"({"a": {}})", shape).ok());
    shape.empty_null = true;
    EXPECT_TRUE(DecodePage(R"({"a": {"b": null}})", shape)->lacks_rows);
    EXPECT_TRUE(DecodePage(R"({"a": null})", shape)->lacks_rows);
    EXPECT_FALSE(DecodePage(R"({"a": {}})", shape).ok());
    shape.empty_absent = true;
    EXPECT_EQ(DecodePage(R"({"a": {}})", shape)->rows, 0);
    EXPECT_EQ(DecodePage("{}", shape)->rows, 0);
    EXPECT_FALSE(DecodePage(R"({"a": {"b": true}})", shape).ok() && kind != RowsKind::kObject);
    EXPECT_FALSE(DecodePage(R"({"a": "x"})", shape).ok());
  }
}

TEST(DecodePageTest, RowsThatAreNoObjectsAreAnErrorWhateverIsRead) {
  PageShape shape = MakeShape(RowsKind::kArray, "/", {});
  EXPECT_EQ(DecodePage("[{}, [1], 2]", shape)->rows, 3);
  shape.objects = true;
  EXPECT_EQ(DecodePage("[{}, {}]", shape)->rows, 2);
  EXPECT_EQ(DecodePage("[{}, [1]]", shape).status().message(),
            "rows: expected rows that are objects at /, found an array");
  EXPECT_FALSE(DecodePage("[{}, 2]", shape).ok());
}

TEST(DecodePageTest, TextOfEveryValue) {
  EXPECT_EQ(Convert(R"("a\"b\\\/\u00e9\ud83d\ude00")", ColumnType::kText), "'a\"b\\/é😀'");
  EXPECT_EQ(Convert(R"("a\u0000b")", ColumnType::kText), std::string("'a\0b'", 5));
  EXPECT_EQ(Convert("12.30", ColumnType::kText), "'12.30'");
  EXPECT_EQ(Convert("1e400", ColumnType::kText), "'1e400'");
  EXPECT_EQ(Convert("18446744073709551616", ColumnType::kText), "'18446744073709551616'");
  EXPECT_EQ(Convert("true", ColumnType::kText), "'true'");
  EXPECT_EQ(Convert("null", ColumnType::kText), "NULL");
  EXPECT_EQ(Convert(R"([1, {"a": 2.50}])", ColumnType::kText), R"('[1,{"a":2.50}]')");
}

TEST(DecodePageTest, IntegersAreExact) {
  EXPECT_EQ(Convert("9223372036854775807", ColumnType::kInteger), "9223372036854775807");
  EXPECT_EQ(Convert("-9223372036854775808", ColumnType::kInteger), "-9223372036854775808");
  EXPECT_EQ(Convert("9223372036854775808", ColumnType::kInteger), "'9223372036854775808'");
  EXPECT_EQ(Convert("18446744073709551616", ColumnType::kInteger), "'18446744073709551616'");
  EXPECT_EQ(Convert("12.0", ColumnType::kInteger), "12");
  EXPECT_EQ(Convert("1.5e3", ColumnType::kInteger), "1500");
  EXPECT_EQ(Convert("12.5", ColumnType::kInteger), "12.5");
  EXPECT_EQ(Convert("9007199254740993.0", ColumnType::kInteger), "9007199254740993");
  EXPECT_EQ(Convert("1.00000000000000000001", ColumnType::kInteger), "1");
  EXPECT_EQ(Convert("1e400", ColumnType::kInteger), "'1e400'");
  EXPECT_EQ(Convert("-0.0", ColumnType::kInteger), "0");
  EXPECT_EQ(Convert("\"42\"", ColumnType::kInteger), "42");
  EXPECT_EQ(Convert("\"2.5\"", ColumnType::kInteger), "2.5");
  EXPECT_EQ(Convert("1e20", ColumnType::kInteger), "1e+20");
  EXPECT_EQ(Convert("\"-18446744073709551616\"", ColumnType::kInteger), "'-18446744073709551616'");
  EXPECT_EQ(Convert("\"\"", ColumnType::kInteger), "NULL");
  EXPECT_EQ(Convert("true", ColumnType::kInteger), "1");
  EXPECT_EQ(Convert("\"NaN\"", ColumnType::kInteger), "NULL");
  for (const char* text : {"\"N/A\"", "\"none\"", "\" 1\"", "\"1,5\"", "\"0x10\"", "[1]", "{}"}) {
    EXPECT_EQ(Convert(text, ColumnType::kInteger), "misfit " + Unquoted(text));
  }
}

TEST(DecodePageTest, RealsAreTheNearestDouble) {
  EXPECT_EQ(Convert("1", ColumnType::kReal), "1");
  EXPECT_EQ(Convert("0.1234567890123456789012", ColumnType::kReal), "0.12345678901234568");
  EXPECT_EQ(Convert("18446744073709551615", ColumnType::kReal), "1.8446744073709552e+19");
  EXPECT_EQ(Convert("18446744073709551616", ColumnType::kReal), "1.8446744073709552e+19");
  EXPECT_EQ(Convert("1e-400", ColumnType::kReal), "0");
  EXPECT_EQ(Convert("1e400", ColumnType::kReal), "'1e400'");
  EXPECT_EQ(Convert("\"2.5\"", ColumnType::kReal), "2.5");
  EXPECT_EQ(Convert("\"nan\"", ColumnType::kReal), "NULL");
  EXPECT_EQ(Convert("\"\"", ColumnType::kReal), "NULL");
  EXPECT_EQ(Convert("false", ColumnType::kReal), "0");
  for (const char* text : {"\"inf\"", "\"0x10\"", "\"N/A\"", "[]"}) {
    EXPECT_EQ(Convert(text, ColumnType::kReal), "misfit " + Unquoted(text));
  }
}

TEST(DecodePageTest, BooleansAreZeroAndOne) {
  EXPECT_EQ(Convert("true", ColumnType::kBoolean), "1");
  EXPECT_EQ(Convert("false", ColumnType::kBoolean), "0");
  EXPECT_EQ(Convert("\"true\"", ColumnType::kBoolean), "1");
  EXPECT_EQ(Convert("\"false\"", ColumnType::kBoolean), "0");
  EXPECT_EQ(Convert("1", ColumnType::kBoolean), "1");
  EXPECT_EQ(Convert("\"True\"", ColumnType::kBoolean), "1");
  EXPECT_EQ(Convert("\"FALSE\"", ColumnType::kBoolean), "0");
  EXPECT_EQ(Convert("\"0\"", ColumnType::kBoolean), "0");
  EXPECT_EQ(Convert("\"\"", ColumnType::kBoolean), "NULL");
  for (const char* text : {"2", "\"maybe\"", "\"yes\"", "0.5", "{}"}) {
    EXPECT_EQ(Convert(text, ColumnType::kBoolean), "misfit " + Unquoted(text));
  }
}

TEST(DecodePageTest, TimestampsAreSqliteTimeInUtc) {
  EXPECT_EQ(Convert("\"2022-03-23T06:16:59.527572Z\"", ColumnType::kTimestamp),
            "'2022-03-23 06:16:59.527572'");
  EXPECT_EQ(Convert("\"\"", ColumnType::kTimestamp), "NULL");
  for (const char* text : {"\"soon\"", "1647000000", "\"1647000000\"", "20260822", "true",
                           "{\"seconds\":1647000000}"}) {
    EXPECT_EQ(Convert(text, ColumnType::kTimestamp), "misfit " + Unquoted(text));
  }
}

TEST(DecodePageTest, NumbersAreTimesWhereTheDocumentSaysSo) {
  const auto convert = [](const std::string& json, TimeForm form) {
    return ConvertField(
        json, {.path = *JsonPath::Parse("/v"), .type = ColumnType::kTimestamp, .time = form});
  };
  EXPECT_EQ(convert("1787382000", TimeForm::kEpochSeconds), "'2026-08-22 07:00:00'");
  EXPECT_EQ(convert("\"1787382000\"", TimeForm::kEpochSeconds), "'2026-08-22 07:00:00'");
  EXPECT_EQ(convert("1787382000.250", TimeForm::kEpochSeconds), "'2026-08-22 07:00:00.25'");
  EXPECT_EQ(convert("1.787382e9", TimeForm::kEpochSeconds), "'2026-08-22 07:00:00'");
  EXPECT_EQ(convert("1787382000500", TimeForm::kEpochMilliseconds), "'2026-08-22 07:00:00.5'");
  EXPECT_EQ(convert("-1", TimeForm::kEpochMilliseconds), "'1969-12-31 23:59:59.999'");
  EXPECT_EQ(convert("null", TimeForm::kEpochSeconds), "NULL");
  EXPECT_EQ(convert("\"\"", TimeForm::kEpochSeconds), "NULL");
  EXPECT_EQ(convert("\"2026-08-22T07:00:00Z\"", TimeForm::kEpochSeconds),
            "misfit 2026-08-22T07:00:00Z");
  EXPECT_EQ(convert("1787382000000", TimeForm::kEpochSeconds), "misfit 1787382000000");
}

TEST(DecodePageTest, MisfitsAreCountedByField) {
  const auto page = DecodePage(
      R"([{"a": "x", "b": 1}, {"a": "y", "b": "z"}, {"a": 3, "b": ""}])",
      MakeShape(RowsKind::kArray, "/",
                {MakeField("/a", ColumnType::kInteger), MakeField("/b", ColumnType::kBoolean)}));
  ASSERT_TRUE(page.ok());
  EXPECT_THAT(RowTexts(*page), ElementsAre("NULL|1", "NULL|NULL", "3|NULL"));
  ASSERT_EQ(page->misfits.size(), 2);
  EXPECT_EQ(page->misfits[0].field, 0);
  EXPECT_EQ(page->misfits[0].count, 2);
  EXPECT_EQ(page->misfits[0].text, "x");
  EXPECT_EQ(page->misfits[1].field, 1);
  EXPECT_EQ(page->misfits[1].count, 1);
}

TEST(DecodePageTest, JsonIsCompactAndKeepsDigits) {
  EXPECT_EQ(Convert(R"({"b": [1.50, 18446744073709551616, "\u001f\"é"], "a": {}, "b": null})",
                    ColumnType::kJson),
            R"(json{"b":[1.50,18446744073709551616,"\u001f\"é"],"a":{},"b":null})");
  EXPECT_EQ(Convert("\"text\"", ColumnType::kJson), "json\"text\"");
  EXPECT_EQ(Convert("1e400", ColumnType::kJson), "json1e400");
  EXPECT_EQ(Convert("true", ColumnType::kJson), "jsontrue");
  EXPECT_EQ(Convert("null", ColumnType::kJson), "NULL");
}

TEST(DecodePageTest, ANumberTooLargeElsewhereInTheBodyDoesNoHarm) {
  EXPECT_THAT(Decode(R"({"x": 1e400, "data": [{"id": "a", "y": -99999999999999999999}]})",
                     MakeShape(RowsKind::kArray, "/data", {MakeField("/id")})),
              ElementsAre("'a'"));
}

TEST(DecodePageTest, EveryTruncationIsAnError) {
  const std::string body =
      R"({"data": [{"id": "a", "n": 12, "t": true}, {"id": "b\n", "x": [null, {}]}], "e": "f"})";
  const PageShape shape = MakeShape(RowsKind::kArray, "/data", {MakeField("/id")});
  ASSERT_THAT(Decode(body, shape), ElementsAre("'a'", "'b\n'"));
  for (size_t length = 0; length < body.size(); ++length) {
    EXPECT_FALSE(DecodePage(body.substr(0, length), shape).ok()) << length;
  }
}

TEST(DecodePageTest, FaultsInUnwantedPartsAreErrorsToo) {
  const PageShape shape = MakeShape(RowsKind::kArray, "/data", {MakeField("/id")});
  for (const char* body : {
           R"({"data": []}{"data": [{"id": 1}]})",
           R"({"data": []]})",
           R"({"data": [], "x": [1 2]})",
           R"({"data": [], "x": tru})",
           "{\"data\": [], \"x\": \"\t\"}",
           R"({"data": [], "x": 01})",
           R"({"data": [], "x": 1.})",
           R"({"data": [],})",
           R"({"data": [],, "x": 1})",
           R"({"data": []} x)",
       }) {
    EXPECT_FALSE(DecodePage(body, shape).ok()) << body;
  }
}

TEST(DecodePageTest, TextThatIsNoUnicodeIsReplacedAndTold) {
  const PageShape shape =
      MakeShape(RowsKind::kArray, "/",
                {MakeField("/a"), MakeField("/a", ColumnType::kJson), MakeField("/b")});
  constexpr std::string_view kBodies[] = {
      "[{\"a\": \"x\xffy\", \"b\": \"é\"}]",
      R"([{"a": "x\ud83dy", "b": "é"}])",
      R"([{"a": "x\udc00y", "b": "é"}])",
      R"([{"a": "x\uDBFFy", "b": "é", "c": "\ud83d\ude00"}])",
  };
  for (const std::string_view body : kBodies) {
    SCOPED_TRACE(body);
    const StatusOr<Page> page = DecodePage(body, shape);
    ASSERT_TRUE(page.ok()) << page.status().message();
    EXPECT_THAT(RowTexts(*page), ElementsAre("'x\uFFFDy'|json\"x\uFFFDy\"|'é'"));
    EXPECT_TRUE(page->replaced_text);
  }
  EXPECT_FALSE(DecodePage(R"([{"a": "\ud83d\ude00 \\ud83d"}])", shape)->replaced_text);
}

TEST(DecodePageTest, TextThatIsNoUnicodeIsReplacedBesideNumbersThatNeedTheirDigits) {
  EXPECT_THAT(Decode("[{\"a\": \"\xe9\", \"n\": 12345678901234567890123}]",
                     MakeShape(RowsKind::kArray, "/", {MakeField("/a"), MakeField("/n")})),
              ElementsAre("'\uFFFD'|'12345678901234567890123'"));
}

TEST(DecodePageTest, ReplacingTextRepairsNothingElse) {
  const PageShape shape = MakeShape(RowsKind::kArray, "/", {MakeField("/a")});
  for (const std::string_view body :
       {"[{\"a\": \"\xff\"}", "[{\"a\": \"\xff}]", "[{\"a\": \xff}]", "[{\"a\": \"\\ud8\xff\"}]",
        "[{\"a\": \"\\ud800\\x\"}]", "[\xff{\"a\": 1}]"}) {
    EXPECT_FALSE(DecodePage(body, shape).ok()) << body;
  }
}

TEST(DecodePageTest, TheValuesOfAPageAreBounded) {
  PageShape shape = MakeShape(RowsKind::kArray, "/", {MakeField("/a"), MakeField("/b")});
  shape.max_cells = 6;
  EXPECT_EQ(DecodePage("[{},{},{}]", shape)->rows, 3);
  const auto page = DecodePage("[{},{},{},{}]", shape);
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.status().code(), StatusCode::kResourceExhausted);
  EXPECT_EQ(page.status().message(), "rows: the page has more than 6 values");
}

TEST(DecodePageTest, ANulByteAfterTheBodyIsAnError) {
  EXPECT_THAT(Decode(std::string_view("{\"data\":[]}\0{\"data\":[1]}", 24),
                     MakeShape(RowsKind::kArray, "/data", {})),
              ElementsAre("error: invalid JSON at byte 11: a NUL byte"));
}

TEST(DecodePageTest, AFaultTellsItsByte) {
  EXPECT_THAT(Decode(R"({"data": [1,]})", MakeShape(RowsKind::kArray, "/data", {})),
              ElementsAre(HasSubstr("invalid JSON at byte 13: ")));
}

TEST(DecodePageTest, AFaultDoesNotQuoteWhatMayBeSecret) {
  EXPECT_THAT(Decode(R"({"spec": {"secret": "s3cr3t)", MakeShape(RowsKind::kObject, "/", {})),
              ElementsAre(Not(HasSubstr("s3cr"))));
}

TEST(DecodePageTest, ABodyThatIsNoJsonIsQuoted) {
  const PageShape shape = MakeShape(RowsKind::kArray, "/", {});
  EXPECT_THAT(Decode("\n<!DOCTYPE html>\n<html>\x1b[2J", shape),
              ElementsAre("error: expected JSON, found '<!DOCTYPE html> <html>\\x1b[2J'"));
  EXPECT_THAT(Decode("not found", shape), ElementsAre("error: expected JSON, found 'not found'"));
  const Rows rows = Decode(std::string(100'000, '<'), shape);
  EXPECT_EQ(rows[0], "error: expected JSON, found '" + std::string(77, '<') + "...'");
}

TEST(DecodePageTest, AnEmptyBodyIsAnError) {
  for (const RowsKind kind : {RowsKind::kArray, RowsKind::kObject, RowsKind::kMap}) {
    EXPECT_THAT(Decode("", MakeShape(kind, "/", {})),
                ElementsAre("error: expected JSON, found an empty body"));
    EXPECT_THAT(Decode(" \n", MakeShape(kind, "/", {})),
                ElementsAre("error: expected JSON, found an empty body"));
  }
}

TEST(DecodePageTest, AByteOrderMarkIsRefused) {
  EXPECT_THAT(Decode("\xEF\xBB\xBF[]", MakeShape(RowsKind::kArray, "/", {})),
              ElementsAre(HasSubstr("a byte order mark")));
  EXPECT_THAT(Decode("{}\n\xEF\xBB\xBF{}", MakeShape(RowsKind::kNdjson, "/", {})),
              ElementsAre("error: line 2: invalid JSON at byte 3: a byte order mark"));
}

TEST(DecodePageTest, DepthIsBounded) {
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  const PageShape shape = MakeShape(RowsKind::kArray, "/", {MakeField("/", ColumnType::kJson)});
  EXPECT_THAT(Decode(nested(1024), shape), ElementsAre("json" + nested(1023)));
  EXPECT_THAT(Decode(nested(1025), shape), ElementsAre(HasSubstr("deeper than 1024 levels")));
  EXPECT_THAT(Decode(std::string(5'000'000, '['), shape),
              ElementsAre(HasSubstr("deeper than 1024 levels")));
}

TEST(PageDecoderTest, NothingOfABodyIsSeenInTheNext) {
  const PageShape shape = MakeShape(RowsKind::kArray, "/", {MakeField("/v")});
  PageDecoder decoder;
  const std::string large(size_t{2} << 20, 'x');
  const auto rows = [&](const std::string& body) {
    const StatusOr<Page> page = decoder.Decode(body, shape);
    return page.ok() ? RowTexts(*page) : Rows{"error: " + page.status().message()};
  };
  EXPECT_THAT(rows(R"([{"v":"first"},{"v":"second"}])"), ElementsAre("'first'", "'second'"));
  EXPECT_THAT(rows(R"([{"v":"short"}])"), ElementsAre("'short'"));
  EXPECT_THAT(rows(R"([{"v":"cut)"), ElementsAre(HasSubstr("error: ")));
  EXPECT_THAT(rows("[{\"v\":\"" + large + "\"}]"), ElementsAre("'" + large + "'"));
  EXPECT_THAT(rows("[{\"v\":1.50}]"), ElementsAre("'1.50'"));
  EXPECT_THAT(rows("[]"), IsEmpty());
}

// The page behind it is asked for in between, so a body must be known to be one.
TEST(PageDecoderTest, TheEnvelopeIsReadOnceTheBodyIsKnownToHoldRows) {
  PageShape shape = MakeShape(RowsKind::kArray, "/data", {MakeField("/v")});
  shape.envelope = {MakeField("/next").path};
  PageDecoder decoder;
  const auto envelopes = [&](const std::string& body) {
    std::vector<std::string> read;
    const auto envelope = decoder.Open(body, shape);
    if (!envelope.ok()) return std::vector<std::string>{"error"};
    read.push_back((*envelope)[0].value_or("none"));
    if (!decoder.Rows().ok()) read.emplace_back("error");
    return read;
  };
  EXPECT_THAT(envelopes(R"({"data":[{"v":"a"},{"v":"b"}],"next":"t1"})"), ElementsAre("t1"));
  EXPECT_THAT(envelopes(R"({"next":7,"data":[]})"), ElementsAre("7"));
  EXPECT_THAT(envelopes(R"({"data":[]})"), ElementsAre("none"));
  EXPECT_THAT(envelopes(R"({"data":null,"next":"t1"})"), ElementsAre("error"));
  EXPECT_THAT(envelopes(R"({"data":[{"v":"a"}],"next":"t1")"), ElementsAre("error"));
  EXPECT_THAT(envelopes(R"({"data":[{"v":"a"},3],"next":"t1"})"), ElementsAre("t1", "error"));
}

TEST(DecodeTest, OfSeveralPlacesTheFirstThatIsThereAndNotNullCounts) {
  PageShape shape =
      MakeShape(RowsKind::kArray, "/", {MakeField("/a"), MakeField("/n", ColumnType::kInteger)});
  const auto add = [&](Field field, size_t first) {
    field.stands_in_for = first;
    shape.fields.push_back(field);
  };
  add(MakeField("/b/c"), 0);
  add(MakeField("/d"), 0);
  add(MakeField("/m", ColumnType::kInteger), 1);
  const auto first_of = [&](std::string_view body) {
    std::vector<std::string> texts;
    for (const std::string& row : Decode(body, shape)) {
      const std::vector<std::string> cells = Split(row, '|');
      texts.push_back(cells.at(0) + "|" + cells.at(1));
    }
    return texts;
  };
  EXPECT_THAT(first_of(R"([{"d":"3","b":{"c":"2"},"a":"1","m":2,"n":1}])"), ElementsAre("'1'|1"));
  EXPECT_THAT(first_of(R"([{"d":"3","a":null,"b":{"c":"2"},"n":"","m":2}])"), ElementsAre("'2'|2"));
  EXPECT_THAT(first_of(R"([{"d":"3","b":7},{"b":null},{"a":"","d":"x"}])"),
              ElementsAre("'3'|NULL", "NULL|NULL", "''|NULL"));
  const auto page = DecodePage(R"([{"m":"many"},{"n":"few","m":1.5e400}])", shape);
  ASSERT_TRUE(page.ok());
  for (const Misfit& misfit : page->misfits) EXPECT_EQ(misfit.field, 1U);
  EXPECT_FALSE(page->misfits.empty());
}

TEST(PageDecoderTest, APageTellsWhetherATextHoldsANul) {
  const PageShape shape =
      MakeShape(RowsKind::kArray, "/", {MakeField("/v"), MakeField("/w", ColumnType::kJson)});
  const auto holds_nul = [&](std::string_view body) {
    return DecodePage(body, shape)->nul_in_text;
  };
  EXPECT_FALSE(holds_nul(R"([{"v":"a","w":["\u0000"]},{"v":"","w":{}}])"));
  EXPECT_TRUE(holds_nul(R"([{"v":"a","w":1},{"v":"\u0000","w":{}}])"));
  EXPECT_TRUE(holds_nul(R"([{"v":"ab\u0000c"}])"));
}

Field OfGroup(std::string_view path, size_t group = 1, ColumnType type = ColumnType::kText) {
  Field field = MakeField(path, type);
  field.group = group;
  return field;
}

Field GroupKey(size_t group = 1) {
  Field field = MapKey();
  field.group = group;
  return field;
}

TEST(DecodeGroupsTest, RowsUnderEveryElement) {
  const PageShape shape = MakeShape(
      RowsKind::kArray, "/groups/*/items",
      {MakeField("/id"), OfGroup("/name"), GroupKey(), OfGroup("/tags", 1, ColumnType::kJson)});
  EXPECT_THAT(
      Decode(R"({"groups": [{"name": "a", "items": [{"id": 1}, {"id": 2}], "tags": [1.50]},
                                    {"name": "b", "items": []},
                                    {"items": [{"id": 3, "name": "row's"}]}]})",
             shape),
      ElementsAre("'1'|'a'|NULL|json[1.50]", "'2'|'a'|NULL|json[1.50]", "'3'|NULL|NULL|NULL"));
  EXPECT_THAT(Decode(R"({"groups": []})", shape), IsEmpty());
}

TEST(DecodeGroupsTest, RowsUnderEveryMember) {
  const PageShape shape =
      MakeShape(RowsKind::kMap, "/*", {MapKey(), GroupKey(), MakeField("/v"), OfGroup("/x/v")});
  EXPECT_THAT(Decode(R"({"a": {"x": {"v": 1}, "y": {"v": 2}}, "b": {"x": {"v": 3}}})", shape),
              ElementsAre("'x'|'a'|'1'|'1'", "'y'|'a'|'2'|'1'", "'x'|'b'|'3'|'3'"));
}

TEST(DecodeGroupsTest, GroupsInGroups) {
  const PageShape shape =
      MakeShape(RowsKind::kArray, "/*/in/*",
                {MakeField("/"), GroupKey(), GroupKey(2), OfGroup("/0"), OfGroup("/n", 2)});
  EXPECT_THAT(
      Decode(R"([{"n": "p", "in": {"a": [1, 2], "b": [3]}}, {"n": "q", "in": {"a": [4]}}])", shape),
      ElementsAre("'1'|'a'|NULL|'1'|'p'", "'2'|'a'|NULL|'1'|'p'", "'3'|'b'|NULL|'3'|'p'",
                  "'4'|'a'|NULL|'4'|'q'"));
}

TEST(DecodeGroupsTest, AGroupThatIsNotUnderstoodIsAnError) {
  PageShape shape = MakeShape(RowsKind::kArray, "/g/*/items", {MakeField("/id")});
  const std::string rows = "error: rows: expected an array at /g/*/items, found ";
  const std::string groups =
      "error: rows: expected an array or an object of groups at /g/*/items, found ";
  const std::string group = "error: rows: expected groups with members at /g/*/items, found ";
  EXPECT_THAT(Decode(R"({"g": [{}]})", shape), ElementsAre(rows + "nothing"));
  EXPECT_THAT(Decode(R"({"g": [{"items": null}]})", shape), ElementsAre(rows + "null"));
  EXPECT_THAT(Decode(R"({"g": [{"items": {}}]})", shape), ElementsAre(rows + "an object"));
  EXPECT_THAT(Decode(R"({"g": [null]})", shape), ElementsAre(group + "null"));
  EXPECT_THAT(Decode(R"({"g": ["x"]})", shape), ElementsAre(group + "a string"));
  EXPECT_THAT(Decode(R"({"g": null})", shape), ElementsAre(groups + "null"));
  EXPECT_THAT(Decode(R"({"g": 5})", shape), ElementsAre(groups + "a number"));
  EXPECT_THAT(Decode(R"({})", shape), ElementsAre(groups + "nothing"));
  EXPECT_THAT(Decode(R"({"g": {"a": {"items": []}, "a": {"items": []}}})", shape),
              ElementsAre("error: rows: two members at /g/*/items are named 'a'"));
  EXPECT_THAT(Decode(R"({"g": [{"items": [], "items": []}]})", shape),
              ElementsAre("error: rows: two members at /items are named 'items'"));
  shape.empty_null = shape.empty_absent = true;
  EXPECT_THAT(Decode(R"({"g": [{}, {"items": null}, {"items": [{"id": 1}]}]})", shape),
              ElementsAre("'1'"));
}

TEST(DecodeGroupsTest, WhatIsCutOffIsGoneInEveryRow) {
  Field prefix = OfGroup("/name");
  prefix.prefix = 2;
  const StatusOr<Page> page = DecodePage(R"([{"name": "secret", "rows": [1, 2]}])",
                                         MakeShape(RowsKind::kArray, "/*/rows", {prefix}));
  ASSERT_TRUE(page.ok());
  EXPECT_THAT(RowTexts(*page), ElementsAre("'se'", "'se'"));
  EXPECT_EQ(page->arena.find("cret"), std::string::npos);
}

}  // namespace
}  // namespace apisql
