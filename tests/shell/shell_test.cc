#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "shell/process/interrupt.h"
#include "tests/shell/shell_fixture.h"

namespace apisql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ShellTest : public ShellFixture {
 protected:
  ShellTest() {
    session.answers["one"] = {{"n"}, {{int64_t{1}}}, {}, {}, 0};
    session.answers["two"] = {{"n"}, {{int64_t{2}}}, {}, {}, 2};
    session.answers["bad"] = {{}, {}, {}, Status(StatusCode::kInternal, "it broke"), 0};
  }

  std::string WriteFile(const std::string& name, const std::string& text) {
    const std::string file = testing::TempDir() + "/" + std::to_string(getpid()) + name;
    std::ofstream(file) << text;
    return file;
  }
};

TEST_F(ShellTest, StatementsRunInOrder) {
  EXPECT_TRUE(Run("one; two;\n-- done\n"));
  EXPECT_EQ(printed, "n\n1\nn\n2\n");
  EXPECT_EQ(complaints, "");
  EXPECT_EQ(shell.exit_code(), ExitCode::kDone);
}

TEST_F(ShellTest, AScriptStopsAtTheFirstError) {
  EXPECT_FALSE(Run("one; bad; two;"));
  EXPECT_THAT(session.ran, ElementsAre("one", "bad"));
  EXPECT_EQ(complaints, "apisql: it broke\n");
  EXPECT_EQ(shell.exit_code(), ExitCode::kFailed);
}

TEST_F(ShellTest, ContinueOnErrorRunsTheRestAndStillFails) {
  shell.settings().continue_on_error = true;
  EXPECT_TRUE(Run("bad; two;"));
  EXPECT_EQ(printed, "n\n2\n");
  EXPECT_EQ(shell.exit_code(), ExitCode::kFailed);
}

TEST_F(ShellTest, AnErrorPointsAtItsPlaceInTheWholeScript) {
  session.answers["SELECT x"] = {
      {"x"}, {}, {}, Status(StatusCode::kInvalidArgument, "no such column: x").At(7), 0};
  EXPECT_FALSE(Run("one;\n  SELECT x;\n", "audit.sql"));
  EXPECT_EQ(complaints,
            "apisql: audit.sql:2:10: no such column: x\n"
            "    SELECT x;\n"
            "           ^\n");
}

TEST_F(ShellTest, AWarningAboutAWholeResultExitsWithZero) {
  session.answers["part"].summary.warnings = {"100 rows are a round number"};
  EXPECT_TRUE(Run("part"));
  EXPECT_EQ(complaints, "apisql: warning: 100 rows are a round number\n");
  EXPECT_EQ(shell.exit_code(), ExitCode::kDone);
}

TEST_F(ShellTest, AnIncompleteResultExitsWithThree) {
  session.answers["part"].summary.warnings = {"page 7 is missing"};
  session.answers["part"].summary.incomplete = true;
  EXPECT_TRUE(Run("part; one"));
  EXPECT_EQ(complaints, "apisql: warning: page 7 is missing\n");
  EXPECT_EQ(shell.exit_code(), ExitCode::kIncomplete);
}

TEST_F(ShellTest, AColumnThatIsRenamedIsANote) {
  session.answers["twins"] = {{"n", "n"}, {{int64_t{1}, int64_t{2}}}, {}, {}, 0};
  shell.settings().format = FindFormat("json");
  EXPECT_TRUE(Run("twins"));
  EXPECT_EQ(printed, "[{\"n\": 1, \"n_2\": 2}]\n");
  EXPECT_EQ(complaints, "apisql: note: column 2 is written as n_2: another column is named n\n");
  EXPECT_EQ(shell.exit_code(), ExitCode::kDone);
  shell.settings().format = FindFormat("csv");
  EXPECT_TRUE(Run("twins"));
  EXPECT_THAT(printed, HasSubstr("n,n\n1,2\n"));
}

