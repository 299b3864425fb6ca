#include "vtab/write/write_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tests/http/fake_transport.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kBase[] = "https://api.example";

std::shared_ptr<const Resource> WritableThings() {
  auto provider = std::make_shared<Provider>();
  provider->name = "p";
  provider->errors = {{JsonPath(), JsonPath{{"message"}}, JsonPath{{"code"}}}};
  auto resource = std::make_shared<Resource>();
  resource->name = "p.s.things";
  resource->key = {"id"};
  for (const char* name : {"id", "state", "secret"}) {
    resource->columns.emplace_back();
    resource->columns.back().name = name;
    resource->columns.back().path = JsonPath{{name}};
  }
  resource->columns[2].secret = true;
  Method write;
  write.name = "write";
  write.verb = Verb::kUpdate;
  write.returns_row = true;
  write.absent = {{404, ""}};
  Await await;
  await.method = "get";
  await.field = JsonPath{{"state"}};
  await.done = {"READY"};
  await.failed = {"BROKEN"};
  await.reason = JsonPath{{"why"}};
  await.interval_seconds = 7;
  await.timeout_seconds = 20;
  write.await = await;
  Method get;
  get.name = "get";
  get.path = "/things/{id}";
  get.rows_kind = RowsKind::kObject;
  Parameter id;
  id.name = id.column = "id";
  id.place = Parameter::Place::kPath;
  id.required = true;
  get.parameters = {id};
  resource->methods = {write, get};
  resource->provider = provider;
  return resource;
}

class WriteSetTest : public testing::Test {
 protected:
  WriteSetTest()
      : transport_(&clock_),
        client_(transport_, log_, clock_, [this] { return interrupted_; }),
        writes_(client_, [this](int64_t milliseconds) {
          pauses_.push_back(milliseconds);
          return pause_result_;
        }) {
    auto endpoint = std::make_shared<Endpoint>();
    endpoint->provider = "p";
    endpoint->base_url = kBase;
    endpoint_ = endpoint;
  }

  static std::string Call(const std::string& id) { return "POST " + Url(id); }
  static std::string Url(const std::string& id) { return std::string(kBase) + "/things/" + id; }

  Status Stage(const std::string& id) {
    Mutation mutation;
    mutation.resource = resource_;
    mutation.method = &resource_->methods[0];
    mutation.key = "id = '" + id + "'";
    mutation.endpoint = endpoint_;
    mutation.request.method = "POST";
    mutation.request.url = Url(id);
    mutation.request.body = "{\"of\":\"" + id + "\"}";
    mutation.request.idempotent = false;
    mutation.write = RowWrite::kInsert;
    mutation.image = {resource_, {SqlValue(id), SqlValue(), SqlValue()}};
    return writes_.Stage(std::move(mutation));
  }

  void StageAll(const std::vector<std::string>& ids) {
    for (const std::string& id : ids) ASSERT_TRUE(Stage(id).ok());
  }

  void Accept(const std::string& id) {
    transport_.Reply(Call(id), 200, R"({"id":")" + id + R"(","state":"NEW","secret":"s3cret"})");
  }

  std::vector<std::string> Outcomes() const {
    std::vector<std::string> outcomes;
    for (const MutationRecord& record : writes_.log().records()) {
      outcomes.emplace_back(OutcomeName(record.outcome));
    }
    return outcomes;
  }

  FakeClock clock_;
  FakeTransport transport_;
  RequestLog log_;
  Client client_;
  std::vector<int64_t> pauses_;
  bool interrupted_ = false;
  Status pause_result_;
  WriteSet writes_;
  std::shared_ptr<const Endpoint> endpoint_;
  std::shared_ptr<const Resource> resource_ = WritableThings();
};

TEST_F(WriteSetTest, NothingLeavesBeforeSync) {
  StageAll({"a", "b"});
  EXPECT_THAT(transport_.sent, IsEmpty());
  EXPECT_THAT(Outcomes(), ElementsAre("staged", "staged"));
}

