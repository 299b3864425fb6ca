#include <chrono>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/source/catalog.h"
#include "shell/output/display.h"
#include "shell/people/cost_text.h"
#include "shell/people/describe_text.h"
#include "shell/people/explain_text.h"
#include "shell/people/kept_result.h"
#include "shell/people/people_sink.h"

namespace apisql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

ResultTable Plan() {
  ResultTable table;
  for (const char* name :
       {"step", "table", "method", "request", "pushed", "checked", "estimated_requests", "note",
        "body", "max_concurrency", "answered", "least_requests", "most_requests"}) {
    table.columns.push_back({name, ""});
  }
  const SqlValue null;
  table.rows.push_back({int64_t{1}, std::string("confluent.iam.users"), std::string("list_users"),
                        std::string("GET https://api.confluent.cloud/iam/v2/users?page_size=100"),
                        null, null, int64_t{1}, null, null, int64_t{8}, null, int64_t{1},
                        int64_t{1}});
  table.rows.push_back(
      {int64_t{2}, std::string("confluent.iam.api_keys"), std::string("list_keys"),
       std::string("GET https://api.confluent.cloud/iam/v2/api-keys?page_size=100"),
       std::string("owner_id = confluent.iam.users.id"), std::string("owner_kind="), int64_t{10},
       null, null, int64_t{8}, std::string("up to 9 look-ups, then the list of 10 requests"),
       int64_t{2}, int64_t{19}});
  return table;
}

TEST(ExplainTextTest, APlanAtEightyColumns) {
  EXPECT_EQ(ExplainText(Plan(), 80),
            "1  read confluent.iam.users: 1 request\n"
            "   GET https://api.confluent.cloud/iam/v2/users?page_size=100\n"
            "2  read confluent.iam.api_keys by owner_id = confluent.iam.users.id: about 10\n"
            "   requests, at least 2, at most 19\n"
            "   up to 9 look-ups, then the list of 10 requests\n"
            "   not by the API, but checked here: owner_kind=\n"
            "   GET https://api.confluent.cloud/iam/v2/api-keys?page_size=100\n"
            "about 11 requests, at least 3, at most 20\n");
}

TEST(ExplainTextTest, APlanAtFortyColumnsKeepsItsUrlsWhole) {
  EXPECT_EQ(ExplainText(Plan(), 40),
            "1  read confluent.iam.users: 1 request\n"
            "   GET https://api.confluent.cloud/iam/v2/users?page_size=100\n"
            "2  read confluent.iam.api_keys by\n"
            "   owner_id = confluent.iam.users.id:\n"
            "   about 10 requests, at least 2, at\n"
            "   most 19\n"
            "   up to 9 look-ups, then the list of 10\n"
            "   requests\n"
            "   not by the API, but checked here:\n"
            "   owner_kind=\n"
            "   GET https://api.confluent.cloud/iam/v2/api-keys?page_size=100\n"
            "about 11 requests, at least 3, at most\n"
            "20\n");
}

TEST(ExplainTextTest, NothingToSend) {
  ResultTable plan = Plan();
  plan.rows.clear();
  EXPECT_EQ(ExplainText(plan, 80), "nothing is sent\n");
}

TEST(ExplainTextTest, ItsNoteIsToldOnce) {
  EXPECT_TRUE(IsToldByExplainText("about 11 requests in all"));
  EXPECT_FALSE(IsToldByExplainText("about 11 requests in all; max_requests is 5"));
}