TEST_F(ShellTest, ErrorsForProgramsAreObjectsWithAllThatIsKnown) {
  shell.settings().json_errors = true;
  shell.settings().continue_on_error = true;
  session.answers["SELECT x"] = {{},
                                 {},
                                 {},
                                 Status(StatusCode::kPermissionDenied, "403 from \"x\"\n: no")
                                     .WithHttp(403, "req-1")
                                     .WithApiCode("forbidden")
                                     .WithHint("ask")
                                     .At(7),
                                 0};
  EXPECT_TRUE(Run("one;\n  SELECT x;bad", "audit.sql"));
  EXPECT_EQ(
      complaints,
      R"({"severity": "error", "code": "PERMISSION_DENIED", "message": "403 from \"x\"\n: no", )"
      R"("http_status": 403, "api_code": "forbidden", "request_id": "req-1", "hint": "ask", )"
      R"("position": {"offset": 14, "line": 2, "column": 10}, "file": "audit.sql", "line": 2})"
      "\n"
      R"({"severity": "error", "code": "INTERNAL", "message": "it broke", "file": "audit.sql", "line": 2})"
      "\n");
  EXPECT_EQ(shell.exit_code(), ExitCode::kFailed);
}

TEST_F(ShellTest, QuietLeavesNotesOutAndWarningsIn) {
  shell.settings().quiet = true;
  session.answers["part"].summary.warnings = {"page 7 is missing"};
  session.answers["part"].summary.incomplete = true;
  session.answers["part"].summary.notes = {"slow"};
  EXPECT_TRUE(Run("part"));
  EXPECT_EQ(complaints, "apisql: warning: page 7 is missing\n");
}

TEST_F(ShellTest, AnErrorWithoutAPlaceNamesFileAndLine) {
  EXPECT_FALSE(Run("one;\n\n  bad;\n", "audit.sql"));
  EXPECT_EQ(complaints, "apisql: audit.sql:3: it broke\n");
}

TEST_F(ShellTest, WarningsAndNotesForProgramsSayWhatTheyAre) {
  shell.settings().json_errors = true;
  session.answers["part"].summary.warnings = {"page 7 is missing"};
  session.answers["part"].summary.incomplete = true;
  session.answers["part"].summary.notes = {"slow"};
  EXPECT_TRUE(Run("part"));
  EXPECT_EQ(complaints,
            "{\"severity\": \"note\", \"message\": \"slow\"}\n"
            "{\"severity\": \"warning\", \"message\": \"page 7 is missing\"}\n");
  EXPECT_EQ(shell.exit_code(), ExitCode::kIncomplete);
}

TEST_F(ShellTest, AnErrorOutweighsAnIncompleteResult) {
  session.answers["part"].summary.warnings = {"page 7 is missing"};
  session.answers["part"].summary.incomplete = true;
  EXPECT_FALSE(Run("part; bad"));
  EXPECT_EQ(shell.exit_code(), ExitCode::kFailed);
}

TEST_F(ShellTest, AnInterruptStopsEvenWithContinueOnError) {
  shell.settings().continue_on_error = true;
  session.answers["long"].failure = Status(StatusCode::kCancelled, "interrupted");
  EXPECT_FALSE(Run("long; two"));
  EXPECT_THAT(session.ran, ElementsAre("long"));
  EXPECT_EQ(shell.exit_code(), ExitCode::kInterrupted);
}

TEST_F(ShellTest, AFailedOutputIsAnErrorAndStopsEverything) {
  Output full([](std::string_view) {
    return Status(StatusCode::kUnavailable, "cannot write to standard output: disk full");
  });
  Shell broken(session, full, errors, progress, variables,
               {.format = FindFormat("csv"), .continue_on_error = true, .width = nullptr});
  EXPECT_FALSE(broken.Run({"", "one; two"}));
  EXPECT_THAT(session.ran, ElementsAre("one"));
  EXPECT_THAT(complaints, HasSubstr("disk full"));
  EXPECT_EQ(broken.exit_code(), ExitCode::kFailed);
}

