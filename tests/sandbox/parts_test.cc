// The sandbox's own small parts, among them all that read a client's text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "sandbox/call.h"
#include "sandbox/credentials.h"
#include "sandbox/json_text.h"
#include "sandbox/page_token.h"
#include "sandbox/random.h"
#include "sandbox/table.h"
#include "sandbox/time_text.h"

namespace apisql::sandbox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using testing::Pair;

TEST(RandomTest, ValuesDoNotDependOnTheCompiler) {
  Random random(1);
  EXPECT_EQ(random.Next(), 10451216379200822465U);
  EXPECT_EQ(Random(7).Text(kLowerDigits, 6), Random(7).Text(kLowerDigits, 6));
}

TEST(RandomTest, BetweenIncludesBothEnds) {
  Random random(1);
  std::set<int64_t> seen;
  for (int i = 0; i < 200; ++i) seen.insert(random.Between(-1, 1));
  EXPECT_THAT(seen, ElementsAre(-1, 0, 1));
}

TEST(TimeTextTest, KnownInstants) {
  EXPECT_EQ(ConfluentTime(0), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(ConfluentTime(1648016219527572), "2022-03-23T06:16:59.527572Z");
  EXPECT_EQ(ConfluentSqlTime(1648016219527572), "2022-03-23 06:16:59.527572");
  EXPECT_EQ(ConfluentSqlTime(1648016219500000), "2022-03-23 06:16:59.5");
  EXPECT_EQ(ConfluentSqlTime(1648016219000000), "2022-03-23 06:16:59");
  EXPECT_EQ(RocksetTime(998958221000000), "2001-08-28T00:23:41Z");
  EXPECT_EQ(RocksetSqlTime(998958221999999), "2001-08-28 00:23:41");
  EXPECT_EQ(RocksetTime(-kSecond), "1969-12-31T23:59:59Z");
}

TEST(TimeTextTest, ReadsWhatItWrites) {
  EXPECT_EQ(ParseTime("2022-03-23T06:16:59.527572Z"), 1648016219527572);
  EXPECT_EQ(ParseTime("2001-08-28T00:23:41Z"), 998958221000000);
  EXPECT_EQ(ParseTime("2001-08-28T02:23:41+02:00"), 998958221000000);
  EXPECT_EQ(ParseTime("2001-08-27T18:53:41-05:30"), 998958221000000);
  EXPECT_EQ(ParseTime("2001-08-28T00:23:41.5z"), 998958221500000);
}

TEST(TimeTextTest, RefusesAnythingElse) {
  for (const char* text :
       {"", "2001", "2001-08-28", "2001-08-28 00:23:41Z", "2001-08-28T00:23:41", "20010828T002341Z",
        "2001-13-01T00:00:00Z", "2001-02-29T00:00:00Z", "2001-08-28T24:00:00Z",
        "2001-08-28T00:60:00Z", "2001-08-28T00:23:41+2", "2001-08-28T00:23:41Zx",
        "-001-08-28T00:23:41Z", "2001-08-28T00:23:41.5", "9999999999999999999"}) {
    EXPECT_EQ(ParseTime(text), std::nullopt) << text;
  }
}

TEST(JsonTextTest, WritesWhatAParserReadsBack) {
  std::string hard = "quote\" back\\ line\n tab\t <&> ünï 🚀 ";
  for (char c = 1; c < 0x20; ++c) hard += c;
  hard += '\0';
  JsonText json;
  json.BeginObject().Field("text", hard).Key("list").BeginArray().Number(-7).Boolean(true).Null();
  json.BeginArray().EndArray().EndArray().Optional("absent", std::nullopt);
  json.Nullable("null", std::nullopt).Nullable("some", "x").EndObject();
  const auto parsed = nlohmann::json::parse(json.text());
  EXPECT_EQ(parsed["text"], hard);
  EXPECT_EQ(parsed["list"].dump(), "[-7,true,null,[]]");
  EXPECT_FALSE(parsed.contains("absent"));
  EXPECT_TRUE(parsed["null"].is_null());
  EXPECT_EQ(parsed["some"], "x");
}

TEST(CallTest, SegmentsAreDecodedOneByOne) {
  Call call;
  ParseTarget("/users/a%2Fb%20c/api+keys", call);
  EXPECT_THAT(call.path, ElementsAre("users", "a/b c", "api+keys"));
  EXPECT_THAT(call.query, IsEmpty());
}

TEST(CallTest, QueryKeepsOrderAndRepetition) {
  Call call;
  ParseTarget("/x?a=1+2&b=%26%3D&a=3&c&=d", call);
  EXPECT_THAT(call.query, ElementsAre(Pair("a", "1 2"), Pair("b", "&="), Pair("a", "3"),
                                      Pair("c", ""), Pair("", "d")));
  EXPECT_EQ(call.Parameter("a"), "1 2");
  EXPECT_THAT(call.Parameters("a"), ElementsAre("1 2", "3"));
  EXPECT_THAT(call.Parameters("c"), IsEmpty());
}

TEST(CallTest, BrokenEscapesStandForThemselves) {
  Call call;
  ParseTarget("/%/%4/%zz/%%41?%=%4", call);
  EXPECT_THAT(call.path, ElementsAre("%", "%4", "%zz", "%A"));
  EXPECT_THAT(call.query, ElementsAre(Pair("%", "%4")));
}

TEST(CredentialsTest, SchemeInAnyLetterCase) {
  EXPECT_EQ(CredentialAfter("ApiKey", "aPIkEY  secret "), "secret");
  EXPECT_EQ(CredentialAfter("ApiKey", "ApiKeysecret"), std::nullopt);
  EXPECT_EQ(CredentialAfter("ApiKey", ""), std::nullopt);
}

TEST(CredentialsTest, BasicHoldsUserAndPassword) {
  EXPECT_THAT(BasicCredentials("Basic dXNlcjpwYTpzcw=="), Optional(Pair("user", "pa:ss")));
  EXPECT_THAT(BasicCredentials("Basic dXNlcjpwYTpzcw"), Optional(Pair("user", "pa:ss")));
  EXPECT_EQ(BasicCredentials("Basic dXNlcg=="), std::nullopt);
  EXPECT_EQ(BasicCredentials("Basic *"), std::nullopt);
  EXPECT_EQ(BasicCredentials("Bearer dXNlcjpwYTpzcw=="), std::nullopt);
}

TEST(PageTokenTest, OpensWithItsListOnly) {
  const std::string token = SealPageToken(9, "list", {1234567, 100});
  const auto place = OpenPageToken(9, "list", token);
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(place->start, 1234567U);
  EXPECT_EQ(place->page_size, 100U);
  EXPECT_FALSE(OpenPageToken(9, "other", token).has_value());
  EXPECT_FALSE(OpenPageToken(8, "list", token).has_value());
}

TEST(PageTokenTest, NoLetterCanBeChanged) {
  const std::string token = SealPageToken(9, "list", {1, 10});
  for (size_t i = 0; i < token.size(); ++i) {
    for (const char c : {'A', 'B', 'z', '_', '=', ' '}) {
      std::string forged = token;
      forged[i] = c;
      if (forged == token) continue;
      EXPECT_FALSE(OpenPageToken(9, "list", forged).has_value()) << forged;
    }
  }
}

TEST(PageTokenTest, NeighboursLookUnalike) {
  const std::string first = SealPageToken(9, "list", {1, 10});
  const std::string second = SealPageToken(9, "list", {2, 10});
  size_t same = 0;
  for (size_t i = 0; i < first.size(); ++i) same += first[i] == second[i] ? 1 : 0;
  EXPECT_LT(same, 8U);
}

struct NamedRow {
  std::string id;
  int value = 0;
};

TEST(TableTest, PositionsOutliveRemoval) {
  Table<NamedRow> table;
  EXPECT_TRUE(table.Add({"a", 1}));
  EXPECT_TRUE(table.Add({"b", 2}));
  EXPECT_FALSE(table.Add({"b", 3}));
  EXPECT_TRUE(table.Remove("a"));
  EXPECT_FALSE(table.Remove("a"));
  EXPECT_EQ(table.At(0), nullptr);
  EXPECT_EQ(table.At(1)->value, 2);
  EXPECT_EQ(table.size(), 1U);
  EXPECT_EQ(table.end(), 2U);
}

TEST(TableTest, ReplacedRowKeepsItsPlace) {
  Table<NamedRow> table;
  for (int i = 0; i < 100; ++i) table.Add({std::to_string(i), i});
  table.Replace({"7", 70});
  EXPECT_EQ(table.Find("7")->value, 70);
  EXPECT_EQ(table.At(7)->value, 70);
  Table<NamedRow> moved = std::move(table);
  EXPECT_EQ(moved.Find("7")->value, 70);
}

}  // namespace
}  // namespace apisql::sandbox
