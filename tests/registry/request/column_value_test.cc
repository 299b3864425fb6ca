#include "registry/request/column_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "registry/errors/misfit_error.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Column ColumnOfType(ColumnType type) {
  Column column;
  column.name = "c";
  column.type = type;
  return column;
}

std::string Json(ColumnType type, const ColumnValue& value) {
  const StatusOr<std::string> json = ColumnToJson(ColumnOfType(type), value);
  if (json.ok()) return *json;
  EXPECT_EQ(json.status().code(), StatusCode::kInvalidArgument);
  return "error: " + json.status().message();
}

std::string InUrl(ColumnType type, const ColumnValue& value) {
  const StatusOr<std::string> text = ToParameterText(ColumnOfType(type), value);
  return text.ok() ? *text : "error: " + text.status().message();
}

constexpr ColumnType kAllTypes[] = {ColumnType::kText,      ColumnType::kInteger,
                                    ColumnType::kReal,      ColumnType::kBoolean,
                                    ColumnType::kTimestamp, ColumnType::kJson};

TEST(ColumnValueTest, NullIsNullForEveryTypeAndNeverInAUrl) {
  for (const ColumnType type : kAllTypes) {
    EXPECT_EQ(Json(type, {}), "null");
    EXPECT_EQ(ToParameterText(ColumnOfType(type), {}).status().code(), StatusCode::kInternal);
  }
}

TEST(ColumnValueTest, TextTakesTextsAndNumbersAsSqliteWritesThem) {
  EXPECT_EQ(Json(ColumnType::kText, "a\"b\n\xC3\xA4"), "\"a\\\"b\\n\xC3\xA4\"");
  EXPECT_EQ(Json(ColumnType::kText, ""), R"("")");
  EXPECT_EQ(Json(ColumnType::kText, int64_t{-12}), R"("-12")");
  EXPECT_EQ(Json(ColumnType::kText, 1.0), R"("1.0")");
  EXPECT_EQ(Json(ColumnType::kText, 0.1), R"("0.1")");
  EXPECT_EQ(Json(ColumnType::kText, 1e100), R"("1.0e+100")");
  EXPECT_EQ(Json(ColumnType::kText, std::numeric_limits<double>::infinity()),
            "error: c takes text, not an infinite number");
}

TEST(ColumnValueTest, IntegersComeInManyShapes) {
  for (const ColumnValue& value : {ColumnValue(int64_t{12}), ColumnValue(12.0), ColumnValue("12"),
                                   ColumnValue("012"), ColumnValue("12.0")}) {
    EXPECT_EQ(Json(ColumnType::kInteger, value), "12");
  }
  EXPECT_EQ(Json(ColumnType::kInteger, std::numeric_limits<int64_t>::min()),
            "-9223372036854775808");
  EXPECT_EQ(Json(ColumnType::kInteger, -9223372036854775808.0), "-9223372036854775808");
  EXPECT_EQ(Json(ColumnType::kInteger, "18446744073709551616"), "18446744073709551616");
  EXPECT_EQ(Json(ColumnType::kInteger, "-18446744073709551616"), "-18446744073709551616");
  for (const ColumnValue& value :
       {ColumnValue(1.5), ColumnValue(9223372036854775808.0), ColumnValue("1.5"), ColumnValue(""),
        ColumnValue("-"), ColumnValue("many"), ColumnValue("1 "), ColumnValue("--1"),
        ColumnValue(std::numeric_limits<double>::quiet_NaN())}) {
    EXPECT_THAT(Json(ColumnType::kInteger, value), HasSubstr("error: c takes an integer, not "));
  }
}

TEST(ColumnValueTest, RealsKeepTheirDigits) {
  EXPECT_EQ(Json(ColumnType::kReal, int64_t{3}), "3");
  EXPECT_EQ(Json(ColumnType::kReal, 0.1), "0.1");
  EXPECT_EQ(Json(ColumnType::kReal, "1.50"), "1.50");
  EXPECT_EQ(Json(ColumnType::kReal, "007.5"), "7.5");
  EXPECT_EQ(Json(ColumnType::kReal, -std::numeric_limits<double>::infinity()),
            "error: c takes a number, not an infinite number");
  for (const char* text : {"", "nan", "inf", "0x10", "1,5", "1.5."}) {
    EXPECT_EQ(Json(ColumnType::kReal, text),
              "error: c takes a number, not '" + std::string(text) + "'");
  }
}