TEST_F(ShellTest, AnErrorAfterRowsBeginsOnItsOwnLine) {
  shell.settings().format = FindFormat("json");
  session.answers["half"] = {
      {"n"}, {{int64_t{1}}}, {}, Status(StatusCode::kInternal, "it broke"), 0};
  EXPECT_FALSE(Run("half"));
  EXPECT_EQ(printed, "[{\"n\": 1}\n");
}

TEST_F(ShellTest, CommandsRunBetweenStatements) {
  EXPECT_TRUE(Run("-- a comment\n.mode json\none;\n  .mode csv  \r\ntwo;"));
  EXPECT_EQ(printed, "[{\"n\": 1}]\nn\n2\n");
}

TEST_F(ShellTest, ADotWithinALineBeginsNoCommand) {
  EXPECT_FALSE(Run("one; .quit"));
  EXPECT_THAT(session.ran, ElementsAre("one", ".quit"));
}

TEST_F(ShellTest, QuitEndsTheScript) {
  EXPECT_FALSE(Run("one;\n.quit\ntwo;"));
  EXPECT_THAT(session.ran, ElementsAre("one"));
  EXPECT_EQ(shell.exit_code(), ExitCode::kDone);
}

TEST_F(ShellTest, AMissingFileIsAnErrorThatNamesIt) {
  EXPECT_FALSE(shell.RunFile("/no/such/file.sql"));
  EXPECT_THAT(complaints, HasSubstr("cannot read /no/such/file.sql: No such file"));
  EXPECT_EQ(shell.exit_code(), ExitCode::kFailed);
}

TEST_F(ShellTest, AFileThatReadsItselfEnds) {
  const std::string file = WriteFile("self.sql", "one;\n");
  std::ofstream(file) << "one;\n.read '" << file << "'\n";
  EXPECT_FALSE(shell.RunFile(file));
  EXPECT_THAT(complaints, HasSubstr("files read each other"));
  EXPECT_EQ(session.ran.size(), 16U);
}

TEST_F(ShellTest, AByteOrderMarkIsNoPartOfTheFirstStatement) {
  EXPECT_TRUE(shell.RunFile(WriteFile("bom.sql", "\xEF\xBB\xBFone;")));
  EXPECT_THAT(session.ran, ElementsAre("one"));
}

TEST_F(ShellTest, AReadThatFailsStopsTheScriptThatReads) {
  const std::string file = WriteFile("bad.sql", "bad;\n");
  EXPECT_FALSE(Run(".read " + file + "\none;"));
  EXPECT_THAT(session.ran, ElementsAre("bad"));
}

TEST_F(ShellTest, QuitInAFileEndsTheScriptThatReadsItToo) {
  const std::string file = WriteFile("quit.sql", ".quit\n");
  EXPECT_FALSE(Run(".read " + file + "\none;"));
  EXPECT_EQ(session.ran.size(), 0U);
  EXPECT_EQ(shell.exit_code(), ExitCode::kDone);
}

TEST_F(ShellTest, ATimerTellsTimeAndRequests) {
  EXPECT_TRUE(Run(".timer on\ntwo;"));
  EXPECT_THAT(complaints, testing::MatchesRegex("[0-9]+\\.[0-9]+ s, 2 requests\n"));
}

TEST_F(ShellTest, ChangesAreShownToPeopleOnly) {
  session.answers["write"].summary.changes = 1200;
  EXPECT_TRUE(Run("write;"));
  EXPECT_EQ(printed, "");
  shell.settings().terminal = true;
  shell.settings().format = FindFormat("table");
  EXPECT_TRUE(Run("write;"));
  EXPECT_EQ(printed, "(1,200 rows changed)\n");
}

