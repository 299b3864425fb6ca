// Results that are longer than the screen.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/support/script_server.h"
#include "tests/terminal/screen.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr ScreenSize kTwentyLines{.columns = 80, .rows = 20};
constexpr const char* kEndless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) ";

// A page of `rows` service accounts, and where the next page is.
std::string PageOf(int rows, const std::string& next) {
  std::string data;
  for (int i = 1; i <= rows; ++i) {
    data += (i == 1 ? "" : ",") + std::string(R"({"id":"sa-)") + std::to_string(i) + "\"}";
  }
  return R"({"metadata":{"next":")" + next + R"("},"data":[)" + data + "]}";
}

// Answers the first page, and nobody who asks for the next.
ScriptServer::Script OnePageOf(int rows) {
  return [rows](ScriptServer::Connection& connection) {
    while (const auto request = connection.Read()) {
      if (request->find("page_token") != std::string::npos) return connection.Hang();
      const size_t host = request->find("127.0.0.1:");
      const std::string server = request->substr(host, request->find('\r', host) - host);
      connection.WriteOk(
          PageOf(rows, "http://" + server + "/iam/v2/service-accounts?page_token=2"));
    }
  };
}

class TerminalPagerTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!Screen::IsPossible(home_)) GTEST_SKIP() << "no tmux here, or no terminal";
  }

  // Shows the first line of what it gets, and waits for Enter before it reads the rest or leaves.
  std::map<std::string, std::string> OwnPager(const std::string& then) const {
    const std::string script = home_.Write(
        "pager.sh", "read -r line; echo \"paged: $line\"; read -r key </dev/tty\n" + then + "\n");
    return {{"PAGER", "sh " + script},
            {"CONFLUENT_CLOUD_API_KEY", "some-key"},
            {"CONFLUENT_CLOUD_API_SECRET", "some-secret"}};
  }

  TestHome home_;
};

TEST_F(TerminalPagerTest, OnlyWhatIsLongerThanTheScreenGoesThere) {
  const Screen screen(home_, {Built("apisql"), "--sandbox"}, kTwentyLines, OwnPager("wc -l"));
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("SELECT 'sh' || 'ort' AS x;");
  ASSERT_TRUE(screen.Shows("short") && screen.Prompts("apisql>"));
  EXPECT_THAT(screen.Text(), Not(HasSubstr("paged")));
  screen.Enter("SELECT id FROM confluent.iam.api_keys;");
  ASSERT_TRUE(screen.Shows("paged: id")) << screen.Text();
  screen.Press("Enter");
  // The line below the name, 200 rows, and the last line.
  ASSERT_TRUE(screen.Shows("\n202\n") && screen.Prompts("apisql>")) << screen.Text();
  screen.Enter(".pager sed 's/^/| /' | tail -n 1");
  screen.Enter("SELECT id FROM confluent.iam.api_keys;");
  ASSERT_TRUE(screen.Shows("| (200 rows")) << screen.Text();
  screen.Enter(".pager off");
  screen.Press("C-l");
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("SELECT id FROM confluent.iam.api_keys;");
  EXPECT_TRUE(screen.Shows("\n(200 rows")) << screen.Text();
}

// The statement would never end.
TEST_F(TerminalPagerTest, LeavingItEarlyEndsAStatementThatGivesRows) {
  const Screen screen(home_, {Built("apisql")}, kTwentyLines, OwnPager(""));
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(std::string(kEndless) + "SELECT i FROM n;");
  ASSERT_TRUE(screen.Shows("paged:"));
  screen.Press("Enter");
  ASSERT_TRUE(screen.Prompts("apisql>")) << screen.Text();
  EXPECT_THAT(screen.Text(), Not(HasSubstr("apisql: ")));
  screen.Enter("SELECT 'goes ' || 'on';");
  EXPECT_TRUE(screen.Shows("goes on"));
}

TEST_F(TerminalPagerTest, LeavingItEarlyEndsAStatementThatComputes) {
  const Screen screen(home_, {Built("apisql")}, kTwentyLines, OwnPager(""));
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(std::string(kEndless) + "SELECT i FROM n WHERE i < 2000;");
  ASSERT_TRUE(screen.Shows("paged:"));
  screen.Press("Enter");
  ASSERT_TRUE(screen.Prompts("apisql>")) << screen.Text();
  EXPECT_THAT(screen.Text(), Not(HasSubstr("apisql: ")));
}

TEST_F(TerminalPagerTest, LeavingItEarlyEndsAStatementThatWaits) {
  ScriptServer api(OnePageOf(100));
  const Screen screen(home_, {Built("apisql"), "--base-url", "confluent=" + api.url()},
                      kTwentyLines, OwnPager(""));
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("SELECT id FROM confluent.iam.service_accounts;");
  ASSERT_TRUE(screen.Shows("paged: id")) << screen.Text();
  screen.Press("Enter");
  ASSERT_TRUE(screen.Prompts("apisql>")) << screen.Text();
  EXPECT_THAT(screen.Text(), Not(HasSubstr("apisql: ")));
}

// They are not held back for the second page.
TEST_F(TerminalPagerTest, TheFirstPageIsShownWhileTheNextOneIsWaitedFor) {
  ScriptServer api(OnePageOf(3));
  const Screen screen(home_, {Built("apisql"), "--base-url", "confluent=" + api.url()},
                      kTwentyLines, OwnPager(""));
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("SELECT id FROM confluent.iam.service_accounts;");
  ASSERT_TRUE(screen.Shows("sa-1\nsa-2\nsa-3")) << screen.Text();
  screen.Press("C-c");
  ASSERT_TRUE(screen.Prompts("apisql>"));
  EXPECT_THAT(screen.Text(), HasSubstr("interrupted"));
}

TEST_F(TerminalPagerTest, CtrlCGoesToIt) {
  auto environment = OwnPager("");
  environment["PAGER"] = "sh " + home_.Write("pager.sh",
                                             "trap 'echo its own; exit' INT\n"
                                             "read -r line; echo \"paged: $line\"\n"
                                             "while :; do sleep 0.05; done\n");
  const Screen screen(home_, {Built("apisql")}, kTwentyLines, environment);
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter(std::string(kEndless) + "SELECT i FROM n;");
  ASSERT_TRUE(screen.Shows("paged:"));
  screen.Press("C-c");
  ASSERT_TRUE(screen.Shows("its own") && screen.Prompts("apisql>")) << screen.Text();
  EXPECT_THAT(screen.Text(), Not(HasSubstr("interrupted")));
}

TEST_F(TerminalPagerTest, LessIsTheUsualOne) {
  if (home_.Run({"less", "--version"}).exit_code != 0) GTEST_SKIP() << "no less here";
  const Screen screen(home_, {Built("apisql"), "--sandbox"}, kTwentyLines);
  ASSERT_TRUE(screen.Prompts("apisql>"));
  screen.Enter("SELECT id FROM confluent.iam.api_keys;");
  ASSERT_TRUE(screen.Shows("\n:")) << screen.Text();
  screen.Type("G");
  ASSERT_TRUE(screen.Shows("(200 rows")) << screen.Text();
  screen.Type("q");
  ASSERT_TRUE(screen.Prompts("apisql>")) << screen.Text();
  EXPECT_THAT(screen.Text(), Not(HasSubstr("(200 rows")));  // The screen is as it was.
}

}  // namespace
}  // namespace apisql