TEST(ColumnValueTest, BooleansAreZeroAndOneAndTheirWords) {
  for (const ColumnValue& value : {ColumnValue(int64_t{1}), ColumnValue(1.0), ColumnValue("1"),
                                   ColumnValue("true"), ColumnValue("TRUE")}) {
    EXPECT_EQ(Json(ColumnType::kBoolean, value), "true");
  }
  for (const ColumnValue& value :
       {ColumnValue(int64_t{0}), ColumnValue(0.0), ColumnValue("0"), ColumnValue("false")}) {
    EXPECT_EQ(Json(ColumnType::kBoolean, value), "false");
  }
  EXPECT_EQ(Json(ColumnType::kBoolean, int64_t{2}),
            "error: c takes 0, 1, 'true' or 'false', not 2");
  EXPECT_EQ(Json(ColumnType::kBoolean, "yes"), "error: c takes 0, 1, 'true' or 'false', not 'yes'");
  EXPECT_EQ(Json(ColumnType::kBoolean, 0.5), "error: c takes 0, 1, 'true' or 'false', not 0.5");
}

TEST(ColumnValueTest, TimesBecomeRfc3339InUtc) {
  for (const auto& [text, expected] : {
           std::pair{"2026-08-22 07:00:00", "2026-08-22T07:00:00Z"},
           std::pair{"2026-08-22 07:00:00.123456", "2026-08-22T07:00:00.123456Z"},
           std::pair{"2026-08-22 07:00", "2026-08-22T07:00:00Z"},
           std::pair{"2026-08-22T07:00:00", "2026-08-22T07:00:00Z"},
           std::pair{"2026-01-01", "2026-01-01T00:00:00Z"},
           std::pair{"2026-08-22T07:00:00Z", "2026-08-22T07:00:00Z"},
           std::pair{"2026-08-22T07:00:00.5+02:00", "2026-08-22T05:00:00.5Z"},
           std::pair{"2026-01-01 00:30:00+01:00", "2025-12-31T23:30:00Z"},
           std::pair{"2026-08-22T09:00:00+0200", "2026-08-22T07:00:00Z"},
           std::pair{"20260822T070000Z", "2026-08-22T07:00:00Z"},
           std::pair{"Sat, 22 Aug 2026 07:00:00 GMT", "2026-08-22T07:00:00Z"},
       }) {
    EXPECT_EQ(InUrl(ColumnType::kTimestamp, text), expected);
    EXPECT_EQ(Json(ColumnType::kTimestamp, text), '"' + std::string(expected) + '"');
  }
}

TEST(ColumnValueTest, TimesBecomeTheNumberThatTheDocumentSays) {
  Column column = ColumnOfType(ColumnType::kTimestamp);
  const auto json = [&](TimeForm form, const ColumnValue& value) {
    column.time = form;
    return ColumnToJson(column, value).value();
  };
  EXPECT_EQ(json(TimeForm::kEpochSeconds, "2026-08-22 07:00:00"), "1787382000");
  EXPECT_EQ(json(TimeForm::kEpochSeconds, "2026-08-22T09:00:00.5+0200"), "1787382000.5");
  EXPECT_EQ(json(TimeForm::kEpochMilliseconds, "2026-08-22"), "1787356800000");
  EXPECT_EQ(json(TimeForm::kEpochSeconds, "1969-12-31 23:59:59"), "-1");
  EXPECT_EQ(json(TimeForm::kEpochSeconds, ColumnValue()), "null");
  EXPECT_EQ(ToParameterText(column, "2026-08-22 07:00:00").value(), "1787382000");
  for (const ColumnValue& value : {ColumnValue(int64_t{1787382000}), ColumnValue("1787382000")}) {
    EXPECT_THAT(ColumnToJson(column, value).status().message(), HasSubstr("c takes a time as "));
  }
}