TEST_F(ShellTest, OutcomesOfApiWritesAreShownToPeople) {
  shell.settings().terminal = true;
  shell.settings().format = FindFormat("table");
  const auto shown = [this](const StatementSummary& summary) {
    session.answers["write"].summary = summary;
    printed.clear();
    EXPECT_TRUE(Run("write;"));
    return printed;
  };
  StatementSummary summary;
  summary.wrote = true;
  EXPECT_EQ(shown(summary), "(0 rows applied)\n");
  summary.outcomes.applied = 1;
  EXPECT_EQ(shown(summary), "(1 row applied)\n");
  summary.outcomes.absent = 2000;
  EXPECT_EQ(shown(summary), "(1 row applied, 2,000 absent)\n");
  summary.outcomes.absent = 0;
  summary.outcomes.unchanged = 3;
  EXPECT_EQ(shown(summary), "(1 row applied, 3 unchanged)\n");
  summary = {};
  summary.wrote = true;
  summary.staged = 3;
  summary.in_transaction = true;
  EXPECT_EQ(shown(summary), "(3 rows to be sent at COMMIT)\n");
  summary.staged = 0;
  EXPECT_EQ(shown(summary), "(0 rows to be sent at COMMIT)\n");
  summary.outcomes.unchanged = 1;
  EXPECT_EQ(shown(summary), "(0 rows to be sent at COMMIT, 1 unchanged)\n");
  summary = {};
  summary.outcomes.dropped = 1;
  EXPECT_EQ(shown(summary), "(1 row dropped, not sent)\n") << "by ROLLBACK";
}

TEST_F(ShellTest, AbsentRowsAreToldOnce) {
  StatementSummary summary;
  summary.wrote = true;
  summary.outcomes.absent = 2;
  summary.notes = {"another note", "2 rows were not there"};
  session.answers["write"].summary = summary;
  EXPECT_TRUE(Run("write;"));
  EXPECT_EQ(printed, "");
  EXPECT_EQ(complaints, "apisql: note: another note\napisql: note: 2 rows were not there\n");
  EXPECT_EQ(shell.exit_code(), ExitCode::kDone);
  complaints.clear();
  shell.settings().json_errors = true;
  EXPECT_TRUE(Run("write;"));
  EXPECT_THAT(complaints, HasSubstr(R"({"severity": "note", "message": "2 rows were not there"})"));
  shell.settings().json_errors = false;
  shell.settings().terminal = true;
  complaints.clear();
  EXPECT_TRUE(Run("write;"));
  EXPECT_THAT(complaints, HasSubstr("2 rows were not there")) << "csv has no line of counts";
  complaints.clear();
  shell.settings().format = FindFormat("table");
  EXPECT_TRUE(Run("write;"));
  EXPECT_EQ(printed, "(0 rows applied, 2 absent)\n");
  EXPECT_EQ(complaints, "apisql: note: another note\n");
}

TEST_F(ShellTest, ANoteIsNoWarning) {
  session.answers["write"].summary.notes = {"name: 'x' is not among the known values"};
  EXPECT_TRUE(Run("write;"));
  EXPECT_EQ(complaints, "apisql: note: name: 'x' is not among the known values\n");
  EXPECT_EQ(shell.exit_code(), ExitCode::kDone);
}

TEST_F(ShellTest, AnErrorTextCannotDriveTheTerminal) {
  session.answers["evil"].failure = Status(StatusCode::kInternal, "\x1b]0;owned\x07 text");
  EXPECT_FALSE(Run("evil"));
  EXPECT_EQ(complaints, "apisql: \\x1b]0;owned\\x07 text\n");
}

class InterruptTest : public ShellFixture {
 protected:
  InterruptTest() { CatchInterrupts(); }
  ~InterruptTest() override { CatchInterrupts(); }
};

TEST_F(InterruptTest, CtrlCInterruptsTheRunningStatementOnly) {
  {
    const InterruptibleStatement statement(session);
    raise(SIGINT);
    EXPECT_TRUE(Interrupted());
  }
  EXPECT_EQ(session.interrupts, 1);
  raise(SIGINT);
  EXPECT_EQ(session.interrupts, 1);
}

TEST_F(InterruptTest, AnInterruptStaysUntilItIsCleared) {
  raise(SIGINT);
  {
    const InterruptibleStatement statement(session);
  }
  EXPECT_TRUE(Interrupted());
  ClearInterrupt();
  EXPECT_FALSE(Interrupted());
}

