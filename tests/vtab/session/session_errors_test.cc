// An error reaches the user with all that is known of it, although SQLite passes on a text and a
// number alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/vtab/writes/session_write_fixture.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;

class SessionErrorsTest : public SessionWriteFixture {
 protected:
  SessionErrorsTest() {
    Write("provider.yaml", R"(provider: demo
description: A provider for tests.
servers: {main: {url: https://demo.test}}
rows: /data
errors: [{list: /errors, message: /detail, code: /code}]
)");
    Write("shop.all.yaml", R"(table: demo.shop.all
description: A view.
view: SELECT id, email FROM "demo.shop.owners"
)");
  }

  // Answers `call` with an error in the provider's shape.
  void Refuse(const std::string& call, int status, const std::string& code) {
    const size_t blank = call.find(' ');
    transport_.Reply(call.substr(0, blank) + " https://demo.test" + call.substr(blank + 1), status,
                     R"({"errors": [{"code": ")" + code + R"(", "detail": "no"}]})",
                     {{"X-Request-Id", "req-7"}});
  }

  void ExpectServersError(const std::string& sql, StatusCode code, int status,
                          const std::string& api_code) {
    EXPECT_THAT(Run(sql), HasSubstr("error: ")) << sql;
    EXPECT_EQ(error_.code(), code) << sql << ": " << error_.message();
    EXPECT_EQ(error_.http_status(), status) << sql;
    EXPECT_EQ(error_.api_code(), api_code) << sql;
    EXPECT_EQ(error_.request_id(), "req-7") << sql;
    EXPECT_EQ(error_.place(), std::nullopt) << sql;
  }
};

struct Refusal {
  int status;
  StatusCode code;
};
constexpr Refusal kRefusals[] = {
    {401, StatusCode::kUnauthenticated}, {403, StatusCode::kPermissionDenied},
    {404, StatusCode::kNotFound},        {409, StatusCode::kInvalidArgument},
    {422, StatusCode::kInvalidArgument}, {429, StatusCode::kResourceExhausted},
    {500, StatusCode::kUnavailable},
};

TEST_F(SessionErrorsTest, ARefusedReadKeepsTheServersFacts) {
  Run("SET max_retries = 0");
  for (const Refusal& refusal : kRefusals) {
    Refuse("GET /owners", refusal.status, "c" + std::to_string(refusal.status));
    for (const std::string sql :
         {"SELECT * FROM demo.shop.owners",
          "SELECT count(*) FROM demo.shop.items i JOIN demo.shop.owners o ON o.id = i.owner_id",
          "CREATE TABLE t AS SELECT * FROM demo.shop.owners", "SELECT * FROM demo.shop.all",
          "EXPLAIN ANALYZE REQUESTS SELECT * FROM demo.shop.owners"}) {
      ExpectServersError(sql, refusal.code, refusal.status, "c" + std::to_string(refusal.status));
    }
  }
}

TEST_F(SessionErrorsTest, ARefusedWriteKeepsTheServersFacts) {
  Run("SET max_retries = 0");
  for (const Refusal& refusal : kRefusals) {
    if (refusal.status == 404) continue;  // The document says that this means "absent".
    const std::string code = "c" + std::to_string(refusal.status);
    Refuse("PATCH /items/i1", refusal.status, code);
    Refuse("POST /items/i1/rotate", refusal.status, code);
    for (const std::string sql :
         {"UPDATE demo.shop.items SET name = 'x' WHERE id = 'i1'",
          "UPDATE demo.shop.items SET name = 'x' WHERE id = 'i1' RETURNING id",
          "EXEC demo.shop.items.rotate_item @id = 'i1'"}) {
      ExpectServersError(sql, refusal.code, refusal.status, code);
    }
    Run("BEGIN; UPDATE demo.shop.items SET name = 'x' WHERE id = 'i1';"
        "DELETE FROM demo.shop.items WHERE id = 'i2'");
    ExpectServersError("COMMIT", refusal.code, refusal.status, code);
    EXPECT_THAT(error_.message(), HasSubstr("1 not sent"));
  }
}

TEST_F(SessionErrorsTest, ATimeoutAndARefusedConnectionHaveTheirCodes) {
  Run("SET max_retries = 0");
  for (const StatusCode code : {StatusCode::kDeadlineExceeded, StatusCode::kUnavailable}) {
    transport_.Fail("GET https://demo.test/owners", Status(code, "no answer"));
    EXPECT_THAT(Run("SELECT * FROM demo.shop.owners"), HasSubstr("no answer"));
    EXPECT_EQ(error_.code(), code);
    EXPECT_EQ(error_.http_status(), 0);
    EXPECT_EQ(error_.request_id(), "");
  }
}

TEST_F(SessionErrorsTest, ABrokenAnswerIsDataLoss) {
  Reply("GET /owners", 200, R"({"data": [{"id": )");
  Run("SELECT * FROM demo.shop.owners");
  EXPECT_EQ(error_.code(), StatusCode::kDataLoss);
}

TEST_F(SessionErrorsTest, FaultsOfTheTextHaveTheirPlaceAndWhatToDo) {
  const std::string syntax = "SELECT id FROM demo.shop.items WHERE ORDER";
  Run(syntax);
  EXPECT_EQ(error_.code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(error_.place(), syntax.find("ORDER"));
  const std::string column = "SELECT nme FROM demo.shop.items";
  Run(column);
  EXPECT_EQ(error_.code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(error_.place(), column.find("nme"));
  EXPECT_EQ(error_.hint(), "Did you mean name?");
  const std::string table = "SELECT * FROM demo.shop.itms";
  Run(table);
  EXPECT_EQ(error_.code(), StatusCode::kNotFound);
  EXPECT_EQ(error_.place(), table.find("demo"));
  EXPECT_THAT(error_.hint(), HasSubstr("Did you mean demo.shop.items"));
}

TEST_F(SessionErrorsTest, WhatIsMissingIsMissingAtTheEnd) {
  for (const std::string sql :
       {"SELECT id FROM demo.shop.items WHERE (", "SELECT id FROM demo.shop.owners, ",
        "EXPLAIN REQUESTS SELECT", "DELETE FROM demo.shop.items WHERE id ="}) {
    EXPECT_EQ(Run(sql), "error: incomplete input") << sql;
    EXPECT_EQ(error_.place(), sql.size()) << sql;
  }
}

TEST_F(SessionErrorsTest, AnErrorOfOneStatementIsNotThatOfTheNext) {
  Refuse("GET /owners", 403, "forbidden");
  ExpectServersError("SELECT * FROM demo.shop.owners", StatusCode::kPermissionDenied, 403,
                     "forbidden");
  Run("SELECT nme FROM demo.shop.owners");
  EXPECT_EQ(error_.code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(error_.http_status(), 0);
}

TEST_F(SessionErrorsTest, WhatAReadOnlySessionRefusesIsAFailedPrecondition) {
  SessionOptions options;
  options.read_only = true;
  ASSERT_TRUE(Open(std::move(options)).ok());
  for (const std::string sql :
       {"DELETE FROM demo.shop.items WHERE id = 'i1'",
        "EXEC demo.shop.items.rotate_item @id = 'i1'",
        "INSERT INTO demo.shop.items(name, owner_id) VALUES ('a', 'b') RETURNING id"}) {
    EXPECT_THAT(Run(sql), HasSubstr("read-only")) << sql;
    EXPECT_EQ(error_.code(), StatusCode::kFailedPrecondition) << sql;
  }
}

TEST_F(SessionErrorsTest, AnInterruptIsOne) {
  bool stop = false;
  SessionOptions options;
  options.interrupted = [&] { return stop; };
  ASSERT_TRUE(Open(std::move(options)).ok());
  stop = true;
  for (const std::string sql :
       {"SELECT * FROM demo.shop.owners", "DELETE FROM demo.shop.items WHERE id = 'i1'"}) {
    Run(sql);
    EXPECT_EQ(error_.code(), StatusCode::kCancelled) << sql;
  }
}

}  // namespace
}  // namespace apisql
