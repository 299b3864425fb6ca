// apisql.so and the engine that it opens: where it is looked for, and what either shows to others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "sandbox/sandbox.h"
#include "tests/programs/run_program.h"
#include "tests/programs/sanitized.h"

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

constexpr char kTables[] = "SELECT count(*) FROM \"apisql.requests\"";

class StubTest : public testing::Test {
 protected:
  void SetUp() override {
    if (kSanitized) GTEST_SKIP() << "sqlite3 itself does not carry the sanitizers' runtime";
  }

  // What the file is in the home under that name.
  std::string Copy(const std::string& built, const std::string& name) const {
    const std::filesystem::path file = home_.folder() / name;
    std::filesystem::create_directories(file.parent_path());
    std::filesystem::copy_file(Built(built), file);
    return file.string();
  }

  ProgramResult Load(const std::string& file, const std::string& sql = kTables) const {
    return home_.Run({"sqlite3", "-bail", "-cmd", ".load \"" + file + "\"", ":memory:", sql});
  }

  TestHome home_;
};

TEST_F(StubTest, EachFileHasOneSymbolForOthers) {
  EXPECT_THAT(home_.Run({"nm", "-D", "--defined-only", Built("apisql.so")}).out,
              MatchesRegex("[0-9a-f]+ T sqlite3_apisql_init\n"));
  EXPECT_THAT(home_.Run({"nm", "-D", "--defined-only", Built("apisql_engine.so")}).out,
              MatchesRegex("[0-9a-f]+ T apisql_engine_init\n"));
}

// What else it used would be bound to the program's.
TEST_F(StubTest, ItNeedsNothingButLibc) {
  const std::string dynamic = home_.Run({"readelf", "-d", Built("apisql.so")}).out;
  EXPECT_THAT(dynamic, HasSubstr("NEEDED"));
  EXPECT_EQ(dynamic.find("NEEDED"), dynamic.rfind("NEEDED"));
  EXPECT_THAT(dynamic, HasSubstr("[libc.so.6]"));
}

TEST_F(StubTest, WithoutItsEngineItSaysWhereItIsWanted) {
  const ProgramResult result = Load(Copy("apisql.so", "apisql.so"));
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.err, AllOf(HasSubstr("cannot open its engine, which must be beside it"),
                                HasSubstr((home_.folder() / "apisql_engine.so").string()),
                                HasSubstr("No such file")));
}

TEST_F(StubTest, AFileThatIsNoLibraryIsNotTheEngine) {
  home_.Write("apisql_engine.so", std::string(1000, 'x'));
  const ProgramResult result = Load(Copy("apisql.so", "apisql.so"));
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("cannot open its engine"), HasSubstr("invalid ELF header")));
}

TEST_F(StubTest, ALibraryWithoutTheEntryIsNotTheEngine) {
  Copy("apisql.so", "apisql_engine.so");
  const ProgramResult result = Load(Copy("apisql.so", "apisql.so"));
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.err, AllOf(HasSubstr("cannot open its engine"),
                                HasSubstr("undefined symbol: apisql_engine_init")));
}

TEST_F(StubTest, TheEngineIsFoundWhereALinkLeads) {
  std::filesystem::create_symlink(Built("apisql.so"), home_.folder() / "apisql.so");
  EXPECT_EQ(Load((home_.folder() / "apisql.so").string()).out, "0\n");
}

TEST_F(StubTest, TheEngineIsFoundByARelativeNameAfterAChangeOfFolder) {
  Copy("apisql.so", "lib/apisql.so");
  Copy("apisql_engine.so", "lib/apisql_engine.so");
  const std::string lib = (home_.folder() / "lib").string();
  const ProgramResult result =
      home_.Run({"sqlite3", "-bail", ":memory:"}, {},
                ".cd \"" + lib + "\"\n.load ./apisql\n.cd /\n.open :memory:\n.load ./apisql\n" +
                    kTables + ";\n");
  EXPECT_EQ(result.out, "0\n") << result.err;
}

TEST_F(StubTest, AnUnreadableConfigFileIsAnErrorOfTheLoad) {
  home_.Write(".config/apisql/config.yaml", "providers: [");
  const ProgramResult result = Load(Built("apisql.so"));
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("config.yaml"));
}

// libc takes a text's memory from the program's allocator; the engine must give it back to that.
TEST_F(StubTest, AProgramMayBringItsAllocator) {
  const auto sandbox = Sandbox::Start(SandboxOptions());
  ASSERT_TRUE(sandbox.ok()) << sandbox.status().message();
  const SandboxAccess& access = (*sandbox)->access();
  home_.Write(".config/apisql/config.yaml",
              "providers: {rockset: {base_url: \"" + access.rockset_url +
                  "\", secrets: {key: {value: " + access.rockset_key + "}}}}");
  const ProgramResult result =
      home_.Run({"sqlite3", "-bail", "-cmd", ".load \"" + Built("apisql.so") + "\"",
                 ":memory:", "SELECT count(*) > 0 FROM \"rockset.iam.users\""},
                {{"LD_PRELOAD", Built("host_allocator.so")}});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "1\n");
}

}  // namespace
}  // namespace apisql
