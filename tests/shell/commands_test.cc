#include "shell/run/commands.h"

#include "tests/shell/shell_fixture.h"

namespace apisql {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using CommandsTest = ShellFixture;

TEST_F(CommandsTest, HelpShowsEveryCommandAndFormat) {
  EXPECT_TRUE(Run(".help"));
  for (const Command& command : Commands()) {
    EXPECT_THAT(printed, HasSubstr(std::string(".") + command.name + " "));
    EXPECT_THAT(printed, HasSubstr(command.help));
  }
  for (const Format& format : Formats()) EXPECT_THAT(printed, HasSubstr(format.name));
}

TEST_F(CommandsTest, AnUnknownCommandNamesTheNearest) {
  EXPECT_FALSE(Run(".tabels"));
  EXPECT_THAT(complaints, HasSubstr("apisql: no command .tabels; did you mean .tables?\n"));
  EXPECT_EQ(shell.exit_code(), ExitCode::kFailed);
}

TEST_F(CommandsTest, NothingNearRefersToHelp) {
  EXPECT_FALSE(Run(".xyzzyxyzzy"));
  EXPECT_THAT(complaints, HasSubstr(".help lists them"));
}

TEST_F(CommandsTest, TooManyArgumentsShowTheUsage) {
  EXPECT_FALSE(Run(".timer on off"));
  EXPECT_THAT(complaints, HasSubstr("usage: .timer on|off|verbose"));
}

TEST_F(CommandsTest, ModeRefusesAnUnknownFormatAndKeepsTheOld) {
  EXPECT_FALSE(Run(".mode xml"));
  EXPECT_THAT(complaints, HasSubstr("no format xml; there are table, box, csv"));
  EXPECT_STREQ(shell.settings().format->name, "csv");
}

TEST_F(CommandsTest, ASemicolonAfterACommandIsForgiven) {
  EXPECT_TRUE(Run(".mode json;"));
  EXPECT_STREQ(shell.settings().format->name, "json");
}

TEST_F(CommandsTest, TablesTakesAPattern) {
  session.tables = {"confluent.iam.api_keys", "confluent.org.environments", "rockset.org.users"};
  EXPECT_TRUE(Run(".tables ORG"));
  EXPECT_EQ(printed, "confluent.org.environments\nrockset.org.users\n");
  printed.clear();
  EXPECT_TRUE(Run(".tables con*keys"));
  EXPECT_EQ(printed, "confluent.iam.api_keys\n");
}

std::string RequestsBehind(int number) {
  return "SELECT number, method, url, status, ms, bytes, rows, error FROM apisql.requests "
         "WHERE number > " +
         std::to_string(number) + " ORDER BY number";
}

TEST_F(CommandsTest, RequestsShowsThoseOfTheLastStatement) {
  session.answers["first"].requests = 3;
  session.answers["second"].requests = 1;
  session.answers[RequestsBehind(3)] = {{"number"}, {{int64_t{4}}}, {}, {}, 0};
  EXPECT_TRUE(Run("first; second;\n.requests\n.requests"));
  EXPECT_EQ(printed, "number\n4\nnumber\n4\n");
}

TEST_F(CommandsTest, RequestsTakesACount) {
  session.answers["first"].requests = 3;
  session.answers[RequestsBehind(1)] = {{"number"}, {{int64_t{2}}, {int64_t{3}}}, {}, {}, 0};
  EXPECT_TRUE(Run("first;\n.requests 2"));
  EXPECT_EQ(printed, "number\n2\n3\n");
  EXPECT_FALSE(Run(".requests many"));
  EXPECT_FALSE(Run(".requests -1"));
  EXPECT_FALSE(Run(".requests 99999999999999999999"));
}

TEST_F(CommandsTest, SchemaOfAnApiTableShowsTypesAndComments) {
  EXPECT_TRUE(Run(".schema confluent.iam.api_keys"));
  EXPECT_THAT(printed, HasSubstr("CREATE TABLE confluent.iam.api_keys ("));
  EXPECT_THAT(printed, HasSubstr("  id TEXT,  -- key"));
  EXPECT_THAT(printed, HasSubstr("secret: only RETURNING shows it"));
}

TEST_F(CommandsTest, SchemaAsksTheWorkspaceForItsOwnTables) {
  const std::string sql =
      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name = 'it''s' COLLATE NOCASE "
      "ORDER BY rowid";
  session.answers[sql] = {{"sql"}, {{std::string_view("CREATE TABLE t(a)")}}, {}, {}, 0};
  EXPECT_TRUE(Run(".schema \"it's\""));
  EXPECT_EQ(printed, "CREATE TABLE t(a);\n");
}

TEST_F(CommandsTest, SetGivesValuesListsThemAndUnsetTakesThemAway) {
  EXPECT_TRUE(Run(".set who  it's \"me\" ;\n.set :n = 5\n.set text '5'\n.set none NULL\n.set"));
  EXPECT_EQ(printed, "n = 5\nnone = NULL\ntext = '5'\nwho = 'it''s \"me\"'\n");
  printed.clear();
  EXPECT_TRUE(Run(".unset n\n.unset text\n.unset none\n.set"));
  EXPECT_EQ(printed, "who = 'it''s \"me\"'\n");
}

TEST_F(CommandsTest, SetSaysWhatIsWrong) {
  EXPECT_FALSE(Run(".set who"));
  EXPECT_THAT(complaints, HasSubstr("usage: .set [NAME VALUE]; an empty text is ''"));
  EXPECT_FALSE(Run(".set 1st 5"));
  EXPECT_THAT(complaints, HasSubstr("letters, digits and _, not 1st"));
  EXPECT_FALSE(Run(".set who 'open"));
  EXPECT_THAT(complaints, HasSubstr("so it must end with it"));
  EXPECT_TRUE(Run(".set owner x"));
  EXPECT_FALSE(Run(".unset ovner"));
  EXPECT_THAT(complaints, HasSubstr("no variable ovner is set; did you mean owner?"));
}

TEST(SplitCommandTest, QuotesHoldWordsTogether) {
  EXPECT_THAT(SplitCommand(".read 'a b.sql' \"c\"d"), ElementsAre("read", "a b.sql", "cd"));
  EXPECT_THAT(SplitCommand(".read ''"), ElementsAre("read", ""));
  EXPECT_THAT(SplitCommand(".read 'open"), ElementsAre("read", "open"));
  EXPECT_THAT(SplitCommand("  "), IsEmpty());
}

TEST_F(CommandsTest, CompletionOffersCommandsThenTheirArguments) {
  EXPECT_THAT(CompleteCommand(shell, ".ti"), Contains(".timer"));
  EXPECT_THAT(CompleteCommand(shell, ".mode "), Contains("ndjson"));
  EXPECT_THAT(CompleteCommand(shell, ".mode nd"), Contains("ndjson"));
  EXPECT_THAT(CompleteCommand(shell, ".mode csv "), IsEmpty());
}

}  // namespace
}  // namespace apisql