TEST_F(WriteSetTest, SyncSendsInTheOrderOfStagingAndOnlyOnce) {
  for (const char* id : {"a", "b"}) Accept(id);
  StageAll({"a", "b"});
  EXPECT_TRUE(writes_.Sync().ok());
  EXPECT_TRUE(writes_.Sync().ok()) << "a COMMIT that was busy comes again";
  EXPECT_THAT(transport_.sent, ElementsAre(Call("a"), Call("b")));
  EXPECT_EQ(writes_.counts().applied, 2);
}

TEST_F(WriteSetTest, RollbackSendsNothing) {
  StageAll({"a", "b"});
  writes_.Rollback();
  EXPECT_TRUE(writes_.Sync().ok());
  EXPECT_THAT(transport_.sent, IsEmpty());
  EXPECT_THAT(Outcomes(), ElementsAre("unsent", "unsent"));
}

TEST_F(WriteSetTest, RollbackAfterSyncReportsWhatWasApplied) {
  Accept("a");
  StageAll({"a"});
  EXPECT_TRUE(writes_.Sync().ok());
  writes_.Rollback();
  EXPECT_THAT(Outcomes(), ElementsAre("applied"));
}

TEST_F(WriteSetTest, FailureStopsTheRestAndCountsAll) {
  Accept("a");
  transport_.Reply(Call("b"), 403, R"({"message":"not yours"})");
  StageAll({"a", "b", "c"});
  const Status status = writes_.Sync();
  EXPECT_THAT(status.message(), HasSubstr("p.s.things: id = 'b': 403"));
  EXPECT_THAT(status.message(), HasSubstr("not yours"));
  EXPECT_THAT(status.message(), HasSubstr("of 3 rows 1 applied, 1 failed, 1 not sent"));
  EXPECT_THAT(transport_.sent, ElementsAre(Call("a"), Call("b")));
  EXPECT_THAT(Outcomes(), ElementsAre("applied", "failed", "unsent"));
}

// Stops when the first row has left.
class StopAfterOne final : public SendingWatch {
 public:
  explicit StopAfterOne(const FakeTransport& transport) : transport_(transport) {}
  void BeginSending() override { calls.push_back("begin"); }
  void EndSending() override { calls.push_back("end"); }
  bool IsStopping() override { return !transport_.sent.empty(); }

  std::vector<std::string> calls;

 private:
  const FakeTransport& transport_;
};

TEST_F(WriteSetTest, WhoStopsTheSendingKeepsFurtherRowsFromLeaving) {
  StopAfterOne watch(transport_);
  writes_.set_watch(&watch);
  Accept("a");
  StageAll({"a", "b", "c"});
  const Status status = writes_.Sync();
  EXPECT_EQ(status.code(), StatusCode::kCancelled);
  EXPECT_THAT(status.message(), HasSubstr("of 3 rows 1 applied, 2 not sent"));
  EXPECT_THAT(Outcomes(), ElementsAre("applied", "unsent", "unsent"));
  EXPECT_THAT(watch.calls, ElementsAre("begin", "end"));
}

// A row that was refused for now would be sent again.
TEST_F(WriteSetTest, WhoStopsTheSendingHasNothingSentAgain) {
  StopAfterOne watch(transport_);
  writes_.set_watch(&watch);
  transport_.Reply(Call("a"), 429, R"({"message":"later"})");
  StageAll({"a", "b"});
  EXPECT_EQ(writes_.Sync().code(), StatusCode::kCancelled);
  EXPECT_THAT(transport_.sent, ElementsAre(Call("a")));
  EXPECT_THAT(Outcomes(), ElementsAre("unsent", "unsent"));
}

TEST_F(WriteSetTest, AStopBehindTheLastRowIsNoFailure) {
  StopAfterOne watch(transport_);
  writes_.set_watch(&watch);
  Accept("a");
  StageAll({"a"});
  EXPECT_TRUE(writes_.Sync().ok());
  EXPECT_EQ(writes_.TakeReturned().size(), 1U);
}

TEST_F(WriteSetTest, WhateverMayComeFromBehindTheChangeIsUnknown) {
  for (const int status : {500, 503}) {
    transport_.Reply(Call("a"), status, R"({"message":"broke"})");
    StageAll({"a"});
    EXPECT_FALSE(writes_.Sync().ok());
    writes_.Rollback();
  }
  EXPECT_THAT(Outcomes(), ElementsAre("unknown", "unknown"));
}

