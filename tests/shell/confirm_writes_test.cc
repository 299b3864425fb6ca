// Before rows are sent they are shown, and somebody is asked.
#include "shell/run/confirm_writes.h"

#include <deque>
#include <utility>

#include "tests/shell/shell_fixture.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::Not;

class ConfirmWritesTest : public ShellFixture {
 protected:
  // One that deletes the row `id`.
  Mutation Deletion(const std::string& id) {
    Mutation mutation;
    mutation.write = RowWrite::kDelete;
    mutation.resource = *session.catalog().Find("confluent.iam.api_keys");
    mutation.method = FindMethod(*mutation.resource, Verb::kDelete);
    mutation.key = "id = '" + id + "'";
    mutation.request.method = "DELETE";
    mutation.request.url = "https://api.test/" + id;
    return mutation;
  }

  static const Method* FindMethod(const Resource& resource, Verb verb) {
    for (const Method& method : resource.methods) {
      if (method.verb == verb) return &method;
    }
    return nullptr;
  }

  // Asks, and gives these answers one after another; then the end of input.
  Consent Ask(const std::vector<Mutation>& mutations, std::deque<std::string> answers) {
    ConfirmWrites confirm(shell, [&](const std::string& question) -> std::optional<std::string> {
      printed += question;
      if (answers.empty()) return std::nullopt;
      std::string answer = answers.front();
      answers.pop_front();
      printed += answer + "\n";
      return answer;
    });
    const Consent consent = confirm.Ask(PendingWrites(mutations));
    out.Flush();
    return consent;
  }
};

TEST_F(ConfirmWritesTest, SaysHowManyRowsAndNamesTheFirst) {
  EXPECT_EQ(Ask({Deletion("a"), Deletion("b")}, {"y"}), Consent::kYes);
  EXPECT_EQ(printed,
            "DELETE 2 rows of confluent.iam.api_keys, 2 requests; first: id = 'a'\n"
            "Send? [y/N/all/show] y\n");
}

TEST_F(ConfirmWritesTest, ATerminalShowsWholeWordsAndWholeUrls) {
  shell.settings().format = FindFormat("table");
  shell.settings().terminal = true;
  shell.settings().sentences = true;
  shell.settings().width = [] { return size_t{40}; };
  session.answers["DELETE FROM t"] = {};
  EXPECT_TRUE(Run("DELETE FROM t;"));
  printed.clear();
  const std::string id = "a-key-that-is-longer-than-a-line-has-room-for";
  EXPECT_EQ(Ask({Deletion(id)}, {"show", "n"}), Consent::kNo);
  EXPECT_EQ(printed, "DELETE 1 row of confluent.iam.api_keys,\n  1 request: id =\n  '" + id +
                         "'\n" + "Send? [y/N/all/show] show\nDELETE https://api.test/" + id +
                         "\n(1 request, not sent)\nSend? [y/N/all/show] n\n");
}

TEST_F(ConfirmWritesTest, ANewRowIsNamedByItsValues) {
  Mutation mutation = Deletion("");
  mutation.write = RowWrite::kInsert;
  mutation.key = "";
  mutation.method = FindMethod(*mutation.resource, Verb::kInsert);
  ColumnChange& change = mutation.changes.emplace_back();
  change.column = mutation.resource->FindColumn("display_name");
  change.value = std::string("ci\n");
  EXPECT_EQ(PendingText(PendingWrites(std::vector{mutation})),
            "INSERT 1 row into confluent.iam.api_keys, 1 request: display_name = 'ci\\n'\n");
}

TEST_F(ConfirmWritesTest, WhatIsNotUnderstoodIsANo) {
  for (const char* answer : {"", "n", "no", "yep", "y es", "sohw"}) {
    EXPECT_EQ(Ask({Deletion("a")}, {answer}), Consent::kNo) << answer;
  }
  EXPECT_EQ(Ask({Deletion("a")}, {}), Consent::kNo);
  EXPECT_EQ(Ask({Deletion("a")}, {" YES "}), Consent::kYes);
  EXPECT_EQ(Ask({Deletion("a")}, {"all"}), Consent::kAll);
}

TEST_F(ConfirmWritesTest, ShowPrintsTheRequestsAndAsksAgain) {
  EXPECT_EQ(Ask({Deletion("a")}, {"show", "n"}), Consent::kNo);
  EXPECT_THAT(printed, HasSubstr("Send? [y/N/all/show] show\n"
                                 "table,method,url,body\n"
                                 "confluent.iam.api_keys,DELETE,https://api.test/a,\n"
                                 "Send? [y/N/all/show] n\n"));
}

TEST_F(ConfirmWritesTest, AnActionIsShownAtOnce) {
  Mutation action = Deletion("a");
  Method method;
  method.name = "rotate";
  method.verb = Verb::kExec;
  action.method = &method;
  EXPECT_EQ(Ask({action}, {"y"}), Consent::kYes);
  EXPECT_THAT(printed, HasSubstr("EXEC confluent.iam.api_keys.rotate, 1 request: id = 'a'\n"
                                 "table,method,url,body\n"));
}

TEST_F(ConfirmWritesTest, WhatIsNotToBeSentIsNotCounted) {
  std::vector<Mutation> mutations = {Deletion("a"), Deletion("b"), Deletion("c")};
  mutations[0].outcome = Outcome::kDropped;
  mutations[1].dry_run = true;
  EXPECT_EQ(PendingText(PendingWrites(mutations)),
            "DELETE 1 row of confluent.iam.api_keys, 1 request: id = 'c'\n");
}

TEST_F(ConfirmWritesTest, ANoIsNoErrorAndEndsTheEntry) {
  session.answers["DELETE"].failure = Status(StatusCode::kDeclined, "nothing was sent");
  EXPECT_FALSE(Run("DELETE; SELECT"));
  EXPECT_EQ(printed, "(nothing was sent)\n");
  EXPECT_EQ(complaints, "");
  EXPECT_EQ(shell.exit_code(), ExitCode::kDone);
  EXPECT_THAT(session.ran, Not(testing::Contains("SELECT")));
}

}  // namespace
}  // namespace apisql
