// Files in and out, as they are typed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/terminal/screen.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::Not;

class TerminalFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!Screen::IsPossible(home_)) GTEST_SKIP() << "no tmux here, or no terminal";
  }

  std::string Path(const std::string& name) const { return (home_.folder() / name).string(); }
  std::string Text(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(Path(name)).rdbuf();
    return text.str();
  }

  TestHome home_;
};

TEST_F(TerminalFilesTest, OnceTakesOneResult) {
  const Screen screen(home_, {Built("apisql")});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(".once " + Path("one.csv"));
  screen.Enter("SELECT 1 AS a, 'x,' || 'y' AS b;");
  screen.Enter("SELECT 'on the ' || 'screen';");
  ASSERT_TRUE(screen.Shows("on the screen") && screen.Prompts("apisql>"));
  EXPECT_THAT(screen.Text(), Not(HasSubstr("x,y")));
  EXPECT_EQ(Text("one.csv"), "a,b\n1,\"x,y\"\n");
}

TEST_F(TerminalFilesTest, OutputTakesAllUntilItEnds) {
  const Screen screen(home_, {Built("apisql")});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(".output " + Path("all.json"));
  screen.Enter("SELECT 1 AS a; SELECT NULL AS b;");
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("SELECT none;");
  ASSERT_TRUE(screen.Shows("no such column: none")) << screen.Text();
  screen.Enter(".output");
  screen.Enter("SELECT 'on the ' || 'screen';");
  ASSERT_TRUE(screen.Shows("on the screen") && screen.Prompts("apisql>"));
  EXPECT_EQ(Text("all.json"), "[{\"a\": 1}]\n[{\"b\": null}]\n");
}

// A list that somebody sent, joined with two tables of an API, and sent on.
TEST_F(TerminalFilesTest, AListIsImportedJoinedAndCopiedOut) {
  const std::string list =
      home_.Write("people.csv", "email,team\njane@corp.com,\"billing, EU\"\nlinus@example.org,\n");
  const Screen screen(home_, {Built("apisql"), "--sandbox"});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(".import " + list + " people");
  ASSERT_TRUE(screen.Shows("(2 rows into the new table people)"));
  screen.Enter("COPY (SELECT p.team, u.email, count(*) AS keys FROM people p");
  screen.Enter("  JOIN confluent.iam.users u ON u.email = p.email");
  screen.Enter("  JOIN confluent.iam.api_keys k ON k.owner_id = u.id GROUP BY 1, 2 ORDER BY 2)");
  ASSERT_TRUE(screen.Prompts("   ...>")) << screen.Text();
  screen.Enter("  TO '" + Path("keys_by_team.csv") + "';");
  ASSERT_TRUE(screen.Shows("(2 rows into ") && screen.Prompts("apisql>")) << screen.Text();
  EXPECT_EQ(Text("keys_by_team.csv"),
            "team,email,keys\n\"billing, EU\",jane@corp.com,3\n,linus@example.org,1\n");
}

TEST_F(TerminalFilesTest, AFileStandsInFrom) {
  const std::string list = home_.Write("owners.csv", "owner,note\nsa-8m166s,look here\n");
  const Screen screen(home_, {Built("apisql"), "--sandbox"});
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("SELECT f.note || ': ' || count(*) || ' keys' AS x FROM read_csv('" + list +
               "') f JOIN confluent.iam.api_keys k ON k.owner_id = f.owner GROUP BY f.note;");
  EXPECT_TRUE(screen.Shows("look here: 9 keys")) << screen.Text();
  screen.Enter("SELECT * FROM read_csv('" + list + "x');");
  EXPECT_TRUE(screen.Shows("owners.csv?")) << screen.Text();
}

}  // namespace
}  // namespace apisql