// A proxy's page: the API may never have seen the write.
TEST_F(WriteSetTest, AWebPageInThePlaceOfAnAnswerIsUnknown) {
  transport_.Reply(Call("a"), 200, "\n <html>Please sign in</html>");
  StageAll({"a"});
  EXPECT_THAT(writes_.Sync().message(),
              HasSubstr("expected JSON, found a web page, which is not shown since it may hold a "
                        "secret; it may have been applied: look before you repeat it"));
  EXPECT_THAT(Outcomes(), ElementsAre("unknown"));
  EXPECT_EQ(writes_.counts().applied, 0);
}

TEST_F(WriteSetTest, LostAnswerIsUnknownAndIsNotSentAgain) {
  transport_.Fail(Call("a"), Status(StatusCode::kUnavailable, "connection reset"));
  StageAll({"a"});
  EXPECT_FALSE(writes_.Sync().ok());
  EXPECT_TRUE(writes_.Sync().ok());
  EXPECT_EQ(transport_.sent.size(), 1);
  EXPECT_THAT(Outcomes(), ElementsAre("unknown"));
}

TEST_F(WriteSetTest, AbsentRowIsNoErrorAndNoChange) {
  transport_.Reply(Call("a"), 404, R"({"message":"no such thing","code":"none"})");
  Accept("b");
  StageAll({"a", "b"});
  EXPECT_TRUE(writes_.Sync().ok());
  EXPECT_EQ(writes_.counts().absent, 1);
  EXPECT_EQ(writes_.counts().applied, 1);
}

TEST_F(WriteSetTest, AnAbsentRowMayFailLikeAnyOther) {
  constexpr const char* kGone = R"({"message":"no such thing","code":"none"})";
  transport_.Reply(Call("b"), 404, kGone);
  for (const char* id : {"a", "c"}) Accept(id);
  StageAll({"a", "b", "c"});
  writes_.options().absent_writes = AbsentWrites::kError;
  const Status failed = writes_.Sync();
  EXPECT_EQ(failed.code(), StatusCode::kNotFound);
  EXPECT_EQ(failed.http_status(), 404);
  EXPECT_THAT(failed.message(), testing::StartsWith("p.s.things: id = 'b': was not there: 404 from "
                                                    "POST"));
  EXPECT_THAT(failed.message(), HasSubstr("of 3 rows 1 applied, 1 absent, 1 not sent"));
  EXPECT_THAT(Outcomes(), ElementsAre("applied", "absent", "unsent"));
  EXPECT_THAT(writes_.log().records()[1].error, testing::StartsWith("was not there: 404"));
}

TEST_F(WriteSetTest, AnOperationThatTheServerLacksWasNotApplied) {
  for (const int status : {405, 501, 505}) {
    transport_.Reply(Call("a"), status, "");
    StageAll({"a"});
    const Status failed = writes_.Sync();
    EXPECT_EQ(writes_.log().records().back().outcome, Outcome::kFailed) << status;
    EXPECT_THAT(failed.message(), testing::Not(HasSubstr("may have been"))) << status;
    writes_.Rollback();
  }
}

TEST_F(WriteSetTest, AnswersAreHandedOutOnceSecretsIncluded) {
  Accept("a");
  StageAll({"a"});
  EXPECT_TRUE(writes_.Sync().ok());
  const std::vector<ReturnedRow> rows = writes_.TakeReturned();
  ASSERT_EQ(rows.size(), 1);
  EXPECT_EQ(std::get<std::string>(rows[0].values[1]), "NEW");
  EXPECT_EQ(std::get<std::string>(rows[0].values[2]), "s3cret");
  EXPECT_THAT(writes_.TakeReturned(), IsEmpty());
  for (const MutationRecord& record : writes_.log().records()) {
    EXPECT_THAT(record.error + record.url + record.key, testing::Not(HasSubstr("s3cret")));
  }
}

TEST_F(WriteSetTest, DryRunShowsAndSendsNothing) {
  writes_.options().dry_run = true;
  StageAll({"a"});
  EXPECT_TRUE(writes_.Sync().ok());
  EXPECT_THAT(transport_.sent, IsEmpty());
  const std::vector<PreviewedRequest> previews = writes_.TakePreviews();
  ASSERT_EQ(previews.size(), 1);
  EXPECT_EQ(previews[0].method + " " + previews[0].url, Call("a"));
  EXPECT_EQ(previews[0].body, R"({"of":"a"})");
}

