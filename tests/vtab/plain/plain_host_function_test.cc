// Functions of the host in statements that SQLite is let run ahead of themselves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/vtab/plain/plain_connection_fixture.h"

namespace apisql {
namespace {

using ::testing::SizeIs;

class PlainHostFunctionTest : public PlainConnectionFixture {
 public:
  PlainHostFunctionTest() {
    Write("shop.offers.yaml", R"(table: demo.shop.offers
description: What is on sale, by number.
key: [id]
columns:
  id: {type: text, path: /id}
  price: {type: integer, path: /price}
methods:
  get_offer: {verb: select, get: "/offers/{id}", row: /, absent: [404]}
)");
    for (const std::string id : {"o1", "o2", "o3", "o4"}) {
      Reply("GET /offers/" + id, 200, R"({"id": ")" + id + R"(", "price": 5})");
    }
    Connect();
    Query("CREATE TABLE w(id TEXT)");
    Query("INSERT INTO w VALUES ('o1'), ('o2'), ('o3'), ('o4')");
  }

  // How often tick(x), which is x, is called.
  int CallsIn(const std::string& sql, int flags) {
    const auto tick = [](sqlite3_context* context, int, sqlite3_value** values) {
      ++*static_cast<int*>(sqlite3_user_data(context));
      sqlite3_result_value(context, values[0]);
    };
    int calls = 0;
    sqlite3_create_function(db_.get(), "tick", 1, SQLITE_UTF8 | flags, &calls, tick, nullptr,
                            nullptr);
    EXPECT_THAT(Query(sql), SizeIs(4));
    return calls;
  }
};

// Where it gives the key, SQLite calls it once more to check the row.
TEST_F(PlainHostFunctionTest, WhatMayHaveEffectsIsCalledAsOftenAsSqliteCallsIt) {
  const std::string offers = " JOIN \"demo.shop.offers\" o ON o.id = ";
  for (const auto& [sql, calls] : std::map<std::string, int>{
           {"SELECT o.id FROM w CROSS" + offers + "trim(w.id) WHERE tick(w.id) > ''", 4},
           {"SELECT TICK(w.id), o.price FROM w LEFT" + offers + "trim(w.id)", 4},
           {"SELECT o.id FROM w CROSS" + offers + "tick(w.id)", 8}}) {
    EXPECT_EQ(CallsIn(sql, 0), calls) << sql;
    EXPECT_GT(CallsIn(sql, SQLITE_DETERMINISTIC), calls) << sql;
  }
}

}  // namespace
}  // namespace apisql