TEST(AnalyzeTextTest, TellsWhatWasForeseenAndWhatCame) {
  ResultTable table;
  for (const char* name :
       {"table", "method", "estimated_requests", "requests", "retries", "waited_ms", "rows_fetched",
        "rows_kept", "bytes", "first_ms", "last_ms", "max_in_flight", "decoding_ms", "rest_ms"}) {
    table.columns.push_back({name, ""});
  }
  table.rows = {
      {std::string("p.s.keys"), std::string("list"), int64_t{10}, int64_t{2}, int64_t{1}, 22.4,
       int64_t{200}, int64_t{45}, int64_t{186'943}, 15.5, 38.2, int64_t{1}, 1.1, SqlValue()},
      {std::string("total"), SqlValue(), int64_t{10}, int64_t{2}, int64_t{1}, 22.4, int64_t{200},
       int64_t{45}, int64_t{186'943}, 15.5, 38.2, int64_t{1}, 1.1, 2.0}};
  EXPECT_EQ(AnalyzeText(table, 80),
            "1  p.s.keys (list): 2 requests (10 foreseen), 200 rows read, 45 kept, 187 kB, 1\n"
            "   retry\n"
            "   22.4 ms waiting, 1.1 ms decoding; from 15.5 ms to 38.2 ms, 1 at once\n"
            "   in all: 2 requests (10 foreseen), 200 rows read, 45 kept, 187 kB, 1 retry\n"
            "   22.4 ms waiting, 1.1 ms decoding, 2.0 ms the rest; from 15.5 ms to 38.2 ms, 1\n"
            "   at once\n");
}

TEST(RequestsTextTest, UrlsAreWholeAndErrorsBelow) {
  const std::string url = "https://api.test/" + std::string(90, 'x');
  const ResultTable table = {
      {{"number"}, {"method"}, {"url"}, {"status"}, {"ms"}, {"bytes"}, {"rows"}, {"error"}},
      {{int64_t{12}, std::string("GET"), url, int64_t{429}, int64_t{1200}, int64_t{5}, int64_t{0},
        std::string("too many")},
       {int64_t{13}, std::string("GET"), url, int64_t{0}, int64_t{1}, int64_t{0}, int64_t{0},
        SqlValue()}}};
  EXPECT_EQ(RequestsText(table, 40),
            "12  GET " + url + "\n    429, 1,200 ms, 5 B, 0 rows\n    too many\n13  GET " + url +
                "\n    no answer, 1 ms, 0 B, 0 rows\n(2 requests)\n");
}

TEST(KeptResultTest, ItsBytesAreBounded) {
  KeptResult kept;
  kept.Begin(std::vector<ResultColumn>{{"a"}});
  const std::string megabyte(size_t{1} << 20, 'x');
  for (int i = 0; i < 20; ++i) kept.Add(std::vector<Value>{std::string_view(megabyte)});
  EXPECT_EQ(kept.rows(), 15U);
  EXPECT_FALSE(kept.whole());
}

TEST(PreviewTextTest, UrlAndBodyAreWhole) {
  const std::string url = "https://api.test/" + std::string(200, 'x');
  const ResultTable table = {{{"table"}, {"method"}, {"url"}, {"body"}},
                             {{std::string("t"), std::string("POST"), url, std::string("{\n}")},
                              {std::string("t"), std::string("DELETE"), url, SqlValue()}}};
  EXPECT_EQ(PreviewText(table, 40),
            "POST " + url + "\n  {\\n}\nDELETE " + url + "\n(2 requests, not sent)\n");
}

TEST(DescribeTextTest, TellsFiltersWritesAndAnExample) {
  const auto catalog = Catalog::Builtin();
  const auto resource = catalog->Find("confluent.iam.api_keys");
  ASSERT_TRUE(resource.ok());
  const std::string text = DescribeText(**resource, Hidden::kLeftOut, 80);
  EXPECT_THAT(text, HasSubstr("\nid                    text, key; API filters by =, IN\n"));
  EXPECT_THAT(text, HasSubstr("API filters by =, IN; written by INSERT (required)\n"));
  EXPECT_THAT(text, HasSubstr("values: User, ServiceAccount\n"));
  EXPECT_THAT(text, HasSubstr("\n  INSERT create_iam_v2_api_key: POST /iam/v2/api-keys\n"));
  EXPECT_THAT(text, HasSubstr("\nExample\n  SELECT id, "));
  EXPECT_THAT(text, Not(HasSubstr("metadata")));
  EXPECT_THAT(DescribeText(**resource, Hidden::kShown, 80), HasSubstr("json, hidden"));
}

// What `statement` shows of a table with these columns, whose every value is a text.
std::string Described(const std::string& statement, const std::vector<std::string>& names) {
  const auto catalog = Catalog::Builtin();
  for (const char* provider : {"named", "lab"}) {
    const Status added =
        catalog->AddDirectory(std::string(APISQL_SOURCE_DIR) + "/tests/sql/providers/" + provider);
    EXPECT_TRUE(added.ok()) << added.message();
  }
  std::string text;
  Output out([&text](std::string_view bytes) {
    text += bytes;
    return OkStatus();
  });
  RenderOptions options;
  options.width = 80;
  const auto sink = MakePeopleSink(statement, *catalog, out, options, MakeTable(out, options));
  const std::vector<ResultColumn> columns = {{"name"}, {"type"}};
  EXPECT_TRUE(sink->Begin(columns).ok());
  for (const std::string_view name : names) {
    EXPECT_TRUE(sink->Row(std::vector<Value>{name, std::string_view("text")}).ok());
  }
  EXPECT_TRUE(sink->End().ok());
  return text;
}

TEST(DescribeTextTest, AnAliasIsItsTableInAllFormsOfTheStatement) {
  const std::string text = Described("DESCRIBE named.core.things", {"id"});
  EXPECT_THAT(text, StartsWith("named.core.things: Things, which may be asked for by owner.\n\n"));
  EXPECT_THAT(text, Not(HasSubstr("\nnote ")));
  for (const char* statement :
       {"describe Named.Old.Things;", "DESC \"named.old.stuff\"", "desc named.core.things",
        "SHOW COLUMNS FROM named.old.things", "SHOW COLUMNS IN named.core.things"}) {
    EXPECT_EQ(Described(statement, {"id"}), text) << statement;
  }
  EXPECT_THAT(Described("DESC EXTENDED named.old.things", {"id"}), HasSubstr("\nnote "));
}

TEST(DescribeTextTest, ATableWithIntegersSaysWhatSortsLast) {
  constexpr const char* kNote =
      "\n\nAn integer beyond 64 bits keeps its digits as a text, and sorts last.\n\nMethods\n";
  const auto catalog = Catalog::Builtin();
  EXPECT_THAT(DescribeText(**catalog->Find("confluent.cmk.clusters"), Hidden::kLeftOut, 80),
              HasSubstr(kNote));
  EXPECT_THAT(DescribeText(**catalog->Find("confluent.iam.api_keys"), Hidden::kShown, 80),
              Not(HasSubstr("beyond 64 bits")));
}

TEST(DescribeTextTest, AViewHasTheColumnsOfItsRows) {
  EXPECT_EQ(Described("DESCRIBE lab.core.spending", {"start_date", "until"}),
            "lab.core.spending: A view over a table that needs values. Names need no quotes.\n"
            "\n"
            "start_date  text\n"
            "until       text\n"
            "\n"
            "A view: EXPLAIN REQUESTS SELECT * FROM lab.core.spending tells its tables.\n");
}

TEST(DescribeTextTest, ATableOfTheWorkspaceStaysATable) {
  EXPECT_THAT(Described("DESCRIBE t", {"a"}), HasSubstr("name | type\n"));
}

TEST(DescribeTextTest, EveryTableFitsEightyColumnsButForPaths) {
  const auto catalog = Catalog::Builtin();
  for (const std::string& name : catalog->TableNames()) {
    const auto resource = catalog->Find(name);
    ASSERT_TRUE(resource.ok());
    const std::string text = DescribeText(**resource, Hidden::kShown, 80);
    const std::string columns = text.substr(0, text.find("\nMethods\n"));
    for (size_t at = 0; at < columns.size();) {
      const size_t end = std::min(columns.find('\n', at), columns.size());
      EXPECT_LE(DisplayWidth(columns.substr(at, end - at)), 80U) << columns.substr(at, end - at);
      at = end + 1;
    }
  }
}

TEST(CostTextTest, UnitsFollowTheSize) {
  EXPECT_EQ(ByteText(999), "999 B");
  EXPECT_EQ(ByteText(186'943), "187 kB");
  EXPECT_EQ(ByteText(1'900'000), "1.9 MB");
  EXPECT_EQ(DurationText(std::chrono::microseconds(1)), "1 ms");
  EXPECT_EQ(DurationText(std::chrono::milliseconds(99)), "99 ms");
  EXPECT_EQ(DurationText(std::chrono::milliseconds(420)), "0.4 s");
}

TEST(CostTextTest, CountsTheRequestsBehindANumber) {
  RequestLog log;
  RequestRecord record;
  record.label.table = "confluent.iam.users";
  record.bytes = 1500;
  record.rows = 40;
  for (int i = 0; i < 3; ++i) log.Add(record);
  EXPECT_EQ(CostText(std::chrono::milliseconds(400), log, 1), ", 0.4 s, 2 requests, 3 kB");
  EXPECT_EQ(CostText(std::chrono::milliseconds(400), log, 3), ", 0.4 s");
  EXPECT_EQ(CostByTable(log, 0), "  confluent.iam.users: 3 requests, 120 rows, 4 kB\n");
}

TEST(DisplayTest, TheMiddleIsCut) {
  EXPECT_EQ(CutMiddle("crn://confluent/api-key=7FJI", 24), "crn://conflu…pi-key=7FJI");
  EXPECT_EQ(CutMiddle("short", 5), "short");
  EXPECT_EQ(CutMiddle("abcdef", 1), "…");
  EXPECT_EQ(CutMiddle("日本語日本語", 7), "日…語") << "half a character is not shown";
}

TEST(DisplayTest, LinesEndBetweenWords) {
  EXPECT_THAT(WrapWords("one two three", 7, LongWords::kBreak), ElementsAre("one two", "three"));
  EXPECT_THAT(WrapWords("a https://x.test b", 6, LongWords::kStay),
              ElementsAre("a", "https://x.test", "b"));
  EXPECT_THAT(WrapWords("abcdef", 4, LongWords::kBreak), ElementsAre("abcd", "ef"));
  EXPECT_THAT(WrapWords("", 4, LongWords::kBreak), ElementsAre(""));
  EXPECT_THAT(WrapWords("日本語", 1, LongWords::kBreak), ElementsAre("日", "本", "語"));
}

TEST(ShowsOnceTest, ReturningAndExecAreNotKept) {
  EXPECT_TRUE(ShowsOnce("INSERT INTO t VALUES (1) /* x */ returning id"));
  EXPECT_TRUE(ShowsOnce(" exec t.m @a = 1"));
  EXPECT_FALSE(ShowsOnce("SELECT 'returning'"));
}

}  // namespace
}  // namespace apisql