TEST_F(WriteSetTest, LimitOfRowsIsFoundBeforeAnythingIsSent) {
  writes_.options().max_affected_rows = 2;
  StageAll({"a", "b"});
  EXPECT_THAT(Stage("c").message(), HasSubstr("more than 2 rows"));
  writes_.BeginStatement();
  EXPECT_TRUE(Stage("d").ok()) << "the limit is a statement's";
}

TEST_F(WriteSetTest, RowsGoSideBySideAndRowsOfOneKeyOneAfterTheOther) {
  for (const char* id : {"a", "b", "c"}) Accept(id);
  writes_.options().write_concurrency = 3;
  StageAll({"a", "b", "c"});
  EXPECT_TRUE(writes_.Sync().ok());
  EXPECT_EQ(transport_.most_in_flight, 3);
  writes_.Commit();
  transport_.most_in_flight = 0;
  StageAll({"a", "a", "a"});
  EXPECT_TRUE(writes_.Sync().ok());
  EXPECT_EQ(transport_.most_in_flight, 1);
}

TEST_F(WriteSetTest, AwaitPollsUntilDone) {
  writes_.options().await = true;
  Accept("a");
  transport_.Reply("GET " + Url("a"), 200, R"({"id":"a","state":"READY"})");
  StageAll({"a"});
  EXPECT_TRUE(writes_.Sync().ok());
  const std::vector<ReturnedRow> rows = writes_.TakeReturned();
  ASSERT_EQ(rows.size(), 1);
  EXPECT_EQ(std::get<std::string>(rows[0].values[1]), "READY");
  EXPECT_EQ(std::get<std::string>(rows[0].values[2]), "s3cret") << "kept from the first answer";
}

TEST_F(WriteSetTest, AwaitOfAFailedStateIsAnErrorWithTheServersReason) {
  writes_.options().await = true;
  Accept("a");
  transport_.Reply("GET " + Url("a"), 200, R"({"id":"a","state":"BROKEN","why":"no quota"})");
  StageAll({"a"});
  const Status status = writes_.Sync();
  EXPECT_THAT(status.message(), HasSubstr("BROKEN: no quota"));
  EXPECT_THAT(Outcomes(), ElementsAre("failed"));
  const std::vector<ReturnedRow> rows = writes_.TakeReturned();
  ASSERT_EQ(rows.size(), 1);
  EXPECT_EQ(std::get<std::string>(rows[0].values[2]), "s3cret") << "there is no other copy";
}

TEST_F(WriteSetTest, FailedPollSaysNothingOfTheWrite) {
  writes_.options().await = true;
  Accept("a");
  transport_.Reply("GET " + Url("a"), 500, R"({"message":"broke"})");
  StageAll({"a"});
  EXPECT_THAT(writes_.Sync().message(), HasSubstr("broke"));
  EXPECT_THAT(Outcomes(), ElementsAre("applied"));
}

TEST_F(WriteSetTest, AwaitGivesUpAfterTheDocumentsTime) {
  writes_.options().await = true;
  Accept("a");
  transport_.Reply("GET " + Url("a"), 200, R"({"id":"a","state":"NEW"})");
  StageAll({"a"});
  EXPECT_THAT(writes_.Sync().message(), HasSubstr("still NEW after 21 s"));
  EXPECT_THAT(pauses_, ElementsAre(7000, 7000, 7000));
}

TEST_F(WriteSetTest, ARowThatAnInterruptKeepsBackIsToldNotToBeSent) {
  interrupted_ = true;
  StageAll({"a"});
  EXPECT_THAT(writes_.Sync().message(), HasSubstr("interrupted; it was not sent"));
  EXPECT_THAT(Outcomes(), ElementsAre("unsent"));
}

