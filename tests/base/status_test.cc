#include "src/base/status.h"

#include <gtest/gtest.h>

namespace apisql {
namespace {

Status Refused() {
  return Status(StatusCode::kPermissionDenied, "403 from the server")
      .WithHttp(403, "req-1")
      .WithApiCode("forbidden_access")
      .WithHint("ask an administrator")
      .At(7);
}

void ExpectFactsOfRefused(const Status& status) {
  EXPECT_EQ(status.code(), StatusCode::kPermissionDenied);
  EXPECT_EQ(status.http_status(), 403);
  EXPECT_EQ(status.request_id(), "req-1");
  EXPECT_EQ(status.api_code(), "forbidden_access");
  EXPECT_EQ(status.hint(), "ask an administrator");
  EXPECT_EQ(status.place(), 7U);
}

TEST(StatusTest, FactsStayInACopyAndBehindAnAnnotation) {
  ExpectFactsOfRefused(Refused());
  const Status copy = Refused();
  ExpectFactsOfRefused(Status(copy).Annotate("acme.hr.people"));
  EXPECT_EQ(Status(copy).Annotate("acme").message(), "acme: 403 from the server");
}

TEST(StatusTest, OtherWordsChangeTheMessageAlone) {
  const Status status = Refused().WithMessage("no");
  ExpectFactsOfRefused(status);
  EXPECT_EQ(status.message(), "no");
}

TEST(StatusTest, AnErrorOfOurOwnHasNoFactsOfAServer) {
  const Status status(StatusCode::kNotFound, "no such table");
  EXPECT_EQ(status.http_status(), 0);
  EXPECT_EQ(status.request_id(), "");
  EXPECT_EQ(status.api_code(), "");
  EXPECT_EQ(status.hint(), "");
  EXPECT_EQ(status.place(), std::nullopt);
}

TEST(StatusTest, NothingCanBeSaidOfSuccess) {
  const Status status = OkStatus()
                            .Annotate("x")
                            .WithMessage("x")
                            .WithHttp(500, "x")
                            .WithApiCode("x")
                            .WithHint("x")
                            .At(1);
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(status.message(), "");
  EXPECT_EQ(status.api_code(), "");
  EXPECT_EQ(status.hint(), "");
  EXPECT_EQ(status.place(), std::nullopt);
}

}  // namespace
}  // namespace apisql