TEST_F(InterruptTest, AnInterruptBehindAStatementEndsTheScript) {
  shell.settings().continue_on_error = true;
  Output interrupting([](std::string_view) {
    raise(SIGINT);  // The rows are out: the statement is done.
    return OkStatus();
  });
  session.answers["one"] = {{"n"}, {{int64_t{1}}}, {}, {}, 0};
  Shell interrupted(session, interrupting, errors, progress, variables,
                    {.format = FindFormat("csv"), .continue_on_error = true, .width = nullptr});
  EXPECT_FALSE(interrupted.Run({"", "one; two"}));
  EXPECT_THAT(session.ran, ElementsAre("one"));
  EXPECT_EQ(complaints, "apisql: interrupted before this statement\n  one; two\n       ^\n");
  EXPECT_EQ(interrupted.exit_code(), ExitCode::kInterrupted);
}

TEST_F(InterruptTest, AnInterruptBehindTheLastStatementSaysThatItHasRun) {
  Output interrupting([](std::string_view) {
    raise(SIGINT);
    return OkStatus();
  });
  session.answers["one"] = {{"n"}, {{int64_t{1}}}, {}, {}, 0};
  Shell interrupted(session, interrupting, errors, progress, variables,
                    {.format = FindFormat("csv"), .width = nullptr});
  EXPECT_FALSE(interrupted.Run({"", "one; "}));
  EXPECT_EQ(complaints, "apisql: interrupted behind the last statement\n");
  EXPECT_EQ(interrupted.exit_code(), ExitCode::kInterrupted);
}

TEST_F(InterruptTest, AnInterruptBehindTheLastStatementIsTold) {
  raise(SIGINT);
  EXPECT_FALSE(Run(""));
  EXPECT_EQ(shell.exit_code(), ExitCode::kInterrupted);
}

TEST_F(InterruptTest, AnErrorBehindAnInterruptEndsTheScriptAsInterrupted) {
  shell.settings().continue_on_error = true;
  Output interrupting([](std::string_view) {
    raise(SIGINT);
    return OkStatus();
  });
  session.answers["locked"] = {
      {"n"}, {{int64_t{1}}}, {}, Status(StatusCode::kUnavailable, "database is locked"), 0};
  Shell interrupted(session, interrupting, errors, progress, variables,
                    {.format = FindFormat("csv"), .continue_on_error = true, .width = nullptr});
  EXPECT_FALSE(interrupted.Run({"", "locked; two"}));
  EXPECT_THAT(session.ran, ElementsAre("locked"));
  EXPECT_EQ(complaints, "apisql: database is locked\n");
  EXPECT_EQ(interrupted.exit_code(), ExitCode::kInterrupted);
}

TEST_F(InterruptTest, TerminationOutweighsCtrlCAndIsNotCleared) {
  raise(SIGTERM);
  raise(SIGINT);
  ClearInterrupt();
  EXPECT_TRUE(EndRequested());
  EXPECT_FALSE(Run("one"));
  EXPECT_EQ(shell.exit_code(), ExitCode::kTerminated);
}

TEST(SecondInterruptTest, TheSecondCtrlCWithinASecondEndsTheProgram) {
  const auto twice = [] {
    FakeSession session;
    CatchInterrupts();
    const InterruptibleStatement statement(session);
    raise(SIGINT);
    usleep(150'000);
    raise(SIGINT);
  };
  EXPECT_EXIT(twice(), testing::ExitedWithCode(130), "what was being sent may have been applied");
}

TEST(SecondInterruptTest, TwoInterruptsAtOnceAreOne) {
  FakeSession session;
  CatchInterrupts();
  {
    const InterruptibleStatement statement(session);
    raise(SIGINT);
    raise(SIGINT);
  }
  EXPECT_EQ(session.interrupts, 1);
  CatchInterrupts();
}

}  // namespace
}  // namespace apisql
