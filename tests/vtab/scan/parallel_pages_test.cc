// Pages that are asked for by offset or number: once the total is known, side by side.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/vtab/session/session_fixture.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

class ParallelPagesTest : public SessionFixture {
 protected:
  ParallelPagesTest() {
    Write("shop.offsets.yaml", R"(table: demo.shop.offsets
description: A list by offset.
key: [id]
rows: 50
columns:
  id: {type: text, path: /id}
methods:
  list_offsets:
    verb: select
    get: /offsets
    paging: {style: offset, offset_parameter: skip, total: /total, exact_total: true,
             page_size: {parameter: take, default: 2, maximum: 2}}
)");
    Write("shop.numbers.yaml", R"(table: demo.shop.numbers
description: A list by page number.
key: [id]
rows: 50
columns:
  id: {type: text, path: /id}
methods:
  list_numbers:
    verb: select
    get: /numbers
    paging: {style: page_number, page_parameter: page, first_page: 1, total: /total, exact_total: true,
             page_size: {parameter: take, default: 2, maximum: 2}}
)");
  }

  // A page of `ids`, one letter each.
  void Page(const std::string& path, const std::string& ids, int total) {
    std::string rows;
    for (const char id : ids) {
      rows += (rows.empty() ? "{\"id\": \"" : ", {\"id\": \"") + std::string(1, id) + "\"}";
    }
    transport_.replies[path] =
        R"({"data": [)" + rows + R"(], "total": )" + std::to_string(total) + "}";
  }
};

TEST_F(ParallelPagesTest, OffsetsBehindTheFirstPageAreAskedForTogether) {
  Page("/offsets?take=2", "ab", 7);
  Page("/offsets?take=2&skip=2", "cd", 7);
  Page("/offsets?take=2&skip=4", "ef", 7);
  Page("/offsets?take=2&skip=6", "g", 7);
  EXPECT_EQ(Run("SELECT group_concat(id, '') FROM demo.shop.offsets"), "abcdefg");
  EXPECT_THAT(transport_.sent,
              ElementsAre("GET /offsets?take=2", "GET /offsets?take=2&skip=2",
                          "GET /offsets?take=2&skip=4", "GET /offsets?take=2&skip=6"));
  EXPECT_EQ(transport_.most_in_flight, 3);
}

TEST_F(ParallelPagesTest, NumbersBehindTheFirstPageAreAskedForTogether) {
  Page("/numbers?take=2", "ab", 5);
  Page("/numbers?take=2&page=2", "cd", 5);
  Page("/numbers?take=2&page=3", "e", 5);
  EXPECT_EQ(Run("SELECT group_concat(id, '') FROM demo.shop.numbers"), "abcde");
  EXPECT_EQ(transport_.most_in_flight, 2);
}

TEST_F(ParallelPagesTest, NoMoreAreInFlightThanTheUserAllows) {
  Page("/offsets?take=2", "ab", 7);
  Page("/offsets?take=2&skip=2", "cd", 7);
  Page("/offsets?take=2&skip=4", "ef", 7);
  Page("/offsets?take=2&skip=6", "g", 7);
  EXPECT_EQ(Run("SET max_concurrency = 2; SELECT count(*) FROM demo.shop.offsets"), "7");
  EXPECT_EQ(transport_.most_in_flight, 2);
}

TEST_F(ParallelPagesTest, APageShorterThanTheFirstMovesThoseBehindItAndNoRowIsLost) {
  Page("/offsets?take=2", "ab", 6);
  Page("/offsets?take=2&skip=2", "c", 6);
  Page("/offsets?take=2&skip=4", "ef", 6);
  Page("/offsets?take=2&skip=3", "de", 6);
  Page("/offsets?take=2&skip=5", "f", 6);
  EXPECT_EQ(Run("SELECT group_concat(id, '') FROM demo.shop.offsets"), "abcdef");
}

TEST_F(ParallelPagesTest, AFailedPageFailsTheStatement) {
  Page("/offsets?take=2", "ab", 6);
  Page("/offsets?take=2&skip=4", "ef", 6);
  EXPECT_THAT(Run("SELECT count(*) FROM demo.shop.offsets"),
              StartsWith("error: demo.shop.offsets: 404 from GET"));
}

TEST_F(ParallelPagesTest, ALimitAsksForNothingAhead) {
  Page("/offsets?take=2", "ab", 7);
  Page("/offsets?take=2&skip=2", "cd", 7);
  EXPECT_EQ(Run("SELECT count(*) FROM (SELECT id FROM demo.shop.offsets LIMIT 3)"), "3");
  EXPECT_THAT(transport_.sent, ElementsAre("GET /offsets?take=2", "GET /offsets?take=2&skip=2"));
}

}  // namespace
}  // namespace apisql