TEST(ColumnValueTest, WhatIsNoTimeIsToldBothForms) {
  for (const ColumnValue& value :
       {ColumnValue("tomorrow"), ColumnValue(""), ColumnValue("2026-02-30"),
        ColumnValue("2026-08-22 25:00:00"), ColumnValue("2026-08"), ColumnValue("2026-08-22 07"),
        ColumnValue("2026-08-22Z"), ColumnValue("22.8.2026"), ColumnValue(int64_t{1766361600}),
        ColumnValue(2460000.5)}) {
    EXPECT_THAT(Json(ColumnType::kTimestamp, value),
                HasSubstr("error: c takes a time as '2026-01-31 07:00:00' (UTC) or "
                          "'2026-01-31T07:00:00Z', or a date alone, not "));
  }
}

TEST(ColumnValueTest, AMisfitIsShownUnlessItIsSecret) {
  Column column = ColumnOfType(ColumnType::kTimestamp);
  EXPECT_EQ(
      MisfitError(column, {.field = 0, .count = 1, .text = "soon"}).message(),
      "c: 'soon' is no time that is understood; type: text in the column's document reads it");
  column.secret = true;
  EXPECT_EQ(MisfitError(column, {.field = 0, .count = 3, .text = "1787382000000"}).message(),
            "c: a secret value is no time that is understood, nor are 2 more; time: "
            "epoch_milliseconds in the column's document reads it");
}

TEST(ColumnValueTest, JsonTakesAnyJsonValue) {
  for (const char* json : {R"({"a":[1,null]})", "[]", R"("text")", "1.50", "true", "null"}) {
    EXPECT_EQ(Json(ColumnType::kJson, json), json);
  }
  EXPECT_EQ(Json(ColumnType::kJson, int64_t{5}), "5");
  EXPECT_EQ(Json(ColumnType::kJson, 0.5), "0.5");
  EXPECT_THAT(Json(ColumnType::kJson, std::numeric_limits<double>::infinity()),
              HasSubstr("error: c takes JSON, not an infinite number"));
}

TEST(ColumnValueTest, WhatIsNoJsonIsRefusedWithoutBeingShown) {
  for (const char* text : {"", "hunter2", "{\"hunter2\":", "{} hunter2", "'hunter2'"}) {
    EXPECT_THAT(Json(ColumnType::kJson, text),
                testing::AllOf(HasSubstr("error: c takes JSON, in which a text has quotes: "),
                               Not(HasSubstr("hunter2"))));
  }
  EXPECT_THAT(Json(ColumnType::kJson, std::string(1000, '[')), HasSubstr("error: "));
}

TEST(ColumnValueTest, NulBytesAndBrokenUtf8AreErrorsForEveryType) {
  for (const ColumnType type : kAllTypes) {
    EXPECT_EQ(Json(type, std::string("a\0b", 3)), "error: c: the text holds a NUL byte");
    for (const char* text : {"\xFF", "a\xC3", "\xED\xA0\x80", "\xC0\x80"}) {
      EXPECT_EQ(Json(type, text), "error: c: the text is no valid UTF-8");
      EXPECT_EQ(InUrl(type, text), "error: c: the text is no valid UTF-8");
    }
  }
}

TEST(ColumnValueTest, ErrorsShowValuesCutAndPrintable) {
  const std::string error = Json(ColumnType::kInteger, "\x1b[31m" + std::string(5000, 'x'));
  EXPECT_THAT(error, HasSubstr("'\\x1b[31mxx"));
  EXPECT_LT(error.size(), 120);
}

TEST(ColumnValueTest, InAUrlAStringHasNoQuotes) {
  EXPECT_EQ(InUrl(ColumnType::kText, "a \"b\""), "a \"b\"");
  EXPECT_EQ(InUrl(ColumnType::kBoolean, int64_t{1}), "true");
  EXPECT_EQ(InUrl(ColumnType::kInteger, 3.0), "3");
  EXPECT_EQ(InUrl(ColumnType::kJson, R"(["a"])"), R"(["a"])");
}

}  // namespace
}  // namespace apisql
