#include "tests/generated/values.h"

#include <array>
#include <nlohmann/json.hpp>
#include <vector>

namespace apisql::generated {
namespace {

// What a path can carry: '' leaves none, and with "." and ".." it is another path, so that asking
// for them is an error. No world has those two.
const std::vector<std::string>& NarrowTexts() {
  static const std::vector<std::string> kTexts = {
      "a",    "ab",     "abc", "b",       "B",   "Ab",     "c1", "c10", "c2",
      "x/y",  "50% of", "ü1",  "a b",     "a+b", "O'Hara", "7",  "07",  "7.0",
      "true", "null",   "a&b", "q?x=1#y", "-1",  "_",      "%41"};
  return kTexts;
}

constexpr std::array<int64_t, 11> kIntegers = {
    0, 1, 2, 3, 5, 7, 10, -1, 42, 9007199254740993, -9223372036854775807};
constexpr std::array<double, 3> kFractions = {2.5, -0.25, 1e20};  // In columns of integers.
constexpr std::array<double, 8> kReals = {0.5, 1.5, -2.25, 3, 1000, 0, 7, 0.125};
constexpr std::array<const char*, 10> kTimes = {
    "2026-08-22 07:00:00", "2026-08-22 23:30:00",    "2026-08-21 00:00:00",   "2025-12-31 22:59:59",
    "2020-02-29 11:11:11", "2026-08-22 07:00:00.05", "2026-08-22 07:00:00.5", "2026-08-22 07:00:01",
    "1999-01-01 01:00:00", "1970-01-02 00:00:00"};
constexpr std::array<const char*, 6> kJsons = {
    R"({"a":1,"b":[true,null]})", "[1,2]", R"("text")", "5", "{}", "true"};

std::string NumberSpelling(Random& random, Type type, const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    std::string digits = std::to_string(*integer);
    return random.Chance(10) ? "\"" + digits + "\"" : digits;
  }
  const double real = std::get<double>(value);
  std::string digits = nlohmann::json(real).dump();
  if (type != Type::kReal || real != 1000) return digits;
  return random.Word({"1000", "1e3", "1000.0", "\"1000\""});
}

}  // namespace

Value RandomValue(Random& random, Type type, bool narrow) {
  switch (type) {
    case Type::kText: {
      static const std::vector<std::string> kWide = {"", "A B", "aB", "äb", "[1]", "tab\t"};
      const bool wide = !narrow && random.Chance(20);
      return random.Pick(wide ? kWide : NarrowTexts());
    }
    case Type::kInteger:
      if (!narrow && random.Chance(8)) return kFractions[random.Below(kFractions.size())];
      return kIntegers[random.Below(kIntegers.size())];
    case Type::kReal:
      return kReals[random.Below(kReals.size())];
    case Type::kBoolean:
      return static_cast<int64_t>(random.Below(2));
    case Type::kTimestamp:
      return std::string(kTimes[random.Below(kTimes.size())]);
    case Type::kJson:
      return std::string(kJsons[random.Below(kJsons.size())]);
  }
  return {};
}

std::string RandomSpelling(Random& random, const Column& column, const Value& value) {
  switch (column.type) {
    case Type::kInteger:
    case Type::kReal:
      return NumberSpelling(random, column.type, value);
    case Type::kBoolean: {
      const bool set = std::get<int64_t>(value) != 0;
      if (random.Chance(70)) return set ? "true" : "false";
      return set ? random.Word({"\"true\"", "\"True\"", "\"TRUE\"", "1"})
                 : random.Word({"\"false\"", "\"False\"", "\"FALSE\"", "0"});
    }
    case Type::kTimestamp:
      return TimeSpelling(random, column.time, std::get<std::string>(value));
    case Type::kJson:
      return std::get<std::string>(value);
    case Type::kText:
      break;
  }
  const std::string& text = std::get<std::string>(value);
  // An API may write a text that looks like a number without quotes.
  if (text == "7" && random.Chance(30)) return text;
  return nlohmann::json(text).dump();
}

Datum RandomDatum(Random& random, const Column& column, bool narrow) {
  const Value value = RandomValue(random, column.type, narrow);
  return {value, RandomSpelling(random, column, value)};
}

Datum RandomNull(Random& random, const Column& column) {
  const bool text = column.type == Type::kText || column.type == Type::kJson;
  if (!text && random.Chance(30)) return {{}, "\"\""};
  return {{}, random.Chance(50) ? "null" : ""};
}

}  // namespace apisql::generated
