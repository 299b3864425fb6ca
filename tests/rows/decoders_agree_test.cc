// Both decoders on many generated bodies: where the fast one answers, the exact one answers the
// same.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "src/rows/dom_decoder.h"
#include "src/rows/exact_decoder.h"
#include "tests/rows/page_text.h"

namespace apisql {
namespace {

constexpr std::array kTypes = {ColumnType::kText,    ColumnType::kInteger,   ColumnType::kReal,
                               ColumnType::kBoolean, ColumnType::kTimestamp, ColumnType::kJson};
constexpr std::array kForms = {TimeForm::kEpochSeconds, TimeForm::kEpochMilliseconds};
constexpr std::array kKeys = {"a", "b", "c", "0", "1", "\\u0061", "\\\"", "\\u0000", "é"};
constexpr std::array kIntegers = {"0",
                                  "-0",
                                  "1",
                                  "-17",
                                  "9223372036854775807",
                                  "-9223372036854775808",
                                  "9223372036854775808",
                                  "18446744073709551615"};
constexpr std::array kReals = {"0.5",
                               "-0.0",
                               "12.30",
                               "1e3",
                               "1E-400",
                               "1e308",
                               "5e-324",
                               "123.0e1",
                               "1e400",
                               "18446744073709551616",
                               "0.1234567890123456789012"};
constexpr std::array kTexts = {"",
                               "text",
                               "12",
                               "-1.5e3",
                               "true",
                               "null",
                               "2026-08-22T07:00:00.5+02:00",
                               "2016-12-31T23:59:60Z",
                               "a\\u0000b",
                               "\\\"\\\\\\/\\b\\f\\n\\r\\t",
                               "\\u00e9\\ud83d\\ude00",
                               "é世界😀",
                               "\\ud800",
                               "\\udc00x",
                               "\\ud800\\u0041",
                               "\x7f",
                               "18446744073709551616"};

// Bodies and shapes from one seed.
class BodyMaker {
  size_t Below(size_t bound) {
    return std::uniform_int_distribution<size_t>(0, bound - 1)(random_);
  }
  bool Chance(size_t one_in) { return Below(one_in) == 0; }
  template <typename Choices>
  auto Pick(const Choices& choices) {
    return choices[Below(choices.size())];
  }

 public:
  explicit BodyMaker(uint32_t seed) : random_(seed), reals_(Chance(3)) {}

  std::string Body(RowsKind kind) {
    if (kind == RowsKind::kNdjson) return Lines();
    std::string body = Value(4);
    if (Chance(2)) body = "{\"data\":" + body + ",\"next\":" + Scalar() + "}";
    if (Chance(8)) Damage(&body);
    return body;
  }

  PageShape Shape(RowsKind kind) {
    PageShape shape;
    shape.kind = kind;
    if (Chance(2)) shape.rows.keys = {"data"};
    for (size_t i = Below(3); i > 0 && Chance(3); --i) {
      shape.rows.keys.emplace_back(kEveryMember);
      if (Chance(2)) shape.rows.keys.emplace_back(kKeys[Below(5)]);
    }
    for (size_t i = Below(5); i > 0; --i) {
      shape.fields.push_back({.path = Path(), .type = Pick(kTypes), .is_map_key = Chance(6)});
      if (Chance(4)) shape.fields.back().group = 1 + Below(2);
      if (Chance(3)) shape.fields.back().time = Pick(kForms);
    }
    for (size_t i = Below(3); i > 0 && !shape.fields.empty(); --i) {
      Field field = shape.fields[0];
      field.path = Path();
      field.is_map_key = false;
      field.stands_in_for = 0;
      shape.fields.push_back(field);
    }
    for (size_t i = Below(3); i > 0; --i) shape.envelope.push_back({{"next"}});
    for (size_t i = Below(3); i > 0; --i) shape.secrets.push_back(Path());
    return shape;
  }

 private:
  JsonPath Path() {
    JsonPath path;
    for (size_t i = Below(4); i > 0; --i) path.keys.emplace_back(kKeys[Below(5)]);
    return path;
  }

  std::string Blank() { return Chance(6) ? " " : ""; }

  std::string Scalar() {
    switch (Below(reals_ ? 6 : 5)) {
      case 0:
        return Pick(std::array{"null", "true", "false"});
      case 1:
      case 2:
        return Pick(kIntegers);
      case 3:
      case 4:
        return '"' + std::string(Chance(20) ? Pick(kTexts) : kTexts[Below(11)]) + '"';
      default:
        return Pick(kReals);
    }
  }

