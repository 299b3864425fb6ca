// The small parts: display, error texts, completion, progress, trace, output.
#include <fcntl.h>
#include <unistd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "shell/line/completion.h"
#include "shell/output/display.h"
#include "shell/output/error_text.h"
#include "shell/output/output.h"
#include "shell/people/cost_text.h"
#include "shell/run/progress.h"
#include "shell/run/script_text.h"
#include "shell/run/trace.h"

namespace apisql {
namespace {

using namespace std::string_view_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(DisplayTest, InvalidBytesBecomeReplacementCharacters) {
  EXPECT_EQ(Visible("a\xFF\xC3"), "a\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(Visible("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // A surrogate.
}

TEST(DisplayTest, CombiningMarksTakeNoColumn) {
  EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1U);
  EXPECT_EQ(DisplayWidth("日本"), 4U);
}

TEST(DisplayTest, CuttingNeverSplitsACharacter) {
  EXPECT_EQ(CutToWidth("日本語", 5), "日本…");
  EXPECT_EQ(CutToWidth("日本語", 4), "日…");
  EXPECT_EQ(CutToWidth("日本語", 6), "日本語");
  EXPECT_EQ(CutToWidth("abc", 0), "");
  EXPECT_EQ(CutToWidth("abc", 1), "…");
}

TEST(ErrorTextTest, TypedTextOfOneLineNeedsNoPlace) {
  EXPECT_EQ(ErrorText({"", "SELECT foo"}, "no such column: foo", 7),
            "apisql: no such column: foo\n"
            "  SELECT foo\n"
            "         ^\n");
}

TEST(ErrorTextTest, TypedTextOfSeveralLinesNamesLineAndColumn) {
  EXPECT_EQ(ErrorText({"", "SELECT\nfoo"}, "no", 7),
            "apisql: no\n  at line 2, column 1\n  foo\n  ^\n");
}

TEST(ErrorTextTest, TheCaretStandsUnderWideCharactersAndTabs) {
  EXPECT_EQ(ErrorText({"q.sql", "\t'日本' x"}, "no", 10),
            "apisql: q.sql:1:7: no\n"
            "   '日本' x\n"
            "          ^\n");
}

TEST(ErrorTextTest, WithoutAPlaceTheFileAndTheStatementsLineStandBefore) {
  EXPECT_EQ(ErrorText({"q.sql", "one;\ntwo;\n"}, "no", {.statement = 5}), "apisql: q.sql:2: no\n");
  EXPECT_EQ(ErrorText({"", "one;\ntwo;\n"}, "no", {.statement = 5}), "apisql: no\n");
  EXPECT_EQ(ErrorText({"-", "one;\ntwo;\n"}, "no", {.statement = 5}), "apisql: no\n");
}

TEST(WrapWordsTest, LinesBreakBetweenWordsOnly) {
  EXPECT_EQ(WrapWords("one two three four", 9), "one two\n  three\n  four");
  EXPECT_EQ(WrapWords("a https://example.com/long b", 8), "a\n  https://example.com/long\n  b");
  EXPECT_EQ(WrapWords("one\ntwo three", 8), "one\ntwo\n  three");
  EXPECT_EQ(WrapWords("日本 日本 日本", 9), "日本 日本\n  日本");
  EXPECT_EQ(WrapWords("one two", 0), "one two");
  EXPECT_EQ(ErrorText({"", "SELECT foo"}, "no such column: foo", {.offset = 7}, 20),
            "apisql: no such\n  column: foo\n  SELECT foo\n         ^\n");
}

TEST(ErrorTextTest, AnErrorAtTheEndPointsBehindTheLastWord) {
  EXPECT_EQ(ErrorText({"", "SELECT\n\n  "}, "incomplete input", 10),
            "apisql: incomplete input\n"
            "  at line 1, column 7\n"
            "  SELECT\n"
            "        ^\n");
}

TEST(ErrorTextTest, AnOffsetBeyondTheTextIsHarmless) {
  EXPECT_EQ(ErrorText({"", "SELECT"}, "no", 1'000'000), "apisql: no\n  SELECT\n        ^\n");
  EXPECT_EQ(ErrorText({"", ""}, "no", 5), "apisql: no\n  \n  ^\n");
}

TEST(ErrorTextTest, AnOffsetWithinACharacterPointsAtThatCharacter) {
  EXPECT_EQ(ErrorText({"", "é x"}, "no", 1), "apisql: no\n  é x\n  ^\n");
}

TEST(ErrorTextTest, LongLinesAreCutAroundTheCaret) {
  const std::string text = std::string(5000, 'a') + "!" + std::string(5000, 'b');
  const std::string shown = ErrorText({"q.sql", text}, "no", 5000);
  EXPECT_THAT(shown, HasSubstr("q.sql:1:5001"));
  EXPECT_THAT(shown, HasSubstr("\n  …aaa"));
  EXPECT_THAT(shown, HasSubstr("a!b"));
  EXPECT_THAT(shown, HasSubstr("bb…\n"));
  EXPECT_LT(shown.size(), 300U);
  const size_t line = shown.find("  …");
  const size_t caret_line = shown.find('\n', line) + 1;
  const size_t caret_column = shown.find('^') - caret_line;
  const size_t column = DisplayWidth(std::string_view(shown).substr(line, shown.find('!') - line));
  EXPECT_EQ(caret_column, column);
}

TEST(ErrorTextTest, AShortEndLeavesRoomForWhatComesBefore) {
  const std::string text = std::string(90, 'a') + "!";
  EXPECT_THAT(ErrorText({"", text}, "no", 90), HasSubstr("  " + text + "\n"));
}

TEST(ScriptTextTest, BlanksCommentsAndSemicolonsAreSkipped) {
  EXPECT_EQ(LeadingBlanks(" \n;-- x\n/* y */ SELECT"), 16U);
  EXPECT_EQ(LeadingBlanks("-- only"), 7U);
  EXPECT_EQ(LeadingBlanks("/* open"), 0U);
  EXPECT_EQ(LeadingBlanks("/*/"), 0U);
}

TEST(ScriptTextTest, ACommandBeginsItsLine) {
  EXPECT_TRUE(StartsCommand(".help", 0));
  EXPECT_TRUE(StartsCommand("a;\n \t.help", 5));
  EXPECT_FALSE(StartsCommand("a; .help", 3));
  EXPECT_FALSE(StartsCommand("a", 1));
}

TEST(CompletionTest, OneCandidateIsCompleted) {
  const Completion completion = CompleteWord("SELECT * FROM confl", {"confluent", "rockset"});
  EXPECT_EQ(completion.insert, "uent");
  EXPECT_THAT(completion.words, ElementsAre("confluent"));
}

TEST(CompletionTest, WhatCandidatesShareIsInserted) {
  const Completion completion = CompleteWord("con", {"confluent.iam.users", "confluent.iam.keys"});
  EXPECT_EQ(completion.insert, "fluent.iam.");
  EXPECT_EQ(completion.words.size(), 2U);
}

TEST(CompletionTest, AWordAfterAnAliasIsMatchedToo) {
  EXPECT_EQ(CompleteWord("WHERE k.own", {"owner_id"}).insert, "er_id");
  EXPECT_EQ(CompleteWord("WHERE k.own", {"k.owner_id"}).insert, "er_id");
}

TEST(CompletionTest, ANameBehindAQuoteIsCompletedWithTheOther) {
  EXPECT_EQ(CompleteWord("WHERE \"API-K", {"\"API-Key\""}).insert, "ey\"");
  EXPECT_EQ(CompleteWord("WHERE \"ap", {"\"API-Key\""}).insert, "I-Key\"");
  EXPECT_EQ(CompleteWord("WHERE \"a\" = own", {"owner_id"}).insert, "er_id");
}

TEST(CompletionTest, CaseDoesNotMatterAndNothingIsRemoved) {
  EXPECT_EQ(CompleteWord("sel", {"SELECT"}).insert, "ECT");
}

TEST(CompletionTest, NoCandidateInsertsNothing) {
  const Completion completion = CompleteWord("xyz", {"SELECT"});
  EXPECT_EQ(completion.insert, "");
  EXPECT_THAT(completion.words, IsEmpty());
}

TEST(CompletionTest, CharactersAreNotSplit) {
  EXPECT_EQ(CompleteWord("t", {"t\xC3\xA9", "t\xC3\xA8"}).insert, "");
}

class SteppingClock final : public Clock {
 public:
  WallTime Wall() const override { return {}; }
  SteadyTime Steady() const override { return SteadyTime(now); }
  std::chrono::milliseconds now{0};
};

TEST(ProgressTest, NothingIsShownInTheFirstHalfSecond) {
  SteppingClock clock;
  std::string shown;
  Progress progress(clock, [&](std::string_view text) { shown += text; });
  const RequestLog log;
  progress.Start(log);
  clock.now = std::chrono::milliseconds(499);
  progress.Update(log);
  progress.Erase();
  EXPECT_EQ(shown, "");
}

TEST(ProgressTest, CountsThisStatementsRequestsAndErasesItself) {
  SteppingClock clock;
  std::string shown;
  Progress progress(clock, [&](std::string_view text) { shown += text; });
  RequestLog log;
  log.Add({});
  progress.Start(log);
  RequestRecord record;
  record.rows = 1100;
  log.Add(record);
  log.Add({});
  clock.now = std::chrono::milliseconds(3210);
  progress.Update(log);
  EXPECT_EQ(shown, "\r2 requests, 1,100 rows, 3.2 s");
  shown.clear();
  progress.Erase();
  EXPECT_EQ(shown, "\r" + std::string(29, ' ') + "\r");
  shown.clear();
  progress.Erase();
  EXPECT_EQ(shown, "");
}

TEST(ProgressTest, TellsWhyNothingHappensAndHowLong) {
  SteppingClock clock;
  std::string shown;
  Progress progress(clock, [&](std::string_view text) { shown += text; });
  RequestLog log;
  progress.Start(log);
  clock.now = std::chrono::milliseconds(1000);
  log.set_waiting(
      RequestWait{Clock::SteadyTime(std::chrono::milliseconds(12'500)), "acme answered 503"});
  progress.Update(log);
  EXPECT_EQ(shown, "\r0 requests, 0 rows, 1.0 s; waiting 12 s: acme answered 503");
  shown.clear();
  clock.now = std::chrono::milliseconds(12'500);
  progress.Update(log);
  EXPECT_THAT(shown, testing::Not(HasSubstr("waiting")));
}

// A script: nothing is rewritten in place, and what a statement waits for is told once.
class WaitNoteTest : public testing::Test {
 protected:
  WaitNoteTest()
      : progress(clock, nullptr, [this](std::string_view text) { notes.emplace_back(text); }) {
    progress.Start(log);
  }

  // Until `to`, updated each 100 ms as a session does; the wait ends at `until`.
  void WaitTo(int to, int until, const std::string& reason = "rockset answered 429") {
    const Clock::SteadyTime end{std::chrono::seconds(until)};
    while (clock.now < std::chrono::seconds(to)) {
      clock.now += std::chrono::milliseconds(100);
      log.set_waiting(RequestWait{end, reason});
      progress.Update(log);
    }
    log.set_waiting(std::nullopt);
    progress.Update(log);
  }

  SteppingClock clock;
  std::vector<std::string> notes;
  RequestLog log;
  Progress progress;
};

TEST_F(WaitNoteTest, IsToldAfterTenSecondsWithHowLongItWillBe) {
  WaitTo(10, 15);
  EXPECT_THAT(notes, testing::IsEmpty());
  WaitTo(15, 15);
  EXPECT_THAT(notes, testing::ElementsAre("waiting 15 s: rockset answered 429"));
}

TEST_F(WaitNoteTest, IsToldOnceAStatement) {
  WaitTo(15, 15);
  WaitTo(75, 75);
  EXPECT_THAT(notes, testing::SizeIs(1));
  progress.Start(log);
  WaitTo(90, 90);
  EXPECT_THAT(notes, testing::SizeIs(2));
}

TEST_F(WaitNoteTest, CountsTheWaitsOfAStatementTogether) {
  for (int i = 1; i <= 3; ++i) WaitTo(4 * i, 4 * i, "acme: its limit is used up");
  EXPECT_THAT(notes, testing::ElementsAre("waiting 12 s: acme: its limit is used up"));
}

TEST_F(WaitNoteTest, WorkBetweenWaitsDoesNotCount) {
  WaitTo(6, 6);
  clock.now += std::chrono::seconds(60);  // Requests are under way.
  progress.Update(log);
  WaitTo(68, 68);
  EXPECT_THAT(notes, testing::IsEmpty());
}

TEST_F(WaitNoteTest, IsNotForATerminalThatShowsItAnyway) {
  std::string shown;
  Progress on_terminal(
      clock, [&](std::string_view text) { shown += text; },
      [this](std::string_view text) { notes.emplace_back(text); });
  on_terminal.Start(log);
  log.set_waiting(RequestWait{Clock::SteadyTime(std::chrono::seconds(60)), "acme answered 429"});
  for (int i = 0; i < 40; ++i) {
    clock.now += std::chrono::seconds(1);
    on_terminal.Update(log);
  }
  EXPECT_THAT(notes, testing::IsEmpty());
  EXPECT_THAT(shown, HasSubstr("waiting 20 s: acme answered 429"));
}

TEST(ProgressTest, DigitsAreGroupedByThree) {
  EXPECT_EQ(Grouped(0), "0");
  EXPECT_EQ(Grouped(999), "999");
  EXPECT_EQ(Grouped(1000), "1,000");
  EXPECT_EQ(Grouped(1234567), "1,234,567");
  EXPECT_EQ(Grouped(-123), "-123");
  EXPECT_EQ(Grouped(-1234), "-1,234");
}

TEST(TraceTest, ShowsRequestAndAnswer) {
  RequestRecord record;
  record.method = "GET";
  record.url = "https://api.test/keys?a=b";
  record.status = 200;
  record.bytes = 123;
  record.milliseconds = 12;
  EXPECT_EQ(TraceText(record), "> GET https://api.test/keys?a=b\n< 200 OK 123 bytes 12 ms\n");
}

TEST(TraceTest, ShowsWhatTheServerTellsOfItself) {
  RequestRecord record;
  record.method = "GET";
  record.url = "https://api.test/";
  record.status = 422;
  record.error = "no";
  record.request_id = "a\x1b";
  record.rate = {100, 99, 1};
  EXPECT_EQ(TraceText(record),
            "> GET https://api.test/\n< 422 Unprocessable Content 0 bytes 0 ms "
            "(request id a\\x1b; 99 of 100 requests left, anew in 1 s)\n! no\n");
  record = {};
  record.rate = {100, std::nullopt, 1};
  EXPECT_THAT(TraceText(record), testing::HasSubstr(" (limit of 100 requests, anew in 1 s)\n"));
  record.rate = {std::nullopt, 5, std::nullopt};
  EXPECT_THAT(TraceText(record), testing::HasSubstr(" (5 requests left)\n"));
  record.rate = {std::nullopt, std::nullopt, 7};
  EXPECT_THAT(TraceText(record), testing::HasSubstr(" (limit anew in 7 s)\n"));
}

TEST(TraceTest, ShowsWhyThereWasNoAnswer) {
  RequestRecord record;
  record.method = "POST";
  record.url = "https://api.test/";
  record.attempt = 2;
  record.error = "connection refused\x1b";
  EXPECT_EQ(TraceText(record),
            "> POST https://api.test/ (attempt 2)\n< no answer 0 bytes 0 ms\n"
            "! connection refused\\x1b\n");
}

TEST(OutputTest, AFullDiskIsKeptAsAnError) {
  const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  {
    Output out(full, "standard output");
    out.Write("x");
    EXPECT_FALSE(out.Flush().ok());
    EXPECT_EQ(out.status().message(), "cannot write to standard output: No space left on device");
  }
  close(full);
}

TEST(OutputTest, SmallWritesAreGathered) {
  int writes = 0;
  Output out([&writes](std::string_view) {
    ++writes;
    return OkStatus();
  });
  for (int i = 0; i < 1000; ++i) out.Write("0123456789");
  out.Flush();
  EXPECT_LT(writes, 10);
}

}  // namespace
}  // namespace apisql