TEST_F(WriteSetTest, InterruptStopsTheWaitingAndNotTheServer) {
  writes_.options().await = true;
  pause_result_ = Status(StatusCode::kCancelled, "interrupted");
  Accept("a");
  transport_.Reply("GET " + Url("a"), 200, R"({"id":"a","state":"NEW"})");
  StageAll({"a"});
  const Status status = writes_.Sync();
  EXPECT_EQ(status.code(), StatusCode::kCancelled);
  EXPECT_THAT(status.message(), HasSubstr("the server goes on"));
  EXPECT_THAT(Outcomes(), ElementsAre("applied"));
}

// SQLite tells it of the level right behind its xBegin, though the level was opened before.
TEST_F(WriteSetTest, ATableThatIsWrittenLateKeepsNoRowOfAnotherFromRollback) {
  const int first = 0;
  const int second = 0;
  writes_.Begin(&first);
  StageAll({"a", "b"});
  writes_.Begin(&second);
  writes_.Savepoint(&second, 0);
  StageAll({"c"});
  writes_.RollbackTo(0);
  EXPECT_TRUE(writes_.empty());
}

TEST_F(WriteSetTest, ALevelThatIsOpenedLaterKeepsTheRowsBeforeIt) {
  const int first = 0;
  writes_.Begin(&first);
  StageAll({"a"});
  writes_.Savepoint(&first, 0);
  StageAll({"b"});
  writes_.RollbackTo(0);
  EXPECT_EQ(writes_.waiting(), 1);
}

std::string KeyOf(const Request& request) {
  for (const Header& header : request.headers) {
    if (header.name == "Idempotency-Key") return header.value;
  }
  return "";
}

// After an unknown outcome the same key lets the server see that it is the same row.
TEST_F(WriteSetTest, EachRowHasAKeyOfItsOwnThatItsRepeatsKeep) {
  Resource keyed = *resource_;
  keyed.methods[0].idempotency_key = "Idempotency-Key";
  resource_ = std::make_shared<const Resource>(std::move(keyed));
  writes_.set_new_key([number = 0]() mutable { return "key-" + std::to_string(++number); });
  for (const char* id : {"a", "b"}) {
    Mutation mutation;
    mutation.resource = resource_;
    mutation.method = &resource_->methods[0];
    mutation.endpoint = endpoint_;
    mutation.request.method = "POST";
    mutation.request.url = Url(id);
    mutation.write = RowWrite::kInsert;
    mutation.image = {resource_, {SqlValue(id), SqlValue(), SqlValue()}};
    ASSERT_TRUE(writes_.Stage(std::move(mutation)).ok());
  }
  transport_.Reply(Call("a"), 503, "");
  transport_.Then(Call("a"), 200, R"({"id":"a"})");
  Accept("b");
  ASSERT_TRUE(writes_.Sync().ok());
  std::vector<std::string> keys;
  for (const Request& request : transport_.requests) keys.push_back(KeyOf(request));
  EXPECT_THAT(keys, ElementsAre("key-1", "key-1", "key-2"));
}

// The hooks against a list that keeps a copy for each savepoint.
TEST_F(WriteSetTest, SavepointsKeepWhatARandomTransactionKeeps) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> model;
    std::vector<std::vector<std::string>> copies;  // One per open savepoint.
    bool reported = false;  // SQLite reports no savepoint that was opened before the first write.
    for (int step = 0; step < 40; ++step) {
      const unsigned what = random() % 4;
      if (what == 0) {
        if (reported) writes_.Savepoint(this, static_cast<int>(copies.size()));
        copies.push_back(model);
      } else if (what == 1 && !copies.empty()) {
        const size_t level = random() % copies.size();
        if (reported) writes_.RollbackTo(static_cast<int>(level));
        model = copies[level];
        copies.resize(level + 1);
      } else if (what == 2 && !copies.empty()) {
        const size_t level = random() % copies.size();
        if (reported) writes_.Release(static_cast<int>(level));
        copies.resize(level);
      } else {
        const std::string id = std::to_string(round) + "_" + std::to_string(step);
        Accept(id);
        ASSERT_TRUE(Stage(id).ok());
        model.push_back(Call(id));
        reported = true;
      }
    }
    transport_.sent.clear();
    ASSERT_TRUE(writes_.Sync().ok());
    writes_.Commit();
    ASSERT_EQ(transport_.sent, model) << "round " << round;
  }
}

}  // namespace
}  // namespace apisql
