#include "shell/program/options.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "shell/output/renderer.h"

namespace apisql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

StatusOr<Options> Parse(std::vector<const char*> words) {
  words.insert(words.begin(), "apisql");
  return ParseOptions(static_cast<int>(words.size()), words.data());
}

TEST(OptionsTest, SqlWithBracketsAndCommasStaysOneText) {
  const auto options = Parse({"[a,b]"});
  ASSERT_TRUE(options.ok()) << options.status().message();
  EXPECT_EQ(options->sql, "[a,b]");
}

TEST(OptionsTest, SqlMayBeginWithAComment) {
  const auto options = Parse({"-- all keys\nSELECT 1"});
  ASSERT_TRUE(options.ok()) << options.status().message();
  EXPECT_EQ(options->sql, "-- all keys\nSELECT 1");
}

TEST(OptionsTest, ARepeatableOptionDoesNotSwallowTheSql) {
  const auto options = Parse({"--set", "a=b", "SELECT 1"});
  ASSERT_TRUE(options.ok()) << options.status().message();
  EXPECT_EQ(options->sql, "SELECT 1");
  EXPECT_THAT(options->settings, ElementsAre(Pair("a", "b")));
}

TEST(OptionsTest, RepeatedOptionsKeepTheirOrder) {
  const auto options = Parse({"--set", "a=b=c", "-f", "x.sql", "--set", "d=[1,2]", "--file=y,z.sql",
                              "--base-url", "rockset=http://127.0.0.1:1", "--provider-dir", "p"});
  ASSERT_TRUE(options.ok()) << options.status().message();
  EXPECT_THAT(options->settings, ElementsAre(Pair("a", "b=c"), Pair("d", "[1,2]")));
  EXPECT_THAT(options->inputs, ElementsAre(ScriptInput{ScriptInput::Kind::kFile, "x.sql"},
                                           ScriptInput{ScriptInput::Kind::kFile, "y,z.sql"}));
  EXPECT_THAT(options->base_urls, ElementsAre(Pair("rockset", "http://127.0.0.1:1")));
  EXPECT_THAT(options->provider_directories, ElementsAre("p"));
}

TEST(OptionsTest, CredentialsAreOneTextOfJson) {
  const auto options = Parse({"--auth", R"({"a": {"scopes": ["x", "y"]}})", "SELECT 1"});
  ASSERT_TRUE(options.ok()) << options.status().message();
  EXPECT_EQ(options->auth, R"({"a": {"scopes": ["x", "y"]}})");
  EXPECT_EQ(options->sql, "SELECT 1");
}

TEST(OptionsTest, FilesAndStatementsKeepTheirCommonOrder) {
  using enum ScriptInput::Kind;
  const auto options = Parse({"-c", "one", "-f", "x.sql", "--command=two, [3]", "-f", "-", "last"});
  ASSERT_TRUE(options.ok()) << options.status().message();
  EXPECT_THAT(options->inputs, ElementsAre(ScriptInput{kSql, "one"}, ScriptInput{kFile, "x.sql"},
                                           ScriptInput{kSql, "two, [3]"}, ScriptInput{kFile, "-"}));
  EXPECT_EQ(options->sql, "last");
}

TEST(OptionsTest, VariablesAreNamesAndValues) {
  const auto options = Parse({"--var", "who=a=b", "--var=n="});
  ASSERT_TRUE(options.ok()) << options.status().message();
  EXPECT_THAT(options->variables, ElementsAre(Pair("who", "a=b"), Pair("n", "")));
  EXPECT_THAT(Parse({"--var", "who"}).status().message(), HasSubstr("--var takes NAME=VALUE"));
}

TEST(OptionsTest, HelpAndVersionMayBeWords) {
  EXPECT_EQ(Parse({"help"})->text, Parse({"--help"})->text);
  EXPECT_EQ(Parse({"version"})->text, Parse({"--version"})->text);
  EXPECT_EQ(Parse({"version"})->action, Action::kPrint);
  EXPECT_EQ(Parse({"help;"})->action, Action::kRun);
}

TEST(OptionsTest, MaxRequestsIsUnknownUntilGivenAndTakesZero) {
  EXPECT_EQ(Parse({})->max_requests, std::nullopt);
  EXPECT_EQ(Parse({"--max-requests", "0"})->max_requests, 0);
  EXPECT_EQ(Parse({"--max-requests", "12"})->max_requests, 12);
  EXPECT_FALSE(Parse({"--max-requests", "-1"}).ok());
  EXPECT_FALSE(Parse({"--max-requests", "x"}).ok());
}