  std::string Value(size_t depth) {
    if (depth == 0 || Chance(5)) return Scalar();
    const bool object = Chance(2);
    std::string text(1, object ? '{' : '[');
    for (size_t i = Below(5), first = i; i > 0; --i) {
      if (i != first) text += ',';
      text += Blank();
      if (object) text += '"' + std::string(Pick(kKeys)) + "\":" + Blank();
      text += Value(depth - 1);
    }
    return text + Blank() + (object ? '}' : ']');
  }

  std::string Lines() {
    std::string text;
    for (size_t i = Below(5); i > 0; --i) {
      text += Chance(2) ? "{\"data\":" + Value(2) + "}" : Value(3);
      text += Chance(4) ? "\r\n\n" : "\n";
    }
    if (Chance(2) && !text.empty()) text.pop_back();
    if (Chance(8)) Damage(&text);
    return text;
  }

  void Damage(std::string* body) {
    if (body->empty()) return;
    const size_t place = Below(body->size());
    if (Chance(2)) {
      body->resize(place);
    } else {
      (*body)[place] = Pick(std::string_view("{}[]\",:0e\\\xff\x00\x1f x", 15));
    }
  }

  std::mt19937 random_;
  bool reals_;
};

void ExpectEqualPages(const Page& fast, const Page& exact) {
  EXPECT_EQ(fast.rows, exact.rows);
  EXPECT_EQ(RowTexts(fast), RowTexts(exact));
  EXPECT_EQ(fast.envelope, exact.envelope);
  EXPECT_EQ(fast.envelope_numbers, exact.envelope_numbers);
  EXPECT_EQ(fast.arena, exact.arena);
  ASSERT_EQ(fast.misfits.size(), exact.misfits.size());
  for (size_t i = 0; i < fast.misfits.size(); ++i) {
    EXPECT_EQ(fast.misfits[i].field, exact.misfits[i].field);
    EXPECT_EQ(fast.misfits[i].count, exact.misfits[i].count);
    EXPECT_EQ(fast.misfits[i].text, exact.misfits[i].text);
  }
}

class DecodersAgreeTest : public ::testing::TestWithParam<RowsKind> {};

TEST_P(DecodersAgreeTest, OnEveryBodyThatTheFastOneTakes) {
  constexpr uint32_t kBodies = 4000;
  size_t taken = 0;
  size_t only_exact = 0;
  size_t refused = 0;
  for (uint32_t seed = 0; seed < kBodies; ++seed) {
    BodyMaker maker(seed * 7 + static_cast<uint32_t>(GetParam()));
    const PageShape shape = maker.Shape(GetParam());
    const std::string body = maker.Body(GetParam());
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + body);
    const std::optional<Page> fast = DecodeWithDom(body, shape);
    const StatusOr<Page> exact = DecodeExactly(body, shape);
    if (fast) {
      ++taken;
      ASSERT_TRUE(exact.ok()) << exact.status().message();
      ExpectEqualPages(*fast, *exact);
    } else {
      ++(exact.ok() ? only_exact : refused);
    }
    if (HasFailure()) return;
  }
  // The bodies are of all sorts, or the test would show nothing.
  EXPECT_GT(taken, kBodies / 20);
  EXPECT_GT(only_exact, kBodies / 100);
  EXPECT_GT(refused, kBodies / 20);
}

INSTANTIATE_TEST_SUITE_P(Kinds, DecodersAgreeTest,
                         ::testing::Values(RowsKind::kArray, RowsKind::kObject, RowsKind::kMap,
                                           RowsKind::kNdjson));

TEST(DecodersAgreeTest, OnDepth) {
  const PageShape shape = MakeShape(RowsKind::kArray, "/", {MakeField("/", ColumnType::kJson)});
  for (const size_t depth : {1, 2, 1000, 1022, 1023, 1024, 1025, 1026, 5000}) {
    for (const char* inner : {"", "1", "{}"}) {
      const std::string body = std::string(depth, '[') + inner + std::string(depth, ']');
      const std::optional<Page> fast = DecodeWithDom(body, shape);
      const StatusOr<Page> exact = DecodeExactly(body, shape);
      if (!fast) continue;
      ASSERT_TRUE(exact.ok()) << depth << inner;
      ExpectEqualPages(*fast, *exact);
    }
  }
}

}  // namespace
}  // namespace apisql