TEST(OptionsTest, FlagsAreOffUntilGiven) {
  const auto none = Parse({});
  ASSERT_TRUE(none.ok());
  EXPECT_FALSE(none->read_only || none->allow_partial || none->trace || none->sandbox ||
               none->continue_on_error || none->dry_run);
  EXPECT_FALSE(none->no_header);
  const auto all =
      Parse({"--read-only", "--allow-partial", "--trace", "--sandbox", "--no-header",
             "--continue-on-error", "--dry-run", "--sandbox-size", "50", "--sandbox-seed", "9"});
  ASSERT_TRUE(all.ok()) << all.status().message();
  EXPECT_TRUE(all->read_only && all->allow_partial && all->trace && all->sandbox &&
              all->continue_on_error && all->dry_run);
  EXPECT_TRUE(all->no_header);
  EXPECT_EQ(all->sandbox_keys, 50);
  EXPECT_EQ(all->sandbox_seed, 9U);
}

TEST(OptionsTest, SandboxIsACommand) {
  const auto options =
      Parse({"sandbox", "--port", "8080", "--size", "7", "--latency", "20", "--dump", "x.db"});
  ASSERT_TRUE(options.ok()) << options.status().message();
  EXPECT_EQ(options->action, Action::kSandbox);
  EXPECT_EQ(options->sandbox_port, 8080);
  EXPECT_EQ(options->sandbox_keys, 7);
  EXPECT_EQ(options->sandbox_latency_milliseconds, 20);
  EXPECT_EQ(options->sandbox_dump, "x.db");
}

TEST(OptionsTest, CheckTakesFiles) {
  const auto options = Parse({"check", "a.yaml", "b.yaml"});
  ASSERT_TRUE(options.ok()) << options.status().message();
  EXPECT_EQ(options->action, Action::kCheck);
  EXPECT_THAT(options->check_files, ElementsAre("a.yaml", "b.yaml"));
}

TEST(OptionsTest, HelpNamesEveryFormat) {
  const auto options = Parse({"--help"});
  ASSERT_TRUE(options.ok());
  EXPECT_EQ(options->action, Action::kPrint);
  for (const Format& format : Formats()) EXPECT_THAT(options->text, HasSubstr(format.name));
}

TEST(OptionsTest, VersionIsPrinted) {
  const auto options = Parse({"--version"});
  ASSERT_TRUE(options.ok());
  EXPECT_EQ(options->action, Action::kPrint);
  EXPECT_THAT(options->text, testing::MatchesRegex("apisql [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST(OptionsTest, AMisspeltOptionOrCommandNamesTheNearest) {
  EXPECT_EQ(Parse({"--frmat", "csv", "SELECT 1"}).status().message(),
            "no option --frmat; did you mean --format?");
  EXPECT_EQ(Parse({"--formt=csv", "SELECT 1"}).status().message(),
            "no option --formt; did you mean --format?");
  EXPECT_THAT(Parse({"sandbox", "--prot", "1"}).status().message(),
              HasSubstr("no option --prot; did you mean --port?"));
  EXPECT_EQ(Parse({"hlp"}).status().message(),
            "no command hlp; did you mean help? SQL is one argument, in quotes");
  EXPECT_THAT(Parse({"sandbx"}).status().message(), HasSubstr("did you mean sandbox?"));
  for (const char* sql : {"begin", "commit", "rollback", "end", "vacuum", "analyze", "reindex",
                          "quit", "exit", "show", "select", "desc", "-- sandbx"}) {
    EXPECT_TRUE(Parse({sql}).ok()) << sql;
  }
}

TEST(OptionsTest, WrongUsageIsRefused) {
  const std::vector<std::vector<const char*>> wrong = {
      {"--no-such-option"},
      {"SELECT 1", "SELECT 2"},
      {"--format"},
      {"--format", "xml"},
      {"--set", "novalue"},
      {"--set", "=x"},
      {"--base-url", "confluent"},
      {"--sandbox-size", "10"},
      {"--sandbox", "--sandbox-size", "many"},
      {"--sandbox", "--sandbox-size", "0"},
      {"--sandbox", "--sandbox-seed", "-1"},
      {"sandbox", "--port", "70000"},
      {"sandbox", "--latency", "-5"},
      {"sandbox", "SELECT 1"},
      {"check"},
      {"--errors", "xml"},
      {"--trace", "check", "a.yaml"},
      {"SELECT 1", "sandbox"},
      {"--dry", "SELECT 1"},
      {"--max-requests", "-1"},
  };
  for (const auto& words : wrong) {
    SCOPED_TRACE(words[0]);
    const auto options = Parse(words);
    ASSERT_FALSE(options.ok());
    EXPECT_EQ(options.status().code(), StatusCode::kInvalidArgument);
    EXPECT_NE(options.status().message(), "");
  }
}

}  // namespace
}  // namespace apisql
